/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The catalogues' rows for a person: what is asked for is explained in full,
 * everything together is a table of one line a row.
 */
#include <stdio.h>
#include <string.h>

#include "policy/catalogue.h"
#include "policy/role.h"
#include "policy/row.h"
#include "policy/row_origin.h"
#include "report/report.h"

#include "layout.h"
#include "row_filter.h"
#include "words.h"

#define LABEL_WIDTH 10

/* What is written to, and a text for one cell or sentence at a time. */
struct row_writer {
	struct layout layout;
	struct text cell;
	const struct catalogue *catalogue; /* whose rows were written last */
	const char *table;                 /* of the catalogue, written last */
	unsigned id_columns;               /* of the catalogue's longest id */
};

/* --- One row explained --------------------------------------------------------- */

static const char *tls_words(enum row_tls tls)
{
	switch (tls) {
	case ROW_TLS_NONE:
		return "none: clear text is what is documented";
	case ROW_TLS_OPTIONAL:
		return "optional: both clear text and TLS are documented";
	case ROW_TLS_REQUIRED:
		return "required: clear text is not documented";
	case ROW_TLS_MUTUAL:
		return "mutual: both ends show a certificate";
	}
	return "";
}

/* The row's own end: all of its roles are on one host. */
static void add_own_end(struct text *out, const struct row *row)
{
	if (row->roles & (row->roles - 1)) {
		text_add(out, "hosts that are ");
		words_add_roles(out, row->roles);
	} else {
		words_add_hosts(out, row->roles, false);
	}
	if (row->balances) {
		text_add(out, " in front of ");
		words_add_hosts(out, row->balances, false);
	}
}

static void add_who(struct text *out, const struct row *row)
{
	bool initiates = row->direction == ROW_OUT;

	if (initiates)
		add_own_end(out, row);
	else
		words_add_hosts(out, row->peers, row->any_peer);
	text_add(out, !initiates && row->any_peer ? " opens it to " : " open it to ");
	if (initiates)
		words_add_hosts(out, row->peers, row->any_peer);
	else
		add_own_end(out, row);
	if (row->direction == ROW_BOTH)
		text_add(out, ", and the other way round");
}

static void add_field(struct row_writer *writer, const char *label, const char *string)
{
	layout_field(&writer->layout, 2, LABEL_WIDTH, label, string);
}

/* Write what was put into the cell, and empty it. */
static void add_cell_field(struct row_writer *writer, const char *label)
{
	if (writer->cell.len)
		add_field(writer, label, writer->cell.at);
	text_clear(&writer->cell);
}

static void explain_names(struct row_writer *writer, const struct row *row)
{
	struct text *cell = &writer->cell;

	layout_add_padded(&writer->layout, row->id, 2 + LABEL_WIDTH, TONE_STRONG);
	if (layout_columns(row->id, strlen(row->id)) >= 2 + LABEL_WIDTH)
		text_add(writer->layout.out, "  ");
	if (!*row->name_en && !*row->name_fr)
		text_add(cell, "(the source names no service)");
	else if (!*row->name_fr || strcmp(row->name_en, row->name_fr) == 0)
		text_add(cell, row->name_en);
	else
		text_addf(cell, "%s / %s", row->name_en, row->name_fr);
	layout_wrap(&writer->layout, 2 + LABEL_WIDTH, 2 + LABEL_WIDTH, cell->at,
	            TONE_STRONG);
	text_clear(cell);
}

static const char *certainty_words(enum certainty certainty)
{
	switch (certainty) {
	case CERTAINTY_UNSTATED:
	case CERTAINTIES:
		break;
	case CERTAINTY_DOCUMENTED:
		return "documented";
	case CERTAINTY_TOPOLOGY:
		return "declared in published topologies";
	case CERTAINTY_FIELD:
		return "reported from the field";
	case CERTAINTY_INFERRED:
		return "general knowledge, unproven";
	}
	return "";
}

static void explain_tls(struct row_writer *writer, const struct catalogue *catalogue,
                        const struct row *row)
{
	struct text *cell = &writer->cell;
	const char *before = "; versions documented: ";

	text_add(cell, tls_words(row->tls));
	if (row->mutual_for) {
		text_add(cell, "; a certificate is asked of ");
		words_add_hosts(cell, row->mutual_for, false);
	}
	for (size_t i = 0; row->tls != ROW_TLS_NONE && i < CATALOGUE_TLS_VERSIONS; i++) {
		if (!(catalogue->tls_versions & 1u << i))
			continue;
		text_addf(cell, "%s%s", before, catalogue_tls_version_name(i));
		before = ", ";
	}
	add_cell_field(writer, "TLS");
}

static void explain_asked(struct row_writer *writer, const struct row *row)
{
	for (size_t i = 0; i < row->asked_count; i++)
		text_addf(&writer->cell, "%s%s", i ? ", " : "", row->asked[i]);
	if (row->asked_count > 0)
		add_cell_field(writer, "asked for");
}

static bool is_same(struct origin a, struct origin b)
{
	return a.certainty == b.certainty && strcmp(a.source, b.source) == 0;
}

/* What says the row; and its peers, where that is something else. */
static void explain_origin(struct row_writer *writer, const struct catalogue *catalogue,
                           const struct row *row)
{
	struct text *cell = &writer->cell;
	struct origin of_row = origin_of_row(catalogue, row);
	struct peer_origin group;

	text_addf(cell, "%s: %s", certainty_words(of_row.certainty), of_row.source);
	add_cell_field(writer, "evidence");
	for (size_t i = 0; origin_of_peers(catalogue, row, i, &group); i++) {
		if (is_same(group.origin, of_row) || (!group.peers && !group.any_peer))
			continue;
		words_add_hosts(cell, group.peers, group.any_peer);
		text_addf(cell, ": %s: %s", certainty_words(group.origin.certainty),
		          group.origin.source);
		add_cell_field(writer, "peers");
	}
}

static void explain_row(const struct catalogue *catalogue, const struct rule *rule,
                        void *context)
{
	struct row_writer *writer = context;
	const struct row *row = rule->row;
	struct text *cell = &writer->cell;

	if (writer->catalogue)
		layout_newline(&writer->layout);
	writer->catalogue = catalogue;
	explain_names(writer, row);
	text_addf(cell, "table %s, row %u of %s: %s [catalogue %s%s]", row->table,
	          row->number, catalogue->source, catalogue->title, catalogue->name,
	          catalogue->known_only ? ", known but not documented" : "");
	add_cell_field(writer, "source");
	words_add_roles(cell, row->roles);
	if (row->balances) {
		text_add(cell, " for ");
		words_add_roles(cell, row->balances);
	}
	add_cell_field(writer, "role");
	add_field(writer, "service", row->service);
	words_add_ports(cell, rule);
	if (row->listens)
		text_add(cell, rule->port_count
		                       ? ", or what the site says that a host "
		                         "listens to"
		                       : "what the site says that a host listens to");
	add_cell_field(writer, "ports");
	text_add(cell, *row->printed ? row->printed : "(the source prints none)");
	if (row->speaks) {
		text_add(cell, "; the payload shows ");
		words_add_hints(cell, row->speaks);
	}
	add_cell_field(writer, "protocol");
	explain_tls(writer, catalogue, row);
	explain_asked(writer, row);
	add_who(cell, row);
	if (row->same_pool)
		text_add(cell, ", within one pool only");
	add_cell_field(writer, "who");
	if (row->interface != ROW_INTERFACE_UNSTATED)
		add_field(writer, "interface", row_interface_name(row->interface));
	explain_origin(writer, catalogue, row);
	if (*row->note)
		add_field(writer, "note", row->note);
}

/* --- The table of all rows -------------------------------------------------------- */

/* Columns: id, role, ports, then on a wide page the protocol, and the service's name. */
#define ROLE_COLUMNS     20
#define PORTS_COLUMNS    16
#define WIDE_PORTS       34
#define PROTOCOL_COLUMNS 24
#define WIDE             120

static void begin_catalogue(struct row_writer *writer, const struct catalogue *catalogue)
{
	struct text *cell = &writer->cell;

	if (writer->catalogue)
		layout_newline(&writer->layout);
	text_addf(cell, "%s: %s, %s", catalogue->name, catalogue->title,
	          catalogue->source);
	layout_wrap(&writer->layout, 0, 2, cell->at, TONE_STRONG);
	text_clear(cell);
	writer->catalogue = catalogue;
	writer->table = NULL;
	writer->id_columns = 0;
	for (size_t i = 0; i < catalogue->row_count; i++) {
		const char *id = catalogue->rows[i].id;
		unsigned columns = layout_columns(id, strlen(id));

		if (columns > writer->id_columns)
			writer->id_columns = columns;
	}
}

/* Between two tables of a document there is an empty line. */
static void begin_table(struct row_writer *writer, const struct row *row)
{
	if (writer->table && strcmp(writer->table, row->table) != 0)
		layout_newline(&writer->layout);
	writer->table = row->table;
}

static void list_row(const struct catalogue *catalogue, const struct rule *rule,
                     void *context)
{
	struct row_writer *writer = context;
	const struct row *row = rule->row;
	struct text roles = { 0 }, ports = { 0 };
	bool wide = writer->layout.width >= WIDE;
	unsigned ports_columns = wide ? WIDE_PORTS : PORTS_COLUMNS;
	unsigned used;

	if (writer->catalogue != catalogue)
		begin_catalogue(writer, catalogue);
	begin_table(writer, row);
	used = writer->id_columns + 2 + ROLE_COLUMNS + 2 + ports_columns + 2 +
	       (wide ? PROTOCOL_COLUMNS + 2 : 0);
	words_add_roles(&roles, row->roles);
	words_add_ports(&ports, rule);

	const char *cells[] = { row->id, roles.len ? roles.at : "",
		                ports.len ? ports.at : "", row->printed, row->name_en };
	unsigned widths[] = { writer->id_columns, ROLE_COLUMNS, ports_columns,
		              PROTOCOL_COLUMNS, writer->layout.width - used };

	if (!wide) {
		cells[3] = cells[4];
		widths[3] = widths[4];
	}
	layout_cells(&writer->layout, 0, cells, widths, wide ? 5 : 4);
	writer->layout.out->failed |= roles.failed || ports.failed;
	text_fini(&roles);
	text_fini(&ports);
}

long report_rows_text(FILE *out, const struct policy *policy,
                      const struct report_rows_filter *filter, unsigned width,
                      bool colour)
{
	struct text text = { 0 };
	struct row_writer writer = {
		.layout = { .out = &text, .width = width, .colour = colour }
	};
	long shown = row_filter_visit(
		policy, filter, row_filter_is_empty(filter) ? list_row : explain_row,
		&writer);

	if (text.failed || writer.cell.failed ||
	    (text.len && fwrite(text.at, 1, text.len, out) != text.len))
		shown = -1;
	text_fini(&writer.cell);
	text_fini(&text);
	return shown;
}
