/* SPDX-License-Identifier: BSD-2-Clause */
/* How the report was made, and where it is signed. */
#include "html.h"

#include "base/clock.h"

#include "audit_facts.h"
#include "words.h"

static void add_field(struct html *html, const char *label)
{
	html_raw(html, "<div><dt>");
	html_say(html, label);
	html_raw(html, "</dt><dd>");
	html_cell(html);
	html_raw(html, "</dd></div>\n");
}

static void add_string(struct html *html, const char *label, const char *string)
{
	if (!string || !*string)
		return;
	text_add(&html->cell, string);
	add_field(html, label);
}

static void add_file(struct html *html, const char *label, const char *name,
                     const struct provenance_file *file)
{
	html_raw(html, "<div class=\"sha\"><dt>");
	html_say(html, label);
	html_raw(html, "</dt><dd>");
	text_add(&html->cell, name);
	html_cell(html);
	html_raw(html, "<br><code>");
	html_text(html, file->sha256 ? file->sha256 : "\xe2\x80\x93");
	html_raw(html, "</code></dd></div>\n");
}

static void add_options(struct html *html, const struct report_options *options)
{
	struct text *cell = &html->cell;

	text_addf(cell, "--fail-on %s", severity_name(options->fail_on));
	if (options->strict)
		text_add(cell, ", --strict");
	if (options->no_fail)
		text_add(cell, ", --no-fail");
	if (options->count)
		text_addf(cell, ", --count %llu", (unsigned long long)options->count);
	if (options->snaplen)
		text_addf(cell, ", -s %u", options->snaplen);
	if (options->filter)
		text_addf(cell, ", -f '%s'", options->filter);
	add_field(html, "options");
}

static void add_inputs(struct html *html, const struct report_capture *capture)
{
	for (size_t i = 0; i < capture->input_count; i++) {
		const struct capture_input *input = &capture->inputs[i];

		text_addf(&html->cell, "%s: ", input->name);
		say_count(&html->cell, html->language, input->frames, "%1 packet",
		          "%1 packets");
		text_add(&html->cell, ", ");
		words_add_bytes(&html->cell, html->language, input->bytes);
		audit_facts_add_origin(&html->cell, html->language, input);
		if (input->broken)
			text_addf(&html->cell, "; %s", input->broken);
		add_field(html, i ? "" : "inputs");
	}
}

static void add_signature(struct html *html)
{
	static const char *const lines[] = { "Name", "Function", "Place and date",
		                             "Signature" };

	html_raw(html, "<div class=\"sign\"><p>");
	html_say(html, "I have read this report and the rows of its coverage tables, and "
	               "the exceptions it names are known to me.");
	html_raw(html, "</p><div class=\"lines\">");
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		html_raw(html, "<div>");
		html_say(html, lines[i]);
		html_raw(html, "</div>");
	}
	html_raw(html, "</div></div>\n");
}

void audit_html_provenance(struct html *html)
{
	const struct provenance *provenance = &html->context->provenance;
	char made[CLOCK_TEXT_SIZE];

	html_section(html, "made", "How this was made", NULL);
	html_raw(html, "<dl class=\"pv\">\n");
	add_string(html, "command", provenance->command);
	add_options(html, &html->context->options);
	clock_format(provenance->made_us, made);
	text_addf(&html->cell, "%.19sZ", made);
	add_field(html, "made");
	add_string(html, "by", provenance->user);
	add_string(html, "on", provenance->host);
	text_addf(&html->cell, "lynctap %s", html->context->version);
	add_field(html, "program");
	add_string(html, "libraries", html->context->backends);
	add_inputs(html, &html->context->capture);
	for (size_t i = 0; i < provenance->input_count; i++)
		add_file(html, "digest of input (SHA-256)", provenance->inputs[i].path,
		         &provenance->inputs[i]);
	if (provenance->site.path)
		add_file(html, "site file (SHA-256)", provenance->site.path,
		         &provenance->site);
	for (size_t i = 0; i < provenance->catalogue_count; i++)
		add_file(html, "catalogue (SHA-256)", provenance->catalogues[i].name,
		         &provenance->catalogues[i]);
	html_raw(html, "</dl>\n");
	add_signature(html);
	html_raw(html, "</section>\n");
}
