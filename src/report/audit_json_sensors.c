/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Several sensors: each an object, and what they saw apart.
 */
#include "audit_json.h"

#include "inspect/modality.h"
#include "judge/audit.h"

#include "json.h"

static void add_names(struct text *out, const char *key, const struct audit *audit,
                      uint16_t set)
{
	json_open(out, key, '[');
	for (size_t i = 0; i < audit->sensor_count; i++)
		if (audit_seen_by(audit, set, i))
			json_string(out, audit->sensors[i].name);
	json_close(out, ']');
}

void audit_json_add_seen_by(struct text *out, const struct audit *audit, uint16_t set)
{
	if (audit->sensor_count > 0)
		add_names(out, "sensors", audit, set);
}

void audit_json_add_sensor(struct text *out, const struct audit_sensor *sensor)
{
	bool known = sensor->last_us != 0;

	json_add_string(out, "name", sensor->name);
	json_add_unsigned(out, "flows", sensor->flows);
	json_add_time_or_null(out, "first", sensor->first_us, known);
	json_add_time_or_null(out, "last", sensor->last_us, known);
	json_add_bool(out, "whole", sensor->whole);
	json_add_signed(out, "clock_ahead_us", sensor->ahead_us);
	json_add_unsigned(out, "clock_flows", sensor->common);
}

void audit_json_add_sighting(struct text *out, const struct audit *audit,
                             const struct audit_sighting *sighting)
{
	json_add_address(out, "address", &sighting->address);
	json_add_nullable(out, "name", sighting->name);
	json_add_unsigned(out, "port", sighting->port);
	audit_json_add_transport(out, sighting->transport);
	audit_json_add_row(out, "row", sighting->rule);
	add_names(out, "seen_by", audit, sighting->seen_by);
	json_add_string(out, "not_by", sighting->missed_by);
	json_add_unsigned(out, "flows", sighting->flows);
	json_add_time(out, "first", sighting->first_us);
	json_add_time(out, "last", sighting->last_us);
}

void audit_json_add_remark(struct text *out, const struct audit_remark *remark)
{
	json_add_plain(out, "modality", modality_name((enum modality)remark->modality));
	json_open(out, "sensors", '[');
	for (size_t i = 0; i < 2; i++)
		json_string(out, remark->sensor[i]);
	json_close(out, ']');
	json_open(out, "dscp", '[');
	for (size_t i = 0; i < 2; i++) {
		json_comma(out);
		text_add_unsigned(out, remark->dscp[i]);
	}
	json_close(out, ']');
	json_add_unsigned(out, "streams", remark->streams);
}
