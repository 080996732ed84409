/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * clock - packet time as text, and the clocks of this machine.
 *
 * Room: base. Every time in lynctap is int64_t microseconds since the Unix
 * epoch, UTC, and comes from packets. The clocks here are for while none comes, and
 * for how often something is shown.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"

#define US_PER_SECOND   INT64_C(1000000)
#define CLOCK_TEXT_SIZE 36

/** Now, by the clock whose time captured frames carry. It may be set back. */
int64_t clock_wall_us(void);

/** Microseconds since some moment, by a clock that only goes on. */
int64_t clock_steady_us(void);

/** Write @time_us as RFC 3339 with microseconds, as in 2023-11-14T22:13:20.000001Z. @return @text */
const char *clock_format(int64_t time_us, char text[static CLOCK_TEXT_SIZE]);

#define CLOCK_TEXT_LEN     27 /* of what clock_format() writes, without the NUL */
#define CLOCK_MEMO_SECONDS 64 /* a power of two */

/* The date and time of seconds asked for lately; all zero is empty. */
struct clock_memo {
	struct {
		int64_t second;
		char text[19]; /* begins with NUL: none */
	} seconds[CLOCK_MEMO_SECONDS];
};

/**
 * What clock_format() writes, without a NUL, at a sixth of the price where many
 * times are of the same minute. @return what follows it
 */
char *clock_put(struct clock_memo *memo, int64_t time_us, char *at);

/**
 * The time of a date and time of the Gregorian calendar, UTC.
 *
 * What is beyond a month or a day carries over, as with timegm(3), of whose time
 * the reading of a certificate's dates took half of all that certificates cost.
 *
 * @year   0..9999
 * @month  1..12
 * @day    1..31
 */
int64_t clock_from_date(unsigned year, unsigned month, unsigned day, unsigned second);

/**
 * Parse a moment: RFC 3339 in any offset, with or without its colon, "T" or a blank in
 * the middle; without an offset it is UTC. Fractions beyond microseconds are cut.
 */
MUST_CHECK bool clock_parse(int64_t *time_us, const char *text);

/** Parse a date "2027-01-31"; the result is the last microsecond of that day, UTC. */
MUST_CHECK bool clock_parse_date(int64_t *last_us, const char *text);

#endif
