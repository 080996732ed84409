/* SPDX-License-Identifier: BSD-2-Clause */
#include "watch_outputs.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/path.h"
#include "judge/audit.h"
#include "report/watch_events.h"

#include "options.h"
#include "run.h"

#define WORTH_WRITING ((size_t)64 << 10) /* bytes of records, between two pulses */

/* --- Opening ---------------------------------------------------------------------------- */

static enum watch_output_kind kind_of(const struct report_format *format)
{
	/* An audit has alerts at its end; a watch says each when it happens. */
	if (!format->watch)
		return WATCH_REPORTS;
	if (format->flows)
		return WATCH_STREAM;
	return format->log ? WATCH_LOG : WATCH_NUMBERS;
}

/* Directories are not made: what changes with the clock is the name of the file. */
static bool check_pattern(const char *path, struct error *err)
{
	return !path || !memchr(path, '%', (size_t)path_directory_len(path)) ||
	       error_set(err, "%s: the directory cannot change with the time", path);
}

/* What writes flows remembers where their rows are. */
static bool open_flows(struct watch_output *output, struct error *err)
{
	output->flows = output->format->flows->open(0);
	return output->flows || error_set(err, "out of memory");
}

static bool open_output(struct watch_output *output, bool flow_events, struct error *err)
{
	switch (output->kind) {
	case WATCH_STREAM:
		return event_stream_open(&output->stream, output->path, err) &&
		       (!flow_events || open_flows(output, err));
	case WATCH_REPORTS:
		return check_pattern(output->path, err);
	case WATCH_NUMBERS:
		return output->path ||
		       error_set(err, "-o prom names no file: -o prom:FILE");
	case WATCH_LOG:
		break;
	}
	return system_log_open(&output->log, output->path, err);
}

const char *watch_output_path(const char *wish)
{
	const struct report_format *format =
		report_format_find(REPORT_WATCH, wish, strcspn(wish, ":"));

	/* A log's is a socket, which is open. */
	return format && format->log ? NULL : outputs_wish_path(wish);
}

bool watch_output_is_standard(const char *wish)
{
	const struct report_format *format =
		report_format_find(REPORT_WATCH, wish, strcspn(wish, ":"));

	return format && !format->log && !outputs_wish_path(wish);
}

static bool add_output(struct watch_outputs *outputs, const char *wish, bool flow_events,
                       struct error *err)
{
	const struct report_format *format = report_format_ask(REPORT_WATCH, wish, err);
	struct watch_output *output = &outputs->items[outputs->count];

	if (!format)
		return false;
	if (outputs->count == OUTPUTS_MAX)
		return error_set(err, "more than %d outputs", OUTPUTS_MAX);
	*output = (struct watch_output){
		.kind = kind_of(format),
		.format = format,
		.path = outputs_wish_path(wish),
		.stream.fd = -1,
		.log = SYSTEM_LOG_CLOSED,
	};
	if (!open_output(output, flow_events, err))
		return false;
	outputs->count++;
	return true;
}

static bool has_stream(const struct watch_outputs *outputs)
{
	for (size_t i = 0; i < outputs->count; i++)
		if (outputs->items[i].kind == WATCH_STREAM)
			return true;
	return false;
}

bool watch_outputs_open(struct watch_outputs *outputs, const struct options *options,
                        bool screen, struct error *err)
{
	const struct option_list *wishes = &options->outputs;

	*outputs = (struct watch_outputs){ .count = 0 };
	if (wishes->count == 0 && !screen)
		return add_output(outputs, "eve", options->flow_events, err);
	for (size_t i = 0; i < wishes->count; i++)
		if (!add_output(outputs, wishes->items[i], options->flow_events, err))
			return false;
	return !options->flow_events || has_stream(outputs) ||
	       error_set(err, "--flow-events is for -o eve, which is not asked for");
}

/* --- As it happens ------------------------------------------------------------------------ */

static unsigned log_severity(enum severity severity)
{
	return severity >= SEVERITY_HIGH ? 2 : severity == SEVERITY_MEDIUM ? 4 : 5;
}

/* What is in the way of a log is said once, and when it is out of the way. */
static void send_entry(struct system_log *log, const struct log_entry *entry)
{
	const bool failed_before = log->failing;

	if (!system_log_send(log, entry) && !failed_before)
		run_complain("%s: %s: messages to the log are lost from here on",
		             log->name, strerror(errno));
	else if (failed_before && !log->failing)
		run_complain("%s: written again, %llu messages were lost", log->name,
		             (unsigned long long)log->lost);
}

static void log_finding(struct watch_output *output, const struct audit *audit,
                        const struct audit_finding *finding)
{
	struct text sentence = { 0 }, printable = { 0 };
	char address[ADDRESS_TEXT_SIZE], port[sizeof("65535")];

	watch_add_sentence(&sentence, audit, finding);
	text_add_printable(&printable, text_string(&sentence), sentence.len);
	snprintf(port, sizeof(port), "%u", (unsigned)finding->port);

	const struct log_field fields[] = {
		{ "finding", finding->id },
		{ "cause", finding->cause == FINDING_NO_CAUSE
		                   ? "-"
		                   : audit->causes[finding->cause].id },
		{ "kind", finding_kind_name(finding->kind) },
		{ "severity", severity_name(finding->severity) },
		{ "address", address_format(&finding->address, address) },
		{ "port", port },
	};
	const struct log_entry entry = {
		.severity = log_severity(finding->severity),
		.id = "finding",
		.fields = fields,
		.field_count = ARRAY_LEN(fields),
		.message = text_string(&printable),
	};

	send_entry(&output->log, &entry);
	text_fini(&sentence);
	text_fini(&printable);
}

void watch_outputs_alert(struct watch_outputs *outputs, const struct audit *audit,
                         const struct audit_finding *finding, bool worse, int64_t now_us)
{
	for (size_t i = 0; i < outputs->count; i++) {
		struct watch_output *output = &outputs->items[i];

		if (output->kind == WATCH_STREAM)
			watch_add_alert(&output->stream.pending, audit, finding, worse,
			                now_us);
		else if (output->kind == WATCH_LOG)
			log_finding(output, audit, finding);
	}
}

void watch_outputs_flow(struct watch_outputs *outputs, const struct report_flow *flow)
{
	bool full = false;

	for (size_t i = 0; i < outputs->count; i++) {
		struct watch_output *output = &outputs->items[i];

		if (!output->flows)
			continue;
		output->format->flows->add(output->flows, &output->stream.pending, flow);
		full = full || output->stream.pending.len >= WORTH_WRITING;
	}
	if (full)
		(void)watch_outputs_flush(outputs);
}

void watch_outputs_forget_rows(struct watch_outputs *outputs)
{
	for (size_t i = 0; i < outputs->count; i++) {
		struct watch_output *output = &outputs->items[i];
		struct error err;

		if (!output->flows)
			continue;
		output->format->flows->close(output->flows);
		if (!open_flows(output, &err))
			run_complain("%s: no more records of flows", err.text);
	}
}

static bool write_numbers(const char *path, const struct report_context *context,
                          const struct watch_numbers *numbers, struct error *err)
{
	struct output output;

	if (!output_open(&output, path, err))
		return false;
	output.spoilt = !watch_write_prometheus(output.stream, context, numbers);
	return output_close(&output, err);
}

static void replace_numbers(struct watch_outputs *outputs, const char *path,
                            const struct report_context *context,
                            const struct watch_numbers *numbers)
{
	struct error err;
	const bool written = write_numbers(path, context, numbers, &err);

	if (!written && !outputs->number_failed)
		run_complain("%s", err.text);
	outputs->number_failed = !written;
}

void watch_outputs_stats(struct watch_outputs *outputs,
                         const struct report_context *context,
                         const struct watch_numbers *numbers)
{
	for (size_t i = 0; i < outputs->count; i++) {
		struct watch_output *output = &outputs->items[i];

		if (output->kind == WATCH_STREAM)
			watch_add_stats(&output->stream.pending, context, numbers);
		else if (output->kind == WATCH_NUMBERS)
			replace_numbers(outputs, output->path, context, numbers);
	}
}

bool watch_outputs_flush(struct watch_outputs *outputs)
{
	bool anybody = true;

	for (size_t i = 0; i < outputs->count; i++) {
		struct event_stream *stream = &outputs->items[i].stream;
		const bool failed_before = stream->failing;
		struct error err;

		if (outputs->items[i].kind != WATCH_STREAM || stream->pending.len == 0)
			continue;
		if (!event_stream_flush(stream, &err)) {
			if (!failed_before && !stream->closed)
				run_complain("%s: records are lost from here on",
				             err.text);
		} else if (failed_before) {
			run_complain("%s: written again, %llu records were lost",
			             stream->path ? stream->path : "standard output",
			             (unsigned long long)stream->lost);
		}
		anybody = anybody && !(stream->closed && !stream->path);
	}
	return anybody;
}

void watch_outputs_reopen(struct watch_outputs *outputs)
{
	struct error err;

	(void)watch_outputs_flush(outputs);
	for (size_t i = 0; i < outputs->count; i++)
		if (outputs->items[i].kind == WATCH_STREAM &&
		    !event_stream_reopen(&outputs->items[i].stream, &err))
			run_complain("%s: the old file stays open", err.text);
}

uint64_t watch_outputs_lost(const struct watch_outputs *outputs)
{
	uint64_t lost = 0;

	for (size_t i = 0; i < outputs->count; i++)
		lost += outputs->items[i].stream.lost + outputs->items[i].log.lost;
	return lost;
}

/* --- By the clock -------------------------------------------------------------------------- */

static bool name_report(const char *pattern, int64_t now_us, char name[static PATH_MAX])
{
	const time_t seconds = (time_t)(now_us / 1000000);
	struct tm date;

	/* The pattern is the user's: that is what it is for. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	return gmtime_r(&seconds, &date) && strftime(name, PATH_MAX, pattern, &date) > 0;
#pragma GCC diagnostic pop
}

/* "reports/latest.json" beside "reports/2027-01-31T13.json" */
static void point_at_latest(const char *name)
{
	const int length = path_directory_len(name);
	const char *file = name + length;
	const char *dot = strrchr(file, '.');
	char link[PATH_MAX], temporary[PATH_MAX];

	if (snprintf(link, sizeof(link), "%.*slatest%s", length, name, dot ? dot : "") >=
	            (int)sizeof(link) ||
	    snprintf(temporary, sizeof(temporary), "%.*s.latest.%d", length, name,
	             (int)getpid()) >= (int)sizeof(temporary) ||
	    strcmp(link, name) == 0)
		return;
	(void)unlink(temporary);
	if (symlink(file, temporary) != 0 || rename(temporary, link) != 0)
		run_complain("%s: %s", link, strerror(errno));
}

static bool write_file(const struct watch_output *to,
                       const struct report_context *context, const struct audit *audit,
                       const char *name, struct error *err)
{
	struct output output;

	if (!output_open(&output, name, err))
		return false;
	output.spoilt = !to->format->audit(output.stream, context, audit);
	return output_close(&output, err);
}

static bool write_report(const struct watch_output *to,
                         const struct report_context *context, const struct audit *audit,
                         int64_t now_us, struct error *err)
{
	char name[PATH_MAX];

	if (!to->path)
		return (to->format->audit(stdout, context, audit) &&
		        fflush(stdout) == 0) ||
		       error_set(err, "standard output: %s", strerror(errno));
	if (!name_report(to->path, now_us, name))
		return error_set(err, "%s: makes no name", to->path);
	if (!write_file(to, context, audit, name, err))
		return false;
	point_at_latest(name);
	return true;
}

void watch_outputs_report(struct watch_outputs *outputs,
                          const struct report_context *context, const struct audit *audit,
                          int64_t now_us)
{
	struct error err;

	for (size_t i = 0; i < outputs->count; i++) {
		if (outputs->items[i].kind != WATCH_REPORTS)
			continue;
		if (write_report(&outputs->items[i], context, audit, now_us, &err)) {
			outputs->reports++;
		} else {
			outputs->failed++;
			run_complain("%s: no report", err.text);
		}
	}
}

void watch_outputs_close(struct watch_outputs *outputs)
{
	(void)watch_outputs_flush(outputs);
	for (size_t i = 0; i < outputs->count; i++) {
		if (outputs->items[i].kind == WATCH_STREAM)
			event_stream_close(&outputs->items[i].stream);
		if (outputs->items[i].flows)
			outputs->items[i].format->flows->close(outputs->items[i].flows);
		system_log_close(&outputs->items[i].log);
	}
	outputs->count = 0;
}
