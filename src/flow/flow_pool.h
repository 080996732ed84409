/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flow_pool - storage for flows by number: they never move, numbers are reused.
 *
 * Room: flow, private. A number is half the size of a pointer, and the table
 * holds three of them for every flow.
 */
#ifndef FLOW_POOL_H
#define FLOW_POOL_H

#include <stddef.h>
#include <stdint.h>

#include "flow/flow.h"

#define FLOW_POOL_NONE       UINT32_MAX
#define FLOW_POOL_CHUNK      4096 /* flows allocated at a time */
#define FLOW_POOL_CHUNK_BITS 12

struct flow_pool {
	struct flow **chunks; /* owned, FLOW_POOL_CHUNK flows each */
	size_t chunk_count, chunk_capacity;
	uint32_t free_head; /* linked through wheel_next */
};

void flow_pool_init(struct flow_pool *pool);
void flow_pool_fini(struct flow_pool *pool);

static inline struct flow *flow_pool_at(const struct flow_pool *pool, uint32_t number)
{
	return &pool->chunks[number >> FLOW_POOL_CHUNK_BITS][number % FLOW_POOL_CHUNK];
}

/** A zeroed flow, or FLOW_POOL_NONE when out of memory or @most_bytes would be passed. */
uint32_t flow_pool_take(struct flow_pool *pool, size_t most_bytes);

void flow_pool_give_back(struct flow_pool *pool, uint32_t number);

static inline size_t flow_pool_memory(const struct flow_pool *pool)
{
	return pool->chunk_count * FLOW_POOL_CHUNK * sizeof(struct flow);
}

#endif
