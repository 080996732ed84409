/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_text.h"

#include "base/clock.h"
#include "base/say.h"

#include "words.h"

#define LABEL_WIDTH  12
#define SHORT_DIGEST 16 /* digits, which is enough to tell files apart; JSON has all 64 */

static void add_field(struct audit_text *text, const char *label)
{
	layout_field(&text->layout, 2, LABEL_WIDTH, label, audit_text_cell(text));
	text_clear(&text->cell);
}

static void add_made(struct audit_text *text, const struct provenance *provenance)
{
	struct text *cell = &text->cell;
	char made[CLOCK_TEXT_SIZE];

	clock_format(provenance->made_us, made);
	text_addf(cell, "%.19sZ", made);
	if (provenance->user)
		say_add(cell, text->context->language, " by %1",
		        (const char *[]){ provenance->user, NULL });
	if (provenance->host && *provenance->host)
		say_add(cell, text->context->language, " on %1",
		        (const char *[]){ provenance->host, NULL });
	add_field(text, "made");
}

static void add_program(struct audit_text *text, const struct report_context *context)
{
	text_addf(&text->cell, "lynctap %s", context->version);
	add_field(text, "program");
	if (context->backends) {
		text_add(&text->cell, context->backends);
		add_field(text, "libraries");
	}
	if (context->provenance.sandbox) {
		text_add(&text->cell, context->provenance.sandbox);
		add_field(text, "sandbox");
	}
}

static void add_digest(struct audit_text *text, const char *label, const char *name,
                       const char *sha256)
{
	text_addf(&text->cell, "%s  %.*s", name, SHORT_DIGEST,
	          sha256 ? sha256 : "(not read)");
	add_field(text, label);
}

void audit_text_provenance(struct audit_text *text)
{
	const struct provenance *provenance = &text->context->provenance;

	if (!provenance->program)
		return;
	layout_heading(&text->layout, "How this was made");
	if (provenance->command) {
		text_add(&text->cell, provenance->command);
		add_field(text, "command");
	}
	add_made(text, provenance);
	add_program(text, text->context);
	for (size_t i = 0; i < provenance->input_count; i++)
		add_digest(text, i ? "" : "inputs", provenance->inputs[i].path,
		           provenance->inputs[i].sha256);
	if (provenance->site.path)
		add_digest(text, "site", provenance->site.path, provenance->site.sha256);
	for (size_t i = 0; i < provenance->catalogue_count; i++)
		add_digest(text, i ? "" : "catalogues", provenance->catalogues[i].name,
		           provenance->catalogues[i].sha256);
}
