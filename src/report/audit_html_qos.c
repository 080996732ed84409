/* SPDX-License-Identifier: BSD-2-Clause */
/* Quality of service: who does not mark what is to go first. Only where it was asked for. */
#include "html.h"

#include "audit_facts.h"
#include "words.h"

static void add_measured(struct html *html, uint64_t measured, uint64_t thousandths,
                         const char *unit)
{
	if (measured) {
		words_add_thousandths(&html->cell, thousandths);
		text_add(&html->cell, unit);
	}
	html_td_cell(html, "n");
}

static void add_stream(struct html *html, const struct audit_qos *qos)
{
	struct text *cell = &html->cell;
	const bool is_right = !audit_qos_is_expected(qos) || qos->right == qos->streams;

	html_raw(html, "<tr>");
	audit_facts_add_stream(cell, html->language, qos);
	html_td_cell(html, NULL);
	html_td_number(html, qos->streams);
	words_add_dscp(cell, qos->marked);
	html_td_cell(html, "nb");
	audit_facts_add_expected(cell, html->language, qos);
	html_td_cell(html, "n");
	if (audit_qos_is_expected(qos))
		text_addf(cell, "%u %%", (unsigned)(qos->right * 100 / qos->streams));
	html_td_cell(html, is_right ? "n" : "n st medium");
	add_measured(html, qos->measured, qos->loss_thousandths, " %");
	add_measured(html, qos->jitter_measured, qos->jitter_thousandths, " ms");
	html_td(html, NULL, say(html->language, qos->remark));
	html_raw(html, "</tr>\n");
}

void audit_html_qos(struct html *html)
{
	static const char *const columns[] = { "Media",   "#Streams", "Marked",
		                               "#Wanted", "#Right",   "#Loss",
		                               "#Jitter", "Remark",   NULL };

	if (html->audit->qos_count == 0)
		return;
	html_section(html, "qos", "Quality of service",
	             "DSCP as it was captured; loss and jitter from RTP.");
	html_table(html, "small", "Media streams", columns);
	for (size_t i = 0; i < html->audit->qos_count; i++)
		add_stream(html, &html->audit->qos[i]);
	html_end_table(html, 0);
}
