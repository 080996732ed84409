/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The catalogues' rows as a JSON array, one row a line (docs/rows.schema.json).
 */
#include <stdio.h>

#include "base/transport.h"
#include "inspect/hint.h"
#include "policy/catalogue.h"
#include "policy/role.h"
#include "policy/row.h"
#include "policy/row_origin.h"
#include "report/report.h"

#include "json.h"
#include "row_filter.h"

static void add_ports(struct text *out, const struct rule *rule)
{
	json_open(out, "ports", '[');
	for (size_t i = 0; i < rule->port_count; i++) {
		json_open(out, NULL, '{');
		json_add_plain(out, "transport",
		               transport_name(rule->ports[i].transport));
		json_add_unsigned(out, "low", rule->ports[i].low);
		json_add_unsigned(out, "high", rule->ports[i].high);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void add_peers(struct text *out, role_set peers, bool any)
{
	json_open(out, "peer", '[');
	json_role_strings(out, peers);
	if (any)
		json_string(out, "any");
	json_close(out, ']');
}

static void add_origin(struct text *out, struct origin origin)
{
	json_add_plain(out, "certainty", certainty_name(origin.certainty));
	json_add_string(out, "source", origin.source);
}

static void add_peer_sources(struct text *out, const struct catalogue *catalogue,
                             const struct row *row)
{
	struct peer_origin group;

	json_open(out, "peer_sources", '[');
	for (size_t i = 0; origin_of_peers(catalogue, row, i, &group); i++) {
		if (!group.peers && !group.any_peer)
			continue;
		json_open(out, NULL, '{');
		add_peers(out, group.peers, group.any_peer);
		add_origin(out, group.origin);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void add_tls_versions(struct text *out, const struct catalogue *catalogue)
{
	json_open(out, "tls_versions", '[');
	for (size_t i = 0; i < CATALOGUE_TLS_VERSIONS; i++)
		if (catalogue->tls_versions & 1u << i)
			json_string(out, catalogue_tls_version_name(i));
	json_close(out, ']');
}

/* What few rows have is left out of the others. */
static void add_conditions(struct text *out, const struct catalogue *catalogue,
                           const struct row *row)
{
	if (row->mutual_for)
		json_add_roles(out, "mutual_for", row->mutual_for);
	if (row->tls != ROW_TLS_NONE && catalogue->tls_versions)
		add_tls_versions(out, catalogue);
	if (row->asked_count > 0) {
		json_open(out, "asked_for", '[');
		for (size_t i = 0; i < row->asked_count; i++)
			json_string(out, row->asked[i]);
		json_close(out, ']');
	}
	if (row->listens)
		json_add_bool(out, "listens", true);
	if (row->same_pool)
		json_add_bool(out, "same_pool", true);
	if (row->interface != ROW_INTERFACE_UNSTATED)
		json_add_plain(out, "interface", row_interface_name(row->interface));
}

static void add_row(const struct catalogue *catalogue, const struct rule *rule,
                    void *context)
{
	struct text *out = context;
	const struct row *row = rule->row;

	text_add(out, out->len > 1 ? ",\n" : "\n");
	text_add_char(out, '{');
	json_add_string(out, "id", row->id);
	json_add_string(out, "catalogue", catalogue->name);
	json_add_string(out, "table", row->table);
	json_add_unsigned(out, "row", row->number);
	json_add_roles(out, "role", row->roles);
	if (row->balances)
		json_add_roles(out, "for", row->balances);
	json_add_string(out, "service", row->service);
	json_open(out, "name", '{');
	json_add_string(out, "en", row->name_en);
	json_add_string(out, "fr", row->name_fr);
	json_close(out, '}');
	add_ports(out, rule);
	json_add_string(out, "printed", row->printed);
	json_add_plain(out, "tls", row_tls_name(row->tls));
	json_add_hints(out, "speaks", row->speaks);
	json_add_plain(out, "direction", row_direction_name(row->direction));
	add_peers(out, row->peers, row->any_peer);
	add_conditions(out, catalogue, row);
	add_origin(out, origin_of_row(catalogue, row));
	add_peer_sources(out, catalogue, row);
	json_add_string(out, "note", row->note);
	json_close(out, '}');
}

long report_rows_json(FILE *out, const struct policy *policy,
                      const struct report_rows_filter *filter, unsigned width,
                      bool colour)
{
	struct text text = { 0 };
	long shown;

	(void)width;
	(void)colour;
	text_add_char(&text, '[');
	shown = row_filter_visit(policy, filter, add_row, &text);
	text_add(&text, "\n]\n");
	if (text.failed || fwrite(text.at, 1, text.len, out) != text.len)
		shown = -1;
	text_fini(&text);
	return shown;
}
