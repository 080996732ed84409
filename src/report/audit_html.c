/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The audit as one page: nothing is loaded, nothing runs, and it prints. What it may do
 * is said to the browser as well, so that even markup that slipped in could not.
 */
#include "html.h"

#include <string.h>

#include "audit_facts.h"

static const struct {
	const char *id, *heading;
} contents[] = {
	{ "causes", "Causes" },
	{ "map", "Who talks to whom" },
	{ "matrix", "Services on hosts" },
	{ "time", "When" },
	{ "vain", "Tried in vain" },
	{ "allowed", "Allowed and accepted" },
	{ "tls", "TLS and certificates" },
	{ "qos", "Quality of service" },
	{ "coverage", "Coverage of the documented tables" },
	{ "hosts", "Hosts" },
	{ "made", "How this was made" },
};

static void add_title(struct html *html)
{
	html_raw(html, "<title>");
	audit_facts_subject(&html->cell, html->context);
	text_add(&html->cell, ": ");
	audit_facts_answer(&html->cell, html->context, html->audit);
	text_add_html(html->out, html->cell.len ? html->cell.at : "", html->cell.len);
	html_raw(html, "</title>\n");
	text_clear(&html->cell);
}

/* The worst that was found colours the top; green only what is whole and judged. */
static const char *tone(const struct html *html)
{
	enum severity worst = SEVERITY_NONE;

	for (size_t i = 0; i < html->audit->finding_count; i++)
		if (html->audit->findings[i].severity > worst)
			worst = html->audit->findings[i].severity;
	if (html->context->incomplete_count > 0 || html->audit->judged != JUDGED_TRAFFIC)
		return "high";
	return severity_name(worst);
}

static void begin_page(struct html *html)
{
	text_addf(html->out,
	          "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">\n",
	          html->language == LANGUAGE_FR ? "fr" : "en");
	html_raw(
		html,
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
		"'none'; style-src 'unsafe-inline'\">\n");
	add_title(html);
	html_raw(html, "<style>\n");
	html_add_style(html->out);
	text_addf(html->out, "</style></head>\n<body class=\"%s\">\n", tone(html));
	html_raw(html, "<a class=\"skip\" href=\"#causes\">");
	html_say(html, "Skip to the causes");
	html_raw(html, "</a>\n");
}

static void add_contents(struct html *html)
{
	html_raw(html, "<nav aria-label=\"");
	html_say(html, "Contents");
	html_raw(html, "\"><ol>\n");
	for (size_t i = 0; i < sizeof(contents) / sizeof(contents[0]); i++) {
		if (strcmp(contents[i].id, "qos") == 0 && html->audit->qos_count == 0)
			continue;
		text_addf(html->out, "<li><a href=\"#%s\">", contents[i].id);
		html_say(html, contents[i].heading);
		html_raw(html, "</a></li>\n");
	}
	html_raw(html, "</ol></nav>\n");
}

static void end_page(struct html *html)
{
	html_raw(html, "</main></div>\n<footer><p>");
	text_addf(&html->cell, "lynctap %s", html->context->version);
	html_cell(html);
	html_raw(html, "</p></footer>\n</body></html>\n");
}

bool report_audit_html(FILE *out, const struct report_context *context,
                       const struct audit *audit)
{
	struct text page = { 0 };
	struct html html = { .out = &page,
		             .context = context,
		             .audit = audit,
		             .language = context->language };
	bool ok;

	begin_page(&html);
	audit_html_head(&html);
	html_raw(&html, "<div class=\"page\">\n");
	add_contents(&html);
	html_raw(&html, "<main>\n");
	audit_html_causes(&html);
	audit_html_map(&html);
	audit_html_matrix(&html);
	audit_html_timeline(&html);
	audit_html_attempts(&html);
	audit_html_allowed(&html);
	audit_html_tls(&html);
	audit_html_qos(&html);
	audit_html_coverage(&html);
	audit_html_hosts(&html);
	audit_html_provenance(&html);
	end_page(&html);
	ok = !page.failed && !html.cell.failed &&
	     fwrite(page.at, 1, page.len, out) == page.len && !ferror(out);
	text_fini(&html.cell);
	text_fini(&page);
	return ok;
}
