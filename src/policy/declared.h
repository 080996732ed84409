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
#include "policy/host_class.h"

struct membership;
struct port_plans;
struct site;
struct site_network;

struct declared_address {
	struct address address;
	uint32_t host; /* index into the site's hosts */
};

struct declared {
	const struct site *site;            /* borrowed; may be NULL */
	const struct membership *pools;     /* borrowed */
	const struct port_plans *plans;     /* borrowed */
	bool products;                      /* the site has more than one */
	struct declared_address *addresses; /* owned, sorted */
	size_t count;
};

/** @return false when out of memory */
MUST_CHECK bool declared_init(struct declared *declared, const struct site *site,
                              const struct membership *pools,
                              const struct port_plans *plans);
void declared_fini(struct declared *declared);

/** Of @traits what goes with its roles: a host turned out to have them. */
void declared_take_roles(const struct declared *declared, struct host_traits *traits,
                         role_set roles);

/**
 * What is known of @address from the site file and by what it is.
 *
 * Its host counts, else the narrowest network that holds it.
 *
 * @name  set to that of the host, NULL when it is none of the site's; may be NULL
 */
struct host_traits declared_traits(const struct declared *declared,
                                   const struct address *address, const char **name);

/** The same of whoever is in @network and is no host of the site's. */
struct host_traits declared_network_traits(const struct declared *declared,
                                           const struct site_network *network);

/**
 * The Lync server that the site file calls @name, and what would be known of it at
 * @address, which is of a kind, IPv4 or IPv6, that the file has none of. Servers with sides are not asked for: of which side it
 * is nobody knows. Nor are balancers: their name is that of whom they stand for.
 *
 * @called  set to its name as declared
 * @return  whether there is one
 */
bool declared_server(const struct declared *declared, const struct address *address,
                     const char *name, size_t len, struct host_traits *traits,
                     const char **called);

#endif
