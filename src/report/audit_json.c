/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The audit as one JSON object (docs/audit.schema.json): one member of each
 * array a line, so that two audits can be compared with diff(1). Written piece
 * by piece; nothing grows with the number of hosts or findings.
 */
#include <string.h>

#include "base/transport.h"
#include "policy/role.h"
#include "policy/row.h"
#include "report/report.h"

#include "audit_json.h"
#include "capture_json.h"
#include "json.h"

#define SCHEMA "lynctap/audit/1"

/* Where the object goes, and the piece that is being written. */
struct audit_writer {
	FILE *out;
	struct text piece;
	const struct diff *baseline; /* or NULL */
	bool compared;               /* without hosts that a comparison passes over */
	bool failed;
};

static void flush(struct audit_writer *writer)
{
	struct text *piece = &writer->piece;

	if (piece->len && fwrite(piece->at, 1, piece->len, writer->out) != piece->len)
		writer->failed = true;
	writer->failed |= piece->failed;
	text_clear(piece);
}

/* Begin a member of the outermost object on a line of its own. */
static struct text *begin_section(struct audit_writer *writer, const char *key,
                                  char bracket)
{
	text_add(&writer->piece, ",\n");
	json_open(&writer->piece, key, bracket);
	return &writer->piece;
}

static void end_section(struct audit_writer *writer, char bracket)
{
	json_close(&writer->piece, bracket);
	flush(writer);
}

/* Begin one member of an array on a line of its own. */
static struct text *begin_item(struct audit_writer *writer, size_t index)
{
	flush(writer);
	text_add(&writer->piece, index ? ",\n{" : "\n{");
	return &writer->piece;
}

/* --- The head: tool, inputs, capture --------------------------------------------- */

static void add_products(struct text *out, const struct report_context *context,
                         const struct audit *audit)
{
	json_add_nullable(out, "product",
	                  context->products
	                          ? product_name(product_oldest(context->products))
	                          : NULL);
	json_add_bool(out, "product_stated", context->product_stated);
	json_open(out, "products", '[');
	for (unsigned i = 0; i < PRODUCTS; i++) {
		if (!(context->products & PRODUCT_BIT(i)))
			continue;
		json_open(out, NULL, '{');
		json_add_string(out, "name", product_name((enum product)i));
		json_add_nullable(out, "why", audit->products.why[i]);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void add_site(struct text *out, const struct report_context *context,
                     const struct audit *audit)
{
	if (!context->site_file) {
		json_add_null(out, "site");
	} else {
		json_open(out, "site", '{');
		json_add_string(out, "name",
		                context->site_name ? context->site_name : "");
		json_add_string(out, "file", context->site_file);
		json_close(out, '}');
	}
	json_add_nullable(out, "load_balancing", context->load_balancing);
	add_products(out, context, audit);
	json_open(out, "catalogues", '[');
	for (size_t i = 0; context->catalogues && context->catalogues[i]; i++)
		json_string(out, context->catalogues[i]);
	json_close(out, ']');
}

static void add_inputs(struct audit_writer *writer, const struct report_capture *capture)
{
	begin_section(writer, "inputs", '[');
	for (size_t i = 0; i < capture->input_count; i++) {
		struct text *out = begin_item(writer, i);

		audit_json_add_input(out, &capture->inputs[i]);
		json_close(out, '}');
	}
	end_section(writer, ']');
}

static void add_capture(struct audit_writer *writer, const struct report_capture *capture)
{
	capture_json_add(begin_section(writer, "capture", '{'), capture);
	end_section(writer, '}');
}

static void add_count_or_null(struct text *out, const char *key, uint64_t count)
{
	if (count)
		json_add_unsigned(out, key, count);
	else
		json_add_null(out, key);
}

static void add_options(struct audit_writer *writer, const struct report_options *options)
{
	struct text *out = begin_section(writer, "options", '{');

	json_add_nullable(out, "filter", options->filter);
	add_count_or_null(out, "count", options->count);
	add_count_or_null(out, "snaplen", options->snaplen);
	json_add_bool(out, "strict", options->strict);
	json_add_plain(out, "fail_on", severity_name(options->fail_on));
	json_add_bool(out, "no_fail", options->no_fail);
	json_add_bool(out, "idle_ok", options->idle_ok);
	end_section(writer, '}');
}

static void add_servers(struct audit_writer *writer, const struct audit *audit)
{
	struct text *out = begin_section(writer, "servers", '{');

	json_add_unsigned(out, "declared", audit->servers_declared);
	json_add_unsigned(out, "heard", audit->servers_declared - audit->silent_count);
	json_open(out, "silent", '[');
	for (size_t i = 0; i < audit->silent_count; i++) {
		json_open(out, NULL, '{');
		json_add_string(out, "name", audit->silent[i].name);
		json_open(out, "addresses", '[');
		for (size_t j = 0; j < audit->silent[i].address_count; j++) {
			char address[ADDRESS_TEXT_SIZE];

			json_string(out, address_format(&audit->silent[i].addresses[j],
			                                address));
		}
		json_close(out, ']');
		json_close(out, '}');
	}
	json_close(out, ']');
	end_section(writer, '}');
}

/* --- Hosts and services ------------------------------------------------------------ */

static void add_host_role(struct text *out, const struct audit_host *host,
                          const struct audit_role *role)
{
	json_open(out, NULL, '{');
	json_add_plain(out, "role", role_name(role->role));
	json_add_plain(out, "source", role->declared ? "declared" : "inferred");
	if (role->score < 0)
		json_add_unsigned(out, "score", 0);
	else
		json_add_unsigned(out, "score", (uint64_t)role->score);
	if (role->role == ROLE_LOAD_BALANCER)
		json_add_roles(out, "for", role_set_balanced(host->role_set));
	json_open(out, "rows", '[');
	for (size_t i = 0; i < role->row_count; i++)
		json_string(out, role->rows[i]->id);
	json_close(out, ']');
	json_add_strings(out, "why", role->why, role->why_count);
	json_close(out, '}');
}

static void add_hosts(struct audit_writer *writer, const struct audit *audit)
{
	size_t added = 0;

	begin_section(writer, "hosts", '[');
	for (size_t i = 0; i < audit->host_count; i++) {
		const struct audit_host *host = &audit->hosts[i];
		struct text *out;

		if (writer->compared && !host->is_server)
			continue;
		out = begin_item(writer, added++);
		json_add_address(out, "address", &host->address);
		json_add_strings(out, "names", host->names, host->name_count);
		json_open(out, "roles", '[');
		for (size_t j = 0; j < host->role_count; j++)
			add_host_role(out, host, &host->roles[j]);
		json_close(out, ']');
		json_add_bool(out, "server", host->is_server);
		json_add_unsigned(out, "flows", host->flows);
		json_close(out, '}');
	}
	end_section(writer, ']');
}

static void add_services(struct audit_writer *writer, const struct audit *audit)
{
	begin_section(writer, "services", '[');
	for (size_t i = 0; i < audit->service_count; i++) {
		const struct audit_service *service = &audit->services[i];
		const struct row *row = service->rule->row;
		struct text *out = begin_item(writer, i);

		json_add_nullable(out, "role",
		                  service->role == ROLES ? NULL
		                                         : role_name(service->role));
		json_add_nullable(out, "service", row ? row->service : NULL);
		json_add_nullable(out, "name", row ? row->name_en : NULL);
		json_add_nullable(out, "catalogue", row ? row->catalogue : NULL);
		audit_json_add_row(out, "row", service->rule);
		json_add_address(out, "address", &service->address);
		json_add_unsigned(out, "port", service->port);
		json_add_unsigned(out, "port_high", service->port_high);
		audit_json_add_transport(out, service->transport);
		json_add_plain(out, "verdict", verdict_kind_name(service->kind));
		json_add_plain(out, "confidence",
		               service->confirmed ? "confirmed" : "port");
		json_add_hints(out, "hints", service->hints[0] | service->hints[1]);
		json_add_hints(out, "hints_initiator", service->hints[FLOW_INITIATOR]);
		json_add_hints(out, "hints_responder", service->hints[FLOW_RESPONDER]);
		json_add_unsigned(out, "flows", service->flows);
		json_add_unsigned(out, "packets", service->packets);
		json_add_unsigned(out, "bytes", service->bytes);
		json_add_unsigned(out, "clients", service->clients);
		json_add_time(out, "first", service->first_us);
		json_add_time(out, "last", service->last_us);
		audit_json_add_seen_by(out, audit, service->sensors);
		json_add_strings(out, "notes", service->notes, service->note_count);
		json_close(out, '}');
	}
	end_section(writer, ']');
}

/* --- Findings and coverage --------------------------------------------------------- */

static void add_findings(struct audit_writer *writer, const char *key,
                         const struct audit *audit, const struct audit_finding *findings,
                         size_t count)
{
	begin_section(writer, key, '[');
	for (size_t i = 0; i < count; i++) {
		struct text *out = begin_item(writer, i);

		audit_json_add_finding(out, audit, &findings[i]);
		audit_json_add_since(out, writer->baseline, findings[i].id);
		json_close(out, '}');
	}
	end_section(writer, ']');
}

static void add_exceptions(struct audit_writer *writer, const struct audit *audit)
{
	begin_section(writer, "exceptions", '[');
	for (size_t i = 0; i < audit->exception_count; i++) {
		struct text *out = begin_item(writer, i);

		audit_json_add_exception(out, &audit->exceptions[i]);
		json_close(out, '}');
	}
	end_section(writer, ']');
}

static void add_causes(struct audit_writer *writer, const struct audit *audit)
{
	begin_section(writer, "causes", '[');
	for (size_t i = 0; i < audit->cause_count; i++) {
		struct text *out = begin_item(writer, i);

		json_add_plain(out, "id", audit->causes[i].id);
		json_add_unsigned(out, "n", i + 1);
		audit_json_add_cause(out, &audit->causes[i]);
		json_close(out, '}');
	}
	end_section(writer, ']');
}

static void add_initiators(struct text *out, const struct audit_attempt *attempt)
{
	json_open(out, "initiators", '[');
	for (size_t i = 0; i < attempt->initiator_count; i++) {
		const struct audit_initiator *initiator = &attempt->initiators[i];

		json_open(out, NULL, '{');
		json_add_address(out, "address", &initiator->address);
		json_add_nullable(out, "name", initiator->name);
		json_add_roles(out, "roles", initiator->roles);
		json_add_unsigned(out, "flows", initiator->flows);
		json_close(out, '}');
	}
	json_close(out, ']');
	json_add_unsigned(out, "initiators_total", attempt->initiators_total);
}

static void add_attempts(struct audit_writer *writer, const struct audit *audit)
{
	begin_section(writer, "attempts", '[');
	for (size_t i = 0; i < audit->attempt_count; i++) {
		const struct audit_attempt *attempt = &audit->attempts[i];
		struct text *out = begin_item(writer, i);

		json_add_address(out, "address", &attempt->address);
		json_add_unsigned(out, "port", attempt->port);
		json_add_unsigned(out, "port_high", attempt->port_high);
		audit_json_add_transport(out, attempt->transport);
		json_add_nullable(out, "name", attempt->name);
		audit_json_add_row(out, "row", attempt->rule);
		json_add_plain(out, "how", attempt_how_name(attempt->how));
		json_add_unsigned(out, "listeners", attempt->listeners);
		add_initiators(out, attempt);
		json_add_unsigned(out, "flows", attempt->flows);
		json_add_unsigned(out, "tries", attempt->tries);
		json_add_time(out, "first", attempt->first_us);
		json_add_time(out, "last", attempt->last_us);
		audit_json_add_seen_by(out, audit, attempt->sensors);
		json_add_bool(out, "works_for_others", attempt->works_for_others);
		json_close(out, '}');
	}
	end_section(writer, ']');
	text_add(&writer->piece, ",\n");
	json_add_unsigned(&writer->piece, "attempts_total", audit->attempts_total);
}

static void add_tls(struct audit_writer *writer, const struct audit *audit)
{
	begin_section(writer, "tls", '[');
	for (size_t i = 0; i < audit->tls_count; i++) {
		struct text *out = begin_item(writer, i);

		audit_json_add_tls(out, &audit->tls[i]);
		json_close(out, '}');
	}
	end_section(writer, ']');
}

/* Names where there are, else addresses. */
static void add_places(struct text *out, const struct audit_coverage *coverage)
{
	json_open(out, "hosts", '[');
	for (size_t i = 0; i < coverage->host_count; i++) {
		const struct audit_place *place = &coverage->hosts[i];
		char address[ADDRESS_TEXT_SIZE];

		json_string(out, place->name ? place->name
		                             : address_format(&place->address, address));
	}
	json_close(out, ']');
}

static void add_coverage_counts(struct audit_writer *writer, const struct audit *audit)
{
	struct text *out = begin_section(writer, "coverage_counts", '{');

	for (unsigned i = 0; i < COVERAGE_STATES; i++)
		json_add_unsigned(out, coverage_state_name((enum coverage_state)i),
		                  audit->coverage_counts[i]);
	end_section(writer, '}');
}

static void add_sightings(struct audit_writer *writer, const struct audit *audit)
{
	begin_section(writer, "sightings", '[');
	for (size_t i = 0; i < audit->sighting_count; i++) {
		struct text *out = begin_item(writer, i);

		audit_json_add_sighting(out, audit, &audit->sightings[i]);
		json_close(out, '}');
	}
	end_section(writer, ']');
}

/* Nothing of one sensor: there is nobody to compare it with. */
static void add_sensors(struct audit_writer *writer, const struct audit *audit)
{
	if (audit->sensor_count == 0)
		return;
	begin_section(writer, "sensors", '[');
	for (size_t i = 0; i < audit->sensor_count; i++) {
		struct text *out = begin_item(writer, i);

		audit_json_add_sensor(out, &audit->sensors[i]);
		json_close(out, '}');
	}
	end_section(writer, ']');
	add_sightings(writer, audit);
	begin_section(writer, "remarked", '[');
	for (size_t i = 0; i < audit->remark_count; i++) {
		struct text *out = begin_item(writer, i);

		audit_json_add_remark(out, &audit->remarks[i]);
		json_close(out, '}');
	}
	end_section(writer, ']');
}

static void add_qos(struct audit_writer *writer, const struct audit *audit)
{
	begin_section(writer, "qos", '[');
	for (size_t i = 0; i < audit->qos_count; i++) {
		struct text *out = begin_item(writer, i);

		audit_json_add_qos(out, &audit->qos[i]);
		json_close(out, '}');
	}
	end_section(writer, ']');
}

static void add_coverage(struct audit_writer *writer, const struct audit *audit)
{
	begin_section(writer, "coverage", '[');
	for (size_t i = 0; i < audit->coverage_count; i++) {
		const struct audit_coverage *coverage = &audit->coverage[i];
		struct text *out = begin_item(writer, i);

		json_add_plain(out, "row", coverage->rule->row->id);
		json_add_plain(out, "table", coverage->rule->row->table);
		json_add_plain(out, "catalogue", coverage->rule->row->catalogue);
		json_add_plain(out, "state", coverage_state_name(coverage->state));
		json_add_unsigned(out, "flows", coverage->flows);
		json_add_bool(out, "applies", coverage->applies);
		add_places(out, coverage);
		json_add_nullable(out, "cause",
		                  coverage->finding
		                          ? audit->causes[coverage->finding->cause].id
		                          : NULL);
		json_add_string(out, "note", coverage->note);
		json_close(out, '}');
	}
	end_section(writer, ']');
}

static void add_provenance(struct audit_writer *writer,
                           const struct provenance *provenance)
{
	if (!provenance->program)
		return;
	audit_json_add_provenance(begin_section(writer, "provenance", '{'), provenance);
	end_section(writer, '}');
}

static void add_baseline(struct audit_writer *writer)
{
	if (!writer->baseline) {
		text_add(&writer->piece, ",\n");
		json_add_null(&writer->piece, "baseline");
		return;
	}
	audit_json_add_baseline(begin_section(writer, "baseline", '{'), writer->baseline);
	end_section(writer, '}');
}

static void add_verdicts(struct audit_writer *writer, const struct audit *audit)
{
	struct text *out = begin_section(writer, "verdicts", '{');

	for (unsigned i = 0; i < VERDICTS; i++)
		json_add_unsigned(out, verdict_kind_name((enum verdict_kind)i),
		                  audit->flows_by_verdict[i]);
	end_section(writer, '}');
}

static bool write_audit(struct audit_writer *writer, const struct report_context *context,
                        const struct audit *audit)
{
	struct text *head = &writer->piece;
	bool failed;

	text_add(head, "{");
	json_add_plain(head, "schema", SCHEMA);
	json_add_plain(head, "tool", "lynctap");
	json_add_string(head, "version", context->version);
	json_add_nullable(head, "backends", context->backends);
	add_site(head, context, audit);
	flush(writer);
	add_options(writer, &context->options);
	add_inputs(writer, &context->capture);
	add_capture(writer, &context->capture);
	add_verdicts(writer, audit);
	add_servers(writer, audit);
	add_hosts(writer, audit);
	add_services(writer, audit);
	add_findings(writer, "findings", audit, audit->findings, audit->finding_count);
	add_causes(writer, audit);
	add_attempts(writer, audit);
	add_tls(writer, audit);
	add_qos(writer, audit);
	add_sensors(writer, audit);
	add_coverage_counts(writer, audit);
	add_coverage(writer, audit);
	add_findings(writer, "suppressed", audit, audit->suppressed,
	             audit->suppressed_count);
	add_exceptions(writer, audit);
	audit_json_add_edges(begin_section(writer, "role_edges", '['), audit);
	end_section(writer, ']');
	audit_json_add_timeline(begin_section(writer, "timeline", '{'), &audit->timeline);
	end_section(writer, '}');
	add_provenance(writer, &context->provenance);
	add_baseline(writer);
	text_add(head, ",\n");
	json_add_strings(head, "notes", audit->notes[LANGUAGE_EN].at,
	                 audit->notes[LANGUAGE_EN].count);
	json_add_unsigned(head, "forgotten", audit->forgotten);
	json_add_strings(head, "incomplete", context->incomplete,
	                 context->incomplete_count);
	json_add_unsigned(head, "exit_status", (uint64_t)context->exit_status);
	text_add(head, "}\n");
	flush(writer);
	failed = writer->failed || ferror(writer->out);
	text_fini(&writer->piece);
	return !failed;
}

bool report_audit_json(FILE *out, const struct report_context *context,
                       const struct audit *audit)
{
	struct audit_writer writer = { .out = out, .baseline = context->baseline };

	return write_audit(&writer, context, audit);
}

bool report_audit_compared(FILE *out, const struct report_context *context,
                           const struct audit *audit)
{
	struct audit_writer writer = { .out = out,
		                       .baseline = context->baseline,
		                       .compared = true };

	return write_audit(&writer, context, audit);
}
