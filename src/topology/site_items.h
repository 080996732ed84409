/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_items - parts of a line of a site file, whoever drafts it.
 *
 * Private to topology.
 */
#ifndef TOPOLOGY_SITE_ITEMS_H
#define TOPOLOGY_SITE_ITEMS_H

#include <stddef.h>

#include "base/address.h"
#include "policy/role.h"

struct text;

/** Add "[front-end, mediation]". */
void site_items_add_roles(struct text *out, role_set roles);

/** Add ", KEY: [10.1.1.11, 10.1.1.12]", sorting @addresses; nothing when there are none. */
void site_items_add_addresses(struct text *out, const char *key,
                              struct address *addresses, size_t count);

/** Add `  - {name: NAME, range: "10.100.0.0/16", roles: [client]}` and a line's end. */
void site_items_add_network(struct text *out, const char *name,
                            const struct address_range *range, role_set roles);

#endif
