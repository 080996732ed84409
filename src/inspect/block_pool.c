/* SPDX-License-Identifier: BSD-2-Clause */
#include "block_pool.h"

#include <assert.h>
#include <stdlib.h>

#include "base/prefetch.h"

/* Blocks of this class and above are few, and whoever needs one had a smaller one before. */
#define LARGE 6 /* 4 KiB */

struct free_block {
	struct free_block *next;
};

static size_t class_of(size_t size)
{
	size_t rank = 0;

	assert(size <= BLOCK_LARGEST);
	while (((size_t)BLOCK_SMALLEST << rank) < size)
		rank++;
	return rank;
}

size_t block_pool_round(size_t size)
{
	return (size_t)BLOCK_SMALLEST << class_of(size);
}

void *block_pool_take(struct block_pool *pool, size_t size)
{
	size_t rank = class_of(size);
	size_t bytes = (size_t)BLOCK_SMALLEST << rank;
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
	size_t rank;

	if (!block)
		return;
	rank = class_of(size);
	pool->in_use -= (size_t)BLOCK_SMALLEST << rank;
	if (rank >= LARGE) {
		free(block);
		return;
	}
	given->next = pool->free[rank];
	pool->free[rank] = given;
	pool->idle += (size_t)BLOCK_SMALLEST << rank;
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
