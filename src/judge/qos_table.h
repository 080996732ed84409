/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * qos_table - how media was marked, and how it arrived, from host to host.
 *
 * Room: judge, private. Which roles the hosts have is known at the end only. Bounded:
 * streams between pairs of hosts for which there is no room are counted.
 */
#ifndef QOS_TABLE_H
#define QOS_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/attributes.h"
#include "base/hash.h"
#include "base/slot_index.h"

struct conversation;
struct detail_list;

#define QOS_PAIRS 16384
#define QOS_MARKS 4 /* different ones of a pair; more count as the last */

/* A sum of what was measured, in thousandths, of so many streams. */
struct qos_sum {
	uint64_t thousandths, streams;
};

struct qos_mark {
	uint8_t dscp;
	uint64_t streams;
};

/* Streams of one modality from one host to another. */
struct qos_pair {
	struct address from, to;
	uint8_t modality; /* enum modality */
	uint64_t streams;
	struct qos_mark marks[QOS_MARKS];
	size_t mark_count;
	struct qos_sum loss, jitter; /* per cent; milliseconds */
};

struct qos_table {
	struct qos_pair *pairs; /* owned */
	size_t count, capacity;
	struct slot_index index;
	struct hash_key key;
	uint64_t left_out; /* streams */
};

MUST_CHECK bool qos_table_init(struct qos_table *table);
void qos_table_fini(struct qos_table *table);

/** Count what each side of @conversation sent of media. @details may be NULL */
void qos_table_observe(struct qos_table *table, const struct conversation *conversation,
                       const struct detail_list *details);

#endif
