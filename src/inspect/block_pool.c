/* SPDX-License-Identifier: BSD-2-Clause */
#include "block_pool.h"

#include <assert.h>
#include <stdlib.h>

#include "base/prefetch.h"

/* Blocks of this class and above are few, and whoever needs one had a smaller one before. */
#define LARGE 12 /* 4 KiB */

struct free_block {
	struct free_block *next;
};

static size_t bytes_of(size_t rank)
{
	size_t power = (size_t)BLOCK_SMALLEST << rank / 2;

	return rank % 2 ? power + power / 2 : power;
}

static size_t class_of(size_t size)
{
	assert(size <= BLOCK_LARGEST);
	if (size <= BLOCK_SMALLEST)
		return 0;
	/* Doublings up to the power of two that is large enough; or the step before it. */
	size_t doublings =
		(size_t)(__builtin_clzll(BLOCK_SMALLEST - 1) - __builtin_clzll(size - 1));
	size_t rank = 2 * doublings;

	return size <= bytes_of(rank - 1) ? rank - 1 : rank;
}

size_t block_pool_round(size_t size)
{
	return bytes_of(class_of(size));
}

void *block_pool_take(struct block_pool *pool, size_t size)
{
	size_t rank = class_of(size);
	size_t bytes = bytes_of(rank);
	struct free_block *block = pool->free[rank];

	if (pool->in_use + bytes > pool->limit)
		return NULL;
	if (block) {
		pool->free[rank] = block->next;
		pool->idle -= bytes;
		prefetch_line(block->next); /* for the next time */
	} else {
		/* What lies idle in other sizes is within the limit, too. */
		if (pool->in_use + pool->idle + bytes > pool->limit)
			block_pool_fini(pool);
		block = malloc(bytes);
	}
	if (block)
		pool->in_use += bytes;
	return block;
}

void block_pool_give(struct block_pool *pool, void *block, size_t size)
{
	struct free_block *given = block;

	if (!block)
		return;
	size_t rank = class_of(size), bytes = bytes_of(rank);

	pool->in_use -= bytes;
	if (rank >= LARGE) {
		free(block);
		return;
	}
	given->next = pool->free[rank];
	pool->free[rank] = given;
	pool->idle += bytes;
}

void block_pool_fini(struct block_pool *pool)
{
	for (size_t rank = 0; rank < BLOCK_CLASSES; rank++) {
		while (pool->free[rank]) {
			struct free_block *next = pool->free[rank]->next;

			free(pool->free[rank]);
			pool->free[rank] = next;
		}
	}
	pool->idle = 0;
}
