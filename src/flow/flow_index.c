/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow_index.h"

#include <stdlib.h>
#include <string.h>

#include "flow_pool.h"

#define FIRST_ENTRIES 4096

static struct flow_index_entry *empty_entries(size_t count)
{
	struct flow_index_entry *entries = malloc(count * sizeof(*entries));

	if (entries)
		memset(entries, 0xff, count * sizeof(*entries)); /* all FLOW_POOL_NONE */
	return entries;
}

bool flow_index_init(struct flow_index *index)
{
	*index = (struct flow_index){ .entries = empty_entries(FIRST_ENTRIES),
		                      .mask = FIRST_ENTRIES - 1 };
	return index->entries != NULL;
}

void flow_index_fini(struct flow_index *index)
{
	free(index->entries);
	index->entries = NULL;
}

void flow_index_clear(struct flow_index *index)
{
	struct flow_index_entry *fewer =
		realloc(index->entries, FIRST_ENTRIES * sizeof(*fewer));

	if (fewer) {
		index->entries = fewer;
		index->mask = FIRST_ENTRIES - 1;
	}
	memset(index->entries, 0xff, flow_index_memory(index));
	index->count = 0;
}

static void place(struct flow_index *index, struct flow_index_entry entry)
{
	uint32_t slot = entry.tag & index->mask;

	while (index->entries[slot].number != FLOW_POOL_NONE)
		slot = (slot + 1) & index->mask;
	index->entries[slot] = entry;
}

static bool grow(struct flow_index *index)
{
	struct flow_index grown = { .entries =
		                            empty_entries(((size_t)index->mask + 1) * 2),
		                    .mask = index->mask * 2 + 1,
		                    .count = index->count };

	if (!grown.entries)
		return false;
	for (size_t i = 0; i <= index->mask; i++)
		if (index->entries[i].number != FLOW_POOL_NONE)
			place(&grown, index->entries[i]);
	free(index->entries);
	*index = grown;
	return true;
}

bool flow_index_add(struct flow_index *index, uint32_t tag, uint32_t number)
{
	if (index->count > index->mask / 2 && !grow(index) && index->count == index->mask)
		return false;
	place(index, (struct flow_index_entry){ .tag = tag, .number = number });
	index->count++;
	return true;
}

/* Knuth, The Art of Computer Programming 3, section 6.4, algorithm R. */
static void close_gap(struct flow_index *index, uint32_t gap)
{
	uint32_t slot = gap;

	for (;;) {
		slot = (slot + 1) & index->mask;
		if (index->entries[slot].number == FLOW_POOL_NONE)
			break;

		uint32_t home = index->entries[slot].tag & index->mask;
		uint32_t from_home = (slot - home) & index->mask;
		uint32_t from_gap = (slot - gap) & index->mask;

		if (from_home >= from_gap) {
			index->entries[gap] = index->entries[slot];
			gap = slot;
		}
	}
	index->entries[gap] = (struct flow_index_entry){ UINT32_MAX, FLOW_POOL_NONE };
}

void flow_index_remove(struct flow_index *index, uint32_t tag, uint32_t number)
{
	uint32_t slot = tag & index->mask;

	while (index->entries[slot].number != FLOW_POOL_NONE) {
		if (index->entries[slot].number == number) {
			close_gap(index, slot);
			index->count--;
			return;
		}
		slot = (slot + 1) & index->mask;
	}
}
