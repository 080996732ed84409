/* SPDX-License-Identifier: BSD-2-Clause */
#include "coverage_view.h"

#include <stdlib.h>

#include "policy/rule.h"

const char *coverage_mark_name(enum coverage_mark mark)
{
	static const char *const names[COVERAGE_MARKS] = {
		[MARK_CONFIRMED] = "confirmed", [MARK_BY_PORT] = "by port",
		[MARK_WRONG] = "wrong",         [MARK_IN_VAIN] = "tried in vain",
		[MARK_NEVER] = "never seen",    [MARK_NA] = "does not apply",
	};

	return names[mark];
}

const char *coverage_mark_sign(enum coverage_mark mark)
{
	static const char *const signs[COVERAGE_MARKS] = {
		[MARK_CONFIRMED] = "\xe2\x96\xa0", /* ■ */
		[MARK_BY_PORT] = "\xe2\x96\xa1",   /* □ */
		[MARK_WRONG] = "x",
		[MARK_IN_VAIN] = "-",
		[MARK_NEVER] = "\xc2\xb7", /* · */
		[MARK_NA] = " ",
	};

	return signs[mark];
}

/* The row that is not kept: its listener is there, and does not speak as documented. */
static const struct row *broken_row(const struct audit_finding *finding)
{
	const struct rule *rule = finding->rule ? finding->rule : finding->nearest;

	if (!rule || (finding->matter != MATTER_WIRE && finding->matter != MATTER_TLS))
		return NULL;
	return rule->row;
}

static void mark_findings(struct coverage_row *row, const struct audit *audit)
{
	for (size_t i = 0; i < audit->finding_count && !row->finding; i++)
		if (broken_row(&audit->findings[i]) == row->coverage->rule->row)
			row->finding = &audit->findings[i];
}

static bool was_tried(const struct audit *audit, const struct row *row)
{
	for (size_t i = 0; i < audit->attempt_count; i++)
		if (audit->attempts[i].rule && audit->attempts[i].rule->row == row)
			return true;
	return false;
}

static enum coverage_mark mark_of(const struct coverage_row *row,
                                  const struct audit *audit)
{
	const struct audit_coverage *coverage = row->coverage;

	if (row->finding)
		return MARK_WRONG;
	switch (coverage->state) {
	case COVERAGE_CONFIRMED:
		return MARK_CONFIRMED;
	case COVERAGE_SEEN:
		return MARK_BY_PORT;
	case COVERAGE_REFUSED:
		return MARK_IN_VAIN;
	case COVERAGE_NEVER:
		break;
	}
	if (!coverage->applies)
		return MARK_NA;
	return was_tried(audit, coverage->rule->row) ? MARK_IN_VAIN : MARK_NEVER;
}

bool coverage_view_init(struct coverage_view *view, const struct audit *audit)
{
	size_t count = audit->coverage_count;

	*view = (struct coverage_view){ 0 };
	view->rows = calloc(count ? count : 1, sizeof(*view->rows));
	if (!view->rows)
		return false;
	for (; view->count < count; view->count++) {
		struct coverage_row *row = &view->rows[view->count];

		row->coverage = &audit->coverage[view->count];
		mark_findings(row, audit);
		row->mark = mark_of(row, audit);
		view->counts[row->mark]++;
	}
	return true;
}

void coverage_view_fini(struct coverage_view *view)
{
	free(view->rows);
	*view = (struct coverage_view){ 0 };
}
