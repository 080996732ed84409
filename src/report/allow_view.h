/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * allow_view - what the site file allows and accepts, and how it stands today.
 *
 * Room: report, private. Today is the last packet of the capture.
 */
#ifndef ALLOW_VIEW_H
#define ALLOW_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/text.h"
#include "report/report.h"

struct site_allow;

/* What wants to be looked at first. */
enum allow_state {
	ALLOW_EXPIRED,
	ALLOW_ENDS_SOON, /* within 30 days */
	ALLOW_ENDLESS,   /* it has no `until:` */
	ALLOW_UNUSED,    /* it matched nothing */
	ALLOW_IN_FORCE,
};

struct allow_line {
	enum allow_state state;
	const struct site_allow *allow;      /* NULL: an accept */
	const char *finding;                 /* id, of an accept */
	const char *until, *ticket, *reason; /* "" when not given */
	unsigned line;
	bool counted; /* is it known what it covered? */
	uint64_t flows;
};

struct allow_view {
	struct allow_line *lines; /* owned; by state, then as in the file */
	size_t count;
};

MUST_CHECK bool allow_view_init(struct allow_view *view,
                                const struct report_context *context,
                                const struct audit *audit);
void allow_view_fini(struct allow_view *view);

/** "expired", "ends soon", "no end", "unused", "in force". Static. */
const char *allow_state_name(enum allow_state state);

/** "10.9.0.5 to front-end, 3389/tcp, rdp", or the id of the finding. */
void allow_view_add_what(struct text *out, const struct allow_line *line);

#endif
