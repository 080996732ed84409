/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * membership - which pools each host of the site is in.
 *
 * Room: policy, private. Hosts in the same pools have the same number, so that a host's
 * class need not hold a list. A load balancer is in the pools it answers for.
 */
#ifndef MEMBERSHIP_H
#define MEMBERSHIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"

struct error;
struct site;

/* Pools by their number in the site file, ascending. */
struct pool_set {
	uint16_t *pools; /* owned */
	size_t count;
};

struct membership {
	uint16_t *set_of;      /* owned, by host of the site: a number of @sets */
	struct pool_set *sets; /* owned; the first is that of who is in none */
	size_t count, capacity;
};

/** @site may be NULL. @return false when out of memory, or with more sets than there are numbers */
MUST_CHECK bool membership_init(struct membership *membership, const struct site *site,
                                struct error *err);
void membership_fini(struct membership *membership);

/** Is there a pool in both sets? */
bool membership_share(const struct membership *membership, uint16_t one, uint16_t other);

#endif
