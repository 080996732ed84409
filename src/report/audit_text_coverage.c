/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Coverage: a mark for each documented row, by tens, then those that are wrong, were tried
 * in vain, are known by port alone or were never seen, with the ports a firewall needs.
 */
#include "audit_text.h"

#include <string.h>

#include "base/array.h"
#include "policy/row.h"

#include "coverage_view.h"
#include "say.h"
#include "words.h"

#define LABEL_WIDTH 12
#define FEWEST      20 /* rows never seen that are listed without -v */

static bool same_table(const struct coverage_row *a, const struct coverage_row *b)
{
	const struct row *x = a->coverage->rule->row, *y = b->coverage->rule->row;

	return strcmp(x->catalogue, y->catalogue) == 0 && strcmp(x->table, y->table) == 0;
}

/* "server      ■·■■ …  35 of 52"; wrapped between tens, so a mark is found by counting. */
static void write_table(struct audit_text *text, const struct coverage_row *rows,
                        size_t count)
{
	struct text *cell = &text->cell;
	size_t seen = 0, applying = 0;

	for (size_t i = 0; i < count; i++) {
		enum coverage_mark mark = rows[i].mark;

		if (i > 0 && i % 10 == 0)
			text_add_char(cell, ' ');
		text_add(cell, mark == MARK_NA ? "_" : coverage_mark_sign(mark));
		seen += mark <= MARK_WRONG;
		applying += mark != MARK_NA;
	}
	text_addf(cell, "  %zu of %zu", seen, applying);
	layout_field(&text->layout, 2, LABEL_WIDTH, rows->coverage->rule->row->table,
	             audit_text_cell(text));
	text_clear(cell);
}

static void write_tables(struct audit_text *text, const struct coverage_view *view)
{
	for (size_t i = 0; i < view->count;) {
		size_t count = 1;

		while (i + count < view->count &&
		       same_table(&view->rows[i], &view->rows[i + count]))
			count++;
		write_table(text, &view->rows[i], count);
		i += count;
	}
}

/* "server-3 5061/tcp (cause 3), …" */
static void write_rows(struct audit_text *text, const struct coverage_view *view,
                       enum coverage_mark mark)
{
	size_t most = text->context->verbose ? view->count : FEWEST, shown = 0;
	struct text *cell = &text->cell;

	for (size_t i = 0; i < view->count && shown < most; i++) {
		const struct coverage_row *row = &view->rows[i];

		if (row->mark != mark)
			continue;
		text_addf(cell, "%s%s ", shown++ ? ", " : "",
		          row->coverage->rule->row->id);
		words_add_ports(cell, row->coverage->rule);
		if (row->finding && row->finding->cause != FINDING_NO_CAUSE)
			text_addf(cell, " (cause %zu)", row->finding->cause + 1);
	}
	if (shown == 0)
		return;
	if (view->counts[mark] > shown)
		text_addf(cell, "; and %zu more (-v)", view->counts[mark] - shown);
	layout_field(&text->layout, 2, LABEL_WIDTH,
	             say(text->context->language, coverage_mark_name(mark)),
	             audit_text_cell(text));
	text_clear(cell);
}

void audit_text_coverage(struct audit_text *text)
{
	static const enum coverage_mark listed[] = { MARK_WRONG, MARK_IN_VAIN,
		                                     MARK_BY_PORT, MARK_NEVER };
	struct coverage_view view;

	if (!coverage_view_init(&view, text->audit)) {
		text->layout.out->failed = true;
		return;
	}
	if (view.count > 0) {
		layout_heading(
			&text->layout,
			"Coverage: \xe2\x96\xa0 confirmed  \xe2\x96\xa1 by port  x "
			"wrong  - in vain  \xc2\xb7 never seen  _ does not apply");
		write_tables(text, &view);
		for (size_t i = 0; i < ARRAY_LEN(listed); i++)
			write_rows(text, &view, listed[i]);
	}
	coverage_view_fini(&view);
}
