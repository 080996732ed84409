/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ndpi_memory - what nDPI gets when it asks for memory, and where it goes when there is none.
 *
 * Room: inspect, private. Setting nDPI up takes 78,000 small pieces, which all stay until
 * the end: these come one after the other out of one block. Later ones are malloc()'s.
 * nDPI does not check what it gets, so it is left in its midst when there is none.
 */
#ifndef NDPI_MEMORY_H
#define NDPI_MEMORY_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zeroed, it has no block, and all is malloc()'s. */
struct ndpi_memory {
	uint8_t *block; /* owned: ndpi_memory_fini() */
	size_t used;    /* of the block */
	bool setting_up;
	jmp_buf *refused; /* where to go when malloc() refuses; NULL: nDPI gets NULL */
};

/** Get ready for setting nDPI up. Without memory for a block, there is none. */
void ndpi_memory_init(struct ndpi_memory *memory);

/** From now on what nDPI asks this thread for is of @memory. */
void ndpi_memory_use(struct ndpi_memory *memory, jmp_buf *refused);

/** What ndpi_memory_use() began is over. */
void ndpi_memory_leave(void);

/** For set_ndpi_malloc() and set_ndpi_free(). */
void *ndpi_memory_take(size_t size);
void ndpi_memory_give(void *piece);

/** The pieces of the block go as well. */
void ndpi_memory_fini(struct ndpi_memory *memory);

#endif
