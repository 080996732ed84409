/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * port_plan - on what ports a row's role listens, as the site file has it.
 *
 * Room: policy, private. Of host, pool and site the most specific that says something of
 * the row counts, alone. Hosts of which the file says the same have one plan; the first
 * is that of the site, for hosts without ports of their own.
 */
#ifndef PORT_PLAN_H
#define PORT_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "policy/row.h"

struct arena;
struct catalogue;
struct error;
struct membership;
struct site;

struct row_ports {
	const struct port_span *spans; /* borrowed from the plans, or the row */
	size_t count;
};

/* Where a host's ports are stated, most specific first; borrowed from the site. */
struct port_plan {
	const struct site_host *host;   /* NULL: it says nothing of its own */
	const struct site_pool **pools; /* those of its pools that say something */
	size_t pool_count;
};

struct port_plans {
	const struct site *site;                   /* borrowed; may be NULL */
	const struct catalogue *const *catalogues; /* borrowed */
	size_t catalogue_count;
	uint16_t *plan_of;       /* owned, by host of the site */
	struct port_plan *plans; /* owned */
	size_t count, capacity;
	struct arena *strings; /* owned: what spans are made in */
};

/** @return false when out of memory, or with more plans than there are numbers */
MUST_CHECK bool port_plans_init(struct port_plans *plans, const struct site *site,
                                const struct membership *membership,
                                const struct catalogue *const *catalogues, size_t count,
                                struct error *err);
void port_plans_fini(struct port_plans *plans);

/**
 * The ports of @row by plan number @plan.
 *
 * Of a service's list a port that a row of the service documents stays with those rows;
 * one that none documents goes to every row of the service.
 *
 * @ports   the row's own where nothing is said of it
 * @return  false when out of memory
 */
MUST_CHECK bool port_plans_ports(const struct port_plans *plans, size_t plan,
                                 const struct row *row, struct row_ports *ports);

#endif
