/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 8

bool array_reserve(void *items, size_t *capacity, size_t count, size_t item_size)
{
	if (count < *capacity)
		return true;

	size_t wanted = *capacity ? *capacity * 2 : FIRST_CAPACITY;
	void *old;

	/* The caller's pointer has its own type: copied as bytes, never punned. */
	memcpy(&old, items, sizeof(old));
	if (wanted > SIZE_MAX / item_size)
		return false;
	void *grown = realloc(old, wanted * item_size);
	if (!grown)
		return false;
	memcpy(items, &grown, sizeof(grown));
	*capacity = wanted;
	return true;
}

/* As much is: lists are built in the order of others. qsort() would copy all of it. */
static bool is_sorted(const char *items, size_t count, size_t item_size,
                      int (*compare)(const void *, const void *))
{
	for (size_t i = 1; i < count; i++)
		if (compare(items + (i - 1) * item_size, items + i * item_size) > 0)
			return false;
	return true;
}

void array_sort(void *items, size_t count, size_t item_size,
                int (*compare)(const void *, const void *))
{
	if (count > 1 && !is_sorted(items, count, item_size, compare))
		qsort(items, count, item_size, compare);
}
