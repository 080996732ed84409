/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcapng_time - ticks of a pcapng interface as microseconds since the epoch.
 *
 * Room: capture, private. Resolutions are powers of ten or of two, offsets any
 * number of seconds; what lies beyond ten thousand years is held there, so that
 * differences of times never overflow.
 */
#ifndef PCAPNG_TIME_H
#define PCAPNG_TIME_H

#include <stdint.h>

struct pcapng_time {
	int64_t offset_s;
	uint8_t resolution; /* if_tsresol as in the file: 10^-N, or 2^-N with the top bit */
};

/** Microseconds without an offset, the default. */
void pcapng_time_init(struct pcapng_time *time);

/** Source: draft-ietf-opsawg-pcapng section 4.2, if_tsresol. */
void pcapng_time_set_resolution(struct pcapng_time *time, uint8_t if_tsresol);

int64_t pcapng_time_us(const struct pcapng_time *time, uint64_t ticks);

#endif
