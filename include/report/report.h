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

#include "base/language.h"
#include "base/text.h"
#include "capture/capture.h"
#include "decode/decode_counters.h"
#include "flow/flow.h"
#include "judge/audit.h"
#include "judge/verdict.h"
#include "report/provenance.h"

struct diff;
struct policy;
struct learned;
struct sentences;

/* What was captured and how good it is: the head of every report. */
struct report_capture {
	const struct capture_input *inputs; /* borrowed */
	size_t input_count;
	uint64_t frames, bytes;
	uint64_t read; /* frames read from files, of which the filter took some */
	int64_t first_us, last_us;
	struct decode_counters decode;
	uint64_t flows;         /* ended */
	uint64_t midstream;     /* flows whose beginning was not captured */
	uint64_t one_sided;     /* answered flows heard from one side only */
	uint64_t evicted;       /* flows ended by --memcap */
	uint64_t given_up;      /* inspections ended by memory */
	double dropped_percent; /* of what the kernel saw */
};

/* How the user bounded what was read and what counts: part of the answer. */
struct report_options {
	const char *filter;    /* NULL: none */
	uint64_t count;        /* most frames; 0: all */
	uint32_t snaplen;      /* bytes kept of a frame; 0: all */
	enum severity fail_on; /* exit status 1 from here on */
	bool strict, no_fail, idle_ok;
};

/* Everything around the audit itself. */
struct report_context {
	const char *version;  /* "0.1.0" */
	const char *backends; /* "libpcap version 1.10.3, nDPI 4.2.0" */
	struct report_capture capture;
	const char *site_name, *site_file; /* NULL without a site file */
	enum language language;
	const char *load_balancing; /* "dns", …; "unstated" */
	product_set products;       /* whose catalogues; 0: they were named one by one */
	bool product_stated;        /* by the site file; else seen, or the default */
	const char *const *catalogues; /* names, NULL-terminated */
	/* why the run is incomplete (exit status 3), sentences */
	const char **incomplete;
	size_t incomplete_count;
	/* nothing was in scope, and --idle-ok takes that for a rest; or NULL */
	const char *idle;
	/* the signal that ended the capture, as "SIGTERM"; or NULL */
	const char *stopped;
	struct report_options options;
	struct provenance provenance;
	const struct diff *baseline; /* what it is held against, compared; or NULL */
	int exit_status;
	unsigned verbose; /* -v: also what is out of scope, rows never seen, evidence */
	unsigned width;   /* columns of a text report, at least 60 */
	bool colour;
	bool terminal; /* a person looks at it now: a cell may be cut to its column */
	bool summary;  /* the text is one line */
	bool all;      /* every cause in full, every finding of it */
};

/** Writes an audit. @return false when @out failed */
typedef bool report_audit_writer(FILE *out, const struct report_context *context,
                                 const struct audit *audit);

report_audit_writer report_audit_text; /* for a person */
report_audit_writer report_audit_json; /* one object, docs/audit.schema.json */
/* the same without hosts that are no servers: they are most of it, and no comparison
   reads them */
report_audit_writer report_audit_compared;
report_audit_writer report_audit_html;     /* one page, for reading and printing */
report_audit_writer report_audit_markdown; /* for a ticket */
report_audit_writer report_audit_eve;      /* an alert for each finding, a line each */
report_audit_writer report_audit_csv;      /* a line for each finding, service and row */

/* One ended flow with its verdict. */
struct report_flow {
	const struct flow *flow;
	const struct verdict *verdict;
	const struct sentences *reasons;
	const char *dpi;    /* nDPI's label, static; may be NULL */
	const char *input;  /* name of the input it came from */
	const char *sensor; /* where it was captured; NULL: not said */
	bool live;          /* that input is an interface */
	bool turned;        /* judged the other way round than its packets say */
	enum flow_end_reason end;
};

/* What a payload stated about other flows and hosts, and who read it. */
struct report_learned {
	const struct learned *learned;
	const char *sensor; /* NULL: not said */
};

/*
 * Writes flows, one after the other, each added whole to a text. One for each
 * output: what it has open may remember what records share. For one thread.
 */
struct report_flow_writer {
	/** Owned: close(). NULL: out of memory. @width columns, for who lays lines out */
	void *(*open)(unsigned width);
	/** Add what stands above the first record; NULL when nothing does. */
	void (*head)(const void *opened, struct text *out);
	void (*add)(void *opened, struct text *out, const struct report_flow *flow);
	/**
	 * Add as one object what many flows have in common: all but ends, ports, counters,
	 * times and where it came from. Not in turns with add(). NULL: there is no such.
	 */
	void (*add_kind)(void *opened, struct text *out, const struct report_flow *flow);
	/** Add what was learned, once; NULL: it is not written. */
	void (*learn)(void *opened, struct text *out,
	              const struct report_learned *learned);
	/**
	 * Add how @sensor did, behind all records: whoever does not find it knows that
	 * some are missing. NULL: it is not written.
	 */
	void (*account)(void *opened, struct text *out,
	                const struct report_context *context, const char *sensor);
	/** NULL is fine. */
	void (*close)(void *opened);
};

extern const struct report_flow_writer report_flows_text; /* a line each, for a person */
/*
 * An EVE record a line, docs/flow.schema.json. It tells rows and labels by where
 * they are: those of its records outlive it.
 */
extern const struct report_flow_writer report_flows_eve;
extern const struct report_flow_writer report_flows_csv;

/* Which rows to show; empty fields select everything. */
struct report_rows_filter {
	bool by_port;
	uint16_t port;
	uint8_t transport;               /* 0: both */
	const char *role, *service, *id; /* NULL: any */
	char *const
		*words; /* each is in a name, the service, the id, a role, or the note */
	size_t word_count;
};

/** Writes the rows of every catalogue of @policy. @return how many were shown, -1 when @out failed */
typedef long report_rows_writer(FILE *out, const struct policy *policy,
                                const struct report_rows_filter *filter, unsigned width,
                                bool colour);

report_rows_writer report_rows_text, report_rows_json, report_rows_csv;

#endif
