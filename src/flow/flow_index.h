/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flow_index - from a hash to the numbers of the flows that may have it.
 *
 * Room: flow, private. Open addressing with linear probing: one probe is
 * usually one cache line, and eight bytes an entry keep a million flows in 16 MiB.
 */
#ifndef FLOW_INDEX_H
#define FLOW_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"

struct flow_index_entry {
	uint32_t tag;    /* the hash; its low bits are the home slot */
	uint32_t number; /* FLOW_POOL_NONE: empty */
};

struct flow_index {
	struct flow_index_entry *entries; /* owned */
	uint32_t mask;                    /* entries - 1; a power of two */
	uint32_t count;
};

MUST_CHECK bool flow_index_init(struct flow_index *index);
void flow_index_fini(struct flow_index *index);

/** Grows at half load. @return false when out of memory; nothing was added */
MUST_CHECK bool flow_index_add(struct flow_index *index, uint32_t tag, uint32_t number);

/** Take out the entry of @number, closing the gap so that no tombstones slow later searches. */
void flow_index_remove(struct flow_index *index, uint32_t tag, uint32_t number);

/** Take out everything, and give back what memory is not needed for that. */
void flow_index_clear(struct flow_index *index);

static inline size_t flow_index_memory(const struct flow_index *index)
{
	return ((size_t)index->mask + 1) * sizeof(*index->entries);
}

#endif
