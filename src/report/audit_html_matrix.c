/* SPDX-License-Identifier: BSD-2-Clause */
/* Which service is on which host, and when there was traffic. */
#include "html.h"

#include <string.h>

#include "base/clock.h"
#include "base/transport.h"
#include "policy/row.h"

#include "audit_facts.h"
#include "service_matrix.h"
#include "words.h"

#define COLUMNS 30
#define LINES   200
#define FEWEST  12 /* steps: bars of a second are no wall */

static void add_columns(struct html *html, const struct service_matrix *matrix)
{
	html_raw(html, "<thead><tr><td></td><td></td>");
	for (size_t i = 0; i < matrix->column_count; i++) {
		html_raw(html, "<th scope=\"col\" class=\"v\"><span>");
		audit_facts_add_host(&html->cell, matrix->columns[i].name,
		                     matrix->columns[i].address);
		html_cell(html);
		html_raw(html, "</span></th>");
	}
	html_raw(html, "</tr></thead>\n<tbody>\n");
}

static void add_port(struct html *html, const struct matrix_line *line)
{
	text_addf(&html->cell, "%u", line->port);
	if (line->port_high > line->port)
		text_addf(&html->cell, "-%u", line->port_high);
	text_addf(&html->cell, "/%s", transport_name(line->transport));
	html_cell(html);
}

static const char *service_name(const struct html *html, const struct row *row)
{
	return row_title(row, html->language);
}

static void add_line(struct html *html, const struct service_matrix *matrix,
                     const struct matrix_line *line)
{
	static const char *const classes[] = { [CELL_EMPTY] = "x",
		                               [CELL_IN_VAIN] = "x vain",
		                               [CELL_BY_PORT] = "x port",
		                               [CELL_CONFIRMED] = "x",
		                               [CELL_FINDING] = "x wrong" };

	html_raw(html, "<tr><th scope=\"row\">");
	add_port(html, line);
	html_raw(html, " <small>");
	if (line->row)
		html_text(html, service_name(html, line->row));
	else
		html_say(html, (unsigned)line->kind == VERDICT_UNAPPROVED_PORT
		                       ? "in no document"
		                       : finding_kind_name(line->kind));
	html_raw(html, "</small></th>");
	if (line->rule)
		html_td_row(html, line->rule);
	else
		html_raw(html, "<td></td>");
	for (size_t i = 0; i < matrix->column_count; i++) {
		enum matrix_cell cell = (enum matrix_cell)line->cells[i];

		if (cell == CELL_EMPTY) {
			html_raw(html, "<td></td>");
			continue;
		}
		text_addf(html->out, "<td class=\"%s\" title=\"", classes[cell]);
		html_say(html, matrix_cell_name(cell));
		text_addf(html->out, "\">%s</td>", matrix_cell_sign(cell));
	}
	html_raw(html, "</tr>\n");
}

static void add_left(struct html *html, size_t count, const char *one, const char *many)
{
	if (count == 0)
		return;
	html_raw(html, "<p class=\"lead\">");
	say_count(&html->cell, html->language, count, one, many);
	html_cell(html);
	html_raw(html, "</p>\n");
}

void audit_html_matrix(struct html *html)
{
	struct service_matrix matrix;

	if (!service_matrix_init(&matrix, html->audit, COLUMNS, LINES)) {
		html->out->failed = true;
		return;
	}
	html_section(
		html, "matrix", "Services on hosts",
		"\xe2\x96\xa0 confirmed, \xe2\x96\xa1 by port, x finding, - tried in "
		"vain. A lonely mark is a host that is not like its siblings.");
	if (matrix.line_count > 0) {
		html_raw(html,
		         "<div class=\"scroll\" tabindex=\"0\"><table class=\"matrix\">"
		         "<caption class=\"skip\">");
		html_say(html, "Services on hosts");
		html_raw(html, "</caption>\n");
		add_columns(html, &matrix);
		for (size_t i = 0; i < matrix.line_count; i++)
			add_line(html, &matrix, &matrix.lines[i]);
		html_raw(html, "</tbody></table></div>\n");
	}
	add_left(html, matrix.columns_left, "and %1 host more", "and %1 hosts more");
	add_left(html, matrix.lines_left, "and %1 listener more",
	         "and %1 listeners more");
	html_raw(html, "</section>\n");
	service_matrix_fini(&matrix);
}

/* --- When ------------------------------------------------------------------------------------ */

static const struct {
	enum traffic_class class;
	const char *name, *colour;
} lanes[] = {
	{ TRAFFIC_EXPECTED, "expected", "ok" },
	{ TRAFFIC_KNOWN, "known", "known" },
	{ TRAFFIC_ALLOWED, "allowed", "low" },
	{ TRAFFIC_UNVERIFIED, "unverified", "" },
	{ TRAFFIC_UNEXPECTED, "unexpected", "high" },
	{ TRAFFIC_IN_VAIN, "tried in vain", "vain" },
};

static uint64_t sum(const struct audit_timeline *timeline, enum traffic_class class)
{
	uint64_t flows = 0;

	for (size_t i = 0; i < timeline->step_count; i++)
		flows += timeline->flows[class][i];
	return flows;
}

static void add_lane(struct html *html, const struct audit_timeline *timeline,
                     size_t lane)
{
	uint64_t flows = sum(timeline, lanes[lane].class);
	uint64_t padded[TRAFFIC_STEPS] = { 0 };

	if (flows == 0)
		return;
	memcpy(padded, timeline->flows[lanes[lane].class],
	       timeline->step_count * sizeof(*padded));
	html_raw(html, "<div class=\"lane\"><div class=\"name\">");
	html_say(html, lanes[lane].name);
	html_raw(html, "</div>");
	html_bars(html, lanes[lane].colour, padded,
	          timeline->step_count < FEWEST ? FEWEST : timeline->step_count,
	          say(html->language, lanes[lane].name));
	html_raw(html, "<div class=\"n\">");
	html_number(html, flows);
	html_raw(html, "</div></div>\n");
}

static void add_axis(struct html *html, const struct audit_timeline *timeline)
{
	size_t steps = timeline->step_count < FEWEST ? FEWEST : timeline->step_count;

	html_raw(html, "<div class=\"lane axis\" aria-hidden=\"true\"><div></div>"
	               "<div class=\"ticks\">");
	for (size_t i = 0; i < 4; i++) {
		char time[CLOCK_TEXT_SIZE];
		int64_t at =
			timeline->start_us + (int64_t)(steps * i / 4) * timeline->step_us;

		clock_format(at, time);
		if (timeline->step_us >= INT64_C(86400) * US_PER_SECOND)
			text_addf(html->out, "<span>%.10s</span>", time);
		else
			text_addf(html->out, "<span>%.5s %.8s</span>", time + 5,
			          time + 11);
	}
	html_raw(html, "</div><div></div></div>\n");
}

void audit_html_timeline(struct html *html)
{
	const struct audit_timeline *timeline = &html->audit->timeline;

	html_section(html, "time", "When",
	             "Flows by when they began, UTC; each line has a scale of its own.");
	for (size_t i = 0; timeline->step_count && i < sizeof(lanes) / sizeof(lanes[0]);
	     i++)
		add_lane(html, timeline, i);
	if (timeline->step_count)
		add_axis(html, timeline);
	html_raw(html, "</section>\n");
}
