/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_text.h"

#include "base/array.h"
#include "base/say.h"
#include "inspect/modality.h"

#include "audit_facts.h"
#include "table.h"
#include "words.h"

/* So many lines, and the rest counted; all with -v. */
#define SHOWN 20

static void write_sensors(struct audit_text *text)
{
	static const struct table_column columns[] = {
		{ .title = "sensor" },
		{ .title = "flows", .right = true },
		{ .title = "whole" },
	};
	struct table table;

	table_init(&table, columns, ARRAY_LEN(columns));
	for (size_t i = 0; i < text->audit->sensor_count; i++) {
		const struct audit_sensor *sensor = &text->audit->sensors[i];

		table_add(&table, sensor->name);
		say_add_number(&text->cell, text->context->language, sensor->flows);
		table_add_text(&table, &text->cell);
		table_add(&table, say(text->context->language, sensor->whole ? "yes"
		                                               : sensor->last_us != 0
		                                                       ? "no"
		                                                       : "not known"));
	}
	table_write(&table, &text->layout, 2, true);
	table_fini(&table);
}

static void add_seen_by(struct text *cell, const struct audit *audit, uint16_t set)
{
	const char *gap = "";

	for (size_t i = 0; i < audit->sensor_count; i++) {
		if (!audit_seen_by(audit, set, i))
			continue;
		text_addf(cell, "%s%s", gap, audit->sensors[i].name);
		gap = ", ";
	}
}

static void write_sightings(struct audit_text *text, size_t count)
{
	static const struct table_column columns[] = {
		{ .title = "listener" }, { .title = "seen by" },
		{ .title = "not by" },   { .title = "flows", .right = true },
		{ .title = "row" },
	};
	struct table table;

	table_init(&table, columns, ARRAY_LEN(columns));
	for (size_t i = 0; i < count; i++) {
		const struct audit_sighting *sighting = &text->audit->sightings[i];

		audit_facts_add_listener(&text->cell, sighting->name, &sighting->address,
		                         sighting->port, sighting->port,
		                         sighting->transport);
		table_add_text(&table, &text->cell);
		add_seen_by(&text->cell, text->audit, sighting->seen_by);
		table_add_text(&table, &text->cell);
		table_add(&table, sighting->missed_by);
		say_add_number(&text->cell, text->context->language, sighting->flows);
		table_add_text(&table, &text->cell);
		table_add(&table, sighting->rule ? sighting->rule->row->id : "");
	}
	table_write(&table, &text->layout, 2, true);
	table_fini(&table);
}

static void add_sightings(struct audit_text *text)
{
	size_t count = text->audit->sighting_count;
	size_t shown = count > SHOWN && !text->context->verbose ? SHOWN : count;

	if (count == 0)
		return;
	layout_heading(&text->layout,
	               "Seen by one sensor, and not by another on the way");
	write_sightings(text, shown);
	if (shown == count)
		return;
	say_count(&text->cell, text->context->language, count - shown, "and %1 more (-v)",
	          "and %1 more (-v)");
	layout_paragraph(&text->layout, 2, audit_text_cell(text));
	text_clear(&text->cell);
}

static void add_remarks(struct audit_text *text)
{
	for (size_t i = 0; i < text->audit->remark_count; i++) {
		const struct audit_remark *remark = &text->audit->remarks[i];
		char dscp[8];

		say_count(&text->cell, text->context->language, remark->streams,
		          "%1 stream of ", "%1 streams of ");
		text_add(&text->cell,
		         say(text->context->language,
		             modality_name((enum modality)remark->modality)));
		for (size_t j = 0; j < ARRAY_LEN(remark->dscp); j++) {
			snprintf(dscp, sizeof(dscp), "%u", remark->dscp[j]);
			say_add(&text->cell, text->context->language,
			        j ? ", %1 at %2" : ": DSCP %1 at %2",
			        (const char *[]){ dscp, remark->sensor[j], NULL });
		}
		layout_paragraph(&text->layout, 2, audit_text_cell(text));
		text_clear(&text->cell);
	}
}

void audit_text_sensors(struct audit_text *text)
{
	if (text->audit->sensor_count == 0)
		return;
	layout_heading(&text->layout, "Sensors");
	write_sensors(text);
	add_remarks(text);
	add_sightings(text);
}
