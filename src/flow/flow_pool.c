/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow_pool.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/prefetch.h"

static_assert(sizeof(struct flow_pool_chunk) % CACHE_LINE == 0, "C17 7.22.3.1");
static_assert(FLOW_POOL_CHUNK == 1 << FLOW_POOL_CHUNK_BITS, "a shift finds the chunk");

void flow_pool_init(struct flow_pool *pool)
{
	*pool = (struct flow_pool){ .free_head = FLOW_POOL_NONE };
}

void flow_pool_fini(struct flow_pool *pool)
{
	for (size_t i = 0; i < pool->chunk_count; i++)
		free(pool->chunks[i]);
	free(pool->chunks);
	flow_pool_init(pool);
}

/* At least one chunk is always allowed, however small the bound. */
static bool add_chunk(struct flow_pool *pool, size_t most_bytes)
{
	size_t chunk_bytes = sizeof(struct flow_pool_chunk);

	if (pool->chunk_count > 0 && flow_pool_memory(pool) + chunk_bytes > most_bytes)
		return false;
	if (!array_reserve(&pool->chunks, &pool->chunk_capacity, pool->chunk_count,
	                   sizeof(struct flow_pool_chunk *)))
		return false;

	struct flow_pool_chunk *chunk = aligned_alloc(CACHE_LINE, chunk_bytes);

	if (!chunk)
		return false;
	uint32_t first = (uint32_t)pool->chunk_count << FLOW_POOL_CHUNK_BITS;

	pool->chunks[pool->chunk_count++] = chunk;
	for (uint32_t i = FLOW_POOL_CHUNK; i-- > 0;)
		flow_pool_give_back(pool, first + i);
	return true;
}

uint32_t flow_pool_take(struct flow_pool *pool, size_t most_bytes)
{
	if (pool->free_head == FLOW_POOL_NONE && !add_chunk(pool, most_bytes))
		return FLOW_POOL_NONE;

	uint32_t number = pool->free_head;

	pool->free_head = flow_pool_key(pool, number)->tag;
	if (pool->free_head != FLOW_POOL_NONE) { /* for the next time */
		prefetch_object(flow_pool_at(pool, pool->free_head), sizeof(struct flow));
		prefetch_line(flow_pool_key(pool, pool->free_head));
	}
	memset(flow_pool_at(pool, number), 0, sizeof(struct flow));
	return number;
}

void flow_pool_give_back(struct flow_pool *pool, uint32_t number)
{
	*flow_pool_key(pool, number) =
		(struct flow_key){ .tag = pool->free_head, .slot = FLOW_POOL_NO_SLOT };
	pool->free_head = number;
}
