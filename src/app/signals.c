/* SPDX-License-Identifier: BSD-2-Clause */
#include "signals.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

#include "capture/capture.h"

static struct {
	struct capture *capture;
	volatile sig_atomic_t stops;
	atomic_bool status_asked; /* by whichever thread shows progress */
} signals;                        /* all that a handler may touch */

static void stop_on_signal(int number)
{
	/* The first one finishes and reports, the second aborts: design section 6. */
	if (signals.stops++ > 0 || !signals.capture)
		_exit(128 + number);
	capture_stop(signals.capture);
}

static void ask_for_status(int number)
{
	(void)number;
	atomic_store(&signals.status_asked, true);
}

void signals_watch(struct capture *capture)
{
	struct sigaction stop = { .sa_handler = stop_on_signal };
	struct sigaction status = { .sa_handler = ask_for_status,
		                    .sa_flags = SA_RESTART };

	signals.capture = capture;
	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGTERM, &stop, NULL);
	/* A closed terminal ends the capture as well; nothing is lost. */
	sigaction(SIGHUP, &stop, NULL);
	sigaction(SIGUSR1, &status, NULL);
	/* A reader that goes away is a failed write, not the end of the program. */
	signal(SIGPIPE, SIG_IGN);
	/* Suricata's signal to reload, which would otherwise end the run without a report. */
	signal(SIGUSR2, SIG_IGN);
}

bool signals_status_asked(void)
{
	return atomic_exchange(&signals.status_asked, false);
}
