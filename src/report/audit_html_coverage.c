/* SPDX-License-Identifier: BSD-2-Clause */
/* The documented tables, row by row, each with its state: what an auditor signs. */
#include "html.h"

#include <string.h>

#include "policy/row.h"

#include "coverage_view.h"
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
};

static const char *title_of(const struct row *row)
{
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (strcmp(titles[i].table, row->table) == 0)
			return titles[i].title;
	return row->table;
}

static const char *const classes[COVERAGE_MARKS] = {
	[MARK_CONFIRMED] = "confirmed", [MARK_BY_PORT] = "seen", [MARK_WRONG] = "wrong",
	[MARK_IN_VAIN] = "vain",        [MARK_NEVER] = "never",  [MARK_NA] = "na",
};

static void add_names(struct html *html, const struct row *row)
{
	html_td(html, NULL, row_title(row, html->language));
}

/* "x wrong, cause 3" */
static void add_state(struct html *html, const struct coverage_row *row)
{
	char number[SAY_NUMBER_SIZE];

	text_addf(html->out, "<td class=\"st-%s\"><span aria-hidden=\"true\">%s</span> ",
	          classes[row->mark], coverage_mark_sign(row->mark));
	html_say(html, coverage_mark_name(row->mark));
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

static void add_row(struct html *html, const struct coverage_row *shown)
{
	const struct row *row = shown->coverage->rule->row;

	text_addf(html->out, "<tr class=\"%s\" id=\"row-", classes[shown->mark]);
	html_text(html, row->id);
	html_raw(html, "\"><th scope=\"row\">");
	html_text(html, row->id);
	html_raw(html, "</th>");
	words_add_roles(&html->cell, row->roles);
	html_td_cell(html, NULL);
	add_names(html, row);
	words_add_ports(&html->cell, shown->coverage->rule);
	html_td_cell(html, NULL);
	html_td(html, NULL, row->printed);
	add_state(html, shown);
	html_td_number(html, shown->coverage->flows);
	html_raw(html, "</tr>\n");
}

static bool same_table(const struct coverage_row *a, const struct coverage_row *b)
{
	const struct row *x = a->coverage->rule->row, *y = b->coverage->rule->row;

	return strcmp(x->catalogue, y->catalogue) == 0 && strcmp(x->table, y->table) == 0;
}

static void add_table(struct html *html, const struct coverage_row *rows, size_t count)
{
	static const char *const columns[] = { "Row",     "Role",  "Service", "Ports",
		                               "Printed", "State", "#Flows",  NULL };
	size_t applying = 0, seen = 0;
	char numbers[2][SAY_NUMBER_SIZE];

	for (size_t i = 0; i < count; i++) {
		applying += rows[i].mark != MARK_NA;
		seen += rows[i].mark <= MARK_WRONG;
	}
	html_raw(html, "<div class=\"covt\"><p class=\"say\">");
	text_addf(&html->cell, "%s: ", rows->coverage->rule->row->catalogue);
	say_add(&html->cell, html->language, "%1 of the %2 rows that apply were seen",
	        (const char *[]){ say_number(html->language, seen, numbers[0]),
	                          say_number(html->language, applying, numbers[1]),
	                          NULL });
	html_cell(html);
	html_raw(html, "</p>\n");
	html_table(html, "cov", title_of(rows->coverage->rule->row), columns);
	for (size_t i = 0; i < count; i++)
		add_row(html, &rows[i]);
	html_raw(html, "</tbody></table></div></div>\n");
}

void audit_html_coverage(struct html *html)
{
	struct coverage_view view;

	if (!coverage_view_init(&view, html->audit)) {
		html->out->failed = true;
		return;
	}
	html_section(
		html, "coverage", "Coverage of the documented tables",
		"Is each documented row in use? Never seen is not closed, and by port "
		"is not confirmed.");
	for (size_t i = 0; i < view.count;) {
		size_t count = 1;

		while (i + count < view.count &&
		       same_table(&view.rows[i], &view.rows[i + count]))
			count++;
		add_table(html, &view.rows[i], count);
		i += count;
	}
	html_raw(html, "</section>\n");
	coverage_view_fini(&view);
}
