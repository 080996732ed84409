/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * draft - hosts, pools and networks that traffic showed, to be written as a site file.
 *
 * Room: topology. Who knows the traffic fills it; it is plain data, everything
 * borrowed from whoever made it. `site infer` writes it alone, `site import -r`
 * beside what a topology says.
 */
#ifndef TOPOLOGY_DRAFT_H
#define TOPOLOGY_DRAFT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/address.h"
#include "policy/role.h"

struct text;

struct draft_host {
	const char *name;            /* unique; NULL: it is called by its address */
	const char *pool;            /* a name that it shares with its like; NULL: none */
	struct address addresses[2]; /* of either kind */
	size_t address_count;
	bool external;   /* the Internet opens it */
	role_set roles;  /* with what a load balancer stands for */
	const char *why; /* a sentence a role, each a line; may be "" */
	bool known;      /* a topology has it: nothing more is to be said of it */
};

struct draft_network {
	struct address_range range;
	role_set roles;
	size_t hosts; /* that were seen in it */
};

struct draft {
	struct draft_host
		*hosts; /* by role, then by address; room for DRAFT_UNLISTED more */
	size_t host_count;
	size_t unlisted; /* of them, the last ones: told by what nobody else may do */
	struct draft_network *networks; /* by address */
	size_t network_count;
	/* Of hosts that opened what users open, and showed no more of themselves. */
	struct draft_network *guests; /* room for DRAFT_GUESTS */
	size_t guest_count;
};

#define DRAFT_GUESTS   256
#define DRAFT_UNLISTED 256

/** Is anything to be written of hosts, or of networks? */
bool draft_has_hosts(const struct draft *draft);

/** Items of `hosts:`, each below what it was told by. */
void draft_add_hosts(const struct draft *draft, struct text *out);

/** `pools:` and its items, where hosts share a name with their like; else nothing. */
void draft_add_pools(const struct draft *draft, struct text *out);

/** `networks:` and its items; those of guests as comments when @comment. */
void draft_add_networks(const struct draft *draft, struct text *out, bool comment);

/** The items alone, those of guests as well, below those of a list that is there already. */
void draft_add_more_networks(const struct draft *draft, struct text *out);

#endif
