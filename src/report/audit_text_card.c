/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One cause in full: why it is one, what was said, where, and what to do. Where a page is
 * wide, what it is stands on the left and what follows from that on the right.
 */
#include "audit_text.h"

#include <string.h>

#include "base/array.h"
#include "base/say.h"

#include "audit_facts.h"
#include "table.h"
#include "words.h"

#define MOST_FINDINGS                                                                    \
	8 /* of a cause; of one that has more FEW_FINDINGS; all with --all */
#define FEW_FINDINGS 5
#define MOST_PEERS   3 /* of a finding */
#define INDENT       4
#define LABEL_WIDTH  7
#define LEFT         44 /* per cent of a wide page */

static void add_field(struct audit_text *text, const char *label)
{
	layout_field(&text->layout, INDENT, LABEL_WIDTH, label, audit_text_cell(text));
	text_clear(&text->cell);
}

static void add_head(struct audit_text *text, const struct audit_cause *cause,
                     size_t number)
{
	enum language language = text->context->language;
	const char *severity = say(language, severity_name(cause->severity));
	struct layout *layout = &text->layout;
	struct text *cell = &text->cell;

	text_addf(cell, "%2zu  ", number);
	layout_add_padded(layout, audit_text_cell(text), INDENT,
	                  layout_severity_tone(cause->severity));
	layout_wrap(layout, INDENT, INDENT, cause->title[text->context->language],
	            TONE_STRONG);
	text_clear(cell);
	layout_add_spaces(layout->out, INDENT);
	layout_add_padded(layout, severity, 0, layout_severity_tone(cause->severity));
	text_addf(cell, ", %s, ", say(language, finding_kind_name(cause->kind)));
	say_count(cell, language, cause->finding_count, "%1 finding", "%1 findings");
	say_count(cell, language, cause->flows, ", %1 flow", ", %1 flows");
	text_add(cell, ", ");
	words_add_bytes(cell, language, cause->bytes);
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
		say_add_number(cell, language, finding->peers_total - shown);
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
	say_add_number(cell, text->context->language, finding->flows);
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
	size_t shown =
		text->context->all || count <= MOST_FINDINGS ? count : FEW_FINDINGS;
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
		layout_wrap_pairs(&text->layout, INDENT + LABEL_WIDTH + deep,
		                  audit_text_cell(text));
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

/* What it is: why, and in whose words. */
static void add_evidence(struct audit_text *text, const struct audit_cause *cause)
{
	const enum language language = text->context->language;

	for (size_t i = 0; i < cause->why[language].count; i++) {
		text_add(&text->cell, cause->why[language].at[i]);
		add_field(text, i ? "" : "why");
	}
	for (size_t i = 0; i < cause->said_count; i++) {
		text_addf(&text->cell, "%s%s%s", say(language, cause->said[i].label),
		          say(language, ": "), cause->said[i].text);
		add_field(text, i ? "" : "said");
	}
}

/* What follows from it: where, and what to do. */
static void add_acts(struct audit_text *text, const struct audit_cause *cause)
{
	add_where(text, cause);
	add_remedy(text, cause);
}

/* One half of a wide page, written by @add into @out. */
static void write_half(const struct audit_text *text, const struct audit_cause *cause,
                       struct text *out, unsigned width,
                       void (*add)(struct audit_text *text,
                                   const struct audit_cause *cause))
{
	struct audit_text half = { .layout = text->layout,
		                   .context = text->context,
		                   .audit = text->audit };

	half.layout.out = out;
	half.layout.width = width;
	add(&half, cause);
	out->failed |= half.cell.failed;
	text_fini(&half.cell);
}

static void add_side_by_side(struct audit_text *text, const struct audit_cause *cause)
{
	const unsigned width = text->layout.width, at = width * LEFT / 100;
	struct text left = { 0 }, right = { 0 };

	write_half(text, cause, &left, at, add_evidence);
	write_half(text, cause, &right, width - at, add_acts);
	layout_beside(&text->layout, &left, &right, at);
	text_fini(&left);
	text_fini(&right);
}

void audit_text_card(struct audit_text *text, size_t index)
{
	const struct audit_cause *cause = &text->audit->causes[index];

	add_head(text, cause, index + 1);
	if (text->layout.width >= LAYOUT_WIDE) {
		add_side_by_side(text, cause);
	} else {
		add_evidence(text, cause);
		add_acts(text, cause);
	}
}
