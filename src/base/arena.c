/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_LEN 4096

struct block {
	struct block *older;
	size_t len, used; /* of bytes */
	alignas(max_align_t) char bytes[];
};

struct arena {
	struct block *newest;
	size_t memory;
};

struct arena *arena_create(void)
{
	return calloc(1, sizeof(struct arena));
}

/* @len bytes at a multiple of @alignment, from the newest block or from a new one. */
static char *take(struct arena *arena, size_t len, size_t alignment)
{
	struct block *block = arena->newest;

	if (block) {
		size_t at = (block->used + alignment - 1) / alignment * alignment;

		if (at <= block->len && len <= block->len - at) {
			block->used = at + len;
			return block->bytes + at;
		}
	}

	size_t block_len = len > BLOCK_LEN ? len : BLOCK_LEN;

	if (block_len > SIZE_MAX - sizeof(*block))
		return NULL;
	block = calloc(1, sizeof(*block) + block_len);
	if (!block)
		return NULL;
	*block = (struct block){ .older = arena->newest, .len = block_len, .used = len };
	arena->newest = block;
	arena->memory += sizeof(*block) + block_len;
	return block->bytes;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
	if (size > 0 && count > SIZE_MAX / size)
		return NULL;
	return take(arena, count * size, alignof(max_align_t));
}

char *arena_copy_text(struct arena *arena, const char *bytes, size_t len)
{
	char *copy = len < SIZE_MAX ? take(arena, len + 1, 1) : NULL;

	if (!copy)
		return NULL;
	if (len > 0)
		memcpy(copy, bytes, len);
	copy[len] = '\0';
	return copy;
}

size_t arena_memory(const struct arena *arena)
{
	return arena->memory;
}

void arena_destroy(struct arena *arena)
{
	if (!arena)
		return;
	for (struct block *block = arena->newest, *older; block; block = older) {
		older = block->older;
		free(block);
	}
	free(arena);
}
