/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_text.h"

#include <string.h>

#include "base/array.h"

#include "table.h"
#include "words.h"

#define LABEL_WIDTH 22

static bool is_listed(const struct audit_coverage *coverage, enum coverage_state state,
                      role_set roles)
{
	return coverage->applies && coverage->state == state &&
	       coverage->rule->row->roles == roles;
}

/* One role's rows in one state: names once, each with its rows. */
static void add_role(struct audit_text *text, enum coverage_state state, role_set roles,
                     size_t from)
{
	const struct audit *audit = text->audit;
	struct text list = { 0 };
	const char *name = NULL;

	for (size_t i = from; i < audit->coverage_count; i++) {
		const struct row *row = audit->coverage[i].rule->row;
		const char *own = *row->name_en ? row->name_en : row->service;

		if (!is_listed(&audit->coverage[i], state, roles))
			continue;
		if (name && strcmp(name, own) == 0)
			text_addf(&list, ", %s", row->id);
		else
			text_addf(&list, "%s%s: %s", name ? "; " : "", own, row->id);
		name = own;
	}
	words_add_roles(&text->cell, roles);
	layout_field(&text->layout, 2, LABEL_WIDTH, audit_text_cell(text),
	             list.len ? list.at : "");
	text_clear(&text->cell);
	text->layout.out->failed |= list.failed;
	text_fini(&list);
}

/* Every set of roles that has rows in @state, where it is met first. */
static void add_state(struct audit_text *text, enum coverage_state state,
                      const char *heading)
{
	const struct audit *audit = text->audit;
	bool any = false;

	for (size_t i = 0; i < audit->coverage_count; i++) {
		role_set roles = audit->coverage[i].rule->row->roles;
		bool met = false;

		if (!is_listed(&audit->coverage[i], state, roles))
			continue;
		for (size_t j = 0; j < i && !met; j++)
			met = is_listed(&audit->coverage[j], state, roles);
		if (met)
			continue;
		if (!any)
			layout_heading(&text->layout, heading);
		any = true;
		add_role(text, state, roles, i);
	}
}

static void add_summary(struct audit_text *text)
{
	const struct audit *audit = text->audit;
	struct text *cell = &text->cell;
	uint64_t applying = 0, states[COVERAGE_STATES] = { 0 };

	for (size_t i = 0; i < audit->coverage_count; i++) {
		if (!audit->coverage[i].applies)
			continue;
		applying++;
		states[audit->coverage[i].state]++;
	}
	layout_heading(&text->layout, "Coverage of the documented tables");
	if (applying == 0) {
		layout_paragraph(&text->layout, 2,
		                 "No documented row applies to the hosts seen.");
		return;
	}
	words_add_number(cell, states[COVERAGE_CONFIRMED] + states[COVERAGE_SEEN] +
	                               states[COVERAGE_WRONG]);
	text_add(cell, " of ");
	words_add_count(cell, applying, "row that applies", "rows that apply");
	text_add(cell, " to these hosts were seen, ");
	words_add_number(cell, states[COVERAGE_CONFIRMED]);
	text_add(cell, " of them confirmed by payload; ");
	words_add_number(cell, states[COVERAGE_WRONG]);
	text_add(cell, " wrong, ");
	words_add_number(cell, states[COVERAGE_VAIN]);
	text_add(cell, " tried in vain, ");
	words_add_number(cell, states[COVERAGE_NEVER]);
	text_add(cell, " never seen.");
	layout_paragraph(&text->layout, 2, audit_text_cell(text));
	text_clear(cell);
}

static void add_every_row(struct audit_text *text)
{
	static const struct table_column columns[] = {
		{ .title = "row" },
		{ .title = "state" },
		{ .title = "flows", .right = true },
		{ .title = "ports", .most = 24 },
		{ .title = "service" },
	};
	const struct audit *audit = text->audit;
	struct table table;

	table_init(&table, columns, ARRAY_LEN(columns));
	for (size_t i = 0; i < audit->coverage_count; i++) {
		const struct audit_coverage *coverage = &audit->coverage[i];
		const struct row *row = coverage->rule->row;

		if (!coverage->applies)
			continue;
		table_add(&table, row->id);
		table_add(&table, coverage_state_name(coverage->state));
		words_add_number(&text->cell, coverage->flows);
		table_add_text(&table, &text->cell);
		words_add_ports(&text->cell, coverage->rule);
		table_add_text(&table, &text->cell);
		table_add(&table, *row->name_en ? row->name_en : row->service);
	}
	table_write(&table, &text->layout, 2, true);
	table_fini(&table);
}

void audit_text_coverage(struct audit_text *text)
{
	add_summary(text);
	if (text->context->verbose) {
		add_every_row(text);
		return;
	}
	add_state(text, COVERAGE_WRONG, "Documented, and not as documented");
	add_state(text, COVERAGE_VAIN, "Documented, and tried in vain");
	add_state(text, COVERAGE_NEVER, "Documented but never seen");
}
