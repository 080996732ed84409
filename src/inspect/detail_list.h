/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * detail_list - how the details of a flow lie in memory.
 *
 * Room: inspect, private: only detail.c and detail_memo.c look inside. A list
 * may have several owners; its values are changed only while it has one.
 */
#ifndef DETAIL_LIST_H
#define DETAIL_LIST_H

#include <stdint.h>

/* Room for bytes while values are still being set. */
#define DETAIL_LIST_OPEN 240

struct detail_list {
	uint64_t keys;           /* bit of every enum detail that has a value */
	_Atomic uint32_t owners; /* may be in different threads */
	uint16_t used, capacity; /* bytes */
	uint32_t shares; /* owners it ever had: only the thread that shares it looks */
	uint8_t bytes[]; /* entries in the order of enum detail, back to back: key,
	                            length, that many bytes */
};

#endif
