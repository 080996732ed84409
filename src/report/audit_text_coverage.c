/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Coverage: a mark for each documented row, by tens, then those that are wrong, are confirmed
 * with a remark, were tried in vain, are known by port alone or were never seen, with the
 * ports a firewall needs.
 */
#include "audit_text.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/say.h"
#include "policy/row.h"

#include "coverage_table.h"
#include "words.h"

#define LABEL_WIDTH 12
#define FEWEST      20 /* rows never seen that are listed without -v */

/* The source's tables by number; another's rows by its own name for them. */
static const char *table_label(const char *table)
{
	static const char *const labels[][2] = {
		{ "server", "1 servers" }, { "hlb", "2 hard. LB" },
		{ "dnslb", "3 DNS LB" },   { "client", "4 clients" },
		{ "edge", "edge topic" },  { "vis", "video" },
	};

	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		if (strcmp(labels[i][0], table) == 0)
			return labels[i][1];
	return table;
}

/* "1 servers   ■·■■ …  35 of 52"; wrapped between tens, so a mark is found by counting. */
static void write_table(struct audit_text *text, const struct coverage_table *table)
{
	struct text *cell = &text->cell;
	char seen[24], applying[24];

	for (size_t i = 0; i < table->count; i++) {
		enum coverage_state state = table->rows[i].state;

		if (i > 0 && i % 10 == 0)
			text_add_char(cell, ' ');
		text_add(cell, state == COVERAGE_NA ? "_" : coverage_state_sign(state));
	}
	text_add(cell, "  ");
	snprintf(seen, sizeof(seen), "%zu", table->seen);
	snprintf(applying, sizeof(applying), "%zu", table->applying);
	say_add(cell, text->context->language, "%1 of %2",
	        (const char *[]){ seen, applying, NULL });
	layout_field(&text->layout, 2, LABEL_WIDTH,
	             table_label(table->rows->rule->row->table), audit_text_cell(text));
	text_clear(cell);
}

/* Rows that are listed: those of a state, of which a confirmed one only when it is remarked. */
static bool is_listed(const struct audit_coverage *row, enum coverage_state state)
{
	return row->state == state && (state != COVERAGE_CONFIRMED || row->finding);
}

/* "server-3 5061/tcp (cause 3), …" */
static void write_rows(struct audit_text *text, enum coverage_state state)
{
	const struct audit *audit = text->audit;
	size_t most = text->context->verbose ? audit->coverage_count : FEWEST, count = 0;
	struct text *cell = &text->cell;

	for (size_t i = 0; i < audit->coverage_count; i++) {
		const struct audit_coverage *row = &audit->coverage[i];

		if (!is_listed(row, state) || ++count > most)
			continue;
		text_addf(cell, "%s%s ", count > 1 ? ", " : "", row->rule->row->id);
		words_add_ports(cell, row->rule);
		if (row->finding && row->finding->cause != FINDING_NO_CAUSE)
			text_addf(cell, " (cause %zu)", row->finding->cause + 1);
	}
	if (count == 0)
		return;
	if (count > most)
		say_count(cell, text->context->language, count - most,
		          "; and %1 more (-v)", "; and %1 more (-v)");
	layout_field(&text->layout, 2, LABEL_WIDTH,
	             say(text->context->language, state == COVERAGE_CONFIRMED
	                                                  ? "remark"
	                                                  : coverage_state_words(state)),
	             audit_text_cell(text));
	text_clear(cell);
}

void audit_text_coverage(struct audit_text *text)
{
	static const enum coverage_state listed[] = { COVERAGE_WRONG, COVERAGE_CONFIRMED,
		                                      COVERAGE_VAIN, COVERAGE_SEEN,
		                                      COVERAGE_NEVER };
	struct coverage_table table = { 0 };

	if (text->audit->coverage_count == 0)
		return;
	layout_heading(&text->layout,
	               "Coverage: \xe2\x96\xa0 confirmed  \xe2\x96\xa1 by port  x "
	               "wrong  - in vain  \xc2\xb7 never seen  _ does not apply");
	while (coverage_table_next(&table, text->audit))
		write_table(text, &table);
	for (size_t i = 0; i < ARRAY_LEN(listed); i++)
		write_rows(text, listed[i]);
}
