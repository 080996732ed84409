/* SPDX-License-Identifier: BSD-2-Clause */
#include "table.h"

#include <string.h>

#include "base/say.h"

#define GAP        2
#define LEAST_LAST 24     /* columns below which the last cell gets a line of its own */
#define TITLE_MARK '\001' /* before a title; cannot be in printable text */

void table_init(struct table *table, const struct table_column *columns, size_t count)
{
	*table = (struct table){ .columns = columns, .column_count = count };
}

void table_fini(struct table *table)
{
	text_fini(&table->cells);
}

void table_add(struct table *table, const char *string)
{
	text_add_printable(&table->cells, string, strlen(string));
	text_add_char(&table->cells, '\0');
}

void table_add_text(struct table *table, struct text *cell)
{
	table_add(table, cell->len ? cell->at : "");
	table->cells.failed |= cell->failed;
	text_clear(cell);
}

void table_add_title(struct table *table, const char *string)
{
	text_add_char(&table->cells, TITLE_MARK);
	table_add(table, string);
}

/* How the lines of one table are laid out. */
struct table_plan {
	unsigned widths[TABLE_COLUMNS];
	unsigned indent;
	unsigned last_at; /* column of the last cell */
	bool stacked;     /* even the cells before the last one do not fit */
	bool last_alone;  /* the last cell has a line of its own */
};

static unsigned cell_width(const struct table *table, size_t column, const char *cell)
{
	unsigned width = layout_columns(cell, strlen(cell));
	unsigned most = table->columns[column].most;

	return most && width > most ? most : width;
}

static struct table_plan make_plan(const struct table *table, const struct layout *layout,
                                   unsigned indent, bool with_head)
{
	struct table_plan plan = { .indent = indent };
	const char *end = table->cells.at + table->cells.len;
	size_t last = table->column_count - 1, column = 0;
	unsigned right = indent;

	for (size_t i = 0; with_head && i <= last; i++)
		plan.widths[i] = cell_width(
			table, i, say(layout->language, table->columns[i].title));
	for (const char *cell = table->cells.at; cell < end; cell += strlen(cell) + 1) {
		unsigned width;

		if (*cell == TITLE_MARK)
			continue;
		width = cell_width(table, column, cell);
		if (width > plan.widths[column])
			plan.widths[column] = width;
		column = column == last ? 0 : column + 1;
	}
	for (size_t i = 0; i < last; i++)
		right += plan.widths[i] + GAP;
	plan.stacked = right - GAP > layout->width;
	plan.last_alone = !plan.stacked && plan.widths[last] > 0 &&
	                  right + (plan.widths[last] < LEAST_LAST ? plan.widths[last]
	                                                          : LEAST_LAST) >
	                          layout->width;
	plan.last_at = plan.stacked || plan.last_alone ? indent + 4 : right;
	return plan;
}

static void write_cell(const struct table *table, const struct table_plan *plan,
                       struct text *out, size_t column, const char *cell)
{
	unsigned width = cell_width(table, column, cell);
	unsigned room = plan->widths[column];
	unsigned fill = room > width ? room - width : 0;

	if (table->columns[column].right)
		layout_add_spaces(out, fill);
	layout_add_cut(out, cell, width);
	if (!table->columns[column].right)
		layout_add_spaces(out, fill);
	layout_add_spaces(out, GAP);
}

static void write_last(const struct table_plan *plan, struct layout *layout,
                       const char *cell)
{
	if (!*cell) {
		layout_trim(layout->out, 0);
		layout_newline(layout);
		return;
	}
	if (plan->last_alone || plan->stacked) {
		layout_trim(layout->out, 0);
		layout_newline(layout);
		layout_add_spaces(layout->out, plan->last_at);
	}
	layout_wrap(layout, plan->last_at, plan->last_at, cell, TONE_PLAIN);
}

/* One row; @cells points to its first cell. @return what follows it */
static const char *write_row(const struct table *table, const struct table_plan *plan,
                             struct layout *layout, const char *cells)
{
	size_t last = table->column_count - 1;

	layout_add_spaces(layout->out, plan->indent);
	for (size_t i = 0; i < last; i++) {
		write_cell(table, plan, layout->out, i, cells);
		cells += strlen(cells) + 1;
		if (i == 0 && plan->stacked) {
			layout_trim(layout->out, 0);
			layout_newline(layout);
			layout_add_spaces(layout->out, plan->last_at);
		}
	}
	write_last(plan, layout, cells);
	return cells + strlen(cells) + 1;
}

static void write_head(const struct table *table, const struct table_plan *plan,
                       struct layout *layout)
{
	struct text head = { 0 };

	if (plan->stacked)
		return;
	for (size_t i = 0; i < table->column_count; i++)
		write_cell(table, plan, &head, i,
		           plan->last_alone && i + 1 == table->column_count
		                   ? ""
		                   : say(layout->language, table->columns[i].title));
	layout_trim(&head, 0);
	layout_add_spaces(layout->out, plan->indent);
	if (head.len) {
		head.at[head.len] = '\0';
		layout_add_padded(layout, head.at, 0, TONE_FAINT);
	}
	layout_newline(layout);
	layout->out->failed |= head.failed;
	text_fini(&head);
}

void table_write(struct table *table, struct layout *layout, unsigned indent,
                 bool with_head)
{
	const char *cell = table->cells.at;

	layout->out->failed |= table->cells.failed;
	if (table->cells.len && !table->cells.failed) {
		const char *end = cell + table->cells.len;
		struct table_plan plan = make_plan(table, layout, indent, with_head);

		if (with_head)
			write_head(table, &plan, layout);
		while (cell < end) {
			if (*cell != TITLE_MARK) {
				cell = write_row(table, &plan, layout, cell);
				continue;
			}
			layout_paragraph(layout, indent - 2, cell + 1);
			cell += strlen(cell) + 1;
		}
	}
	text_clear(&table->cells);
}
