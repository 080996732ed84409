/* SPDX-License-Identifier: BSD-2-Clause */
/* Quality of service: who does not mark what is to go first. Only where it was asked for. */
#include "html.h"

#include "base/say.h"
#include "inspect/modality.h"

#include "audit_facts.h"
#include "words.h"

static void add_measured(struct html *html, uint64_t measured, uint64_t thousandths,
                         const char *unit)
{
	if (measured) {
		words_add_thousandths(&html->cell, html->language, thousandths);
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

/* Media that has not the same mark at two sensors: who marked it anew stands between them. */
static void add_remark(struct html *html, const struct audit_remark *remark)
{
	html_raw(html, "<tr>");
	html_td(html, NULL,
	        say(html->language, modality_name((enum modality)remark->modality)));
	html_td_number(html, remark->streams);
	for (unsigned i = 0; i < 2; i++) {
		html_td(html, NULL, remark->sensor[i]);
		words_add_dscp(&html->cell, remark->dscp[i]);
		html_td_cell(html, "nb");
	}
	html_raw(html, "</tr>\n");
}

static void add_remarks(struct html *html)
{
	static const char *const columns[] = { "Media",  "#Streams", "Sensor", "Marked",
		                               "Sensor", "Marked",   NULL };

	if (html->audit->remark_count == 0)
		return;
	html_section(html, "remarked", "Marked anew on the way",
	             "Media that has not the same DSCP at two sensors.");
	html_table(html, "small", "Media streams", columns);
	for (size_t i = 0; i < html->audit->remark_count; i++)
		add_remark(html, &html->audit->remarks[i]);
	html_end_table(html, 0);
}

void audit_html_qos(struct html *html)
{
	static const char *const columns[] = { "Media",   "#Streams", "Marked",
		                               "#Wanted", "#Right",   "#Loss",
		                               "#Jitter", "Remark",   NULL };

	add_remarks(html);
	if (html->audit->qos_count == 0)
		return;
	html_section(
		html, "qos", "Quality of service",
		"DSCP as it was captured; loss and jitter are of the first 64 packets "
		"of a stream, on the way from who sent it to the sensor.");
	html_table(html, "small", "Media streams", columns);
	for (size_t i = 0; i < html->audit->qos_count; i++)
		add_stream(html, &html->audit->qos[i]);
	html_end_table(html, 0);
}
