/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was found, as causes: a line for each, then the first of them in full, then those
 * that did not fit a line each.
 */
#include "audit_text.h"

#include <string.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/say.h"

#include "table.h"
#include "words.h"

#define FIRST_SCREEN  13 /* lines of causes: the top and they are 24 at most */
#define IN_FULL       20 /* causes; all with --all */
#define LISTED        200
#define LONG_HOURS    INT64_C(2) /* of a capture in which hours tell something */
#define OTHER_COLUMNS 26         /* of the table of causes, with the gaps */

static size_t at_most(const struct audit_text *text, size_t count, size_t most)
{
	return text->context->all || count < most ? count : most;
}

/* --- A line each -------------------------------------------------------------------------- */

/* Add the next chunk of @rest, which moves on. */
static void add_chunk(struct table *table, struct text *cell, const char **rest,
                      unsigned columns)
{
	size_t len = layout_chunk(*rest, columns);

	text_add_bytes(cell, *rest, len);
	table_add_text(table, cell);
	*rest = layout_after_chunk(*rest, len);
}

static unsigned count_chunks(const char *rest, unsigned columns)
{
	unsigned chunks = 0;

	for (; *rest; chunks++)
		rest = layout_after_chunk(rest, layout_chunk(rest, columns));
	return chunks;
}

/* What goes into the columns of text of one cause, and how wide they are. */
struct cause_line {
	const char *cells[3];
	unsigned widths[3];
};

/* @which: where, or from */
static unsigned widest(const struct audit_text *text, size_t from, size_t to, bool where,
                       unsigned most)
{
	enum language language = text->context->language;
	unsigned width = 5;

	for (size_t i = from; i < to; i++) {
		const struct audit_cause *cause = &text->audit->causes[i];
		const char *cell = where ? cause->where[language] : cause->from[language];
		unsigned columns = layout_columns(cell, strlen(cell));

		width = columns > width ? columns : width;
	}
	return width < most ? width : most;
}

/* What a wide page has room for behind the flows. */
static void add_finding_count(struct text *cell, const struct audit_cause *cause)
{
	text_add_unsigned(cell, cause->finding_count);
}

static void add_hours(struct text *cell, const struct audit_cause *cause)
{
	words_add_spark(cell, cause->hours, FINDING_HOURS);
}

static void add_first(struct text *cell, const struct audit_cause *cause)
{
	words_add_minute(cell, cause->first_us);
}

static void add_last(struct text *cell, const struct audit_cause *cause)
{
	words_add_minute(cell, cause->last_us);
}

static void add_id(struct text *cell, const struct audit_cause *cause)
{
	text_add(cell, cause->id);
}

/* In the order in which they are given room, and in which they stand. */
static const struct extra {
	const char *title;
	unsigned columns;
	bool right, long_only; /* numbers; of no use in a capture of minutes */
	void (*add)(struct text *cell, const struct audit_cause *cause);
} extras[] = {
	{ "findings", 8, .right = true, .add = add_finding_count },
	{ "cause", 10, .add = add_id },
	{ "first", 11, .long_only = true, .add = add_first },
	{ "last", 11, .long_only = true, .add = add_last },
	{ "00h       12h        24h", FINDING_HOURS, .long_only = true,
	  .add = add_hours },
};

/* How the lines of causes are laid out: their numbers, and columns of text. */
struct cause_table {
	size_t from, to;
	bool wide;
	unsigned widths[3];            /* what, where, from */
	bool shown[ARRAY_LEN(extras)]; /* which of the extras there is room for */
};

static unsigned widest_title(const struct audit_text *text, size_t from, size_t to)
{
	unsigned width = 0;

	for (size_t i = from; i < to; i++) {
		const char *title = text->audit->causes[i].title[text->context->language];
		unsigned columns = layout_columns(title, strlen(title));

		width = columns > width ? columns : width;
	}
	return width;
}

/* No title gets an end of its own for them. */
static void plan_extras(const struct audit_text *text, struct cause_table *plan)
{
	const struct report_capture *capture = &text->context->capture;
	const unsigned title = widest_title(text, plan->from, plan->to);
	const bool is_long =
		capture->last_us - capture->first_us >= LONG_HOURS * 3600 * US_PER_SECOND;

	for (size_t i = 0; i < ARRAY_LEN(extras); i++) {
		const unsigned needed = extras[i].columns + 2;

		if ((extras[i].long_only && !is_long) || plan->widths[0] < title + needed)
			continue;
		plan->shown[i] = true;
		plan->widths[0] -= needed;
	}
}

static struct cause_table plan_lines(const struct audit_text *text, size_t from,
                                     size_t to)
{
	struct cause_table plan = { .from = from, .to = to };
	unsigned most = text->layout.width / 5;

	plan.wide = text->layout.width >= LAYOUT_WIDE;
	if (plan.wide)
		most = text->layout.width / 8;
	plan.widths[1] = widest(text, from, to, true, most);
	plan.widths[2] = widest(text, from, to, false, most);
	plan.widths[0] =
		text->layout.width - OTHER_COLUMNS - plan.widths[1] - plan.widths[2];
	if (plan.wide)
		plan_extras(text, &plan);
	return plan;
}

static struct cause_line line_of(const struct audit_text *text,
                                 const struct cause_table *plan, size_t number)
{
	enum language language = text->context->language;
	const struct audit_cause *cause = &text->audit->causes[number];

	return (struct cause_line){
		.cells = { plan->wide ? cause->title[language] : cause->brief[language],
		           cause->where[language], cause->from[language] },
		.widths = { plan->widths[0], plan->widths[1], plan->widths[2] },
	};
}

static unsigned lines_taken(const struct audit_text *text, const struct cause_line *line)
{
	unsigned lines = 1;

	for (size_t i = 0; i < 3 && !text->context->terminal; i++) {
		unsigned chunks = count_chunks(line->cells[i], line->widths[i]);

		lines = chunks > lines ? chunks : lines;
	}
	return lines;
}

/* As many causes as take no more than @most lines, one at least. @return where it ends */
static size_t fit_lines(const struct audit_text *text, const struct cause_table *plan,
                        unsigned most)
{
	unsigned used = 0;
	size_t i = plan->from;

	for (; i < plan->to; i++) {
		struct cause_line line = line_of(text, plan, i);

		used += lines_taken(text, &line);
		if (used > most && i > plan->from)
			break;
	}
	return i;
}

/* One line on a terminal, where too long is cut; else as many as it takes. */
static void add_line(struct audit_text *text, struct table *table,
                     const struct cause_table *plan, size_t number,
                     const struct cause_line *line)
{
	const struct audit_cause *cause = &text->audit->causes[number];
	const char *rest[3] = { line->cells[0], line->cells[1], line->cells[2] };
	struct text *cell = &text->cell;
	bool first = true;

	while (first || *rest[0] || *rest[1] || *rest[2]) {
		if (first)
			say_add_number(cell, text->context->language, number + 1);
		table_add_text(table, cell);
		table_add(table, first ? say(text->context->language,
		                             severity_name(cause->severity))
		                       : "");
		for (size_t i = 0; i < 3; i++) {
			if (text->context->terminal) {
				table_add(table, rest[i]);
				rest[i] = "";
			} else {
				add_chunk(table, cell, &rest[i], line->widths[i]);
			}
		}
		if (first)
			say_add_number(cell, text->context->language, cause->flows);
		table_add_text(table, cell);
		for (size_t i = 0; i < ARRAY_LEN(extras); i++) {
			if (!plan->shown[i])
				continue;
			if (first)
				extras[i].add(cell, cause);
			table_add_text(table, cell);
		}
		table_add(table, "");
		first = false;
	}
}

static void write_lines(struct audit_text *text, const struct cause_table *plan,
                        size_t to)
{
	enum language language = text->context->language;
	struct table_column columns[TABLE_COLUMNS] = {
		{ .title = "#", .right = true },
		{ .title = say(language, "severity") },
		{ .title = say(language, "what"), .most = plan->widths[0] },
		{ .title = say(language, "where"), .most = plan->widths[1] },
		{ .title = say(language, "from"), .most = plan->widths[2] },
		{ .title = say(language, "flows"), .right = true },
	};
	size_t count = 6;
	struct table table;

	for (size_t i = 0; i < ARRAY_LEN(extras); i++)
		if (plan->shown[i])
			columns[count++] =
				(struct table_column){ .title = extras[i].title,
				                       .right = extras[i].right };
	/* The last one could wrap: nothing is in it. */
	columns[count++] = (struct table_column){ .title = "" };
	table_init(&table, columns, count);
	for (size_t i = plan->from; i < to; i++) {
		struct cause_line line = line_of(text, plan, i);

		add_line(text, &table, plan, i, &line);
	}
	table_write(&table, &text->layout, 1, true);
	table_fini(&table);
}

/* --- All of them --------------------------------------------------------------------------- */

static void add_more(struct audit_text *text, size_t count, const char *how)
{
	if (count == 0)
		return;
	say_count(&text->cell, text->context->language, count, how, how);
	layout_paragraph(&text->layout, 1, audit_text_cell(text));
	text_clear(&text->cell);
}

static void add_rest(struct audit_text *text, size_t from)
{
	size_t count = text->audit->cause_count;
	size_t end = from + LISTED < count ? from + LISTED : count;
	struct cause_table plan;

	if (from == count)
		return;
	layout_heading(&text->layout, "More causes, a line each (--all: in full)");
	plan = plan_lines(text, from, end);
	write_lines(text, &plan, end);
	add_more(text, count - end, "and %1 more (--all, or -o json)");
}

void audit_text_causes(struct audit_text *text)
{
	const struct audit *audit = text->audit;
	size_t in_full = at_most(text, audit->cause_count, IN_FULL), shown;
	struct cause_table plan;

	layout_newline(&text->layout);
	if (audit->judged != JUDGED_TRAFFIC && audit->finding_count == 0)
		layout_paragraph(&text->layout, 2,
		                 say(text->context->language,
		                     "Nothing was judged, so nothing can be said."));
	else if (audit->finding_count == 0)
		layout_paragraph(&text->layout, 2,
		                 say(text->context->language,
		                     text->context->incomplete_count > 0
		                             ? "No unexpected traffic in what was seen."
		                             : "No unexpected traffic."));
	if (audit->cause_count == 0)
		return;
	plan = plan_lines(text, 0, in_full);
	shown = text->context->all ? in_full : fit_lines(text, &plan, FIRST_SCREEN);
	write_lines(text, &plan, shown);
	add_more(text, audit->cause_count - shown, "and %1 more, below");
	layout_heading(&text->layout, "Causes, each settled by one decision");
	for (size_t i = 0; i < in_full; i++) {
		if (i > 0)
			layout_newline(&text->layout);
		audit_text_card(text, i);
	}
	add_rest(text, in_full);
}
