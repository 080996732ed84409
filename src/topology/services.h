/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * services - what the names of an export mean: roles of services, services of ports.
 *
 * Private to topology. Tables alone; XML and cmdlets call the same things by
 * different names.
 */
#ifndef TOPOLOGY_SERVICES_H
#define TOPOLOGY_SERVICES_H

#include <stdbool.h>
#include <stdint.h>

#include "policy/role.h"

struct deployment;
struct topo_pool;

struct service_kind {
	const char *role_name; /* RoleName of a topology, or NULL */
	const char *cmdlet;    /* Role of Get-CsService, or NULL */
	role_set roles;        /* what it alone makes of a host */
	unsigned marks;        /* enum topo_mark bits */
	bool versioned;        /* part of the product, so its version is */
	bool silent;           /* nothing to say of it: it is on every server */
};

/** By the name of either; NULL when no table has it. Case is ignored. */
const struct service_kind *service_kind_find(const char *name);

/** A service called @name is in @pool: add what that means, or that no word is there for it. */
void service_add(struct deployment *deployment, struct topo_pool *pool, const char *name,
                 unsigned long version);

/** Ports of a <Port> of a topology. */
struct port_kind {
	const char *role_name; /* NULL: any */
	const char *owner;    /* without urn:component: and urn:application:; NULL: any */
	const char *usage;    /* NULL: any; a last * stands for the rest */
	const char *side;     /* NULL: any */
	const char *protocol; /* NULL: any */
	const char *service;  /* of the rows */
	bool tcp_only;        /* TcpOrUdp, and the document lists tcp alone */
};

const struct port_kind *port_kind_find(const char *role_name, const char *owner,
                                       const char *usage, const char *side,
                                       const char *protocol);

/* Ports of a property of Get-CsService. */
struct property_kind {
	const char *cmdlet;
	const char *property; /* fnmatch(3), case ignored */
	const char *count;    /* the property that says how many; NULL: one port */
	const char *service;  /* of the rows */
	uint8_t transports;   /* 1 tcp, 2 udp, 3 both */
};

#define PROPERTY_TCP 1
#define PROPERTY_UDP 2

/** The next kind of @cmdlet after @last, from NULL on; NULL at the end. */
const struct property_kind *property_kind_next(const char *cmdlet,
                                               const struct property_kind *last);

/** The product's own range of a service, which differs from the document's by a port; false: none. */
bool service_default_range(const char *service, uint16_t *low, uint16_t *high);

#endif
