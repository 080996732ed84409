/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The top: the answer in one line, what is missing, and six facts a line each, so that
 * the causes are on the first screen.
 */
#include "audit_text.h"

#include "base/say.h"
#include "report/diff.h"

#include "audit_facts.h"

#define LABEL_WIDTH 12

static enum layout_tone tone(const struct audit_text *text)
{
	if (text->context->incomplete_count > 0)
		return TONE_BAD;
	return text->context->exit_status ? TONE_WARNING : TONE_GOOD;
}

void audit_text_headline(struct audit_text *text)
{
	const struct report_context *context = text->context;
	struct text *cell = &text->cell;
	char status[8], new[SAY_NUMBER_SIZE];

	audit_facts_subject(cell, context);
	text_add(cell, say(context->language, ": "));
	audit_facts_answer(cell, context, text->audit);
	if (context->baseline)
		say_add(cell, context->language, ", %1 new since the baseline",
		        (const char *[]){
				say_number(context->language,
		                           context->baseline->counts[DIFF_NEW] +
		                                   context->baseline->counts[DIFF_WORSE],
		                           new),
				NULL });
	snprintf(status, sizeof(status), "%d", context->exit_status);
	text_add(cell, ". ");
	say_add(cell, context->language, "Exit status %1.",
	        (const char *[]){ status, NULL });
	/* One line whatever it takes, so that tail -1 has all of it. */
	layout_add_padded(&text->layout, audit_text_cell(text), 0, tone(text));
	layout_newline(&text->layout);
	text_clear(cell);
}

static void add_missing(struct audit_text *text)
{
	const struct report_context *context = text->context;
	struct layout *layout = &text->layout;

	for (size_t i = 0; i < context->incomplete_count; i++) {
		layout_add_spaces(layout->out, 2);
		layout_add_padded(layout, "INCOMPLETE", LABEL_WIDTH, TONE_BAD);
		layout_wrap(layout, 2 + LABEL_WIDTH, 2 + LABEL_WIDTH,
		            context->incomplete[i], TONE_PLAIN);
	}
	if (context->idle)
		layout_field(layout, 2, LABEL_WIDTH, say(context->language, "idle"),
		             context->idle);
}

void audit_text_facts(struct audit_text *text)
{
	add_missing(text);
	for (size_t i = 0; i < audit_fact_count; i++) {
		audit_facts[i].add(&text->cell, text->context, text->audit);
		if (text->cell.len)
			layout_field(&text->layout, 2, LABEL_WIDTH,
			             say(text->context->language, audit_facts[i].label),
			             audit_text_cell(text));
		text_clear(&text->cell);
	}
}

/* --- One line ----------------------------------------------------------------------------- */

#define SUMMARY_COLUMNS 160

static const char *first_word(const struct audit_text *text)
{
	const struct report_context *context = text->context;

	if (text->audit->judged != JUDGED_TRAFFIC && !context->idle)
		return "NOTHING";
	if (context->incomplete_count > 0)
		return "INCOMPLETE";
	return context->exit_status ? "FINDINGS" : "OK";
}

void audit_text_summary(struct audit_text *text)
{
	const struct report_context *context = text->context;
	const struct audit *audit = text->audit;
	struct text *cell = &text->cell;

	text_addf(cell, "%s ", first_word(text));
	audit_facts_subject(cell, context);
	text_add(cell, say(context->language, ": "));
	audit_facts_answer(cell, context, audit);
	if (context->incomplete_count > 0)
		text_addf(cell, "; %s", context->incomplete[0]);
	else if (audit->cause_count > 0)
		text_addf(cell, "; %s", audit->causes[0].title[context->language]);
	else if (audit_fact_count > 0) {
		text_add(cell, "; ");
		audit_facts[0].add(cell, context, audit);
	}
	layout_add_cut(text->layout.out, audit_text_cell(text), SUMMARY_COLUMNS);
	layout_newline(&text->layout);
	text_clear(cell);
}
