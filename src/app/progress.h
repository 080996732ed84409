/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * progress - how far a long run is, on one line that is written again and again.
 *
 * Room: app, private. On a terminal only, to standard error, after the first second:
 * share read, packets, rate, what would be accused by now, and how long it will take.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct judge;
struct pipeline_counters;

#define PROGRESS_SAMPLES 16

struct progress {
	int64_t began_us, shown_us; /* clock_steady_us(); 0: not yet */
	struct progress_sample {
		int64_t time_us;
		uint64_t frames, bytes;
	} samples[PROGRESS_SAMPLES]; /* of the last seconds, as a ring */
	size_t sample_count;         /* ever taken */
	int64_t counted_us,
		count_cost_us; /* when accusations were counted, and how long it took */
	size_t accused;
	unsigned columns; /* of the line that stands there; 0: none does */
};

/** Write the line when it is time. @judge may be NULL. */
void progress_show(struct progress *progress, const struct pipeline_counters *counters,
                   struct judge *judge);

/** Take the line away. */
void progress_clear(struct progress *progress);

/** A line of its own for SIGUSR1, terminal or not, @dropped per cent lost so far. */
void progress_say(struct progress *progress, const struct pipeline_counters *counters,
                  struct judge *judge, double dropped);

#endif
