/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/slot_index.h"

#include <stdlib.h>
#include <string.h>

/* Of an index that cannot grow, so much may be used. */
#define FULL_AT 7
#define FULL_OF 8

static struct slot_index_entry *empty_entries(size_t count)
{
	struct slot_index_entry *entries = malloc(count * sizeof(*entries));

	if (entries)
		memset(entries, 0xff, count * sizeof(*entries)); /* all SLOT_INDEX_NONE */
	return entries;
}

bool slot_index_init(struct slot_index *index, size_t fewest)
{
	*index = (struct slot_index){ .entries = empty_entries(fewest),
		                      .mask = fewest - 1 };
	return index->entries != NULL;
}

void slot_index_fini(struct slot_index *index)
{
	free(index->entries);
	*index = (struct slot_index){ .entries = NULL };
}

void slot_index_clear(struct slot_index *index)
{
	memset(index->entries, 0xff, (index->mask + 1) * sizeof(*index->entries));
	index->count = 0;
}

void slot_index_reset(struct slot_index *index, size_t fewest)
{
	struct slot_index_entry *fewer = realloc(index->entries, fewest * sizeof(*fewer));

	if (fewer) {
		index->entries = fewer;
		index->mask = fewest - 1;
	}
	slot_index_clear(index);
}

static void place(struct slot_index *index, struct slot_index_entry entry)
{
	size_t slot = entry.hash & index->mask;

	while (index->entries[slot].number != SLOT_INDEX_NONE)
		slot = (slot + 1) & index->mask;
	index->entries[slot] = entry;
}

static bool grow(struct slot_index *index)
{
	struct slot_index grown = { .entries = empty_entries((index->mask + 1) * 2),
		                    .mask = index->mask * 2 + 1,
		                    .count = index->count };

	if (!grown.entries)
		return false;
	for (size_t i = 0; i <= index->mask; i++)
		if (index->entries[i].number != SLOT_INDEX_NONE)
			place(&grown, index->entries[i]);
	free(index->entries);
	*index = grown;
	return true;
}

bool slot_index_add(struct slot_index *index, uint32_t hash, uint32_t number)
{
	/* Without memory to grow there is room until searches would become long. */
	if (index->count * 2 > index->mask && !grow(index) &&
	    index->count > index->mask / FULL_OF * FULL_AT)
		return false;
	place(index, (struct slot_index_entry){ hash, number });
	index->count++;
	return true;
}

/* Knuth, The Art of Computer Programming 3, section 6.4, algorithm R. */
static void close_gap(struct slot_index *index, size_t gap)
{
	size_t slot = gap;

	for (;;) {
		slot = (slot + 1) & index->mask;
		if (index->entries[slot].number == SLOT_INDEX_NONE)
			break;

		size_t home = index->entries[slot].hash & index->mask;
		size_t from_home = (slot - home) & index->mask;
		size_t from_gap = (slot - gap) & index->mask;

		if (from_home >= from_gap) {
			index->entries[gap] = index->entries[slot];
			gap = slot;
		}
	}
	index->entries[gap] = (struct slot_index_entry){ UINT32_MAX, SLOT_INDEX_NONE };
}

void slot_index_remove(struct slot_index *index, uint32_t hash, uint32_t number)
{
	size_t slot = hash & index->mask;

	while (index->entries[slot].number != SLOT_INDEX_NONE) {
		if (index->entries[slot].number == number) {
			close_gap(index, slot);
			index->count--;
			return;
		}
		slot = (slot + 1) & index->mask;
	}
}
