/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define US_PER_SECOND INT64_C(1000000)
#define US_PER_DAY    (86400 * US_PER_SECOND)
/* RFC 3339 has four digits for the year: 0000-01-01 and 9999-12-31T23:59:59. */
#define FIRST_SECOND INT64_C(-62167219200)
#define LAST_SECOND  INT64_C(253402300799)

const char *clock_format(int64_t time_us, char text[static CLOCK_TEXT_SIZE])
{
	int64_t seconds = time_us / US_PER_SECOND;
	int64_t us = time_us % US_PER_SECOND;
	struct tm parts;

	if (us < 0) {
		us += US_PER_SECOND;
		seconds--;
	}
	if (seconds < FIRST_SECOND)
		seconds = FIRST_SECOND;
	if (seconds > LAST_SECOND)
		seconds = LAST_SECOND;

	time_t whole = (time_t)seconds;

	gmtime_r(&whole, &parts);
	snprintf(text, CLOCK_TEXT_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ",
	         parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
	         parts.tm_min, parts.tm_sec, (int)us);
	return text;
}

bool clock_parse_date(int64_t *last_us, const char *text)
{
	struct tm parts = { 0 };
	const char *end = strptime(text, "%Y-%m-%d", &parts);

	if (strlen(text) != 10 || !end || *end)
		return false;

	struct tm given = parts;
	time_t midnight = timegm(&parts);

	/* timegm() normalises 31 February; a date that moved was no date. */
	if (parts.tm_mday != given.tm_mday || parts.tm_mon != given.tm_mon)
		return false;
	*last_us = (int64_t)midnight * US_PER_SECOND + US_PER_DAY - 1;
	return true;
}
