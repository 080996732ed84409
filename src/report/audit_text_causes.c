/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was found, as causes: a line for each, then the first of them in full, then those
 * that did not fit a line each.
 */
#include "audit_text.h"

#include <string.h>

#include "base/array.h"
#include "base/say.h"

#include "audit_facts.h"
#include "table.h"
#include "words.h"

#define FIRST_SCREEN 13 /* lines of causes: the top and they are 24 at most */
#define IN_FULL      20 /* causes; all with --all */
#define LISTED       200
#define MOST_FINDINGS                                                                    \
	8 /* of a cause; of one that has more FEW_FINDINGS; all with --all */
#define FEW_FINDINGS  5
#define MOST_PEERS    3 /* of a finding */
#define INDENT        4
#define OTHER_COLUMNS 26  /* of the table of causes, with the gaps */
#define WIDE          132 /* columns from which on there is room for titles */
#define LABEL_WIDTH   7

static enum layout_tone severity_tone(enum severity severity)
{
	switch (severity) {
	case SEVERITY_HIGH:
		return TONE_BAD;
	case SEVERITY_MEDIUM:
		return TONE_WARNING;
	case SEVERITY_NONE:
	case SEVERITY_LOW:
		break;
	}
	return TONE_STRONG;
}

static size_t at_most(const struct audit_text *text, size_t count, size_t most)
{
	return text->context->all || count < most ? count : most;
}

static void add_field(struct audit_text *text, const char *label)
{
	layout_field(&text->layout, INDENT, LABEL_WIDTH, label, audit_text_cell(text));
	text_clear(&text->cell);
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

/* One line on a terminal, where too long is cut; else as many as it takes. */
static void add_line(struct audit_text *text, struct table *table, size_t number,
                     const struct cause_line *line)
{
	const struct audit_cause *cause = &text->audit->causes[number];
	const char *rest[3] = { line->cells[0], line->cells[1], line->cells[2] };
	struct text *cell = &text->cell;
	bool first = true;

	while (first || *rest[0] || *rest[1] || *rest[2]) {
		if (first)
			words_add_number(cell, number + 1);
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
			words_add_number(cell, cause->flows);
		table_add_text(table, cell);
		table_add(table, "");
		first = false;
	}
}

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

/* How the lines of causes are laid out: their numbers, and columns of text. */
struct cause_table {
	size_t from, to;
	bool wide;
	unsigned widths[3]; /* what, where, from */
};

static struct cause_table plan_lines(const struct audit_text *text, size_t from,
                                     size_t to)
{
	struct cause_table plan = { .from = from, .to = to };
	unsigned most = text->layout.width / 5;

	plan.wide = text->layout.width >= WIDE;
	if (plan.wide)
		most = text->layout.width / 8;
	plan.widths[1] = widest(text, from, to, true, most);
	plan.widths[2] = widest(text, from, to, false, most);
	plan.widths[0] =
		text->layout.width - OTHER_COLUMNS - plan.widths[1] - plan.widths[2];
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

static void write_lines(struct audit_text *text, const struct cause_table *plan,
                        size_t to)
{
	enum language language = text->context->language;
	const struct table_column columns[] = {
		{ .title = "#", .right = true },
		{ .title = say(language, "severity") },
		{ .title = say(language, "what"), .most = plan->widths[0] },
		{ .title = say(language, "where"), .most = plan->widths[1] },
		{ .title = say(language, "from"), .most = plan->widths[2] },
		{ .title = say(language, "flows"), .right = true },
		{ .title = "" },
	};
	struct table table;

	table_init(&table, columns, ARRAY_LEN(columns));
	for (size_t i = plan->from; i < to; i++) {
		struct cause_line line = line_of(text, plan, i);

		add_line(text, &table, i, &line);
	}
	table_write(&table, &text->layout, 1, true);
	table_fini(&table);
}

/* --- One in full -------------------------------------------------------------------------- */

static void add_head(struct audit_text *text, const struct audit_cause *cause,
                     size_t number)
{
	enum language language = text->context->language;
	const char *severity = say(language, severity_name(cause->severity));
	struct layout *layout = &text->layout;
	struct text *cell = &text->cell;

	text_addf(cell, "%2zu  ", number);
	layout_add_padded(layout, audit_text_cell(text), INDENT,
	                  severity_tone(cause->severity));
	layout_wrap(layout, INDENT, INDENT, cause->title[text->context->language],
	            TONE_STRONG);
	text_clear(cell);
	layout_add_spaces(layout->out, INDENT);
	layout_add_padded(layout, severity, 0, severity_tone(cause->severity));
	text_addf(cell, ", %s, ", say(language, finding_kind_name(cause->kind)));
	say_count(cell, language, cause->finding_count, "%1 finding", "%1 findings");
	say_count(cell, language, cause->flows, ", %1 flow", ", %1 flows");
	text_add(cell, ", ");
	words_add_bytes(cell, cause->bytes);
	text_add(cell, ", ");
	words_add_period(cell, language, cause->first_us, cause->last_us);
	text_addf(cell, ", %s", cause->id);
	layout_wrap(layout, INDENT + layout_columns(severity, strlen(severity)), INDENT,
	            audit_text_cell(text), TONE_PLAIN);
	text_clear(cell);
}

static void add_peers(struct text *cell, enum language language,
                      const struct audit_finding *finding)
{
	size_t shown =
		finding->peer_count < MOST_PEERS ? finding->peer_count : MOST_PEERS;

	for (size_t i = 0; i < shown; i++) {
		text_add(cell, i ? ", " : say(language, "from "));
		audit_facts_add_host(cell, finding->peers[i].name,
		                     &finding->peers[i].address);
	}
	if (finding->peers_total > shown && shown > 0) {
		text_add(cell, " +");
		words_add_number(cell, finding->peers_total - shown);
	}
}

static void add_finding(struct audit_text *text, struct table *table,
                        const struct audit_finding *finding)
{
	const struct rule *rule = finding->rule ? finding->rule : finding->nearest;
	struct text *cell = &text->cell;

	audit_facts_add_listener(cell, finding->name, &finding->address, finding->port,
	                         finding->port_high, finding->transport);
	table_add_text(table, cell);
	words_add_number(cell, finding->flows);
	table_add_text(table, cell);
	table_add(table, finding->id);
	table_add(table, rule ? rule->row->id : say(text->context->language, "no row"));
	add_peers(cell, text->context->language, finding);
	table_add_text(table, cell);
}

/* The table stands beside its label, as all else does. */
static void add_where(struct audit_text *text, const struct audit_cause *cause)
{
	static const struct table_column columns[] = {
		{ .title = "" }, { .title = "", .right = true },
		{ .title = "" }, { .title = "" },
		{ .title = "" },
	};
	size_t count = cause->finding_count;
	size_t shown = at_most(text, count,
	                       count > MOST_FINDINGS ? FEW_FINDINGS : MOST_FINDINGS);
	struct layout *layout = &text->layout;
	struct text beside = { 0 };
	struct layout inner = { &beside, layout->width, layout->colour, LANGUAGE_EN };
	struct table table;

	table_init(&table, columns, ARRAY_LEN(columns));
	for (size_t i = 0; i < shown; i++)
		add_finding(text, &table, cause->findings[i]);
	table_write(&table, &inner, INDENT + LABEL_WIDTH, false);
	table_fini(&table);
	layout_add_spaces(layout->out, INDENT);
	layout_add_padded(layout, say(layout->language, "where"), LABEL_WIDTH,
	                  TONE_FAINT);
	if (beside.len > INDENT + LABEL_WIDTH)
		text_add_bytes(layout->out, beside.at + INDENT + LABEL_WIDTH,
		               beside.len - INDENT - LABEL_WIDTH);
	layout->out->failed |= beside.failed;
	text_fini(&beside);
	if (shown < cause->finding_count) {
		say_count(&text->cell, layout->language, cause->finding_count - shown,
		          "and %1 more (--all)", "and %1 more (--all)");
		add_field(text, "");
	}
}

/* What is to be typed keeps its lines and how far they are set in. */
static void add_code(struct audit_text *text, const char *code)
{
	const char *line = code;

	for (size_t len; *line; line += len + (line[len] == '\n')) {
		unsigned deep = (unsigned)strspn(line, " ");

		len = strcspn(line, "\n");
		if (deep > len)
			deep = (unsigned)len;
		text_add_bytes(&text->cell, line + deep, len - deep);
		layout_add_spaces(text->layout.out, INDENT + LABEL_WIDTH + deep);
		layout_wrap(&text->layout, INDENT + LABEL_WIDTH + deep,
		            INDENT + LABEL_WIDTH + deep + 3, audit_text_cell(text),
		            TONE_PLAIN);
		text_clear(&text->cell);
	}
}

/* Where lines go, with a colon behind it. */
static void add_place(struct audit_text *text, const char *place)
{
	const size_t len = strlen(place);

	text_add(&text->cell, place);
	if (len > 0 && place[len - 1] != ':')
		text_add(&text->cell, say(text->context->language, ": "));
	add_field(text, "");
}

static void add_remedy(struct audit_text *text, const struct audit_cause *cause)
{
	const enum language language = text->context->language;

	text_add(&text->cell, cause->remedy.text[language]);
	add_field(text, "do");
	if (cause->remedy.code) {
		add_place(text, say(language, cause->remedy.lang));
		add_code(text, cause->remedy.code);
	}
	if (cause->allow || cause->accept) {
		text_add(
			&text->cell,
			say(language,
		            cause->allow
		                    ? "if it is meant to be, in the site file, allow:"
		                    : "to bear it until then, in the site file, accept:"));
		add_field(text, "or");
		add_code(text, cause->allow ? cause->allow : cause->accept);
	}
}

static void add_cause(struct audit_text *text, size_t index)
{
	const struct audit_cause *cause = &text->audit->causes[index];
	const enum language language = text->context->language;

	add_head(text, cause, index + 1);
	for (size_t i = 0; i < cause->why[language].count; i++) {
		text_add(&text->cell, cause->why[language].at[i]);
		add_field(text, i ? "" : "why");
	}
	for (size_t i = 0; i < cause->said_count; i++) {
		text_addf(&text->cell, "%s%s%s", say(language, cause->said[i].label),
		          say(language, ": "), cause->said[i].text);
		add_field(text, i ? "" : "said");
	}
	add_where(text, cause);
	add_remedy(text, cause);
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
		add_cause(text, i);
	}
	add_rest(text, in_full);
}
