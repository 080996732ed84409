/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_text.h"

#include "words.h"

const char *audit_text_cell(const struct audit_text *text)
{
	return text->cell.len ? text->cell.at : "";
}

static void add_verdicts(struct audit_text *text)
{
	struct layout *layout = &text->layout;

	layout_heading(layout, "Flows by verdict");
	for (unsigned i = 0; i < VERDICTS; i++) {
		words_add_number(&text->cell, text->audit->flows_by_verdict[i]);
		layout_field(layout, 2, 18, verdict_kind_name((enum verdict_kind)i),
		             audit_text_cell(text));
		text_clear(&text->cell);
	}
}

static const char *status_words(int status)
{
	switch (status) {
	case 0:
		return "nothing at or above the severity that was asked for";
	case 1:
		return "findings to act on";
	case 3:
		return "the run is incomplete, what is missing may matter";
	default:
		return "see above";
	}
}

static void add_closing(struct audit_text *text)
{
	const struct audit *audit = text->audit;
	struct text *cell = &text->cell;
	uint64_t by_severity[SEVERITY_HIGH + 1] = { 0 };
	const char *comma = ": ";

	for (size_t i = 0; i < audit->finding_count; i++)
		by_severity[audit->findings[i].severity]++;
	layout_newline(&text->layout);
	if (audit->finding_count == 0)
		text_add(cell, "No findings");
	else
		words_add_count(cell, audit->finding_count, "finding", "findings");
	for (unsigned i = SEVERITY_HIGH; i > SEVERITY_NONE; i--) {
		if (by_severity[i] == 0)
			continue;
		text_add(cell, comma);
		words_add_number(cell, by_severity[i]);
		text_addf(cell, " %s", severity_name((enum severity)i));
		comma = ", ";
	}
	text_addf(cell, ". Exit status %d: %s.", text->context->exit_status,
	          status_words(text->context->exit_status));
	layout_wrap(&text->layout, 0, 0, audit_text_cell(text),
	            text->context->exit_status ? TONE_WARNING : TONE_GOOD);
	text_clear(cell);
}

bool report_audit_text(FILE *out, const struct report_context *context,
                       const struct audit *audit)
{
	struct text page = { 0 };
	struct audit_text text = {
		.layout = { &page, context->width, context->colour },
		.context = context,
		.audit = audit,
	};
	bool ok;

	audit_text_capture(&text);
	audit_text_hosts(&text);
	audit_text_services(&text);
	audit_text_findings(&text);
	audit_text_coverage(&text);
	if (context->verbose)
		add_verdicts(&text);
	add_closing(&text);
	ok = !page.failed && !text.cell.failed &&
	     fwrite(page.at, 1, page.len, out) == page.len && !ferror(out);
	text_fini(&text.cell);
	text_fini(&page);
	return ok;
}
