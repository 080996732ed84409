/* SPDX-License-Identifier: BSD-2-Clause */
/* Each case in a process of its own: what a signal did once is never undone. */
#include "../unit.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "capture/capture.h"

#include "../../../src/app/signals.h"

#define WENT_ON 77
#define APART   (-1) /* wait until what comes next cannot be the same again */

/* @numbers end with 0. @return the exit status of who got them one after the other */
static int status_after(const int *numbers, bool watches)
{
	const struct capture_options options = { .buffer_mib = 1 };
	int status = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		struct error err;
		struct capture *capture = capture_create(&options, &err);

		signals_watch(capture);
		if (!watches)
			signals_watch(NULL);
		for (; *numbers; numbers++)
			if (*numbers == APART)
				usleep(200000);
			else
				raise(*numbers);
		_exit(WENT_ON);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void one_signal_stops_and_another_aborts(void **state)
{
	static const struct {
		int numbers[4];
		int status;
	} cases[] = {
		{ { SIGTERM }, WENT_ON },
		{ { SIGTERM, SIGINT }, 128 + SIGINT },
		{ { SIGHUP, SIGTERM }, 128 + SIGTERM },
		{ { SIGTERM, SIGTERM },
		  WENT_ON }, /* timeout(1): to it and to its group */
		{ { SIGTERM, SIGTERM, SIGINT }, 128 + SIGINT },
		{ { SIGTERM, APART, SIGTERM }, 128 + SIGTERM },
		{ { SIGINT, APART, SIGINT }, 128 + SIGINT },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (status_after(cases[i].numbers, true) != cases[i].status)
			fail_msg("case %zu: not %d", i, cases[i].status);
}

static void with_nothing_to_stop_the_first_aborts(void **state)
{
	static const int numbers[] = { SIGTERM, 0 };

	(void)state;
	assert_int_equal(status_after(numbers, false), 128 + SIGTERM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_signal_stops_and_another_aborts),
		cmocka_unit_test(with_nothing_to_stop_the_first_aborts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
