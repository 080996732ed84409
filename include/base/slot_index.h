/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * slot_index - finds the numbers of things by a hash of what they are known by.
 *
 * Room: base. Open addressing with linear probing: one probe is usually one cache
 * line. The hash lies beside the number, so that only what probably matches is
 * looked at; the caller compares, and keeps the things themselves elsewhere. It
 * grows by doubling when it is half full.
 */
#ifndef BASE_SLOT_INDEX_H
#define BASE_SLOT_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/prefetch.h"

#define SLOT_INDEX_NONE UINT32_MAX
/* Bytes for each number, at most, while nothing grows. */
#define SLOT_INDEX_COST (4 * sizeof(struct slot_index_entry))

struct slot_index_entry {
	uint32_t hash, number;
};

struct slot_index {
	struct slot_index_entry *entries; /* owned */
	size_t mask, count;
};

/** @fewest slots, a power of two, to begin with. @return false when out of memory */
MUST_CHECK bool slot_index_init(struct slot_index *index, size_t fewest);
void slot_index_fini(struct slot_index *index);

/** Forget every number, keep the memory. */
void slot_index_clear(struct slot_index *index);

/** Forget every number, keep memory for no more than @fewest slots, as in slot_index_init(). */
void slot_index_reset(struct slot_index *index, size_t fewest);

/** Add @number, which is not in it. @return false when out of memory: it was not added */
MUST_CHECK bool slot_index_add(struct slot_index *index, uint32_t hash, uint32_t number);

/** Take @number out, closing the gap, so that no later search goes further for it. */
void slot_index_remove(struct slot_index *index, uint32_t hash, uint32_t number);

/** Bytes it takes. */
static inline size_t slot_index_memory(const struct slot_index *index)
{
	return (index->mask + 1) * sizeof(*index->entries);
}

/**
 * The next number with @hash, SLOT_INDEX_NONE after the last.
 *
 * @slot  where to look, moved along; begin with the hash
 */
static inline uint32_t slot_index_next(const struct slot_index *index, uint32_t hash,
                                       size_t *slot)
{
	for (;;) {
		const struct slot_index_entry *entry =
			&index->entries[*slot & index->mask];

		(*slot)++;
		if (entry->number == SLOT_INDEX_NONE || entry->hash == hash)
			return entry->number;
	}
}

/** Ask for the slot of @hash from memory. */
static ALWAYS_INLINE void slot_index_expect(const struct slot_index *index, uint32_t hash)
{
	prefetch_line(&index->entries[hash & index->mask]);
}

#endif
