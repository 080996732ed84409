/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * class_table - the classes of hosts met so far, and the rules that fit each.
 *
 * Room: policy, private. What fits is worked out when a class is first met. There
 * are few in any network, but who forges evidence may make many: beyond a bound a
 * new one is taken for the first of its roles alone, a Lync server's before others.
 */
#ifndef CLASS_TABLE_H
#define CLASS_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/slot_index.h"
#include "policy/host_class.h"
#include "policy/row_set.h"
#include "policy/rule.h"

struct class_rows {
	struct host_traits traits;
	struct row_set listener, initiator; /* R and S of design section 2 */
	/* Those that would fit on the other side of an edge server or reverse proxy. */
	struct row_set other_listener, other_initiator;
};

struct class_table {
	struct class_rows *classes; /* owned, by number */
	size_t count, capacity;
	size_t most; /* beyond these, classes of one role are made alone */
	struct slot_index index;
	const struct rule *rules; /* borrowed */
	size_t rule_count;
	bool benefit_of_doubt; /* see rule_fits_initiator() */
};

/** @rules stay where they are for the table's life. @return false when out of memory */
MUST_CHECK bool class_table_init(struct class_table *table, const struct rule *rules,
                                 size_t count, bool benefit_of_doubt);
void class_table_fini(struct class_table *table);

/** The class of hosts with @traits. Moves what table->classes points to. */
host_class class_table_find(struct class_table *table, const struct host_traits *traits);

#endif
