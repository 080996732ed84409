/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fold_site - whose clients an engine may take for one.
 *
 * Room: ship. Clients of a network that a site file declares are alike to whoever judges,
 * so they come as one, the network's own address; a host that the file names, or that an
 * allow speaks of, stays apart.
 */
#ifndef SHIP_FOLD_SITE_H
#define SHIP_FOLD_SITE_H

#include <stddef.h>

#include "base/address.h"

struct text;

struct fold_site {
	const struct address_range *networks; /* of clients, the narrowest first */
	size_t network_count;
	const struct address_range *apart; /* within them */
	size_t apart_count;
};

/** Add whom a flow counts for, an expression: its initiator, or the network that it is of. */
void fold_site_add_initiator(struct text *sql, const struct fold_site *site);

/** Add how many clients each network has, a question with the columns `net` and `clients`. */
void fold_site_add_network(struct text *sql, const struct fold_site *site);

#endif
