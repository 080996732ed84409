/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prefetch - ask for memory in time, so that whoever needs it need not wait.
 *
 * Room: base. The one place that does (tests/layers.sh). Without it the program says the
 * same, only later: what a call is given is worked out all the same. Callers that do
 * nothing but ask are to be ALWAYS_INLINE as well, see base/attributes.h.
 */
#ifndef BASE_PREFETCH_H
#define BASE_PREFETCH_H

#include <stddef.h>

#include "base/attributes.h"

#define CACHE_LINE 64

/** Ask for the cache line that holds @address, which may be written to; NULL is fine. */
static ALWAYS_INLINE void prefetch_line(const void *address)
{
	__builtin_prefetch(address, 1);
}

/** Ask for every cache line of the @size bytes, 1 or more, of @object. */
static ALWAYS_INLINE void prefetch_object(const void *object, size_t size)
{
	const char *at = object;

	for (size_t offset = 0; offset < size; offset += CACHE_LINE)
		prefetch_line(at + offset);
	/* It may begin in the middle of a line. */
	prefetch_line(at + size - 1);
}

#endif
