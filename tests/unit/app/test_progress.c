/* SPDX-License-Identifier: BSD-2-Clause */
/* The line of a long run: on a terminal, and nowhere else. */
#include "../unit.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

#include "../../../src/app/pipeline.h"
#include "../../../src/app/progress.h"

/* Standard error, put elsewhere for a test. */
struct elsewhere {
	int kept, reader;
};

static struct elsewhere put_elsewhere(int reader, int writer)
{
	struct elsewhere elsewhere = { .kept = dup(STDERR_FILENO), .reader = reader };

	fflush(stderr);
	assert_true(elsewhere.kept >= 0);
	assert_int_equal(dup2(writer, STDERR_FILENO), STDERR_FILENO);
	close(writer);
	assert_int_equal(fcntl(reader, F_SETFL, O_NONBLOCK), 0);
	return elsewhere;
}

static void put_back(struct elsewhere *elsewhere)
{
	fflush(stderr);
	dup2(elsewhere->kept, STDERR_FILENO);
	close(elsewhere->kept);
	close(elsewhere->reader);
}

/* Half of a file is read, and more of it with every look. */
static const struct pipeline_counters *read_on(struct pipeline_counters *counters)
{
	counters->frames += 100;
	counters->done_bytes += 5;
	return counters;
}

/* Look until something was written, for @most_us at most. @return bytes of @said */
static size_t look(const struct elsewhere *elsewhere, int64_t most_us, char *said,
                   size_t size)
{
	struct progress progress = { .began_us = 0 };
	struct pipeline_counters counters = { .frames = 2000000,
		                              .done_bytes = 500000,
		                              .total_bytes = 1000000 };
	const int64_t until_us = clock_steady_us() + most_us;
	struct pollfd poll_in = { .fd = elsewhere->reader, .events = POLLIN };
	ssize_t got = 0;

	while (clock_steady_us() < until_us && got <= 0) {
		progress_show(&progress, read_on(&counters), NULL);
		if (poll(&poll_in, 1, 10) > 0)
			got = read(elsewhere->reader, said, size - 1);
	}
	progress_clear(&progress);
	said[got > 0 ? got : 0] = '\0';
	return got > 0 ? (size_t)got : 0;
}

static void a_terminal_has_share_rate_time_left_and_findings(void **state)
{
	struct elsewhere elsewhere;
	int reader, writer;
	char said[512];

	(void)state;
	assert_int_equal(openpty(&reader, &writer, NULL, NULL, NULL), 0);
	elsewhere = put_elsewhere(reader, writer);
	look(&elsewhere, INT64_C(60000000), said, sizeof(said));
	put_back(&elsewhere);
	assert_non_null(strstr(said, "50 %, 2.0 M packets, 0 findings so far, "));
	assert_non_null(strstr(said, "/s, "));
	assert_non_null(strstr(said, " left"));
	assert_null(strchr(said, '\033'));
}

static void what_is_no_terminal_has_nothing(void **state)
{
	struct elsewhere elsewhere;
	int ends[2];
	char said[512];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	elsewhere = put_elsewhere(ends[0], ends[1]);
	size_t len = look(&elsewhere, INT64_C(1700000), said, sizeof(said));
	put_back(&elsewhere);
	assert_int_equal(len, 0);
}

static void a_signal_is_answered_anywhere_on_a_line_of_its_own(void **state)
{
	struct progress progress = { .began_us = 0 };
	const struct pipeline_counters counters = { .frames = 42 };
	struct elsewhere elsewhere;
	int ends[2];
	char said[512] = "";

	(void)state;
	assert_int_equal(pipe(ends), 0);
	elsewhere = put_elsewhere(ends[0], ends[1]);
	progress_say(&progress, &counters, NULL, 0.25);
	ssize_t len = read(elsewhere.reader, said, sizeof(said) - 1);
	put_back(&elsewhere);
	assert_true(len > 0);
	assert_ptr_equal(strstr(said, "lynctap: 20"), said);
	assert_non_null(
		strstr(said, "Z: 42 packets, 0 findings so far, 0.25 % dropped\n"));
	assert_ptr_equal(strchr(said, '\n'), said + len - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_terminal_has_share_rate_time_left_and_findings),
		cmocka_unit_test(what_is_no_terminal_has_nothing),
		cmocka_unit_test(a_signal_is_answered_anywhere_on_a_line_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
