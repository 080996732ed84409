/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/clock.h"

#include <string.h>
#include <time.h>

#include "base/digits.h"

#define US_PER_DAY (86400 * US_PER_SECOND)
/* RFC 3339 has four digits for the year: 0000-01-01 and 9999-12-31T23:59:59. */
#define FIRST_SECOND INT64_C(-62167219200)
#define LAST_SECOND  INT64_C(253402300799)
#define SECOND_LEN   19     /* of "2023-11-14T22:13:20" */
#define DAYS_PER_ERA 146097 /* 400 Gregorian years */
#define DAYS_TO_1970 719468 /* from 0000-03-01 to 1970-01-01 */

static int64_t read_clock(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * US_PER_SECOND + now.tv_nsec / 1000;
}

int64_t clock_wall_us(void)
{
	return read_clock(CLOCK_REALTIME);
}

int64_t clock_steady_us(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

/*
 * The Gregorian date of a day counted from 1970-01-01. Years begin on 1 March
 * here, which puts the leap day last, and repeat in eras of 400. By arithmetic
 * because every record of a flow has three times and gmtime_r() with snprintf()
 * took 0.6 of its 1 us.
 */
static char *put_date(char *at, int64_t day)
{
	/* From 1 March of the year -400, before any time that can be asked for. */
	unsigned since = (unsigned)(day + DAYS_TO_1970 + DAYS_PER_ERA);
	unsigned era = since / DAYS_PER_ERA, in_era = since % DAYS_PER_ERA;
	unsigned year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	unsigned in_year = in_era - (365 * year + year / 4 - year / 100);
	unsigned month = (5 * in_year + 2) / 153; /* 0 is March; 153 days are 5 months */
	unsigned month_day = in_year - (153 * month + 2) / 5 + 1;

	year += era * 400 + (month >= 10) - 400;
	at = digits_put_pair(at, year / 100);
	at = digits_put_pair(at, year % 100);
	*at++ = '-';
	at = digits_put_pair(at, month < 10 ? month + 3 : month - 9);
	*at++ = '-';
	return digits_put_pair(at, month_day);
}

/* 19 characters up to the second, which is moved into the years RFC 3339 knows. */
static void put_second(char *at, int64_t second)
{
	if (second < FIRST_SECOND)
		second = FIRST_SECOND;
	if (second > LAST_SECOND)
		second = LAST_SECOND;

	int64_t day = (second - FIRST_SECOND) / 86400 + FIRST_SECOND / 86400;
	unsigned in_day = (unsigned)((second - FIRST_SECOND) % 86400);

	at = put_date(at, day);
	*at++ = 'T';
	at = digits_put_pair(at, in_day / 3600);
	*at++ = ':';
	at = digits_put_pair(at, in_day / 60 % 60);
	*at++ = ':';
	digits_put_pair(at, in_day % 60);
}

/* ".145330Z" */
static char *put_fraction(char *at, unsigned us)
{
	*at++ = '.';
	at = digits_put_pair(at, us / 10000);
	at = digits_put_pair(at, us / 100 % 100);
	at = digits_put_pair(at, us % 100);
	*at++ = 'Z';
	return at;
}

/* The second that @time_us is in, also before 1970, and what is left of it. */
static int64_t whole_second(int64_t time_us, unsigned *us)
{
	int64_t second = time_us / US_PER_SECOND;
	int64_t left = time_us % US_PER_SECOND;

	*us = (unsigned)(left < 0 ? left + US_PER_SECOND : left);
	return left < 0 ? second - 1 : second;
}

const char *clock_format(int64_t time_us, char text[static CLOCK_TEXT_SIZE])
{
	unsigned us;

	put_second(text, whole_second(time_us, &us));
	*put_fraction(text + SECOND_LEN, us) = '\0';
	return text;
}

char *clock_put(struct clock_memo *memo, int64_t time_us, char *at)
{
	unsigned us;
	int64_t second = whole_second(time_us, &us);
	size_t place = (uint64_t)second % CLOCK_MEMO_SECONDS;
	char *text = memo->seconds[place].text;

	if (memo->seconds[place].second != second || !text[0]) {
		put_second(text, second);
		memo->seconds[place].second = second;
	}
	memcpy(at, text, SECOND_LEN);
	return put_fraction(at + SECOND_LEN, us);
}

int64_t clock_from_date(unsigned year, unsigned month, unsigned day, unsigned second)
{
	/* As in put_date(): years begin in March, and no year is negative. */
	unsigned from_march = month < 3 ? month + 9 : month - 3;
	unsigned since = year + 400 - (month < 3);
	unsigned era = since / 400, in_era = since % 400;
	int64_t days = (int64_t)(era * DAYS_PER_ERA + in_era * 365 + in_era / 4 -
	                         in_era / 100 + (153 * from_march + 2) / 5 + day - 1) -
	               DAYS_TO_1970 - DAYS_PER_ERA;

	return (days * 86400 + second) * US_PER_SECOND;
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

/* --- Moments --------------------------------------------------------------------- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* @digits of them at *@at, which is moved behind @end, when that is not NUL. */
static bool take_number(const char **at, unsigned digits, char end, unsigned most,
                        unsigned *value)
{
	*value = 0;
	for (; digits > 0; digits--, (*at)++) {
		if (!is_digit(**at))
			return false;
		*value = *value * 10 + (unsigned)(**at - '0');
	}
	if (*value > most || (end && **at != end))
		return false;
	*at += end != '\0';
	return true;
}

static unsigned take_fraction(const char **at)
{
	unsigned us = 0, digits = 0;

	if (**at != '.')
		return 0;
	for ((*at)++; is_digit(**at); (*at)++)
		if (digits++ < 6)
			us = us * 10 + (unsigned)(**at - '0');
	for (; digits < 6; digits++)
		us *= 10;
	return us;
}

/* "", "Z", "+0100", "-01:00": seconds that the text is ahead of UTC. */
static bool take_offset(const char *at, int64_t *ahead)
{
	unsigned hours, minutes;
	bool back = *at == '-';

	*ahead = 0;
	if (!*at || strcmp(at, "Z") == 0)
		return true;
	if (*at != '+' && *at != '-')
		return false;
	at++;
	if (!take_number(&at, 2, '\0', 23, &hours))
		return false;
	at += *at == ':';
	if (!take_number(&at, 2, '\0', 59, &minutes) || *at)
		return false;
	*ahead = (int64_t)(hours * 60 + minutes) * 60 * (back ? -1 : 1);
	return true;
}

bool clock_parse(int64_t *time_us, const char *text)
{
	const char *at = text;
	unsigned year, month, day, hour, minute, second, us;
	int64_t ahead;

	if (!take_number(&at, 4, '-', 9999, &year) ||
	    !take_number(&at, 2, '-', 12, &month) || month == 0 ||
	    !take_number(&at, 2, '\0', 31, &day) || day == 0 ||
	    (*at != 'T' && *at != ' '))
		return false;
	at++;
	if (!take_number(&at, 2, ':', 23, &hour) ||
	    !take_number(&at, 2, ':', 59, &minute) ||
	    !take_number(&at, 2, '\0', 60, &second))
		return false;
	us = take_fraction(&at);
	if (!take_offset(at, &ahead))
		return false;
	*time_us = clock_from_date(year, month, day, (hour * 60 + minute) * 60 + second) +
	           us - ahead * US_PER_SECOND;
	return true;
}
