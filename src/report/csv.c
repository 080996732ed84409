/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comma-separated values, for spreadsheets: of an audit its causes, findings, services,
 * attempts and coverage, of flows and rows a line each. Every line has as many fields as the head.
 *
 * Source: RFC 4180. A spreadsheet takes a cell that begins with = + - @ for a
 * formula, whoever wrote it; an apostrophe in front makes it text again.
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

#include "row_filter.h"
#include "words.h"

/* --- Cells -------------------------------------------------------------------------- */

/* Lines under construction. */
struct csv {
	struct text *out;
	struct text cell; /* owned */
	bool in_line;
};

static void begin_cell(struct csv *csv)
{
	if (csv->in_line)
		text_add_char(csv->out, ',');
	csv->in_line = true;
}

static void end_line(struct csv *csv)
{
	text_add(csv->out, "\r\n");
	csv->in_line = false;
}

/* Words of ours that hold neither comma nor quote: numbers, addresses, names. */
static void add_plain(struct csv *csv, const char *value)
{
	begin_cell(csv);
	text_add(csv->out, value);
}

static void add_number(struct csv *csv, uint64_t value)
{
	begin_cell(csv);
	text_add_unsigned(csv->out, value);
}

/* What csv->cell holds, which may come from a packet, and forget it. */
static void add_cell(struct csv *csv)
{
	struct text clean = { 0 };

	begin_cell(csv);
	text_add_printable(&clean, csv->cell.len ? csv->cell.at : "", csv->cell.len);
	if (clean.len > 0) {
		text_add_char(csv->out, '"');
		if (strchr("=+-@\t\r", clean.at[0]))
			text_add_char(csv->out, '\'');
		for (const char *at = clean.at; *at; at++)
			text_add(csv->out,
			         (const char[]){ *at, *at == '"' ? '"' : '\0', '\0' });
		text_add_char(csv->out, '"');
	}
	csv->out->failed |= clean.failed || csv->cell.failed;
	text_fini(&clean);
	text_clear(&csv->cell);
}

static void add_text(struct csv *csv, const char *value)
{
	text_add(&csv->cell, value ? value : "");
	add_cell(csv);
}

static void add_address(struct csv *csv, const struct address *address)
{
	char text[ADDRESS_TEXT_SIZE];

	add_plain(csv, address_format(address, text));
}

static void add_time(struct csv *csv, int64_t time_us)
{
	char text[CLOCK_TEXT_SIZE];

	clock_format(time_us, text);
	add_plain(csv, text);
}

static void add_row_id(struct csv *csv, const struct rule *rule)
{
	add_plain(csv, rule ? rule->row->id : "");
}

static void add_blanks(struct csv *csv, unsigned count)
{
	while (count-- > 0)
		add_plain(csv, "");
}

static void add_head(struct csv *csv, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_plain(csv, names[i]);
	end_line(csv);
}

static bool write_out(struct csv *csv, FILE *out)
{
	bool written = !csv->out->failed &&
	               fwrite(csv->out->at, 1, csv->out->len, out) == csv->out->len;

	text_clear(csv->out);
	return written;
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
	add_address(csv, address);
	add_number(csv, low);
	add_number(csv, high);
	add_plain(csv, transport ? transport_name(transport) : "");
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
		add_blanks(csv, 4);
}

static void add_cause(struct csv *csv, const struct audit_cause *cause)
{
	const struct rule *nearest = cause->findings[0]->nearest;

	add_plain(csv, "cause");
	add_plain(csv, finding_kind_name(cause->kind));
	add_plain(csv, severity_name(cause->severity));
	add_plain(csv, cause->id);
	add_cause_listener(csv, cause);
	add_row_id(csv, cause->findings[0]->rule);
	add_row_id(csv, nearest);
	add_blanks(csv, 2);
	add_text(csv, cause->from[LANGUAGE_EN]);
	add_blanks(csv, 1);
	add_number(csv, cause->flows);
	add_number(csv, cause->bytes);
	add_time(csv, cause->first_us);
	add_time(csv, cause->last_us);
	add_text(csv, cause->title[LANGUAGE_EN]);
	add_text(csv, cause->findings[0]->remedy);
	add_text(csv, cause->where[LANGUAGE_EN]);
	add_plain(csv, cause->id);
	end_line(csv);
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

	add_plain(csv, record);
	add_plain(csv, finding_kind_name(finding->kind));
	add_plain(csv, severity_name(finding->severity));
	add_plain(csv, finding->id);
	add_listener(csv, &finding->address, finding->port, finding->port_high,
	             finding->transport);
	add_row_id(csv, finding->rule);
	add_row_id(csv, finding->nearest);
	add_text(csv, rule ? rule->row->catalogue : "");
	add_text(csv, rule ? rule->row->service : "");
	for (size_t i = 0; i < finding->peer_count; i++)
		text_addf(&csv->cell, "%s%s", i ? " " : "",
		          address_format(&finding->peers[i].address, address));
	add_cell(csv);
	add_number(csv, finding->peers_total);
	add_number(csv, finding->flows);
	add_number(csv, finding->bytes);
	add_time(csv, finding->first_us);
	add_time(csv, finding->last_us);
	for (size_t i = 0; i < finding->reason_count; i++)
		add_to_list(csv, finding->reasons[i]);
	add_cell(csv);
	add_text(csv, finding->remedy);
	add_text(csv, finding->name);
	add_plain(csv, cause_id(audit, finding));
	end_line(csv);
}

static void add_service(struct csv *csv, const struct audit_service *service)
{
	const struct row *row = service->rule->row;

	add_plain(csv, "service");
	add_plain(csv, verdict_kind_name(service->kind));
	add_blanks(csv, 2);
	add_listener(csv, &service->address, service->port, service->port_high,
	             service->transport);
	add_row_id(csv, service->rule);
	add_blanks(csv, 1);
	add_text(csv, row->catalogue);
	add_text(csv, row->service);
	add_blanks(csv, 1);
	add_number(csv, service->clients);
	add_number(csv, service->flows);
	add_number(csv, service->bytes);
	add_time(csv, service->first_us);
	add_time(csv, service->last_us);
	text_add(&csv->cell, service->confirmed ? "confirmed" : "by port only");
	for (size_t i = 0; i < service->note_count; i++)
		text_addf(&csv->cell, "; %s", service->notes[i]);
	add_cell(csv);
	add_blanks(csv, 3);
	end_line(csv);
}

static void add_attempt(struct csv *csv, const struct audit_attempt *attempt)
{
	const struct row *row = attempt->rule ? attempt->rule->row : NULL;
	char address[ADDRESS_TEXT_SIZE];

	add_plain(csv, "attempt");
	add_plain(csv, attempt_how_name(attempt->how));
	add_blanks(csv, 2);
	add_listener(csv, &attempt->address, attempt->port, attempt->port_high,
	             attempt->transport);
	add_row_id(csv, attempt->rule);
	add_blanks(csv, 1);
	add_text(csv, row ? row->catalogue : "");
	add_text(csv, row ? row->service : "");
	for (size_t i = 0; i < attempt->initiator_count; i++)
		text_addf(&csv->cell, "%s%s", i ? " " : "",
		          address_format(&attempt->initiators[i].address, address));
	add_cell(csv);
	add_number(csv, attempt->initiators_total);
	add_number(csv, attempt->flows);
	add_blanks(csv, 1);
	add_time(csv, attempt->first_us);
	add_time(csv, attempt->last_us);
	add_text(csv, attempt->works_for_others ? "works for others" : "");
	add_blanks(csv, 1);
	add_text(csv, attempt->name);
	add_blanks(csv, 1);
	end_line(csv);
}

static void add_coverage(struct csv *csv, const struct audit *audit,
                         const struct audit_coverage *coverage)
{
	const struct row *row = coverage->rule->row;

	add_plain(csv, "coverage");
	add_plain(csv, coverage_state_name(coverage->state));
	add_blanks(csv, 6);
	add_row_id(csv, coverage->rule);
	add_blanks(csv, 1);
	add_text(csv, row->catalogue);
	add_text(csv, row->service);
	add_blanks(csv, 2);
	add_number(csv, coverage->flows);
	add_blanks(csv, 3);
	add_text(csv, coverage->note);
	add_blanks(csv, 2);
	add_plain(csv, coverage->finding ? cause_id(audit, coverage->finding) : "");
	end_line(csv);
}

bool report_audit_csv(FILE *out, const struct report_context *context,
                      const struct audit *audit)
{
	struct text text = { 0 };
	struct csv csv = { .out = &text };
	bool ok;

	(void)context;
	add_head(&csv, audit_columns, ARRAY_LEN(audit_columns));
	ok = write_out(&csv, out);
	for (size_t i = 0; ok && i < audit->cause_count; i++) {
		add_cause(&csv, &audit->causes[i]);
		ok = write_out(&csv, out);
	}
	for (size_t i = 0; ok && i < audit->finding_count; i++) {
		add_finding(&csv, "finding", audit, &audit->findings[i]);
		ok = write_out(&csv, out);
	}
	for (size_t i = 0; ok && i < audit->suppressed_count; i++) {
		add_finding(&csv, "suppressed", audit, &audit->suppressed[i]);
		ok = write_out(&csv, out);
	}
	for (size_t i = 0; ok && i < audit->service_count; i++) {
		add_service(&csv, &audit->services[i]);
		ok = write_out(&csv, out);
	}
	for (size_t i = 0; ok && i < audit->attempt_count; i++) {
		add_attempt(&csv, &audit->attempts[i]);
		ok = write_out(&csv, out);
	}
	for (size_t i = 0; ok && i < audit->coverage_count; i++) {
		add_coverage(&csv, audit, &audit->coverage[i]);
		ok = write_out(&csv, out);
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
	add_head(&csv, flow_columns, ARRAY_LEN(flow_columns));
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
	add_plain(csv, verdict_kind_name(verdict->kind));
	add_plain(csv, verdict->confirmed ? "confirmed" : "port");
	add_plain(csv, severity_name(verdict->severity));
	for (size_t i = 0; i < 2; i++) {
		add_address(csv, &ends[i]->address);
		add_number(csv, ends[i]->port);
	}
	add_plain(csv, transport_name(flow->transport));
	add_number(csv, flow->packets[flow->initiator]);
	add_number(csv, flow->packets[!flow->initiator]);
	add_number(csv, flow->bytes[flow->initiator]);
	add_number(csv, flow->bytes[!flow->initiator]);
	add_row_id(csv, verdict->rule);
	add_row_id(csv, verdict->nearest);
	words_add_hints(&csv->cell, flow_hints(flow));
	add_cell(csv);
	add_text(csv, record->input);
	while ((reason = sentences_next(record->reasons, reason)))
		add_to_list(csv, reason);
	add_cell(csv);
	end_line(csv);
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

	add_plain(csv, row->id);
	add_text(csv, catalogue->name);
	add_text(csv, row->table);
	add_number(csv, row->number);
	words_add_roles(&csv->cell, row->roles);
	add_cell(csv);
	add_text(csv, row->service);
	add_text(csv, row->name_en);
	add_text(csv, row->name_fr);
	words_add_ports(&csv->cell, rule);
	add_cell(csv);
	add_text(csv, row->printed);
	add_plain(csv, row_tls_name(row->tls));
	words_add_hints(&csv->cell, row->speaks);
	add_cell(csv);
	add_plain(csv, row_direction_name(row->direction));
	if (row->any_peer)
		text_add(&csv->cell, "any");
	else
		words_add_roles(&csv->cell, row->peers);
	add_cell(csv);
	add_text(csv, row->note);
	end_line(csv);
}

long report_rows_csv(FILE *out, const struct policy *policy,
                     const struct report_rows_filter *filter, unsigned width, bool colour)
{
	struct text text = { 0 };
	struct csv csv = { .out = &text };
	long shown;

	(void)width;
	(void)colour;
	add_head(&csv, row_columns, ARRAY_LEN(row_columns));
	shown = row_filter_visit(policy, filter, add_row, &csv);
	if (!write_out(&csv, out))
		shown = -1;
	text_fini(&csv.cell);
	text_fini(&text);
	return shown;
}
