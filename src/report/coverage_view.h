/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * coverage_view - what became of each documented row, findings and attempts considered.
 *
 * Room: report, private.
 */
#ifndef COVERAGE_VIEW_H
#define COVERAGE_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "judge/audit.h"

enum coverage_mark {
	MARK_CONFIRMED,
	MARK_BY_PORT,
	MARK_WRONG, /* seen, and not as documented */
	MARK_IN_VAIN,
	MARK_NEVER,
	MARK_NA, /* no host of the site has its role */
	COVERAGE_MARKS,
};

struct coverage_row {
	const struct audit_coverage *coverage;
	enum coverage_mark mark;
	const struct audit_finding *finding; /* of MARK_WRONG the worst */
};

struct coverage_view {
	struct coverage_row *rows; /* owned, in the audit's order */
	size_t count;
	size_t counts[COVERAGE_MARKS];
};

MUST_CHECK bool coverage_view_init(struct coverage_view *view, const struct audit *audit);
void coverage_view_fini(struct coverage_view *view);

/** "confirmed", "by port", "wrong", "tried in vain", "never seen", "does not apply". Static. */
const char *coverage_mark_name(enum coverage_mark mark);

/** ■ □ x - · and a space: one column each. Static. */
const char *coverage_mark_sign(enum coverage_mark mark);

#endif
