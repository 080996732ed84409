/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * format - the output formats, one row each: what -o can name, and who writes it.
 *
 * Room: report. A format has a writer for each kind of answer it can give. The
 * commands, the errors, --help and the test of the man page ask the table; a new
 * format is one file, and one row in format.c.
 */
#ifndef REPORT_FORMAT_H
#define REPORT_FORMAT_H

#include "report/diff.h"
#include "report/report.h"
#include "report/ship_numbers.h"

struct error;

/* What there is to write; each command has one. */
enum report_kind {
	REPORT_AUDIT,
	REPORT_FLOWS,
	REPORT_ROWS,
	REPORT_DIFF,
	REPORT_WATCH, /* audits by the clock, and what happens in between */
	REPORT_SHIP,  /* what became of records that were sent */
	REPORT_DRAFT, /* a site file: it has one format, so that -o names the file alone */
};

struct report_format {
	const char *name;    /* as in -o NAME */
	const char *summary; /* for --help: who reads it */
	/*
	 * A person reads it: flows that are out of scope are left out unless asked
	 * for, and that no row matches is said beside it.
	 */
	bool for_people;
	/* NULL: there is no such report in this format. */
	report_audit_writer *audit;
	const struct report_flow_writer *flows;
	report_rows_writer *rows;
	report_diff_writer *diff;
	ship_numbers_writer *ship;
	bool stores_flows; /* its flows go into a store that -o names */
	bool watch;        /* tells of a watch while it goes on */
	bool log;          /* likewise, to the system's log: its path is a socket */
};

/** The format called @name, of @len bytes. Static; NULL when @kind is not written in one. */
const struct report_format *report_format_find(enum report_kind kind, const char *name,
                                               size_t len);

/** The same for what -o names, NAME[:PATH]. Static; NULL with @err, which lists those there are. */
const struct report_format *report_format_ask(enum report_kind kind, const char *wish,
                                              struct error *err);

/** What @kind is written in unless told. Static. */
const struct report_format *report_format_default(enum report_kind kind);

/** Add the names of the formats of @kind: "text, json or eve". */
void report_format_add_names(struct text *out, enum report_kind kind);

/** All of them, static: for who lists them. */
const struct report_format *report_formats(size_t *count);

/** Is there a report of @kind in @format? */
bool report_format_writes(const struct report_format *format, enum report_kind kind);

#endif
