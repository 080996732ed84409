/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site - the user's file: hosts and roles, networks, changed ports, what is allowed.
 *
 * Room: policy. The grammar is design section 5 and docs/site-file.md. Unknown
 * keys are errors, "FILE:LINE: reason".
 */
#ifndef POLICY_SITE_H
#define POLICY_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "policy/row.h"

struct error;

enum load_balancing {
	LOAD_BALANCING_UNSTATED, /* both tables apply: no accusation without knowledge */
	LOAD_BALANCING_DNS,
	LOAD_BALANCING_HARDWARE,
	LOAD_BALANCING_NONE,
};

struct site_host {
	const char *name;
	struct address *addresses; /* at least one */
	size_t address_count;
	role_set roles; /* with ROLE_BALANCED_BIT()s from `for:` */
	unsigned line;
};

struct site_network {
	const char *name;
	struct address_range range;
	role_set roles;
	unsigned line;
};

struct site_ports {
	const char *service; /* the slug of the rows it replaces the ports of */
	struct port_span *ports;
	size_t port_count;
	unsigned line;
};

/* One end of an allow: any of the roles, any of the ranges; both empty is "any". */
struct site_end {
	role_set roles;
	struct address_range *ranges; /* host names are resolved to their addresses */
	size_t range_count;
};

struct site_allow {
	struct site_end from, to;
	struct port_span *ports; /* `port:` one or a list; none is every port */
	size_t port_count;
	uint64_t speaks;             /* bits of enum hint; 0 is anything */
	const char *reason, *ticket; /* "" when not given */
	int64_t until_us;  /* last microsecond it holds; INT64_MAX without `until:` */
	const char *until; /* as written, "" without */
	const char *file;
	unsigned line;
};

struct site {
	const char *name; /* "" when not given */
	const char *file;
	const char **catalogues;
	size_t catalogue_count; /* 0: the default list */
	enum load_balancing load_balancing;
	struct site_host *hosts;
	size_t host_count;
	struct site_network *networks;
	size_t network_count;
	struct site_ports *ports;
	size_t ports_count;
	struct site_allow *allows;
	size_t allow_count;
	void *strings; /* owned: what every string points into */
};

/** Owned: site_destroy(). NULL on failure. */
struct site *site_load(const char *path, struct error *err);
void site_destroy(struct site *site);

/** "unstated", "dns", "hardware", "none". Static. */
const char *load_balancing_name(enum load_balancing mode);

#endif
