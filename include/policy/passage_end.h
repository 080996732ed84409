/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * passage_end - all addresses of a site, by what is known of them.
 *
 * Room: policy. What is of one pool, or one host, and of one class is one end.
 */
#ifndef POLICY_PASSAGE_END_H
#define POLICY_PASSAGE_END_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/attributes.h"
#include "policy/host_class.h"

struct arena;
struct policy;

/* Addresses of the site of which the same is known: of a pool, a host or a network. */
struct passage_end {
	const char *name; /* borrowed from the site */
	bool network;
	bool judged;  /* a Lync server: its traffic is what an audit is about */
	bool guarded; /* strangers have no business at the ports of its rows */
	uint8_t side; /* enum row_interface, where it is known */
	bool outer;   /* the outer side of what has an inner one as well */
	host_class class;
	role_set roles;
	struct address_range *ranges;
	size_t range_count;
};

struct passage_ends {
	struct passage_end *items; /* hosts, then networks, the narrowest first */
	size_t count;
};

/** Fill @ends, in @arena, from the site of @policy. @return false when out of memory */
MUST_CHECK bool passage_ends_find(struct passage_ends *ends, struct policy *policy,
                                  struct arena *arena);

#endif
