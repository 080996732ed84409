/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timeline - which of many inputs comes next: a heap of their next frames' times.
 *
 * Room: capture, private. Equal times keep the order in which inputs were given.
 */
#ifndef TIMELINE_H
#define TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"

struct timeline_entry {
	int64_t time_us;
	uint32_t input;
};

struct timeline {
	struct timeline_entry *entries; /* owned; a binary heap, earliest first */
	size_t count, capacity;
};

/** @return false when out of memory; the timeline is then unchanged */
MUST_CHECK bool timeline_add(struct timeline *timeline, uint32_t input, int64_t time_us);

/** The input whose turn it is; the timeline must not be empty. */
static inline uint32_t timeline_first(const struct timeline *timeline)
{
	return timeline->entries[0].input;
}

/** Give the first input's next frame's time. */
void timeline_replace_first(struct timeline *timeline, int64_t time_us);

/** Take out the first input. */
void timeline_remove_first(struct timeline *timeline);

void timeline_fini(struct timeline *timeline);

#endif
