/* SPDX-License-Identifier: BSD-2-Clause */
/* Causes: a line each, then each with what was seen and what to do. */
#include "html.h"

#include <stdio.h>
#include <string.h>

#include "audit_facts.h"
#include "words.h"

#define IN_FULL  20
#define LISTED   200
#define FINDINGS 8   /* of a cause */
#define PEERS    4   /* of a finding */
#define UNBROKEN 40  /* bytes of a word that a phone has room for */
#define SAID     160 /* bytes of what was captured */

static void add_when(struct html *html, const struct audit_cause *cause)
{
	words_add_period(&html->cell, html->language, cause->first_us, cause->last_us);
}

static void add_line(struct html *html, size_t number)
{
	const struct audit_cause *cause = &html->audit->causes[number];
	bool in_full = number < IN_FULL;

	html_raw(html, "<tr>");
	html_td_number(html, number + 1);
	html_raw(html, "<td>");
	html_severity(html, cause->severity);
	html_raw(html, "</td><th scope=\"row\">");
	if (in_full)
		text_addf(html->out, "<a href=\"#%s\">", cause->id);
	text_add(&html->cell, cause->title[html->language]);
	html_cell(html);
	html_raw(html, in_full ? "</a></th>" : "</th>");
	html_td(html, NULL, cause->where[html->language]);
	html_td(html, NULL, cause->from[html->language]);
	html_td_number(html, cause->flows);
	html_raw(html, "<td class=\"spark\">");
	add_when(html, cause);
	html_bars(html, severity_name(cause->severity), cause->hours, FINDING_HOURS,
	          html->cell.len ? html->cell.at : "");
	text_clear(&html->cell);
	html_raw(html, "</td></tr>\n");
}

static void add_list(struct html *html)
{
	static const char *const columns[] = { "##",   "Severity", "What",       "Where",
		                               "From", "#Flows",   "00 to 24 h", NULL };
	size_t count = html->audit->cause_count;

	html_table(html, "causes", "What one decision settles, worst first", columns);
	for (size_t i = 0; i < count && i < LISTED; i++)
		add_line(html, i);
	html_raw(html, "</tbody></table></div>\n");
	if (count <= LISTED)
		return;
	html_raw(html, "<p class=\"note\">");
	say_count(&html->cell, html->language, count - LISTED,
	          "and %1 more; JSON and CSV have all of them",
	          "and %1 more; JSON and CSV have all of them");
	html_cell(html);
	html_raw(html, "</p>\n");
}

/* --- One cause ---------------------------------------------------------------------------- */

static void add_meta(struct html *html, const struct audit_cause *cause)
{
	html_raw(html, "<p class=\"meta\">");
	html_severity(html, cause->severity);
	html_raw(html, "<span>");
	say_count(&html->cell, html->language, cause->finding_count, "%1 finding",
	          "%1 findings");
	say_count(&html->cell, html->language, cause->flows, ", %1 flow", ", %1 flows");
	html_cell(html);
	html_raw(html, "</span><span>");
	add_when(html, cause);
	html_cell(html);
	text_addf(html->out, "</span><code>%s</code></p>\n", cause->id);
}

static void add_why(struct html *html, const struct audit_cause *cause)
{
	html_raw(html, "<div><h4>");
	html_say(html, "Why");
	html_raw(html, "</h4><ul>\n");
	for (size_t i = 0; i < cause->why[html->language].count; i++) {
		text_add(&html->cell, cause->why[html->language].at[i]);
		html_raw(html, "<li>");
		html_cell(html);
		html_raw(html, "</li>\n");
	}
	html_raw(html, "</ul></div>\n");
}

/* What was captured is cut, with its length, where it is long. */
static void add_captured(struct html *html, const char *string)
{
	size_t len = strlen(string), shown = len;

	if (shown > SAID) {
		shown = SAID;
		while (shown > 0 && (string[shown] & 0xc0) == 0x80)
			shown--;
	}
	html_raw(html, "<bdi>");
	text_add_html(html->out, string, shown);
	html_raw(html, "</bdi>");
	if (shown == len)
		return;
	html_raw(html, " <span class=\"cut\">");
	say_count(&html->cell, html->language, len, "\xe2\x80\xa6 (%1 byte)",
	          "\xe2\x80\xa6 (%1 bytes)");
	html_cell(html);
	html_raw(html, "</span>");
}

static void add_said(struct html *html, const struct audit_cause *cause)
{
	if (cause->said_count == 0)
		return;
	html_raw(html, "<div><h4>");
	html_say(html, "What was said");
	html_raw(html, "</h4><dl class=\"said\">\n");
	for (size_t i = 0; i < cause->said_count; i++) {
		html_raw(html, "<div><dt>");
		html_text(html, cause->said[i].label);
		html_raw(html, "</dt><dd>");
		add_captured(html, cause->said[i].text);
		html_raw(html, "</dd></div>\n");
	}
	html_raw(html, "</dl></div>\n");
}

static void add_peers(struct html *html, const struct audit_finding *finding)
{
	size_t shown = finding->peer_count < PEERS ? finding->peer_count : PEERS;
	char more[SAY_NUMBER_SIZE];

	for (size_t i = 0; i < shown; i++) {
		text_add(&html->cell, i ? ", " : "");
		audit_facts_add_host(&html->cell, finding->peers[i].name,
		                     &finding->peers[i].address);
	}
	if (finding->peers_total > shown)
		text_addf(&html->cell, " +%s",
		          say_number(html->language, finding->peers_total - shown, more));
	html_td_cell(html, NULL);
}

static void add_finding(struct html *html, const struct audit_finding *finding)
{
	html_raw(html, "<tr>");
	audit_facts_add_listener(&html->cell, finding->name, &finding->address,
	                         finding->port, finding->port_high, finding->transport);
	html_td_cell(html, NULL);
	html_td_row(html, finding->rule ? finding->rule : finding->nearest);
	add_peers(html, finding);
	html_td_number(html, finding->flows);
	text_addf(html->out, "<td class=\"nb\"><code id=\"%s\">%s</code></td></tr>\n",
	          finding->id, finding->id);
}

static void add_findings(struct html *html, const struct audit_cause *cause)
{
	static const char *const columns[] = { "Listener", "Nearest row", "From",
		                               "#Flows",   "Finding",     NULL };
	size_t shown = cause->finding_count < FINDINGS ? cause->finding_count : FINDINGS;

	html_table(html, "small findings", "Findings", columns);
	for (size_t i = 0; i < shown; i++)
		add_finding(html, cause->findings[i]);
	html_raw(html, "</tbody></table></div>\n");
	if (shown == cause->finding_count)
		return;
	html_raw(html, "<p class=\"lead\">");
	say_count(&html->cell, html->language, cause->finding_count - shown,
	          "and %1 more; JSON and CSV have all of them",
	          "and %1 more; JSON and CSV have all of them");
	html_cell(html);
	html_raw(html, "</p>\n");
}

/* A line to paste, broken between words only: browsers would break names and days at hyphens. */
static void add_pasted(struct html *html, const char *line, size_t len)
{
	while (len > 0) {
		const char *space = memchr(line, ' ', len);
		size_t word = space ? (size_t)(space - line) : len;
		bool whole = word <= UNBROKEN && memchr(line, '-', word);

		html_raw(html, whole ? "<span class=\"nb\">" : "");
		text_add_html(html->out, line, word);
		html_raw(html, whole ? "</span>" : "");
		if (space)
			text_add_char(html->out, ' ');
		word += space != NULL;
		line += word;
		len -= word;
	}
}

/* Lines of a file or commands are text whose line ends stay. */
static void add_lines(struct html *html, const char *caption, const char *lines)
{
	html_raw(html, "<figure class=\"code\"><figcaption>");
	html_text(html, caption);
	html_raw(html, "</figcaption><pre tabindex=\"0\"><code>");
	while (*lines) {
		size_t len = strcspn(lines, "\n");

		add_pasted(html, lines, len);
		text_add_char(html->out, '\n');
		lines += len + (lines[len] == '\n');
	}
	html_raw(html, "</code></pre></figure>\n");
}

static void add_remedy(struct html *html, const struct audit_cause *cause)
{
	const struct audit_remedy *remedy = &cause->remedy;

	html_raw(html, "<h4>");
	html_say(html, "What to do");
	html_raw(html, "</h4><p>");
	text_add(&html->cell, remedy->text[html->language]);
	html_cell(html);
	html_raw(html, "</p>\n");
	if (remedy->code)
		add_lines(html, say(html->language, remedy->lang), remedy->code);
	if (cause->accept)
		add_lines(html,
		          say(html->language,
		              "to bear it until then, in the site file, accept:"),
		          cause->accept);
	if (!cause->allow)
		return;
	html_raw(html, "<h4>");
	html_say(html, "If it is meant to be");
	html_raw(html, "</h4>\n");
	add_lines(html, say(html->language, "site file, under allow:"), cause->allow);
}

static void add_cause(struct html *html, size_t number)
{
	const struct audit_cause *cause = &html->audit->causes[number];

	text_addf(
		html->out,
		"<article class=\"cause %s\" id=\"%s\"><h3><span class=\"no\">%zu</span> ",
		severity_name(cause->severity), cause->id, number + 1);
	text_add(&html->cell, cause->title[html->language]);
	html_cell(html);
	html_raw(html, "</h3>\n");
	add_meta(html, cause);
	html_raw(html, "<div class=\"two\">\n");
	add_why(html, cause);
	add_said(html, cause);
	html_raw(html, "</div>\n");
	add_findings(html, cause);
	add_remedy(html, cause);
	html_raw(html, "</article>\n");
}

void audit_html_causes(struct html *html)
{
	const struct audit *audit = html->audit;

	html_section(
		html, "causes", "Causes",
		"What one decision settles is one cause. Worst first, and what touches "
		"the Internet before what does not.");
	if (audit->cause_count == 0) {
		html_raw(html, "<p class=\"note\">");
		html_say(html, audit->judged == JUDGED_TRAFFIC
		                       ? "Nothing was found that no document explains."
		                       : "Nothing was judged, so nothing can be said.");
		html_raw(html, "</p></section>\n");
		return;
	}
	add_list(html);
	for (size_t i = 0; i < audit->cause_count && i < IN_FULL; i++)
		add_cause(html, i);
	html_raw(html, "</section>\n");
}
