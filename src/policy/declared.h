/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * declared - whose address is it, as the site file has it?
 *
 * Room: policy, private. Hosts are found by a search of their sorted addresses; of
 * networks the narrowest counts.
 */
#ifndef DECLARED_H
#define DECLARED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/attributes.h"

struct site;
struct site_host;
struct site_network;

struct declared_address {
	struct address address;
	uint32_t host; /* index into the site's hosts */
};

struct declared {
	const struct site *site;            /* borrowed; may be NULL */
	struct declared_address *addresses; /* owned, sorted */
	size_t count;
};

/** @return false when out of memory */
MUST_CHECK bool declared_init(struct declared *declared, const struct site *site);
void declared_fini(struct declared *declared);

/** The host that has @address, NULL when none is declared. */
const struct site_host *declared_host(const struct declared *declared,
                                      const struct address *address);

/** The narrowest network that holds @address, NULL when none does. */
const struct site_network *declared_network(const struct declared *declared,
                                            const struct address *address);

#endif
