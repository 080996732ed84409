/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The answer in one line: is it whole, what was found, how bad, the exit status.
 */
#include "audit_text.h"

#include <string.h>

#include "report/diff.h"

#include "words.h"

/* Of what is this the audit? The site, else the one input, else how many there were. */
static void add_subject(struct audit_text *text)
{
	const struct report_context *context = text->context;
	const struct report_capture *capture = &context->capture;

	if (context->site_name && *context->site_name) {
		text_add(&text->cell, context->site_name);
	} else if (capture->input_count == 1) {
		const char *slash = strrchr(capture->inputs[0].name, '/');
		const char *name = slash ? slash + 1 : capture->inputs[0].name;

		text_add(&text->cell, strcmp(name, "-") == 0 ? "standard input" : name);
	} else {
		words_add_count(&text->cell, capture->input_count, "input", "inputs");
	}
	text_add(&text->cell, ": ");
}

/* "6 findings from 2 causes (1 high, 5 medium)" */
static void add_findings(struct audit_text *text)
{
	const struct audit *audit = text->audit;
	struct text *cell = &text->cell;
	uint64_t by_severity[SEVERITY_HIGH + 1] = { 0 };
	const char *comma = " (";

	if (audit->finding_count == 0)
		text_add(cell, "no findings");
	else
		words_add_count(cell, audit->finding_count, "finding", "findings");
	if (audit->cause_count > 0) {
		text_add(cell, " from ");
		words_add_count(cell, audit->cause_count, "cause", "causes");
	}
	for (size_t i = 0; i < audit->finding_count; i++)
		by_severity[audit->findings[i].severity]++;
	for (unsigned i = SEVERITY_HIGH; i > SEVERITY_NONE; i--) {
		if (by_severity[i] == 0)
			continue;
		text_add(cell, comma);
		words_add_number(cell, by_severity[i]);
		text_addf(cell, " %s", severity_name((enum severity)i));
		comma = ", ";
	}
	if (audit->finding_count > 0)
		text_add_char(cell, ')');
}

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

	add_subject(text);
	if (text->audit->judged != JUDGED_TRAFFIC) {
		text_add(cell, "NOTHING JUDGED");
		if (context->idle)
			text_add(cell, ", as --idle-ok allows");
	} else {
		if (context->incomplete_count > 0)
			text_add(cell, "INCOMPLETE, and ");
		add_findings(text);
	}
	if (context->baseline)
		text_addf(cell, ", %zu new since the baseline",
		          context->baseline->counts[DIFF_NEW] +
		                  context->baseline->counts[DIFF_WORSE]);
	text_addf(cell, ". Exit status %d.", context->exit_status);
	/* One line whatever the width: the last one is what tail(1) shows. */
	layout_add_padded(&text->layout, audit_text_cell(text), 0, tone(text));
	layout_newline(&text->layout);
	text_clear(cell);
}
