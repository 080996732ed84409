/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flow_pool - storage for flows by number: they never move, numbers are reused.
 *
 * Room: flow, private. A number is half the size of a pointer, and the table
 * holds two of them for every flow. What index and wheel want to know of a flow
 * lies apart from it, eight to a cache line: they mostly ask about flows that
 * nobody looked at for a while.
 */
#ifndef FLOW_POOL_H
#define FLOW_POOL_H

#include <stddef.h>
#include <stdint.h>

#include "flow/flow.h"

#define FLOW_POOL_NONE       UINT32_MAX
#define FLOW_POOL_NO_SLOT    UINT16_MAX
#define FLOW_POOL_CHUNK      4096 /* flows allocated at a time */
#define FLOW_POOL_CHUNK_BITS 12

struct flow_key {
	/* flow_table_tag(); the next free number while nobody has this one */
	uint32_t tag;
	uint16_t slot;  /* of the wheel, or FLOW_POOL_NO_SLOT */
	uint16_t round; /* owned by the wheel: when it last swept over the flow */
};

struct flow_pool_chunk {
	struct flow flows[FLOW_POOL_CHUNK];
	struct flow_key keys[FLOW_POOL_CHUNK];
};

struct flow_pool {
	struct flow_pool_chunk **chunks; /* owned */
	size_t chunk_count, chunk_capacity;
	uint32_t free_head; /* linked through the keys' tags */
};

void flow_pool_init(struct flow_pool *pool);
void flow_pool_fini(struct flow_pool *pool);

static inline struct flow *flow_pool_at(const struct flow_pool *pool, uint32_t number)
{
	return &pool->chunks[number >> FLOW_POOL_CHUNK_BITS]
	                ->flows[number % FLOW_POOL_CHUNK];
}

static inline struct flow_key *flow_pool_key(const struct flow_pool *pool,
                                             uint32_t number)
{
	return &pool->chunks[number >> FLOW_POOL_CHUNK_BITS]
	                ->keys[number % FLOW_POOL_CHUNK];
}

/**
 * A zeroed flow that is in no slot, or FLOW_POOL_NONE when out of memory or
 * @most_bytes would be passed.
 */
uint32_t flow_pool_take(struct flow_pool *pool, size_t most_bytes);

/** Nothing in the flow is looked at any more; its key is in no slot. */
void flow_pool_give_back(struct flow_pool *pool, uint32_t number);

static inline size_t flow_pool_memory(const struct flow_pool *pool)
{
	return pool->chunk_count * sizeof(struct flow_pool_chunk);
}

#endif
