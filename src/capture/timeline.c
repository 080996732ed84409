/* SPDX-License-Identifier: BSD-2-Clause */
#include "timeline.h"

#include <stdlib.h>

#include "base/array.h"

static bool is_before(const struct timeline_entry *a, const struct timeline_entry *b)
{
	return a->time_us != b->time_us ? a->time_us < b->time_us : a->input < b->input;
}

static void sift_down(struct timeline *timeline)
{
	struct timeline_entry *entries = timeline->entries;
	struct timeline_entry moving = entries[0];
	size_t hole = 0;

	for (size_t child = 1; child < timeline->count; child = 2 * hole + 1) {
		if (child + 1 < timeline->count &&
		    is_before(&entries[child + 1], &entries[child]))
			child++;
		if (is_before(&moving, &entries[child]))
			break;
		entries[hole] = entries[child];
		hole = child;
	}
	entries[hole] = moving;
}

bool timeline_add(struct timeline *timeline, uint32_t input, int64_t time_us)
{
	struct timeline_entry added = { .time_us = time_us, .input = input };

	if (!array_reserve(&timeline->entries, &timeline->capacity, timeline->count,
	                   sizeof(*timeline->entries)))
		return false;

	size_t hole = timeline->count++;

	for (; hole > 0; hole = (hole - 1) / 2) {
		const struct timeline_entry *parent = &timeline->entries[(hole - 1) / 2];

		if (!is_before(&added, parent))
			break;
		timeline->entries[hole] = *parent;
	}
	timeline->entries[hole] = added;
	return true;
}

void timeline_replace_first(struct timeline *timeline, int64_t time_us)
{
	timeline->entries[0].time_us = time_us;
	sift_down(timeline);
}

void timeline_remove_first(struct timeline *timeline)
{
	timeline->entries[0] = timeline->entries[--timeline->count];
	if (timeline->count > 0)
		sift_down(timeline);
}

void timeline_fini(struct timeline *timeline)
{
	free(timeline->entries);
	*timeline = (struct timeline){ 0 };
}
