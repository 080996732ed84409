/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was found, as causes: a line for each, then the first of them in full, then those
 * that did not fit a line each.
 */
#include "audit_text.h"

#include <string.h>

#include "base/array.h"

#include "table.h"
#include "words.h"

#define IN_FULL       20 /* causes; all with --all */
#define LISTED        200
#define MOST_FINDINGS 8 /* of a cause; all with --all */
#define MOST_PEERS    3 /* of a finding */
#define INDENT        4
#define OTHER_COLUMNS 30 /* of the table of causes, with the gaps */
#define MOST_HOSTS    24
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

static void write_lines(struct audit_text *text, size_t from, size_t to)
{
	/* What the other columns and the gaps leave. */
	unsigned room = text->layout.width - OTHER_COLUMNS;
	unsigned hosts = room / 4 < MOST_HOSTS ? room / 4 : MOST_HOSTS;
	const struct table_column columns[] = {
		{ .title = "#", .right = true },
		{ .title = "severity" },
		{ .title = "what", .most = room - 2 * hosts },
		{ .title = "where", .most = hosts },
		{ .title = "from", .most = hosts },
		{ .title = "flows", .right = true },
		{ .title = "" },
	};
	struct text *cell = &text->cell;
	struct table table;

	table_init(&table, columns, ARRAY_LEN(columns));
	for (size_t i = from; i < to; i++) {
		const struct audit_cause *cause = &text->audit->causes[i];

		words_add_number(cell, i + 1);
		table_add_text(&table, cell);
		table_add(&table, severity_name(cause->severity));
		table_add(&table, cause->brief[LANGUAGE_EN]);
		table_add(&table, cause->where[LANGUAGE_EN]);
		table_add(&table, cause->from[LANGUAGE_EN]);
		words_add_number(cell, cause->flows);
		table_add_text(&table, cell);
		table_add(&table, "");
	}
	table_write(&table, &text->layout, 1, true);
	table_fini(&table);
}

/* --- One in full -------------------------------------------------------------------------- */

static void add_head(struct audit_text *text, const struct audit_cause *cause,
                     size_t number)
{
	const char *severity = severity_name(cause->severity);
	struct layout *layout = &text->layout;
	struct text *cell = &text->cell;

	text_addf(cell, "%2zu  ", number);
	layout_add_padded(layout, audit_text_cell(text), INDENT,
	                  severity_tone(cause->severity));
	layout_wrap(layout, INDENT, INDENT, cause->title[LANGUAGE_EN], TONE_STRONG);
	text_clear(cell);
	layout_add_spaces(layout->out, INDENT);
	layout_add_padded(layout, severity, 0, severity_tone(cause->severity));
	text_addf(cell, ", %s, ", finding_kind_name(cause->kind));
	words_add_count(cell, cause->finding_count, "finding", "findings");
	text_add(cell, ", ");
	words_add_count(cell, cause->flows, "flow", "flows");
	text_add(cell, ", ");
	words_add_bytes(cell, cause->bytes);
	text_add(cell, ", ");
	words_add_period(cell, cause->first_us, cause->last_us);
	text_addf(cell, ", %s", cause->id);
	layout_wrap(layout, INDENT + (unsigned)strlen(severity), INDENT,
	            audit_text_cell(text), TONE_PLAIN);
	text_clear(cell);
}

static void add_peers(struct text *cell, const struct audit_finding *finding)
{
	size_t shown =
		finding->peer_count < MOST_PEERS ? finding->peer_count : MOST_PEERS;

	for (size_t i = 0; i < shown; i++) {
		char address[ADDRESS_TEXT_SIZE];

		text_add(cell, i ? ", " : "from ");
		if (finding->peers[i].name) {
			words_add_short_name(cell, finding->peers[i].name);
			text_add_char(cell, ' ');
		}
		text_add(cell, address_format(&finding->peers[i].address, address));
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

	if (finding->name) {
		words_add_short_name(cell, finding->name);
		text_add_char(cell, ' ');
	}
	words_add_listener(cell, &finding->address, finding->port, finding->port_high,
	                   finding->transport);
	table_add_text(table, cell);
	words_add_number(cell, finding->flows);
	table_add_text(table, cell);
	table_add(table, finding->id);
	table_add(table, rule ? rule->row->id : "no row");
	add_peers(cell, finding);
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
	size_t shown = at_most(text, cause->finding_count, MOST_FINDINGS);
	struct layout *layout = &text->layout;
	struct text beside = { 0 };
	struct layout inner = { &beside, layout->width, layout->colour };
	struct table table;

	table_init(&table, columns, ARRAY_LEN(columns));
	for (size_t i = 0; i < shown; i++)
		add_finding(text, &table, cause->findings[i]);
	table_write(&table, &inner, INDENT + LABEL_WIDTH, false);
	table_fini(&table);
	layout_add_spaces(layout->out, INDENT);
	layout_add_padded(layout, "where", LABEL_WIDTH, TONE_FAINT);
	if (beside.len > INDENT + LABEL_WIDTH)
		text_add_bytes(layout->out, beside.at + INDENT + LABEL_WIDTH,
		               beside.len - INDENT - LABEL_WIDTH);
	layout->out->failed |= beside.failed;
	text_fini(&beside);
	if (shown < cause->finding_count) {
		text_add(&text->cell, "and ");
		words_add_number(&text->cell, cause->finding_count - shown);
		text_add(&text->cell, " more (--all)");
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

static void add_remedy(struct audit_text *text, const struct audit_cause *cause)
{
	text_add(&text->cell, cause->remedy.text);
	add_field(text, "do");
	if (cause->remedy.code) {
		text_addf(&text->cell, "%s:", cause->remedy.lang);
		if (cause->remedy.lang[strlen(cause->remedy.lang) - 1] == ':')
			text_shorten(&text->cell, text->cell.len - 1);
		add_field(text, "");
		add_code(text, cause->remedy.code);
	}
	if (cause->allow || cause->accept) {
		text_add(&text->cell,
		         cause->allow
		                 ? "if it is meant to be, in the site file, allow:"
		                 : "to bear it until then, in the site file, accept:");
		add_field(text, "or");
		add_code(text, cause->allow ? cause->allow : cause->accept);
	}
}

static void add_cause(struct audit_text *text, size_t index)
{
	const struct audit_cause *cause = &text->audit->causes[index];

	add_head(text, cause, index + 1);
	for (size_t i = 0; i < cause->why_count; i++) {
		text_add(&text->cell, cause->why[i]);
		add_field(text, i ? "" : "why");
	}
	for (size_t i = 0; i < cause->said_count; i++) {
		text_addf(&text->cell, "%s: %s", cause->said[i].label,
		          cause->said[i].text);
		add_field(text, i ? "" : "said");
	}
	add_where(text, cause);
	add_remedy(text, cause);
}

/* --- All of them --------------------------------------------------------------------------- */

static void add_rest(struct audit_text *text, size_t from)
{
	size_t count = text->audit->cause_count;
	size_t end = from + LISTED < count ? from + LISTED : count;

	if (from == count)
		return;
	layout_heading(&text->layout, "More causes, a line each (--all: in full)");
	write_lines(text, from, end);
	if (end == count)
		return;
	text_add(&text->cell, "and ");
	words_add_number(&text->cell, count - end);
	text_add(&text->cell, " more (--all, or -o json)");
	layout_paragraph(&text->layout, 1, audit_text_cell(text));
	text_clear(&text->cell);
}

void audit_text_causes(struct audit_text *text)
{
	const struct audit *audit = text->audit;
	size_t in_full = at_most(text, audit->cause_count, IN_FULL);

	layout_heading(&text->layout, "Unexpected traffic");
	if (audit->judged != JUDGED_TRAFFIC && audit->finding_count == 0)
		layout_paragraph(&text->layout, 2,
		                 "Nothing was judged, so nothing can be said.");
	else if (audit->finding_count == 0)
		layout_paragraph(&text->layout, 2,
		                 text->context->incomplete_count > 0
		                         ? "No unexpected traffic in what was seen."
		                         : "No unexpected traffic.");
	if (audit->cause_count == 0)
		return;
	write_lines(text, 0, in_full);
	layout_heading(&text->layout, "Causes, each settled by one decision");
	for (size_t i = 0; i < in_full; i++) {
		if (i > 0)
			layout_newline(&text->layout);
		add_cause(text, i);
	}
	add_rest(text, in_full);
}
