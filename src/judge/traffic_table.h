/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * traffic_table - flows by the roles of their ends, and by time, as they are judged.
 *
 * Room: judge, private. Of fixed size: roles are few, and time is cut into 48 steps
 * however long it was.
 */
#ifndef TRAFFIC_TABLE_H
#define TRAFFIC_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "judge/conversation.h"
#include "judge/traffic.h"

struct arena;

/* Of one class between two roles. */
struct traffic_cell {
	uint64_t flows;
	enum severity severity;
	const struct row *rows[TRAFFIC_ROWS]; /* as they came */
	size_t row_count;
};

struct traffic_table {
	struct traffic_cell *cells; /* owned: [from][to][class] */
	/* Time in steps of a ladder, each a multiple of the one before it. */
	unsigned ladder;
	int64_t first_step, last_step; /* since the epoch; last < first: no flow yet */
	uint64_t steps[TRAFFIC_CLASSES][TRAFFIC_STEPS]; /* from first_step on */
};

MUST_CHECK bool traffic_table_init(struct traffic_table *table);
void traffic_table_fini(struct traffic_table *table);

/** Count one judged conversation; @excused by an allow that is in force. */
void traffic_table_add(struct traffic_table *table,
                       const struct conversation *conversation,
                       const struct verdict *verdict, bool excused);

/** The edges there are, by from, to and class, from @arena. NULL: out of memory. */
struct audit_edge *traffic_table_edges(const struct traffic_table *table,
                                       struct arena *arena, size_t *count);

void traffic_table_timeline(const struct traffic_table *table,
                            struct audit_timeline *timeline);

#endif
