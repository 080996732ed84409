/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_text.h"

#include "base/array.h"
#include "base/say.h"

#include "audit_facts.h"
#include "table.h"
#include "words.h"

static void add_measured(struct table *table, struct audit_text *text, uint64_t measured,
                         uint64_t thousandths, const char *unit)
{
	struct text *cell = &text->cell;

	if (measured) {
		words_add_thousandths(cell, text->context->language, thousandths);
		text_add(cell, unit);
	}
	table_add_text(table, cell);
}

static void add_stream(struct audit_text *text, struct table *table,
                       const struct audit_qos *qos)
{
	struct text *cell = &text->cell;

	audit_facts_add_stream(cell, text->context->language, qos);
	table_add_text(table, cell);
	say_add_number(cell, text->context->language, qos->streams);
	table_add_text(table, cell);
	words_add_dscp(cell, qos->marked);
	table_add_text(table, cell);
	audit_facts_add_expected(cell, text->context->language, qos);
	table_add_text(table, cell);
	if (audit_qos_is_expected(qos))
		text_addf(cell, "%u %%", (unsigned)(qos->right * 100 / qos->streams));
	table_add_text(table, cell);
	add_measured(table, text, qos->measured, qos->loss_thousandths, " %");
	add_measured(table, text, qos->jitter_measured, qos->jitter_thousandths, " ms");
	table_add(table, say(text->context->language, qos->remark));
}

void audit_text_qos(struct audit_text *text)
{
	static const struct table_column columns[] = {
		{ .title = "media" },
		{ .title = "streams", .right = true },
		{ .title = "marked" },
		{ .title = "want", .right = true },
		{ .title = "right", .right = true },
		{ .title = "loss", .right = true },
		{ .title = "jitter", .right = true },
		{ .title = "remark" },
	};
	struct table table;

	if (text->audit->qos_count == 0)
		return;
	layout_heading(&text->layout, "Quality of service");
	table_init(&table, columns, ARRAY_LEN(columns));
	for (size_t i = 0; i < text->audit->qos_count; i++)
		add_stream(text, &table, &text->audit->qos[i]);
	table_write(&table, &text->layout, 2, true);
	layout_paragraph(
		&text->layout, 2,
		say(text->context->language,
	            "DSCP as it was captured; loss and jitter are of the first 64 packets "
	            "of a stream, on the way from who sent it to the sensor."));
	table_fini(&table);
}
