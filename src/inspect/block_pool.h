/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * block_pool - memory of undecided flows: blocks of a few sizes, reused, within a limit.
 *
 * Room: inspect, private. Flows come and go by the million; their inspections,
 * reader states and stream buffers do not go through malloc() each time. The
 * largest do: there are few of them, and they would lie idle for long. Sizes are
 * powers of two and what lies halfway between them: 64, 96, 128, 192, 256, …
 */
#ifndef BLOCK_POOL_H
#define BLOCK_POOL_H

#include <stddef.h>

#define BLOCK_SMALLEST 64
#define BLOCK_CLASSES  19 /* 64 bytes to 32 KiB, two for each doubling */
#define BLOCK_LARGEST  ((size_t)BLOCK_SMALLEST << (BLOCK_CLASSES / 2))

struct block_pool {
	size_t in_use, idle; /* bytes handed out, and kept for the next who asks */
	size_t limit;        /* the most of both together */
	struct free_block *free[BLOCK_CLASSES]; /* owned */
};

/** Bytes a block for @size takes; @size is at most BLOCK_LARGEST. */
size_t block_pool_round(size_t size);

/** A block of at least @size bytes, not zeroed. NULL above the limit or out of memory. */
void *block_pool_take(struct block_pool *pool, size_t size);

/** Give back a block taken with the same @size (or its rounding). NULL is fine. */
void block_pool_give(struct block_pool *pool, void *block, size_t size);

/** Free what is not in use. */
void block_pool_fini(struct block_pool *pool);

#endif
