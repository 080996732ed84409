/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_remarks - what is wrong with a site file, or to be looked at in one that is good.
 *
 * Room: report. Who looks adds; then all of it is written, for people or for programs.
 */
#ifndef REPORT_SITE_REMARKS_H
#define REPORT_SITE_REMARKS_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

struct site;
struct text;

enum site_remark_kind {
	SITE_REMARK_MISTAKE,       /* it does not load */
	SITE_REMARK_ADDRESS,       /* a host whose address nobody knows */
	SITE_REMARK_MISSING,       /* what others cannot do without */
	SITE_REMARK_CONTRADICTORY, /* two entries that cannot both be */
	SITE_REMARK_WIDE,          /* an allow that names too little */
	SITE_REMARK_SHADOWED,      /* one within another */
	SITE_REMARK_UNREASONED,
	SITE_REMARK_ENDLESS,
	SITE_REMARK_OVER,
	SITE_REMARK_ENDING,     /* within 30 days */
	SITE_REMARK_UNHEARD,    /* declared, and not in the report */
	SITE_REMARK_UNDECLARED, /* in the report, and not declared */
	SITE_REMARK_UNUSED,     /* an exception that nothing matched */
};

struct site_remark {
	enum site_remark_kind kind;
	unsigned line; /* 0: of the file as a whole */
	char *text;    /* owned */
};

struct site_remarks {
	const char *file;          /* borrowed */
	struct site_remark *items; /* owned; in the order they were found */
	size_t count, capacity;
	bool failed; /* memory ran out */
};

/** Add one, as vprintf(3) makes it. */
void site_remarks_add(struct site_remarks *remarks, enum site_remark_kind kind,
                      unsigned line, const char *format, va_list arguments)
	PRINTF_LIKE(4, 0);

/** Lines "  FILE:LINE: remark" below a heading; nothing when there are none. */
void site_remarks_write_text(const struct site_remarks *remarks, struct text *out);

/** One JSON object. @site: NULL when the file does not load */
void site_remarks_write_json(const struct site_remarks *remarks, const struct site *site,
                             struct text *out);

void site_remarks_fini(struct site_remarks *remarks);

#endif
