/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * detail_list - how the details of a flow lie in memory.
 *
 * Room: inspect, private: only detail.c and detail_memo.c look inside. A list
 * may have several owners; its values are changed only while it has one.
 */
#ifndef DETAIL_LIST_H
#define DETAIL_LIST_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/prefetch.h"

/* Room for bytes while values are still being set. */
#define DETAIL_LIST_OPEN 480
/* What a list with a client's hello in it takes, rounded to cache lines. */
#define DETAIL_LIST_MOSTLY 256

struct detail_list {
	uint64_t keys;           /* bit of every enum detail that has a value */
	_Atomic uint32_t owners; /* may be in different threads */
	uint16_t used, capacity; /* bytes */
	uint32_t shares; /* owners it ever had: only the thread that shares it looks */
	/* flows in the table that have it: only the thread that follows looks */
	uint32_t holders;
	uint8_t bytes[]; /* entries in the order of enum detail, back to back: key,
	                            length, that many bytes */
};

/** Does anybody else have it as well? */
static inline bool detail_list_is_shared(const struct detail_list *list)
{
	return atomic_load_explicit(&list->owners, memory_order_acquire) > 1;
}

/** Bytes that @list takes of the heap, with what glibc adds to a block. */
static inline size_t detail_list_footprint(const struct detail_list *list)
{
	return list ? (sizeof(*list) + list->capacity + 23) & ~(size_t)15 : 0;
}

/** Values may be set soon, or compared: ask for what most lists take. */
static ALWAYS_INLINE void detail_list_expect(const struct detail_list *list)
{
	if (list)
		prefetch_object(list, DETAIL_LIST_MOSTLY);
}

/** A flow in the table has @list, NULL for none. @return bytes that no other flow held yet */
static inline size_t detail_list_hold(struct detail_list *list)
{
	return list && list->holders++ == 0 ? detail_list_footprint(list) : 0;
}

/** The flow leaves the table. @return bytes that no flow holds any more */
static inline size_t detail_list_let_go(struct detail_list *list)
{
	return list && --list->holders == 0 ? detail_list_footprint(list) : 0;
}

#endif
