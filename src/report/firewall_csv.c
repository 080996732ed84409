/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A line a rule, with names and addresses, so that any other firewall can be told.
 */
#include "base/array.h"
#include "base/text.h"
#include "policy/passage.h"
#include "policy/rule.h"
#include "policy/site.h"
#include "report/firewall.h"

#include "csv_cells.h"
#include "firewall_words.h"

static const char *const columns[] = {
	"to",           "interface", "to_addresses", "from",    "from_addresses", "ports",
	"either_first", "rows",      "never_seen",   "service", "reason",
};

/* "!" stands before each that is not meant. */
static void add_addresses(struct csv *csv, const struct firewall *firewall,
                          const struct firewall_side *side)
{
	struct text *cell = &csv->cell;
	struct text some = { 0 };

	for (int ipv4 = 1; ipv4 >= 0; ipv4--) {
		text_clear(&some);
		if (firewall_add_addresses(&some, firewall, side, ipv4,
		                           side->others ? " !" : " ") > 0)
			text_addf(cell, "%s%s%s", cell->len ? " " : "",
			          side->others ? "!" : "", some.at ? some.at : "");
	}
	cell->failed |= some.failed;
	text_fini(&some);
	csv_add_cell(csv);
}

static void add_side(struct csv *csv, const struct firewall *firewall,
                     const struct firewall_side *side)
{
	firewall_add_side(&csv->cell, firewall, side);
	csv_add_cell(csv);
}

static void add_ports(struct csv *csv, const struct port_span *spans, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		text_add(&csv->cell, i ? " " : "");
		port_span_add(&csv->cell, &spans[i]);
	}
	csv_add_cell(csv);
}

static void add_passage(struct csv *csv, const struct firewall *firewall,
                        const struct passage *passage)
{
	const struct passage_end *ends = firewall->passages->ends;
	const bool nobody = passage_has_nobody(passage);
	const struct firewall_side to = firewall_listeners(firewall, passage);
	const struct firewall_side from = firewall_initiators(firewall, passage);

	if (passage->to_reach == PASSAGE_DECLARED) {
		csv_add_text(csv, ends[passage->to].name);
		csv_add_plain(csv, row_interface_name(ends[passage->to].side));
	} else {
		add_side(csv, firewall, &to);
		csv_add_blanks(csv, 1);
	}
	add_addresses(csv, firewall, &to);
	if (nobody)
		csv_add_text(csv, "nobody");
	else
		add_side(csv, firewall, &from);
	add_addresses(csv, firewall, &from);
	add_ports(csv, passage->spans, passage->span_count);
	csv_add_plain(csv, passage->either_first ? "yes" : "no");
	firewall_add_rows(&csv->cell, firewall, passage, false);
	csv_add_cell(csv);
	firewall_add_rows(&csv->cell, firewall, passage, true);
	csv_add_cell(csv);
	csv_add_text(csv, row_title(passage->rules[0]->row, LANGUAGE_EN));
	if (nobody) {
		text_add(&csv->cell, "nobody is declared who would open it: ");
		firewall_add_missing(&csv->cell, passage);
	}
	csv_add_cell(csv);
	csv_end_line(csv);
}

static void add_allow(struct csv *csv, const struct firewall *firewall,
                      const struct passage_allow *made)
{
	const struct site_allow *allow = made->allow;
	const struct firewall_side from = firewall_allowed_from(made);
	const struct firewall_side to = firewall_allowed_to(made);

	add_side(csv, firewall, &to);
	csv_add_blanks(csv, 1);
	add_addresses(csv, firewall, &to);
	add_side(csv, firewall, &from);
	add_addresses(csv, firewall, &from);
	add_ports(csv, allow->ports, allow->port_count);
	csv_add_plain(csv, "no");
	csv_add_blanks(csv, 3);
	text_addf(&csv->cell, "allow, line %u: %s", allow->line, allow->reason);
	csv_add_cell(csv);
	csv_end_line(csv);
}

bool firewall_write_csv(struct text *out, const struct firewall *firewall)
{
	const struct passage_list *list = firewall->passages;
	struct csv csv = { .out = out };

	csv_add_head(&csv, columns, ARRAY_LEN(columns));
	for (size_t i = 0; i < list->passage_count; i++)
		add_passage(&csv, firewall, &list->passages[i]);
	for (size_t i = 0; i < list->allow_count; i++)
		add_allow(&csv, firewall, &list->allows[i]);
	text_fini(&csv.cell);
	return !out->failed;
}
