/* SPDX-License-Identifier: BSD-2-Clause */
/* The first screen: the answer, what became of the flows, what could not be judged. */
#include "html.h"

#include "audit_facts.h"
#include "words.h"

/* What the bar shows of the flows that were judged. */
static const struct {
	enum traffic_class class;
	const char *name;
} parts[] = {
	{ TRAFFIC_EXPECTED, "expected" },     { TRAFFIC_KNOWN, "known" },
	{ TRAFFIC_ALLOWED, "allowed" },       { TRAFFIC_UNVERIFIED, "unverified" },
	{ TRAFFIC_UNEXPECTED, "unexpected" }, { TRAFFIC_IN_VAIN, "tried in vain" },
};

static void count_classes(const struct audit *audit, uint64_t flows[TRAFFIC_CLASSES])
{
	for (unsigned i = 0; i < TRAFFIC_CLASSES; i++)
		flows[i] = 0;
	for (size_t i = 0; i < audit->edge_count; i++)
		flows[audit->edges[i].class] += audit->edges[i].flows;
}

static void add_bar(struct html *html)
{
	uint64_t flows[TRAFFIC_CLASSES];

	count_classes(html->audit, flows);
	html_raw(html, "<div class=\"bar\" aria-hidden=\"true\">");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (flows[parts[i].class])
			text_addf(html->out,
			          "<div class=\"b %s\" style=\"flex:%llu\"></div>",
			          traffic_class_name(parts[i].class),
			          (unsigned long long)flows[parts[i].class]);
	html_raw(html, "</div>\n<ul class=\"keys\">");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (flows[parts[i].class] == 0)
			continue;
		text_addf(html->out, "<li><i class=\"b %s\"></i><b>",
		          traffic_class_name(parts[i].class));
		html_number(html, flows[parts[i].class]);
		html_raw(html, "</b> ");
		html_say(html, parts[i].name);
		html_raw(html, "</li>");
	}
	html_raw(html, "</ul>\n");
}

static void add_facts(struct html *html)
{
	html_raw(html, "<dl class=\"facts\">\n");
	for (size_t i = 0; i < audit_fact_count; i++) {
		audit_facts[i].add(&html->cell, html->context, html->audit);
		if (html->cell.len == 0)
			continue;
		html_raw(html, "<div><dt>");
		html_say(html, audit_facts[i].label);
		html_raw(html, "</dt><dd>");
		html_cell(html);
		html_raw(html, "</dd></div>\n");
	}
	html_raw(html, "</dl>\n");
}

static void add_incomplete(struct html *html)
{
	const struct report_context *context = html->context;

	if (context->incomplete_count == 0)
		return;
	html_raw(html, "<div class=\"note bad\" role=\"alert\"><p>");
	html_say(html, "This report is not whole:");
	html_raw(html, "</p><ul>\n");
	for (size_t i = 0; i < context->incomplete_count; i++) {
		text_add(&html->cell, context->incomplete[i]);
		html_raw(html, "<li>");
		html_cell(html);
		html_raw(html, "</li>\n");
	}
	html_raw(html, "</ul></div>\n");
}

static void add_first_cause(struct html *html)
{
	const struct audit_cause *cause = html->audit->causes;

	if (html->audit->cause_count == 0)
		return;
	html_raw(html, " ");
	html_say(html, "Start with:");
	text_addf(html->out, " <a href=\"#%s\">", cause->id);
	text_add(&html->cell, cause->title[html->language]);
	html_cell(html);
	html_raw(html, "</a>.");
}

void audit_html_head(struct html *html)
{
	const struct report_capture *capture = &html->context->capture;
	char status[8];

	html_raw(html, "<header class=\"top\"><p class=\"what\">lynctap audit <b>");
	audit_facts_subject(&html->cell, html->context);
	html_cell(html);
	html_raw(html, "</b>");
	if (capture->frames > 0) {
		html_raw(html, " <span>");
		words_add_period(&html->cell, html->language, capture->first_us,
		                 capture->last_us);
		html_cell(html);
		html_raw(html, "</span>");
	}
	html_raw(html, "</p>\n<h1>");
	audit_facts_answer(&html->cell, html->context, html->audit);
	html_cell(html);
	html_raw(html, "</h1>\n<p class=\"sub\">");
	snprintf(status, sizeof(status), "%d", html->context->exit_status);
	say_add(&html->cell, html->language, "Exit status %1.",
	        (const char *[]){ status, NULL });
	html_cell(html);
	add_first_cause(html);
	html_raw(html, "</p>\n");
	add_incomplete(html);
	add_bar(html);
	add_facts(html);
	html_raw(html, "</header>\n");
}
