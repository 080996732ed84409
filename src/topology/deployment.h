/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * deployment - what all exports together say: pools, machines, services, ports.
 *
 * Private to topology. Readers add to it, site_writer.c reads it. Names are
 * kept in lower case without a last dot, and only names that could be names; a
 * thing that is met twice is one thing. Everything lives in one arena.
 */
#ifndef TOPOLOGY_DEPLOYMENT_H
#define TOPOLOGY_DEPLOYMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/arena.h"
#include "base/slot_index.h"
#include "policy/role.h"
#include "policy/row.h"

#define DEPLOYMENT_VERSIONS                                                              \
	16 /* ServiceVersion: 5 Lync 2010 … 8 Skype for Business 2019 */

struct topo_name {
	const char *text;
	struct topo_name *next;
};

struct topo_pool;

struct topo_address {
	struct address address;
	const struct topo_machine *owner; /* another that has it already, or NULL */
	const struct topo_pool *pool; /* of a VIP: an earlier pool that has it, or NULL */
	struct topo_address *next;
};

struct topo_port {
	/* the slug of rows; NULL: what a trusted application listens to */
	const char *service;
	struct port_span span;
	struct topo_port *next;
};

/* What a pool was seen with; roles follow from them together. */
enum topo_mark {
	TOPO_REGISTRAR = 1u << 0,
	TOPO_USER_SERVICES = 1u << 1,
	TOPO_CONFERENCING = 1u << 2,
	TOPO_APPLICATIONS = 1u << 3,
	TOPO_WEB = 1u << 4,
	TOPO_DIRECTOR = 1u << 5,
	TOPO_BRANCH = 1u << 6, /* in a remote site */
	TOPO_DFS = 1u << 7,    /* a file store that is a namespace and no machine */
	TOPO_LEGACY = 1u << 8, /* of Office Communications Server */
	TOPO_STANDBY_CMS = 1u << 9,
	TOPO_MEMBERS_KNOWN = 1u << 10,
	/* a service, pool or computer of an export, not only mentioned */
	TOPO_LISTED = 1u << 11,
	TOPO_MEMBERS_CUT = 1u << 12, /* by PowerShell, which printed the first few */
	TOPO_SERVICES_CUT = 1u << 13,
};

struct topo_machine {
	const char *name;
	struct topo_address *addresses, *external, *nat;
	/* Of resolve.c: */
	role_set roles;
	struct topo_port *listens;
	const struct topo_pool *own; /* the pool that is this machine alone, or NULL */
	const struct topo_machine *same; /* the one it shares all its addresses with */
	bool left_out;                   /* no host, or one nothing is to be said of */
};

struct topo_pool {
	const char *name;
	const char *site; /* "" unknown */
	unsigned marks;   /* enum topo_mark bits */
	role_set roles;   /* those that a service alone tells */
	unsigned version; /* of its Lync services, 0 unknown */
	struct topo_name *members;
	struct topo_port *ports;
	struct topo_name *sql_instances;
	struct topo_name *wordless; /* services that no role has a word for */
	struct topo_name *media;    /* addresses media go to (RepresentativeMediaIP) */
	/* Of resolve.c: */
	bool is_pool;  /* has members, or one of another name */
	bool left_out; /* a namespace, or of another product */
	struct topo_address *vips;
	bool dns; /* its name has the addresses of its members */
};

struct topo_subnet {
	const char *site; /* its name, "" unknown */
	struct address_range range;
	struct topo_subnet *next;
};

/* A line of a hosts file. */
struct host_address {
	const char *name;
	struct address address;
};

struct deployment {
	struct arena *arena;
	struct topo_pool **pools;
	size_t pool_count, pool_capacity;
	struct topo_machine **machines;
	size_t machine_count, machine_capacity;
	struct slot_index pool_index, machine_index;
	struct topo_name *sites;
	struct topo_subnet *subnets;
	struct topo_port *client_ports;
	struct topo_name *remarks;    /* sentences on what exports did not tell */
	const char *branch_names[64]; /* sites that Get-CsSite calls remote */
	size_t branch_count;
	struct host_address *known; /* of a hosts file; owned, sorted by name */
	size_t known_count, known_capacity;
	size_t versions[DEPLOYMENT_VERSIONS]; /* Lync services of each */
	bool version_unknown;                 /* of some */
	bool unpublished;
	bool user_services_seen;
	bool resolved;       /* by resolve(), once */
	bool failed;         /* sticky: memory ran out */
	struct draft *draft; /* borrowed: what a capture showed; NULL without */
};

/** A copy of a text of the file, "" when memory ran out. */
const char *deployment_text(struct deployment *deployment, const char *text, size_t len);

/** The pool or machine called @name, made when it is new; NULL when that is no name. */
struct topo_pool *deployment_pool(struct deployment *deployment, const char *name);
struct topo_machine *deployment_machine(struct deployment *deployment, const char *name);

/** Those there are already, or NULL. */
struct topo_machine *deployment_find_machine(const struct deployment *deployment,
                                             const char *name);

/** By its name as it is kept. */
struct topo_pool *deployment_find_pool(const struct deployment *deployment,
                                       const char *name);

void deployment_add_member(struct deployment *deployment, struct topo_pool *pool,
                           const char *name);
void deployment_add_name(struct deployment *deployment, struct topo_name **list,
                         const char *text);

enum topo_side {
	TOPO_SIDE_INTERNAL, /* Primary, Internal, Pstn */
	TOPO_SIDE_EXTERNAL,
	TOPO_SIDE_NAT, /* the public address of an external one */
};

/** Add @text, unless it is 0.0.0.0 and the like or no address at all. @return whether it was one */
bool deployment_add_address(struct deployment *deployment, struct topo_machine *machine,
                            enum topo_side side, const char *text);

/** Add @count ports from @low on; none when that is not a range. */
void deployment_add_ports(struct deployment *deployment, struct topo_port **list,
                          const char *service, uint8_t transport, unsigned long low,
                          unsigned long count);

/** What a hosts file says of @name: the first of @count entries, or NULL. */
const struct host_address *deployment_known(const struct deployment *deployment,
                                            const char *name, size_t *count);

/** Keep what a hosts file says; deployment_sort_known() before it is asked for. */
void deployment_add_known(struct deployment *deployment, const char *name,
                          const struct address *address);
void deployment_sort_known(struct deployment *deployment);

/** Has @machine an address that is no other's? */
bool deployment_has_address(const struct topo_machine *machine);

/** Say once what an export did not tell. */
void deployment_remark(struct deployment *deployment, const char *format, ...)
	PRINTF_LIKE(2, 3);

#endif
