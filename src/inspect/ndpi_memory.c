/* SPDX-License-Identifier: BSD-2-Clause */
#include "ndpi_memory.h"

#include <stdalign.h>
#include <stdlib.h>

/* Pages of it that are never used are never given. nDPI 4.2 takes 4.1 MiB. */
#define BLOCK_LEN ((size_t)8 << 20)
#define ALIGNMENT alignof(max_align_t)

/* nDPI passes its callbacks nothing to know a caller by. */
static _Thread_local struct ndpi_memory *in_use;

void ndpi_memory_init(struct ndpi_memory *memory)
{
	memory->block = malloc(BLOCK_LEN);
	memory->used = 0;
	memory->setting_up = memory->block != NULL;
}

void ndpi_memory_use(struct ndpi_memory *memory, jmp_buf *refused)
{
	memory->refused = refused;
	in_use = memory;
}

void ndpi_memory_leave(void)
{
	in_use = NULL;
}

/* NULL when the block is full. */
static void *take_of_block(struct ndpi_memory *memory, size_t size)
{
	uint8_t *piece = memory->block + memory->used;

	/* The block's length is a multiple of the alignment, so what is left is as well. */
	if (size > BLOCK_LEN - memory->used)
		return NULL;
	memory->used += (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	return piece;
}

void *ndpi_memory_take(size_t size)
{
	struct ndpi_memory *memory = in_use;
	void *piece = memory && memory->setting_up ? take_of_block(memory, size) : NULL;

	if (!piece)
		piece = malloc(size);
	if (!piece && memory && memory->refused)
		longjmp(*memory->refused, 1);
	return piece;
}

void ndpi_memory_give(void *piece)
{
	const struct ndpi_memory *memory = in_use;

	/* Compared as numbers: a piece of malloc()'s is no part of the block. */
	if (!memory || (uintptr_t)piece - (uintptr_t)memory->block >= BLOCK_LEN)
		free(piece);
}

void ndpi_memory_fini(struct ndpi_memory *memory)
{
	free(memory->block);
	memory->block = NULL;
}
