/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comma-separated values, for spreadsheets: of an audit its causes, findings, services,
 * attempts and coverage, of flows and rows a line each.
 */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/sentences.h"
#include "base/transport.h"
#include "flow/direction.h"
#include "inspect/hint.h"
#include "policy/catalogue.h"
#include "policy/row.h"
#include "report/report.h"

#include "csv_cells.h"
#include "row_filter.h"
#include "words.h"

static void add_time(struct csv *csv, int64_t time_us)
{
	char text[CLOCK_TEXT_SIZE];

	clock_format(time_us, text);
	csv_add_plain(csv, text);
}

static void add_row_id(struct csv *csv, const struct rule *rule)
{
	csv_add_plain(csv, rule ? rule->row->id : "");
}

/* --- An audit ------------------------------------------------------------------------ */

static const char *const audit_columns[] = {
	"record",    "kind",        "severity", "id",          "address",   "port",
	"port_high", "transport",   "row",      "nearest_row", "catalogue", "service",
	"peers",     "peers_total", "flows",    "bytes",       "first",     "last",
	"text",      "remedy",      "name",     "cause",
};

static void add_listener(struct csv *csv, const struct address *address, uint16_t low,
                         uint16_t high, uint8_t transport)
{
	csv_add_address(csv, address);
	csv_add_number(csv, low);
	csv_add_number(csv, high);
	csv_add_plain(csv, transport ? transport_name(transport) : "");
}

/* One of several that share a cell. */
static void add_to_list(struct csv *csv, const char *sentence)
{
	text_addf(&csv->cell, "%s%s", csv->cell.len ? "; " : "", sentence);
}

/* What a cause's listeners have in common, else blank. */
static void add_cause_listener(struct csv *csv, const struct audit_cause *cause)
{
	const struct audit_finding *first = cause->findings[0];

	if (cause->finding_count == 1)
		add_listener(csv, &first->address, first->port, first->port_high,
		             first->transport);
	else
		csv_add_blanks(csv, 4);
}

static void add_cause(struct csv *csv, const struct audit_cause *cause)
{
	const struct rule *nearest = cause->findings[0]->nearest;

	csv_add_plain(csv, "cause");
	csv_add_plain(csv, finding_kind_name(cause->kind));
	csv_add_plain(csv, severity_name(cause->severity));
	csv_add_plain(csv, cause->id);
	add_cause_listener(csv, cause);
	add_row_id(csv, cause->findings[0]->rule);
	add_row_id(csv, nearest);
	csv_add_blanks(csv, 2);
	csv_add_text(csv, cause->from[LANGUAGE_EN]);
	csv_add_blanks(csv, 1);
	csv_add_number(csv, cause->flows);
	csv_add_number(csv, cause->bytes);
	add_time(csv, cause->first_us);
	add_time(csv, cause->last_us);
	csv_add_text(csv, cause->title[LANGUAGE_EN]);
	csv_add_text(csv, cause->findings[0]->remedy);
	csv_add_text(csv, cause->where[LANGUAGE_EN]);
	csv_add_plain(csv, cause->id);
	csv_end_line(csv);
}

static const char *cause_id(const struct audit *audit,
                            const struct audit_finding *finding)
{
	return finding->cause == FINDING_NO_CAUSE ? "" : audit->causes[finding->cause].id;
}

static void add_finding(struct csv *csv, const char *record, const struct audit *audit,
                        const struct audit_finding *finding)
{
	const struct rule *rule = finding->rule ? finding->rule : finding->nearest;
	char address[ADDRESS_TEXT_SIZE];

	csv_add_plain(csv, record);
	csv_add_plain(csv, finding_kind_name(finding->kind));
	csv_add_plain(csv, severity_name(finding->severity));
	csv_add_plain(csv, finding->id);
	add_listener(csv, &finding->address, finding->port, finding->port_high,
	             finding->transport);
	add_row_id(csv, finding->rule);
	add_row_id(csv, finding->nearest);
	csv_add_text(csv, rule ? rule->row->catalogue : "");
	csv_add_text(csv, rule ? rule->row->service : "");
	for (size_t i = 0; i < finding->peer_count; i++)
		text_addf(&csv->cell, "%s%s", i ? " " : "",
		          address_format(&finding->peers[i].address, address));
	csv_add_cell(csv);
	csv_add_number(csv, finding->peers_total);
	csv_add_number(csv, finding->flows);
	csv_add_number(csv, finding->bytes);
	add_time(csv, finding->first_us);
	add_time(csv, finding->last_us);
	for (size_t i = 0; i < finding->reasons[LANGUAGE_EN].count; i++)
		add_to_list(csv, finding->reasons[LANGUAGE_EN].at[i]);
	csv_add_cell(csv);
	csv_add_text(csv, finding->remedy);
	csv_add_text(csv, finding->name);
	csv_add_plain(csv, cause_id(audit, finding));
	csv_end_line(csv);
}

static void add_service(struct csv *csv, const struct audit_service *service)
{
	const struct row *row = service->rule->row;

	csv_add_plain(csv, "service");
	csv_add_plain(csv, verdict_kind_name(service->kind));
	csv_add_blanks(csv, 2);
	add_listener(csv, &service->address, service->port, service->port_high,
	             service->transport);
	add_row_id(csv, service->rule);
	csv_add_blanks(csv, 1);
	csv_add_text(csv, row->catalogue);
	csv_add_text(csv, row->service);
	csv_add_blanks(csv, 1);
	csv_add_number(csv, service->clients);
	csv_add_number(csv, service->flows);
	csv_add_number(csv, service->bytes);
	add_time(csv, service->first_us);
	add_time(csv, service->last_us);
	text_add(&csv->cell, service->confirmed ? "confirmed" : "by port only");
	for (size_t i = 0; i < service->note_count; i++)
		text_addf(&csv->cell, "; %s", service->notes[i]);
	csv_add_cell(csv);
	csv_add_blanks(csv, 3);
	csv_end_line(csv);
}

static void add_attempt(struct csv *csv, const struct audit_attempt *attempt)
{
	const struct row *row = attempt->rule ? attempt->rule->row : NULL;
	char address[ADDRESS_TEXT_SIZE];

	csv_add_plain(csv, "attempt");
	csv_add_plain(csv, attempt_how_name(attempt->how));
	csv_add_blanks(csv, 2);
	add_listener(csv, &attempt->address, attempt->port, attempt->port_high,
	             attempt->transport);
	add_row_id(csv, attempt->rule);
	csv_add_blanks(csv, 1);
	csv_add_text(csv, row ? row->catalogue : "");
	csv_add_text(csv, row ? row->service : "");
	for (size_t i = 0; i < attempt->initiator_count; i++)
		text_addf(&csv->cell, "%s%s", i ? " " : "",
		          address_format(&attempt->initiators[i].address, address));
	csv_add_cell(csv);
	csv_add_number(csv, attempt->initiators_total);
	csv_add_number(csv, attempt->flows);
	csv_add_blanks(csv, 1);
	add_time(csv, attempt->first_us);
	add_time(csv, attempt->last_us);
	csv_add_text(csv, attempt->works_for_others ? "works for others" : "");
	csv_add_blanks(csv, 1);
	csv_add_text(csv, attempt->name);
	csv_add_blanks(csv, 1);
	csv_end_line(csv);
}

static void add_coverage(struct csv *csv, const struct audit *audit,
                         const struct audit_coverage *coverage)
{
	const struct row *row = coverage->rule->row;

	csv_add_plain(csv, "coverage");
	csv_add_plain(csv, coverage_state_name(coverage->state));
	csv_add_blanks(csv, 6);
	add_row_id(csv, coverage->rule);
	csv_add_blanks(csv, 1);
	csv_add_text(csv, row->catalogue);
	csv_add_text(csv, row->service);
	csv_add_blanks(csv, 2);
	csv_add_number(csv, coverage->flows);
	csv_add_blanks(csv, 3);
	csv_add_text(csv, coverage->note);
	csv_add_blanks(csv, 2);
	csv_add_plain(csv, coverage->finding ? cause_id(audit, coverage->finding) : "");
	csv_end_line(csv);
}

bool report_audit_csv(FILE *out, const struct report_context *context,
                      const struct audit *audit)
{
	struct text text = { 0 };
	struct csv csv = { .out = &text };
	bool ok;

	(void)context;
	csv_add_head(&csv, audit_columns, ARRAY_LEN(audit_columns));
	ok = csv_write_out(&csv, out);
	for (size_t i = 0; ok && i < audit->cause_count; i++) {
		add_cause(&csv, &audit->causes[i]);
		ok = csv_write_out(&csv, out);
	}
	for (size_t i = 0; ok && i < audit->finding_count; i++) {
		add_finding(&csv, "finding", audit, &audit->findings[i]);
		ok = csv_write_out(&csv, out);
	}
	for (size_t i = 0; ok && i < audit->suppressed_count; i++) {
		add_finding(&csv, "suppressed", audit, &audit->suppressed[i]);
		ok = csv_write_out(&csv, out);
	}
	for (size_t i = 0; ok && i < audit->service_count; i++) {
		add_service(&csv, &audit->services[i]);
		ok = csv_write_out(&csv, out);
	}
	for (size_t i = 0; ok && i < audit->attempt_count; i++) {
		add_attempt(&csv, &audit->attempts[i]);
		ok = csv_write_out(&csv, out);
	}
	for (size_t i = 0; ok && i < audit->coverage_count; i++) {
		add_coverage(&csv, audit, &audit->coverage[i]);
		ok = csv_write_out(&csv, out);
	}
	text_fini(&csv.cell);
	text_fini(&text);
	return ok;
}

/* --- Flows ----------------------------------------------------------------------------- */

static const char *const flow_columns[] = {
	"first",         "last",          "verdict",        "confidence",     "severity",
	"src_ip",        "src_port",      "dest_ip",        "dest_port",      "transport",
	"pkts_toserver", "pkts_toclient", "bytes_toserver", "bytes_toclient", "row",
	"nearest_row",   "hints",         "input",          "text",
};

static void *open_csv(unsigned width)
{
	(void)width;
	return calloc(1, sizeof(struct csv));
}

static void add_flow_head(const void *opened, struct text *out)
{
	struct csv csv = { .out = out };

	(void)opened;
	csv_add_head(&csv, flow_columns, ARRAY_LEN(flow_columns));
}

static void add_flow(void *opened, struct text *out, const struct report_flow *record)
{
	struct csv *csv = opened;
	const struct flow *flow = record->flow;
	const struct verdict *verdict = record->verdict;
	const struct flow_end *ends[] = { flow_initiator(flow), flow_responder(flow) };
	const char *reason = NULL;

	csv->out = out;
	add_time(csv, flow->first_us);
	add_time(csv, flow->last_us);
	csv_add_plain(csv, verdict_kind_name(verdict->kind));
	csv_add_plain(csv, verdict->confirmed ? "confirmed" : "port");
	csv_add_plain(csv, severity_name(verdict->severity));
	for (size_t i = 0; i < 2; i++) {
		csv_add_address(csv, &ends[i]->address);
		csv_add_number(csv, ends[i]->port);
	}
	csv_add_plain(csv, transport_name(flow->transport));
	csv_add_number(csv, flow->packets[flow->initiator]);
	csv_add_number(csv, flow->packets[!flow->initiator]);
	csv_add_number(csv, flow->bytes[flow->initiator]);
	csv_add_number(csv, flow->bytes[!flow->initiator]);
	add_row_id(csv, verdict->rule);
	add_row_id(csv, verdict->nearest);
	words_add_hints(&csv->cell, flow_hints(flow));
	csv_add_cell(csv);
	csv_add_text(csv, record->input);
	while ((reason = sentences_next(record->reasons, reason)))
		add_to_list(csv, reason);
	csv_add_cell(csv);
	csv_end_line(csv);
}

static void close_csv(void *opened)
{
	struct csv *csv = opened;

	if (csv)
		text_fini(&csv->cell);
	free(csv);
}

const struct report_flow_writer report_flows_csv = {
	.open = open_csv,
	.head = add_flow_head,
	.add = add_flow,
	.close = close_csv,
};

/* --- Rows ------------------------------------------------------------------------------ */

static const char *const row_columns[] = {
	"id",      "catalogue", "table",     "row",   "role",
	"service", "name_en",   "name_fr",   "ports", "printed",
	"tls",     "speaks",    "direction", "peer",  "note",
};

static void add_row(const struct catalogue *catalogue, const struct rule *rule,
                    void *context)
{
	struct csv *csv = context;
	const struct row *row = rule->row;

	csv_add_plain(csv, row->id);
	csv_add_text(csv, catalogue->name);
	csv_add_text(csv, row->table);
	csv_add_number(csv, row->number);
	words_add_roles(&csv->cell, row->roles);
	csv_add_cell(csv);
	csv_add_text(csv, row->service);
	csv_add_text(csv, row->name_en);
	csv_add_text(csv, row->name_fr);
	words_add_ports(&csv->cell, rule);
	csv_add_cell(csv);
	csv_add_text(csv, row->printed);
	csv_add_plain(csv, row_tls_name(row->tls));
	words_add_hints(&csv->cell, row->speaks);
	csv_add_cell(csv);
	csv_add_plain(csv, row_direction_name(row->direction));
	if (row->any_peer)
		text_add(&csv->cell, "any");
	else
		words_add_roles(&csv->cell, row->peers);
	csv_add_cell(csv);
	csv_add_text(csv, row->note);
	csv_end_line(csv);
}

long report_rows_csv(FILE *out, const struct policy *policy,
                     const struct report_rows_filter *filter, unsigned width, bool colour)
{
	struct text text = { 0 };
	struct csv csv = { .out = &text };
	long shown;

	(void)width;
	(void)colour;
	csv_add_head(&csv, row_columns, ARRAY_LEN(row_columns));
	shown = row_filter_visit(policy, filter, add_row, &csv);
	if (!csv_write_out(&csv, out))
		shown = -1;
	text_fini(&csv.cell);
	text_fini(&text);
	return shown;
}
