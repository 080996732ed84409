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

/* A mark for each state that a row can be in. */
static const enum coverage_mark marks[COVERAGE_STATES] = {
	[COVERAGE_CONFIRMED] = MARK_CONFIRMED, [COVERAGE_SEEN] = MARK_BY_PORT,
	[COVERAGE_WRONG] = MARK_WRONG,         [COVERAGE_VAIN] = MARK_IN_VAIN,
	[COVERAGE_NEVER] = MARK_NEVER,         [COVERAGE_NA] = MARK_NA,
};

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
		row->finding = row->coverage->finding;
		row->mark = marks[row->coverage->state];
		view->counts[row->mark]++;
	}
	return true;
}

void coverage_view_fini(struct coverage_view *view)
{
	free(view->rows);
	*view = (struct coverage_view){ 0 };
}
