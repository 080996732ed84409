/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arena - memory that is taken in small pieces and given back all at once.
 *
 * Room: base. For what is built once and then only read: everything a loaded
 * file refers to lives in one arena and needs no freeing piece by piece.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/attributes.h"

struct arena;

/** Owned: arena_destroy(). NULL: out of memory. */
MUST_CHECK struct arena *arena_create(void);

/**
 * Take zeroed room for @count items of @size bytes, aligned for any type.
 *
 * @return borrowed until arena_destroy(), not NULL for no items; NULL: out of memory
 */
MUST_CHECK void *arena_alloc(struct arena *arena, size_t count, size_t size);

/** Copy @len bytes and end them with a NUL; borrowed likewise. NULL: out of memory. */
MUST_CHECK char *arena_copy_text(struct arena *arena, const char *bytes, size_t len);

/** Bytes that it has taken from the system, used or not. */
size_t arena_memory(const struct arena *arena);

void arena_destroy(struct arena *arena);

#endif
