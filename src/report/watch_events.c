/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/watch_events.h"

#include <inttypes.h>
#include <string.h>

#include "base/array.h"
#include "base/transport.h"
#include "judge/audit.h"
#include "report/report.h"

#include "audit_json.h"
#include "capture_json.h"
#include "json.h"
#include "prometheus.h"

#define SCHEMA "lynctap/watch/1"

/* --- Alerts ----------------------------------------------------------------------------- */

/* Suricata counts down: 1 is the worst. */
static unsigned suricata_severity(enum severity severity)
{
	return severity >= SEVERITY_HIGH ? 1 : severity == SEVERITY_MEDIUM ? 2 : 3;
}

#define FIRST_SIGNATURE 9100000 /* of the range that is kept for private use */

/* Numbers of a kind never change: rules of a SIEM are written against them. */
static unsigned signature_of(enum finding_kind kind)
{
	static const unsigned char numbers[FINDING_KINDS] = {
		[VERDICT_WRONG_PROTOCOL] = 1,
		[VERDICT_WRONG_SOURCE] = 2,
		[VERDICT_WRONG_ROLE] = 3,
		[VERDICT_UNAPPROVED_PORT] = 4,
		[VERDICT_UNEXPECTED_PEER] = 5,
		[VERDICT_WRONG_INTERFACE] = 6,
		[VERDICT_KNOWN] = 7,
		[FINDING_CLEARTEXT] = 11,
		[FINDING_NO_CLIENT_CERTIFICATE] = 12,
		[FINDING_WEAK_TLS] = 13,
		[FINDING_WEAK_CERTIFICATE] = 14,
		[FINDING_EXPIRED_CERTIFICATE] = 15,
		[FINDING_SCAN] = 16,
		[FINDING_UNDECLARED_SERVER] = 17,
	};

	return FIRST_SIGNATURE + numbers[kind];
}

static void add_ends(struct text *out, const struct audit_finding *finding)
{
	if (finding->peer_count > 0)
		json_add_address(out, "src_ip", &finding->peers[0].address);
	json_add_address(out, "dest_ip", &finding->address);
	if (finding->port)
		json_add_unsigned(out, "dest_port", finding->port);
	if (finding->transport)
		json_add_plain(out, "proto",
		               finding->transport == TRANSPORT_TCP   ? "TCP"
		               : finding->transport == TRANSPORT_UDP ? "UDP"
		                                                     : "IP");
}

void watch_add_alert(struct text *out, const struct audit *audit,
                     const struct audit_finding *finding, bool worse, int64_t now_us)
{
	struct text sentence = { 0 };

	watch_add_sentence(&sentence, audit, finding);
	json_open(out, NULL, '{');
	json_add_time(out, "timestamp", now_us);
	json_add_plain(out, "event_type", "alert");
	add_ends(out, finding);
	json_open(out, "alert", '{');
	json_add_plain(out, "action", "allowed");
	json_add_unsigned(out, "gid", 1);
	json_add_unsigned(out, "signature_id", signature_of(finding->kind));
	json_add_unsigned(out, "rev", 1);
	json_add_string(out, "signature", sentence.at ? sentence.at : "");
	json_add_plain(out, "category", finding_kind_name(finding->kind));
	json_add_unsigned(out, "severity", suricata_severity(finding->severity));
	json_close(out, '}');
	json_open(out, "lync", '{');
	json_add_plain(out, "schema", SCHEMA);
	json_add_bool(out, "worse", worse);
	json_open(out, "finding", '{');
	audit_json_add_finding(out, audit, finding);
	json_close(out, '}');
	json_close(out, '}');
	json_close(out, '}');
	text_add_char(out, '\n');
	text_fini(&sentence);
}

void watch_add_sentence(struct text *out, const struct audit *audit,
                        const struct audit_finding *finding)
{
	char address[ADDRESS_TEXT_SIZE];

	(void)audit;
	text_addf(out, "%s %s: %s", severity_name(finding->severity),
	          finding_kind_name(finding->kind),
	          address_format(&finding->address, address));
	if (finding->port)
		text_addf(out, " port %u", (unsigned)finding->port);
	if (finding->transport)
		text_addf(out, "/%s", transport_name(finding->transport));
	if (finding->name)
		text_addf(out, " (%s)", finding->name);
	if (finding->reasons[LANGUAGE_EN].count > 0)
		text_addf(out, ": %s", finding->reasons[LANGUAGE_EN].at[0]);
}

/* --- Numbers ---------------------------------------------------------------------------- */

/* One number a row: its key in `stats`, and what Prometheus calls it. */
struct number {
	const char *key, *metric, *type, *help;
	uint64_t value;
};

#define NUMBERS 12

static void list_numbers(const struct watch_numbers *n,
                         struct number list[static NUMBERS])
{
	const struct number all[NUMBERS] = {
		{ "uptime", "uptime_seconds", "gauge", "Since the watch began.",
		  (uint64_t)(n->uptime_us / 1000000) },
		{ "flows_open", "flows_open", "gauge", "Conversations now.",
		  n->flows_open },
		{ "findings", "findings", "gauge", "Findings of this period.",
		  n->findings },
		{ "alerts", "alerts_total", "counter", "Findings that were said.",
		  n->alerts },
		{ "reports", "reports_total", "counter", "Reports written.", n->reports },
		{ "reports_failed", "reports_failed_total", "counter",
		  "Reports that could not be written.", n->reports_failed },
		{ "records_lost", "records_lost_total", "counter",
		  "Records that a full disk or a reader lost.", n->records_lost },
		{ "reloads", "reloads_total", "counter",
		  "Site files and catalogues loaded again.", n->reloads },
		{ "reloads_failed", "reloads_failed_total", "counter",
		  "Those that were wrong, so that the old ones stayed.",
		  n->reloads_failed },
		{ "memory", "memory_bytes", "gauge", "Resident memory, the most so far.",
		  n->memory },
		{ "quiet_inputs", "quiet_inputs", "gauge",
		  "Inputs from which nothing comes.", n->quiet_count },
		{ "interfaces_gone", "interfaces_gone_total", "counter",
		  "Times an interface was taken away.", n->gone },
	};

	memcpy(list, all, sizeof(all));
}

void watch_add_stats(struct text *out, const struct report_context *context,
                     const struct watch_numbers *numbers)
{
	struct number list[NUMBERS];

	list_numbers(numbers, list);
	json_open(out, NULL, '{');
	json_add_time(out, "timestamp", numbers->now_us);
	json_add_plain(out, "event_type", "stats");
	json_open(out, "stats", '{');
	json_open(out, "capture", '{');
	capture_json_add(out, &context->capture);
	json_close(out, '}');
	json_open(out, "watch", '{');
	for (size_t i = 0; i < NUMBERS; i++)
		json_add_unsigned(out, list[i].key, list[i].value);
	json_add_strings(out, "quiet", numbers->quiet, numbers->quiet_count);
	json_close(out, '}');
	json_close(out, '}');
	json_open(out, "lync", '{');
	json_add_plain(out, "schema", SCHEMA);
	json_add_string(out, "version", context->version);
	json_add_strings(out, "incomplete", context->incomplete,
	                 context->incomplete_count);
	json_close(out, '}');
	json_close(out, '}');
	text_add_char(out, '\n');
}

/* An interface has a name that somebody chose. */
static void write_label(FILE *out, const char *name)
{
	for (; *name; name++) {
		if (*name == '\n')
			fputs("\\n", out);
		else if (*name == '"' || *name == '\\')
			fprintf(out, "\\%c", *name);
		else
			fputc(*name, out);
	}
}

static uint64_t frames_of(const struct capture_input *input)
{
	return input->frames;
}

static uint64_t bytes_of(const struct capture_input *input)
{
	return input->bytes;
}

static uint64_t missed_of(const struct capture_input *input)
{
	return input->missed;
}

static const struct {
	const char *metric, *help;
	uint64_t (*of)(const struct capture_input *input);
} by_input[] = {
	{ "packets_total", "Packets read.", frames_of },
	{ "bytes_total", "Bytes read.", bytes_of },
	{ "dropped_total", "Packets lost before they were read.", capture_input_dropped },
	{ "missed_files_total", "Files of a ring that were gone too early.", missed_of },
};

static void write_by_input(FILE *out, const struct report_capture *capture, size_t row)
{
	fprintf(out, "# HELP lynctap_%s %s\n# TYPE lynctap_%s counter\n",
	        by_input[row].metric, by_input[row].help, by_input[row].metric);
	for (size_t i = 0; i < capture->input_count; i++) {
		fprintf(out, "lynctap_%s{input=\"", by_input[row].metric);
		write_label(out, capture->inputs[i].name);
		fprintf(out, "\"} %" PRIu64 "\n", by_input[row].of(&capture->inputs[i]));
	}
}

bool watch_write_prometheus(FILE *out, const struct report_context *context,
                            const struct watch_numbers *numbers)
{
	struct number list[NUMBERS];

	struct text text = { 0 };

	list_numbers(numbers, list);
	for (size_t i = 0; i < NUMBERS; i++)
		prometheus_add(&text, list[i].metric, list[i].type, list[i].help,
		               list[i].value);
	if (text.failed || fwrite(text.at, 1, text.len, out) != text.len) {
		text_fini(&text);
		return false;
	}
	text_fini(&text);
	for (size_t i = 0; i < ARRAY_LEN(by_input); i++)
		write_by_input(out, &context->capture, i);
	return !ferror(out);
}
