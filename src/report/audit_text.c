/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_text.h"

#include "base/say.h"

#include "diff_words.h"
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
		say_add_number(&text->cell, text->context->language,
		               text->audit->flows_by_verdict[i]);
		layout_field(layout, 2, 18,
		             say(text->context->language,
		                 verdict_kind_name((enum verdict_kind)i)),
		             audit_text_cell(text));
		text_clear(&text->cell);
	}
}

bool report_audit_text(FILE *out, const struct report_context *context,
                       const struct audit *audit)
{
	struct text page = { 0 };
	struct audit_text text = {
		.layout = { &page, context->width, context->colour, context->language },
		.context = context,
		.audit = audit,
	};
	bool ok;

	if (context->summary) {
		audit_text_summary(&text);
		goto out;
	}
	audit_text_headline(&text);
	audit_text_facts(&text);
	if (context->baseline)
		diff_text_add_sections(&text.layout, context->baseline, context->verbose);
	audit_text_causes(&text);
	audit_text_attempts(&text);
	audit_text_tls(&text);
	audit_text_qos(&text);
	audit_text_sensors(&text);
	audit_text_allowed(&text);
	audit_text_coverage(&text);
	audit_text_matrix(&text);
	if (context->verbose)
		audit_text_services(&text);
	audit_text_hosts(&text);
	audit_text_capture(&text);
	if (context->verbose)
		add_verdicts(&text);
	audit_text_provenance(&text);
	audit_text_first(&text);
	/* Again, where a terminal shows it. */
	layout_newline(&text.layout);
	audit_text_headline(&text);
out:
	ok = !page.failed && !text.cell.failed &&
	     fwrite(page.at, 1, page.len, out) == page.len && !ferror(out);
	text_fini(&text.cell);
	text_fini(&page);
	return ok;
}
