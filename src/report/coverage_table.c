/* SPDX-License-Identifier: BSD-2-Clause */
#include "coverage_table.h"

#include <string.h>

#include "policy/row.h"
#include "policy/rule.h"

const char *coverage_state_words(enum coverage_state state)
{
	static const char *const words[COVERAGE_STATES] = {
		[COVERAGE_CONFIRMED] = "confirmed", [COVERAGE_SEEN] = "by port",
		[COVERAGE_WRONG] = "wrong",         [COVERAGE_VAIN] = "tried in vain",
		[COVERAGE_NEVER] = "never seen",    [COVERAGE_NA] = "does not apply",
	};

	return words[state];
}

const char *coverage_state_sign(enum coverage_state state)
{
	static const char *const signs[COVERAGE_STATES] = {
		[COVERAGE_CONFIRMED] = "\xe2\x96\xa0", /* ■ */
		[COVERAGE_SEEN] = "\xe2\x96\xa1",      /* □ */
		[COVERAGE_WRONG] = "x",
		[COVERAGE_VAIN] = "-",
		[COVERAGE_NEVER] = "\xc2\xb7", /* · */
		[COVERAGE_NA] = " ",
	};

	return signs[state];
}

static bool same_table(const struct audit_coverage *a, const struct audit_coverage *b)
{
	const struct row *x = a->rule->row, *y = b->rule->row;

	return strcmp(x->catalogue, y->catalogue) == 0 && strcmp(x->table, y->table) == 0;
}

bool coverage_table_next(struct coverage_table *table, const struct audit *audit)
{
	const struct audit_coverage *rows =
		table->rows ? table->rows + table->count : audit->coverage;
	size_t left = audit->coverage_count - (size_t)(rows - audit->coverage);

	*table = (struct coverage_table){ .rows = rows };
	while (table->count < left && same_table(rows, &rows[table->count])) {
		enum coverage_state state = rows[table->count++].state;

		table->applying += state != COVERAGE_NA;
		table->seen += state <= COVERAGE_WRONG;
	}
	return table->count > 0;
}
