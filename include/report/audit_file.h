/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * audit_file - a report that `audit -o json` wrote, read back.
 *
 * Room: report. For who compares two reports or takes findings out of one. It is read
 * as what it is, a file that anybody may have changed: what has the wrong type is an
 * error with the place of it, keys that are not known are passed over, so that reports
 * of later versions can be read. Strings are owned by the report, UTF-8, may hold
 * captured bytes and are never NULL unless it is said.
 */
#ifndef REPORT_AUDIT_FILE_H
#define REPORT_AUDIT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/attributes.h"
#include "judge/verdict.h"

struct error;

/* What is listened to: by a finding, a service or an attempt. */
struct audit_file_listener {
	const char *address;
	const char *name;      /* the host's, or NULL */
	const char *transport; /* NULL: not about a port */
	uint16_t port, port_high;
};

struct audit_file_peer {
	const char *address;
	const char *name; /* or NULL */
	uint64_t flows;
};

struct audit_file_finding {
	const char *id, *kind;
	const char *cause; /* id, or NULL */
	enum severity severity;
	struct audit_file_listener listener;
	const struct audit_file_peer *peers;
	size_t peer_count;
	uint64_t peers_total, flows;
	const char *first, *last;      /* RFC 3339 */
	const char *row, *nearest_row; /* or NULL */
	const char *since; /* the first of the earlier reports it was in, or NULL */
};

struct audit_file_cause {
	const char *id, *title;
	enum severity severity;
};

/* A host that was judged a Lync server. */
struct audit_file_server {
	const char *address;
	const char *name; /* or NULL */
};

struct audit_file_service {
	struct audit_file_listener listener;
	const char *row;
};

struct audit_file_attempt {
	struct audit_file_listener listener;
	const char *how;
	const char *row; /* or NULL */
};

struct audit_file_row {
	const char *row, *state;
};

/* An allow or an accept of its site file. */
struct audit_file_exception {
	const char *type, *state; /* "allow"; "unused" */
	unsigned line;
};

/* What bounds what a report can say: two that differ in it cannot be compared. */
struct audit_scope {
	const char *site;        /* its name; NULL: no site file */
	const char *filter;      /* NULL: none */
	uint64_t count, snaplen; /* 0: unbounded */
	bool strict;
	const struct audit_scope_catalogue {
		const char *name;
		const char *sha256; /* NULL: not known */
	} * catalogues;
	size_t catalogue_count;
	const char *const *sensors; /* interfaces and named inputs */
	size_t sensor_count;
};

struct audit_file {
	const char *path; /* as it was opened */
	struct audit_scope scope;
	const char *made, *program, *site_sha256; /* or NULL */
	const char *first, *last;                 /* of the capture, or NULL */
	bool incomplete;
	unsigned exit_status;
	struct audit_file_finding *findings, *suppressed; /* by id */
	size_t finding_count, suppressed_count;
	struct audit_file_cause *causes; /* by id */
	size_t cause_count;
	struct audit_file_server *servers; /* by address */
	size_t server_count;
	struct audit_file_service *services; /* as they were written */
	size_t service_count;
	struct audit_file_attempt *attempts;
	size_t attempt_count;
	struct audit_file_row *rows; /* that apply to the site */
	size_t row_count;
	struct audit_file_exception *exceptions; /* in the order of the site file */
	size_t exception_count;
};

/**
 * Read the report that @stream, which stays the caller's, is open on; @path (borrowed) is
 * its name. Owned: audit_file_close(). NULL with "PATH: reason".
 */
struct audit_file *audit_file_read(FILE *stream, const char *path, struct error *err);

/** The same of @len bytes, which @path (borrowed) is the name of. */
struct audit_file *audit_file_parse(const char *bytes, size_t len, const char *path,
                                    struct error *err);

/** The finding called @id, also one that the site file allowed; NULL: there is none. */
const struct audit_file_finding *audit_file_find(const struct audit_file *file,
                                                 const char *id);

/** NULL is fine. */
void audit_file_close(struct audit_file *file);

#endif
