/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * firewall - the rules that a site's rows imply, in the words of a packet filter.
 *
 * Room: report. A format is a file, and a row in firewall.c.
 */
#ifndef REPORT_FIREWALL_H
#define REPORT_FIREWALL_H

#include <stdbool.h>

#include "base/attributes.h"

struct audit_file;
struct passage_list;
struct site;
struct text;

/* What is to be written; all borrowed. */
struct firewall {
	const struct passage_list *passages;
	const struct site *site;
	const struct audit_file *report; /* whose rows never seen are marked; or NULL */
};

struct firewall_format {
	const char *name;    /* as in --firewall NAME */
	const char *summary; /* what reads it */
	/** Add all of it to @out. @return false when out of memory */
	bool (*write)(struct text *out, const struct firewall *firewall);
};

/** Static; NULL: there is no such format. */
const struct firewall_format *firewall_format_find(const char *name);

/** Add the names of all: "nftables or csv". */
void firewall_format_add_names(struct text *out);

/* One writer a format. */
bool firewall_write_nftables(struct text *out, const struct firewall *firewall);
bool firewall_write_csv(struct text *out, const struct firewall *firewall);

#endif
