/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_json.h"

#include "base/clock.h"
#include "judge/audit.h"
#include "policy/row.h"

#include "json.h"

static void add_edge(struct text *out, const struct audit_edge *edge)
{
	text_add_char(out, '\n');
	json_open(out, NULL, '{');
	json_add_plain(out, "from", traffic_end_name(edge->from));
	json_add_plain(out, "to", traffic_end_name(edge->to));
	json_add_plain(out, "verdict", traffic_class_name(edge->class));
	json_add_plain(out, "severity", severity_name(edge->severity));
	json_add_unsigned(out, "flows", edge->flows);
	json_open(out, "rows", '[');
	for (size_t i = 0; i < edge->row_count; i++)
		json_string(out, edge->rows[i]->id);
	json_close(out, ']');
	json_close(out, '}');
}

void audit_json_add_edges(struct text *out, const struct audit *audit)
{
	for (size_t i = 0; i < audit->edge_count; i++) {
		text_add(out, i ? "," : "");
		add_edge(out, &audit->edges[i]);
	}
}

void audit_json_add_timeline(struct text *out, const struct audit_timeline *timeline)
{
	if (timeline->step_count > 0)
		json_add_time(out, "start", timeline->start_us);
	else
		json_add_nullable(out, "start", NULL);
	json_add_unsigned(out, "step_seconds",
	                  (uint64_t)(timeline->step_us / US_PER_SECOND));
	json_open(out, "flows", '{');
	for (unsigned class = 0; class < TRAFFIC_CLASSES; class ++) {
		json_open(out, traffic_class_name((enum traffic_class) class), '[');
		for (size_t i = 0; i < timeline->step_count; i++) {
			json_comma(out);
			text_add_unsigned(out, timeline->flows[class][i]);
		}
		json_close(out, ']');
	}
	json_close(out, '}');
}
