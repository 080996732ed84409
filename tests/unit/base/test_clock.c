/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdio.h>
#include <time.h>

#include "base/array.h"
#include "base/clock.h"

#define DAY INT64_C(86400000000)

static void format_writes_rfc_3339_in_utc(void **state)
{
	static const struct {
		int64_t time_us;
		const char *text;
	} cases[] = {
		{ 0, "1970-01-01T00:00:00.000000Z" },
		{ -1, "1969-12-31T23:59:59.999999Z" },
		{ INT64_C(1700000000000001), "2023-11-14T22:13:20.000001Z" },
		{ INT64_C(951782400000000), "2000-02-29T00:00:00.000000Z" },
		{ INT64_C(4107542400000000), "2100-03-01T00:00:00.000000Z" },
		{ INT64_MAX, "9999-12-31T23:59:59.775807Z" },
		{ INT64_MIN, "0000-01-01T00:00:00.224192Z" },
	};
	char text[CLOCK_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_string_equal(clock_format(cases[i].time_us, text), cases[i].text);
}

static void format_agrees_with_the_c_library_on_every_day(void **state)
{
	char text[CLOCK_TEXT_SIZE], expected[64];

	(void)state;
	for (int64_t day = -719528; day < 2932897; day++) {
		time_t seconds = (time_t)(day * 86400 + 86399 - (day & 0xffff));
		struct tm parts;

		gmtime_r(&seconds, &parts);
		if (parts.tm_year < -1900)
			continue;
		snprintf(expected, sizeof(expected),
		         "%04d-%02d-%02dT%02d:%02d:%02d.000042Z", parts.tm_year + 1900,
		         parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min,
		         parts.tm_sec);
		assert_string_equal(clock_format((int64_t)seconds * 1000000 + 42, text),
		                    expected);
	}
}

static void remembered_seconds_read_as_those_formatted_anew(void **state)
{
	struct clock_memo memo = { 0 };
	char want[CLOCK_TEXT_SIZE], got[CLOCK_TEXT_SIZE];
	const int64_t starts[] = { 0, -1000000 * 100, INT64_C(1700000000000001),
		                   INT64_MAX - 1000000 * 300, INT64_MIN };

	(void)state;
	/* Forth and back, over more seconds than are remembered, fractions of each. */
	for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
		for (int64_t step = 0; step < 2000; step++) {
			int64_t time_us = starts[i] + step * 7 % 300 * 999983;

			clock_format(time_us, want);
			assert_ptr_equal(clock_put(&memo, time_us, got),
			                 got + CLOCK_TEXT_LEN);
			assert_memory_equal(got, want, CLOCK_TEXT_LEN);
		}
	}
}

static void parse_date_gives_the_last_microsecond_of_the_day(void **state)
{
	int64_t last_us;

	(void)state;
	assert_true(clock_parse_date(&last_us, "1970-01-01"));
	assert_int_equal(last_us, DAY - 1);
	assert_true(clock_parse_date(&last_us, "2028-02-29"));
}

static void parse_date_refuses_what_is_no_date(void **state)
{
	static const char *const wrong[] = { "",           "2027-1-31",   "2027-02-29",
		                             "2027-13-01", "2027-01-31 ", "tomorrow" };
	int64_t last_us = 5;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		assert_false(clock_parse_date(&last_us, wrong[i]));
	assert_int_equal(last_us, 5);
}

static void dates_become_times_as_the_c_library_says(void **state)
{
	(void)state;
	for (int year = 0; year <= 9999; year += year < 2040 && year > 1960 ? 1 : 37) {
		for (int day = 1; day <= 31; day++) {
			for (int month = 1; month <= 12; month++) {
				struct tm tm = { .tm_year = year - 1900,
					         .tm_mon = month - 1,
					         .tm_mday = day,
					         .tm_sec = day * 2000 };
				int64_t expected = (int64_t)timegm(&tm) * 1000000;

				assert_int_equal(clock_from_date((unsigned)year,
				                                 (unsigned)month,
				                                 (unsigned)day,
				                                 (unsigned)day * 2000),
				                 expected);
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(format_writes_rfc_3339_in_utc),
		cmocka_unit_test(format_agrees_with_the_c_library_on_every_day),
		cmocka_unit_test(remembered_seconds_read_as_those_formatted_anew),
		cmocka_unit_test(parse_date_gives_the_last_microsecond_of_the_day),
		cmocka_unit_test(dates_become_times_as_the_c_library_says),
		cmocka_unit_test(parse_date_refuses_what_is_no_date),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
