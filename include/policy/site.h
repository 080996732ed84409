/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site - what the user declares: hosts and roles, networks, changed ports, marks, what is allowed.
 *
 * Room: policy. Read by load/site_file.h.
 */
#ifndef POLICY_SITE_H
#define POLICY_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "policy/product.h"
#include "policy/row.h"

enum load_balancing {
	LOAD_BALANCING_UNSTATED, /* both tables apply: no accusation without knowledge */
	LOAD_BALANCING_DNS,
	LOAD_BALANCING_HARDWARE,
	LOAD_BALANCING_NONE,
};

/* The ports of one service or row, instead of those that are documented. */
struct site_ports {
	const char *service; /* the slug of rows, or the id of one row */
	struct port_span *ports;
	size_t port_count;
	unsigned line;
};

struct site_ports_list {
	struct site_ports *items;
	size_t count;
};

enum site_guard {
	SITE_GUARD_UNSTATED, /* as its roles have it */
	SITE_GUARD_ON,
	SITE_GUARD_OFF,
};

struct site_host {
	const char *name;
	/* at least one; the last @external_count are external */
	struct address *addresses;
	size_t address_count, external_count;
	role_set roles; /* its pools' roles included; ROLE_BALANCED_BIT()s from `for:` */
	struct port_span *listens; /* what a trusted application or gateway listens to */
	size_t listen_count;
	struct site_ports_list ports;
	enum site_guard dedicated;
	unsigned line;
};

struct site_pool {
	const char *name;
	role_set roles;
	const char **members; /* names, of hosts or of those whose address nobody knows */
	size_t member_count;
	struct address *vips;
	size_t vip_count;
	enum load_balancing load_balancing;
	enum product product;
	struct site_ports_list ports;
	unsigned line;
};

struct site_network {
	const char *name;
	struct address_range range;
	role_set roles;
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

/* How media of one modality is to be marked from one end to the other. */
struct site_mark {
	struct site_end from, to;
	enum modality modality;
	uint8_t dscp; /* 0: it is not to be marked */
	unsigned line;
};

/* A finding that is known and borne, until a day. */
struct site_accept {
	const char *finding;         /* its id, "F-7399b711" */
	const char *kind, *severity; /* that it was given for; "" when not given: any */
	struct address *peers;       /* public ones that it was given for */
	size_t peer_count;
	bool peers_given;            /* else any */
	const char *reason, *ticket; /* "" when not given */
	int64_t until_us;            /* as in an allow */
	const char *until;
	unsigned line;
};

/* A catalogue that is named one by one. */
struct site_catalogue {
	const char *name;
	unsigned line;
};

struct site {
	const char *name; /* "" when not given */
	const char *file;
	struct site_catalogue *catalogues;
	size_t catalogue_count; /* 0: those of the product, or the default list */
	enum product product;
	role_set undeclared; /* roles that hosts which are not declared can earn */
	enum load_balancing load_balancing;
	struct site_host *hosts;
	size_t host_count;
	struct site_network *networks;
	size_t network_count;
	struct site_pool *pools;
	size_t pool_count;
	struct site_ports_list ports;
	struct site_mark *marks; /* `qos:`, the first that fits counts */
	size_t mark_count;
	struct site_allow *allows;
	size_t allow_count;
	struct site_accept *accepts;
	size_t accept_count;
	void *strings; /* owned: what every string points into */
};

/** Has nobody but Lync business with @host? Of SQL Servers it is so unless the site says otherwise. */
static inline bool site_host_is_guarded(const struct site_host *host)
{
	switch (host->dedicated) {
	case SITE_GUARD_ON:
		return true;
	case SITE_GUARD_OFF:
		return false;
	case SITE_GUARD_UNSTATED:
		break;
	}
	return host->roles & ROLE_BIT(ROLE_SQL_SERVER);
}

/** "unstated", "dns", "hardware", "none". Static. */
static inline const char *load_balancing_name(enum load_balancing mode)
{
	static const char *const names[] = {
		[LOAD_BALANCING_UNSTATED] = "unstated",
		[LOAD_BALANCING_DNS] = "dns",
		[LOAD_BALANCING_HARDWARE] = "hardware",
		[LOAD_BALANCING_NONE] = "none",
	};

	return names[mode];
}

/** The narrowest network of @site, which may be NULL, that holds @address; NULL: none does. */
const struct site_network *site_network_of(const struct site *site,
                                           const struct address *address);

#endif
