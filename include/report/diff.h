/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * diff - two audits of one site compared: what is new, what is gone, what changed.
 *
 * Room: report. A finding's id is the same in every run, so its id is what is compared.
 * "Gone" is only said where the new report is whole and would have shown it.
 */
#ifndef REPORT_DIFF_H
#define REPORT_DIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/attributes.h"
#include "judge/verdict.h"
#include "report/audit_file.h"

struct error;

enum diff_state {
	DIFF_NEW,
	DIFF_WORSE,   /* its severity rose, or it is of another kind */
	DIFF_CHANGED, /* otherwise not as it was: milder, or other peers */
	DIFF_SAME,
	DIFF_ALLOWED, /* the site file covers it now */
	DIFF_GONE,
	DIFF_STATES,
};

struct diff_finding {
	enum diff_state state;
	const struct audit_file_finding *before, *after; /* NULL: not in that report */
};

/* Something that is in one of the two only, or as text what it was and is. */
struct diff_item {
	const void *before, *after; /* elements of the reports' arrays; one may be NULL */
};

struct diff_list {
	struct diff_item *items; /* owned */
	size_t count, capacity;
};

struct diff {
	const struct audit_file *before, *after; /* borrowed */
	struct diff_finding *findings; /* owned; by state, worst first, then by id */
	size_t finding_count;
	size_t counts[DIFF_STATES];
	struct diff_list servers;  /* struct audit_file_server */
	struct diff_list services; /* struct audit_file_service */
	struct diff_list attempts; /* struct audit_file_attempt */
	struct diff_list rows;     /* struct audit_file_row */
	enum severity worst;       /* of what is new or worse */
};

/**
 * May reports of these two scopes be compared? They are of one site, one filter, the
 * same catalogues and sensors, or what is missing may only not have been looked at.
 *
 * @err  what differs, and how
 */
MUST_CHECK bool diff_check_scopes(const struct audit_scope *before,
                                  const struct audit_scope *after, struct error *err);

/** Compare, both borrowed for the life of @diff. @return false when out of memory */
MUST_CHECK bool diff_init(struct diff *diff, const struct audit_file *before,
                          const struct audit_file *after);

/** Since when a finding of both is there: the "made" of a report, or NULL. */
const char *diff_since(const struct diff *diff, const struct diff_finding *finding);

/** "new", "worse", "changed", "same", "allowed", "gone". Static. */
const char *diff_state_name(enum diff_state state);

void diff_fini(struct diff *diff);

/* How a comparison is written. */
struct diff_context {
	int exit_status;
	unsigned width;
	unsigned verbose; /* also what is as it was */
	bool colour;
};

/** Writes a comparison. @return false when @out failed */
typedef bool report_diff_writer(FILE *out, const struct diff *diff,
                                const struct diff_context *context);

report_diff_writer report_diff_text, report_diff_json;

#endif
