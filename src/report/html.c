/* SPDX-License-Identifier: BSD-2-Clause */
#include "html.h"

#include <string.h>

#include "policy/rule.h"

#include "words.h"

void html_text(struct html *html, const char *string)
{
	text_add_html(html->out, string, strlen(string));
}

void html_say(struct html *html, const char *english)
{
	html_text(html, say(html->language, english));
}

void html_cell(struct html *html)
{
	html_raw(html, "<bdi>");
	text_add_html(html->out, html->cell.len ? html->cell.at : "", html->cell.len);
	html_raw(html, "</bdi>");
	html->out->failed |= html->cell.failed;
	text_clear(&html->cell);
}

void html_number(struct html *html, uint64_t number)
{
	char text[SAY_NUMBER_SIZE];

	html_raw(html, say_number(html->language, number, text));
}

void html_section(struct html *html, const char *id, const char *heading,
                  const char *lead)
{
	text_addf(html->out, "<section id=\"%s\"><h2>", id);
	html_say(html, heading);
	html_raw(html, "</h2>\n");
	if (!lead)
		return;
	html_raw(html, "<p class=\"lead\">");
	html_say(html, lead);
	html_raw(html, "</p>\n");
}

void html_table(struct html *html, const char *class, const char *caption,
                const char *const *columns)
{
	text_addf(html->out, "<div class=\"scroll\" tabindex=\"0\"><table class=\"%s\">",
	          class);
	html_raw(html, "<caption>");
	html_say(html, caption);
	html_raw(html, "</caption><thead><tr>");
	for (; *columns; columns++) {
		bool number = **columns == '#';

		html_raw(html, number ? "<th scope=\"col\" class=\"n\">"
		                      : "<th scope=\"col\">");
		html_say(html, *columns + number);
		html_raw(html, "</th>");
	}
	html_raw(html, "</tr></thead><tbody>\n");
}

static void open_td(struct html *html, const char *class)
{
	if (class)
		text_addf(html->out, "<td class=\"%s\">", class);
	else
		html_raw(html, "<td>");
}

void html_td(struct html *html, const char *class, const char *string)
{
	open_td(html, class);
	html_raw(html, "<bdi>");
	html_text(html, string);
	html_raw(html, "</bdi></td>");
}

void html_td_cell(struct html *html, const char *class)
{
	open_td(html, class);
	html_cell(html);
	html_raw(html, "</td>");
}

void html_td_number(struct html *html, uint64_t number)
{
	html_raw(html, "<td class=\"n\">");
	html_number(html, number);
	html_raw(html, "</td>");
}

void html_td_row(struct html *html, const struct rule *rule)
{
	if (!rule) {
		html_raw(html, "<td>\xe2\x80\x93</td>");
		return;
	}
	/* What only explains is in none of the tables. */
	if (rule->known_only) {
		html_td(html, "row", rule->row->id);
		return;
	}
	html_raw(html, "<td><a class=\"row\" href=\"#row-");
	html_text(html, rule->row->id);
	html_raw(html, "\">");
	html_text(html, rule->row->id);
	html_raw(html, "</a></td>");
}

void html_severity(struct html *html, enum severity severity)
{
	text_addf(html->out, "<span class=\"tag %s\">", severity_name(severity));
	html_say(html, severity_name(severity));
	html_raw(html, "</span>");
}

void html_bars(struct html *html, const char *class, const uint64_t *values, size_t count,
               const char *label)
{
	uint64_t most = 1;

	for (size_t i = 0; i < count; i++)
		most = values[i] > most ? values[i] : most;
	text_addf(html->out,
	          "<svg class=\"hours %s\" viewBox=\"0 0 %zu 20\" "
	          "preserveAspectRatio=\"none\" role=\"img\" aria-label=\"",
	          class, count * 10);
	html_text(html, label);
	text_addf(html->out, "\"><line x1=\"0\" y1=\"20\" x2=\"%zu\" y2=\"20\"/>",
	          count * 10);
	for (size_t i = 0; i < count; i++) {
		unsigned height = (unsigned)((values[i] * 18 + most - 1) / most);

		if (values[i] > 0)
			text_addf(html->out,
			          "<rect x=\"%zu\" y=\"%u\" width=\"8\" height=\"%u\"/>",
			          i * 10 + 1, 20 - height, height);
	}
	html_raw(html, "</svg>");
}

void html_end_table(struct html *html, size_t left)
{
	html_raw(html, "</tbody></table></div>\n");
	if (left) {
		html_raw(html, "<p class=\"lead\">");
		say_count(&html->cell, html->language, left,
		          "and %1 more; JSON and CSV have all of them",
		          "and %1 more; JSON and CSV have all of them");
		html_cell(html);
		html_raw(html, "</p>\n");
	}
	html_raw(html, "</section>\n");
}
