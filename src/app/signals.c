/* SPDX-License-Identifier: BSD-2-Clause */
#include "signals.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/temporary.h"
#include "capture/capture.h"

/* timeout(1) sends its signal to a program and then to the group that it is in. */
#define SAME_US INT64_C(100000)

static struct {
	struct capture *capture;
	/* Atomic: each thread may be given a signal of its own. */
	_Atomic int64_t stopped_us; /* clock_steady_us() of the first; 0: none came */
	atomic_int stopped_by;
	atomic_bool status_asked; /* by whichever thread shows progress */
	atomic_bool reopen_asked, reload_asked;
} signals; /* all that a handler may touch */

/* Did a signal come by two ways, and not for the second time? */
static bool is_the_same(int number, int64_t first_us, int64_t now_us)
{
	return number == atomic_load(&signals.stopped_by) && now_us - first_us < SAME_US;
}

static void stop_on_signal(int number)
{
	const int64_t now_us = clock_steady_us();
	int64_t first_us = 0;

	const bool is_first =
		atomic_compare_exchange_strong(&signals.stopped_us, &first_us, now_us);

	/* The first one finishes and reports, the second aborts: design section 6. */
	if (is_first && signals.capture) {
		atomic_store(&signals.stopped_by, number);
		capture_stop(signals.capture);
	} else if (is_first || !is_the_same(number, first_us, now_us)) {
		temporary_remove_all();
		_exit(128 + number);
	}
}

static void ask_for_status(int number)
{
	(void)number;
	atomic_store(&signals.status_asked, true);
}

static void ask_to_reopen(int number)
{
	(void)number;
	atomic_store(&signals.reopen_asked, true);
}

static void ask_to_reload(int number)
{
	(void)number;
	atomic_store(&signals.reload_asked, true);
}

/* What was ignored when the program began stays ignored: nohup(1) does that. */
static void handle(int number, const struct sigaction *action)
{
	struct sigaction before;

	if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
		sigaction(number, action, NULL);
}

void signals_watch(struct capture *capture)
{
	/* A write that a signal interrupted goes on, or stdio would drop what it held.
	   Nothing waits elsewhere than in poll(2), which a signal ends all the same. */
	const struct sigaction stop = { .sa_handler = stop_on_signal,
		                        .sa_flags = SA_RESTART };
	const struct sigaction status = { .sa_handler = ask_for_status,
		                          .sa_flags = SA_RESTART };

	signals.capture = capture;
	handle(SIGINT, &stop);
	handle(SIGTERM, &stop);
	/* A closed terminal ends the capture as well; nothing is lost. */
	handle(SIGHUP, &stop);
	handle(SIGUSR1, &status);
	/* A reader that goes away is a failed write, not the end of the program. */
	signal(SIGPIPE, SIG_IGN);
	/* Suricata's signal to reload, which would otherwise end the run without a report. */
	signal(SIGUSR2, SIG_IGN);
}

void signals_serve(void)
{
	const struct sigaction reopen = { .sa_handler = ask_to_reopen,
		                          .sa_flags = SA_RESTART };
	const struct sigaction reload = { .sa_handler = ask_to_reload,
		                          .sa_flags = SA_RESTART };

	sigaction(SIGHUP, &reopen, NULL);
	sigaction(SIGUSR2, &reload, NULL);
}

bool signals_reopen_asked(void)
{
	return atomic_exchange(&signals.reopen_asked, false);
}

bool signals_reload_asked(void)
{
	return atomic_exchange(&signals.reload_asked, false);
}

const char *signals_stop_name(void)
{
	switch (atomic_load(&signals.stopped_by)) {
	case SIGINT:
		return "SIGINT";
	case SIGTERM:
		return "SIGTERM";
	case SIGHUP:
		return "SIGHUP";
	default:
		return "a signal";
	}
}

bool signals_status_asked(void)
{
	return atomic_exchange(&signals.status_asked, false);
}
