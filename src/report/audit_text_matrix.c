/* SPDX-License-Identifier: BSD-2-Clause */
/* Services on hosts: a line for each documented row, a column for each host. */
#include "audit_text.h"

#include <string.h>

#include "base/say.h"
#include "base/transport.h"
#include "policy/row.h"

#include "audit_facts.h"
#include "service_matrix.h"
#include "words.h"

#define COLUMNS   40
#define LINES     60 /* all with -v */
#define ALL_LINES 400
#define NAME      12 /* characters of a host's name, written downwards */
#define LEAST     38 /* columns for a label */
#define GAP       2  /* columns a mark takes at least */

struct grid {
	struct service_matrix matrix;
	unsigned label; /* columns of what stands before the marks */
	unsigned mark;  /* columns from one mark to the next */
	char names[COLUMNS][NAME + 1];
};

/* A host's name as ASCII, so that a letter is a byte; what is not becomes '?'. */
static void take_name(char *name, const struct text *cell)
{
	size_t len = cell->len < NAME ? cell->len : NAME;

	for (size_t i = 0; i < len; i++)
		name[i] = cell->at[i] > ' ' && cell->at[i] < 0x7f ? cell->at[i] : '?';
	name[len] = '\0';
}

static void name_columns(struct audit_text *text, struct grid *grid)
{
	for (size_t i = 0; i < grid->matrix.column_count; i++) {
		const struct matrix_column *column = &grid->matrix.columns[i];

		audit_facts_add_host(&text->cell, column->name, column->address);
		take_name(grid->names[i], &text->cell);
		text_clear(&text->cell);
	}
}

static size_t longest_name(const struct grid *grid)
{
	size_t most = 0;

	for (size_t i = 0; i < grid->matrix.column_count; i++) {
		size_t len = strlen(grid->names[i]);

		most = len > most ? len : most;
	}
	return most;
}

/* Side by side, where there is room. */
static void write_names_along(struct audit_text *text, const struct grid *grid)
{
	struct text *out = text->layout.out;
	size_t start = out->len;

	layout_add_spaces(out, grid->label);
	for (size_t i = 0; i < grid->matrix.column_count; i++) {
		text_add(out, grid->names[i]);
		layout_add_spaces(out, grid->mark - (unsigned)strlen(grid->names[i]));
	}
	layout_trim(out, start);
	layout_newline(&text->layout);
}

/* The names stand on their heads, so that marks can be two columns apart. */
static void write_names(struct audit_text *text, const struct grid *grid)
{
	struct text *out = text->layout.out;
	size_t most = longest_name(grid);

	for (size_t line = 0; line < most; line++) {
		size_t start = out->len;

		layout_add_spaces(out, grid->label);
		for (size_t i = 0; i < grid->matrix.column_count; i++) {
			size_t len = strlen(grid->names[i]), above = most - len;

			text_add_char(out,
			              line < above ? ' ' : grid->names[i][line - above]);
			text_add_char(out, ' ');
		}
		layout_trim(out, start);
		layout_newline(&text->layout);
	}
}

static void add_label(struct audit_text *text, const struct matrix_line *line)
{
	struct text *cell = &text->cell;
	const enum language language = text->context->language;
	const char *name =
		line->row ? row_title(line->row, language)
			  : say(language, (unsigned)line->kind == VERDICT_UNAPPROVED_PORT
	                                          ? "in no document"
	                                          : finding_kind_name(line->kind));
	size_t len;

	text_addf(cell, "%u", line->port);
	if (line->port_high > line->port)
		text_addf(cell, "-%u", line->port_high);
	text_addf(cell, "/%s  ", transport_name(line->transport));
	while (cell->len < 17)
		text_add_char(cell, ' ');
	/* All of them are Lync's. */
	name += strncmp(name, "Lync Server ", 12) == 0 ? 12 : 0;
	len = strcspn(name, "(");
	if (len > 12 && strncmp(name + len - 12, " Lync Server", 12) == 0)
		len -= 12;
	text_add_bytes(cell, name, len);
}

/* As wide as the longest label, where the marks leave so much. */
static unsigned label_width(struct audit_text *text, const struct grid *grid)
{
	unsigned room = text->layout.width - GAP * (unsigned)grid->matrix.column_count;
	unsigned width = 0;

	for (size_t i = 0; i < grid->matrix.line_count; i++) {
		unsigned columns;

		add_label(text, &grid->matrix.lines[i]);
		columns = layout_columns(audit_text_cell(text), text->cell.len) + 4;
		width = columns > width ? columns : width;
		text_clear(&text->cell);
	}
	return width < room ? width : room;
}

/* As far apart as names are long, where all of them have room so. */
static unsigned mark_width(const struct audit_text *text, const struct grid *grid)
{
	const unsigned along = (unsigned)longest_name(grid) + GAP;
	const unsigned columns = (unsigned)grid->matrix.column_count;

	return text->layout.width >= LAYOUT_WIDE &&
	                       grid->label + along * columns <= text->layout.width
	               ? along
	               : GAP;
}

static void write_line(struct audit_text *text, const struct grid *grid,
                       const struct matrix_line *line)
{
	struct text *out = text->layout.out;
	size_t start = out->len, used;

	add_label(text, line);
	layout_add_spaces(out, 2);
	used = out->len;
	layout_add_cut(out, audit_text_cell(text), grid->label - 4);
	text_clear(&text->cell);
	layout_add_spaces(out, grid->label - 2 -
	                               layout_columns(out->at + used, out->len - used));
	for (size_t i = 0; i < grid->matrix.column_count; i++) {
		text_add(out, matrix_cell_sign((enum matrix_cell)line->cells[i]));
		layout_add_spaces(out, grid->mark - 1);
	}
	layout_trim(out, start);
	layout_newline(&text->layout);
}

static void add_left(struct audit_text *text, size_t hosts, size_t lines)
{
	struct text *cell = &text->cell;

	const enum language language = text->context->language;

	if (hosts)
		say_count(cell, language, hosts, "and %1 host more", "and %1 hosts more");
	if (lines) {
		text_add(cell, hosts ? ", " : "");
		say_count(cell, language, lines, "and %1 listener more",
		          "and %1 listeners more");
	}
	text_add(cell, cell->len ? " (-v, -o json)" : "");
	if (cell->len)
		layout_paragraph(&text->layout, 2, audit_text_cell(text));
	text_clear(cell);
}

void audit_text_matrix(struct audit_text *text)
{
	unsigned width = text->layout.width;
	struct grid grid = { .label = 0 };
	size_t columns = (width - LEAST) / GAP;

	columns = columns < COLUMNS ? columns : COLUMNS;
	if (!service_matrix_init(&grid.matrix, text->audit, columns,
	                         text->context->verbose ? ALL_LINES : LINES)) {
		text->layout.out->failed = true;
		return;
	}
	if (grid.matrix.line_count > 0) {
		layout_heading(
			&text->layout,
			"Services on hosts: \xe2\x96\xa0 confirmed  \xe2\x96\xa1 by "
			"port  x finding  - in vain");
		name_columns(text, &grid);
		grid.label = label_width(text, &grid);
		grid.mark = mark_width(text, &grid);
		if (grid.mark > GAP)
			write_names_along(text, &grid);
		else
			write_names(text, &grid);
		for (size_t i = 0; i < grid.matrix.line_count; i++)
			write_line(text, &grid, &grid.matrix.lines[i]);
		add_left(text, grid.matrix.columns_left, grid.matrix.lines_left);
	}
	service_matrix_fini(&grid.matrix);
}
