/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * watch_outputs - where a watch says what it finds: streams of records, reports by the
 * clock, numbers, the system's log.
 *
 * Room: app, private. Nothing here ends a watch: what cannot be written is said, counted
 * and tried again.
 */
#ifndef WATCH_OUTPUTS_H
#define WATCH_OUTPUTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "report/event_stream.h"
#include "report/format.h"

#include "outputs.h"
#include "system_log.h"

struct audit;
struct audit_finding;
struct error;
struct options;
struct watch_numbers;

enum watch_output_kind {
	WATCH_STREAM,  /* of records, appended */
	WATCH_REPORTS, /* each under a name of its own */
	WATCH_NUMBERS, /* one file, replaced */
	WATCH_LOG,
};

struct watch_output {
	enum watch_output_kind kind;
	const struct report_format *format;
	const char *
		path; /* borrowed; of reports as strftime(3) takes it; NULL: standard output */
	struct event_stream stream;
	void *flows; /* owned by the format's writer of flows; NULL: not asked for */
	struct system_log log;
};

struct watch_outputs {
	struct watch_output items[OUTPUTS_MAX];
	size_t count;
	uint64_t reports, failed; /* written, and not */
	bool number_failed; /* the file of numbers could not be replaced, and it was said */
};

/** The files that @wish of -o will be opened by; NULL: none. Part of @wish. */
const char *watch_output_path(const char *wish);

/** Does @wish of -o go to standard output? */
bool watch_output_is_standard(const char *wish);

/** Open what -o asks for; with nothing asked, records on standard output unless @screen. */
MUST_CHECK bool watch_outputs_open(struct watch_outputs *outputs,
                                   const struct options *options, bool screen,
                                   struct error *err);

/** Say a finding; @worse: it was said when it was not as bad. */
void watch_outputs_alert(struct watch_outputs *outputs, const struct audit *audit,
                         const struct audit_finding *finding, bool worse, int64_t now_us);

/** Have the record of a flow in streams, where that was asked for. */
void watch_outputs_flow(struct watch_outputs *outputs, const struct report_flow *flow);

/** Rows and catalogues are others from here on: what was remembered of them is not. */
void watch_outputs_forget_rows(struct watch_outputs *outputs);

/** Say how it is. */
void watch_outputs_stats(struct watch_outputs *outputs,
                         const struct report_context *context,
                         const struct watch_numbers *numbers);

/** Write each report, named after @now_us, and have "latest" point at it. */
void watch_outputs_report(struct watch_outputs *outputs,
                          const struct report_context *context, const struct audit *audit,
                          int64_t now_us);

/** Write what streams hold. @return false once nobody reads any more */
bool watch_outputs_flush(struct watch_outputs *outputs);

/** Open streams again, under the same names. */
void watch_outputs_reopen(struct watch_outputs *outputs);

/** Records that could not be written, so far. */
uint64_t watch_outputs_lost(const struct watch_outputs *outputs);

void watch_outputs_close(struct watch_outputs *outputs);

#endif
