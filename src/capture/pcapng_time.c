/* SPDX-License-Identifier: BSD-2-Clause */
#include "pcapng_time.h"

#include "base/attributes.h"
#include "base/clock.h"

#define RESOLUTION_US  6
#define RESOLUTION_NS  9
#define POWER_OF_TWO   0x80
#define MAX_US         (INT64_C(315569520000) * US_PER_SECOND) /* ten thousand years */
#define MAX_TEN_DIGITS 19 /* 10^19 is the largest power in 64 bits */

void pcapng_time_init(struct pcapng_time *time)
{
	*time = (struct pcapng_time){ .resolution = RESOLUTION_US };
}

void pcapng_time_set_resolution(struct pcapng_time *time, uint8_t if_tsresol)
{
	time->resolution = if_tsresol;
}

static uint64_t power_of_ten(unsigned exponent)
{
	uint64_t power = 1;

	while (exponent--)
		power *= 10;
	return power;
}

/* Both halves are scaled in 128 bits, so no resolution loses whole seconds. */
static unsigned __int128 scale(uint64_t ticks, uint8_t resolution)
{
	unsigned exponent = resolution & ~POWER_OF_TWO;

	if (resolution & POWER_OF_TWO) /* 64 + 20 bits before the shift */
		return (unsigned __int128)ticks * US_PER_SECOND >> exponent;
	if (exponent <= RESOLUTION_US)
		return (unsigned __int128)ticks * power_of_ten(RESOLUTION_US - exponent);
	exponent -= RESOLUTION_US;
	return exponent > MAX_TEN_DIGITS ? 0 : ticks / power_of_ten(exponent);
}

static int64_t clamp(__int128 us)
{
	if (us > MAX_US)
		return MAX_US;
	return us < -MAX_US ? -MAX_US : (int64_t)us;
}

int64_t pcapng_time_us(const struct pcapng_time *time, uint64_t ticks)
{
	__int128 us;

	if (LIKELY(time->resolution == RESOLUTION_US))
		us = ticks;
	else if (time->resolution == RESOLUTION_NS)
		us = ticks / 1000;
	else
		us = (__int128)scale(ticks, time->resolution);
	return clamp(us + (__int128)time->offset_s * US_PER_SECOND);
}
