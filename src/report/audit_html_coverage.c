/* SPDX-License-Identifier: BSD-2-Clause */
/* The documented tables, row by row, each with its state: what an auditor signs. */
#include "html.h"

#include <string.h>

#include "policy/row.h"

#include "coverage_table.h"
#include "words.h"

/* The tables of the source document; others are called what their ids are. */
static const struct {
	const char *table, *title;
} titles[] = {
	{ "server", "Table 1: ports and protocols of servers" },
	{ "hlb", "Table 2: hardware load balancers" },
	{ "dnslb", "Table 3: DNS load balancing" },
	{ "client", "Table 4: clients" },
	{ "edge", "Edge servers and reverse proxies" },
	{ "vis", "Video Interop Servers" },
};

static const char *title_of(const struct row *row)
{
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (strcmp(titles[i].table, row->table) == 0)
			return titles[i].title;
	return row->table;
}

static void add_names(struct html *html, const struct row *row)
{
	html_td(html, NULL, row_title(row, html->language));
}

/* "x wrong, cause 3" */
static void add_state(struct html *html, const struct audit_coverage *row)
{
	char number[SAY_NUMBER_SIZE];

	text_addf(html->out, "<td class=\"st-%s\"><span aria-hidden=\"true\">%s</span> ",
	          coverage_state_name(row->state), coverage_state_sign(row->state));
	html_say(html, coverage_state_words(row->state));
	if (row->finding && row->finding->cause != FINDING_NO_CAUSE) {
		text_addf(html->out, ", <a href=\"#%s\">",
		          html->audit->causes[row->finding->cause].id);
		say_add(&html->cell, html->language, "cause %1",
		        (const char *[]){ say_number(html->language,
		                                     row->finding->cause + 1, number),
		                          NULL });
		html_cell(html);
		html_raw(html, "</a>");
	}
	html_raw(html, "</td>");
}

static void add_row(struct html *html, const struct audit_coverage *shown)
{
	const struct row *row = shown->rule->row;

	text_addf(html->out, "<tr class=\"%s\" id=\"row-",
	          coverage_state_name(shown->state));
	html_text(html, row->id);
	html_raw(html, "\"><th scope=\"row\">");
	html_text(html, row->id);
	html_raw(html, "</th>");
	words_add_roles(&html->cell, row->roles);
	html_td_cell(html, NULL);
	add_names(html, row);
	words_add_ports(&html->cell, shown->rule);
	html_td_cell(html, NULL);
	html_td(html, NULL, row->printed);
	add_state(html, shown);
	html_td_number(html, shown->flows);
	html_raw(html, "</tr>\n");
}

static void add_table(struct html *html, const struct coverage_table *table)
{
	static const char *const columns[] = { "Row",     "Role",  "Service", "Ports",
		                               "Printed", "State", "#Flows",  NULL };
	const struct row *first = table->rows->rule->row;
	char numbers[2][SAY_NUMBER_SIZE];

	html_raw(html, "<div class=\"covt\"><p class=\"say\">");
	text_addf(&html->cell, "%s: ", first->catalogue);
	say_add(&html->cell, html->language, "%1 of the %2 rows that apply were seen",
	        (const char *[]){ say_number(html->language, table->seen, numbers[0]),
	                          say_number(html->language, table->applying, numbers[1]),
	                          NULL });
	html_cell(html);
	html_raw(html, "</p>\n");
	html_table(html, "cov", title_of(first), columns);
	for (size_t i = 0; i < table->count; i++)
		add_row(html, &table->rows[i]);
	html_raw(html, "</tbody></table></div></div>\n");
}

void audit_html_coverage(struct html *html)
{
	struct coverage_table table = { 0 };

	html_section(
		html, "coverage", "Coverage of the documented tables",
		"Is each documented row in use? Never seen is not closed, and by port "
		"is not confirmed.");
	while (coverage_table_next(&table, html->audit))
		add_table(html, &table);
	html_raw(html, "</section>\n");
}
