/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * array - true arrays and growing ones.
 *
 * Room: base.
 */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

/* Number of elements of a true array; never pass a pointer. */
#define ARRAY_LEN(array) (sizeof(array) / sizeof((array)[0]))

/**
 * Make room for one more element in a growing array, doubling as needed.
 *
 * @items      address of the element pointer; moved by realloc()
 * @capacity   elements there is room for; updated
 * @count      elements in use
 * @item_size  bytes an element takes
 * @return     false when out of memory; the array is then untouched
 */
MUST_CHECK bool array_reserve(void *items, size_t *capacity, size_t count,
                              size_t item_size);

/** qsort() that is defined for an array that was never filled: C11 7.22.5 forbids NULL. */
void array_sort(void *items, size_t count, size_t item_size,
                int (*compare)(const void *, const void *));

#endif
