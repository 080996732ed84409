/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * coverage_table - what became of the documented rows, table by table, for people.
 *
 * Room: report, private.
 */
#ifndef COVERAGE_TABLE_H
#define COVERAGE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "judge/audit.h"

/* Of one table of a catalogue. */
struct coverage_table {
	const struct audit_coverage *rows; /* borrowed from the audit */
	size_t count, applying, seen;      /* seen: whether or not as documented */
};

/** Go on to the next table; begin with { 0 }. @return false after the last */
MUST_CHECK bool coverage_table_next(struct coverage_table *table,
                                    const struct audit *audit);

/** "confirmed", "by port", "wrong", "tried in vain", "never seen", "does not apply". Static. */
const char *coverage_state_words(enum coverage_state state);

/** ■ □ x - · and a space: one column each. Static. */
const char *coverage_state_sign(enum coverage_state state);

#endif
