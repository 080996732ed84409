/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rule_list - the catalogues' rows as rules of this site.
 *
 * Room: policy, private. Rules of one row stand side by side.
 */
#ifndef RULE_LIST_H
#define RULE_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "policy/rule.h"

struct catalogue;
struct error;
struct port_plans;
struct site;

struct rule_list {
	const struct site *site;        /* borrowed; may be NULL */
	const struct port_plans *plans; /* borrowed */
	uint16_t *variants;             /* owned: of each row by plan; NULL: one plan */
	struct rule *rules;             /* owned */
	size_t count, capacity;
	struct rule *inapplicable; /* owned: of the table of a mode that is nobody's */
	size_t inapplicable_count, inapplicable_capacity;
};

/**
 * Make @list of @catalogues and the site's @plans, both borrowed for its life.
 *
 * @return false when a `ports:` key names no row, the rules outgrow a row set or memory ends
 */
MUST_CHECK bool rule_list_build(struct rule_list *list,
                                const struct catalogue *const *catalogues, size_t count,
                                const struct port_plans *plans, struct error *err);
void rule_list_fini(struct rule_list *list);

#endif
