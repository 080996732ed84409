/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * report - who reads the answer: the audit as text and JSON, flows as text and EVE, rows explained.
 *
 * Room: report. Writers add to a struct text or a FILE they are given; nothing
 * here opens the standard streams. Captured text is escaped here, for where it goes.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/text.h"
#include "capture/capture.h"
#include "decode/decoder.h"
#include "flow/flow.h"
#include "judge/audit.h"
#include "judge/verdict.h"

struct policy;
struct detail_list;

/* What was captured and how good it is: the head of every report. */
struct report_capture {
	const struct capture_input *inputs; /* borrowed */
	size_t input_count;
	uint64_t frames, bytes;
	int64_t first_us, last_us;
	struct decode_counters decode;
	uint64_t flows;         /* ended */
	uint64_t midstream;     /* flows whose beginning was not captured */
	uint64_t one_sided;     /* answered flows heard from one side only */
	uint64_t evicted;       /* flows ended by --memcap */
	uint64_t given_up;      /* inspections ended by memory */
	double dropped_percent; /* of what the kernel saw */
};

/* Everything around the audit itself. */
struct report_context {
	const char *version;  /* "0.1.0" */
	const char *backends; /* "libpcap version 1.10.3, nDPI 4.2.0" */
	struct report_capture capture;
	const char *site_name, *site_file; /* NULL without a site file */
	const char *load_balancing;        /* "dns", …; "unstated" */
	const char *const *catalogues;     /* names, NULL-terminated */
	const char *
		*incomplete; /* why the run is incomplete (exit status 3), sentences */
	size_t incomplete_count;
	int exit_status;
	unsigned verbose; /* -v: also what is out of scope, rows never seen, evidence */
	unsigned width;   /* columns of a text report, at least 60 */
	bool colour;
};

/** Write the audit for a person. @return false when @out failed */
bool report_audit_text(FILE *out, const struct report_context *context,
                       const struct audit *audit);

/** Write the audit as one JSON object, docs/audit.schema.json. @return false when @out failed */
bool report_audit_json(FILE *out, const struct report_context *context,
                       const struct audit *audit);

/* One ended flow with its verdict. */
struct report_flow {
	const struct flow *flow;
	const struct verdict *verdict;
	const char *reasons; /* sentences, each ended by '\n' */
	const char *dpi;     /* nDPI's label, static; may be NULL */
	const char *input;   /* name of the input it came from */
	bool live;           /* that input is an interface */
	enum flow_end_reason end;
};

/*
 * Writes flows as EVE records, and remembers the parts that thousands of them
 * share. It tells rows and labels by where they are: those of its records
 * outlive it. For one thread.
 */
struct report_eve;

/** Owned: report_eve_destroy(). NULL: out of memory. */
struct report_eve *report_eve_create(void);

/** Add one EVE record and a newline, docs/flow.schema.json. */
void report_eve_add(struct report_eve *eve, struct text *out,
                    const struct report_flow *flow);

/** NULL is fine. */
void report_eve_destroy(struct report_eve *eve);

/** Add one line for a person; @wide columns. report_flow_text_head() is the line above the first. */
void report_flow_text_head(struct text *out, unsigned width);
void report_flow_text(struct text *out, const struct report_flow *flow, unsigned width);

/* Which rows to show; empty fields select everything. */
struct report_rows_filter {
	bool by_port;
	uint16_t port;
	uint8_t transport;               /* 0: both */
	const char *role, *service, *id; /* NULL: any */
};

/** Write the rows of every catalogue of @policy. @return how many were shown, -1 when @out failed */
long report_rows_text(FILE *out, const struct policy *policy,
                      const struct report_rows_filter *filter, unsigned width,
                      bool colour);
long report_rows_json(FILE *out, const struct policy *policy,
                      const struct report_rows_filter *filter);

#endif
