/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * role - what a host is: the words of design section 5, and sets of them.
 *
 * Room: policy. A set is one word: a bit for each role and, for a load balancer,
 * one for each role it balances, so that "a load balancer for front ends" is a
 * subset test like every other. Where the bits are is known here alone.
 */
#ifndef POLICY_ROLE_H
#define POLICY_ROLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/language.h"

enum role {
	ROLE_FRONT_END,
	ROLE_DIRECTOR,
	ROLE_MEDIATION,
	ROLE_CMS,
	ROLE_PERSISTENT_CHAT,
	ROLE_OFFICE_WEB_APPS,
	ROLE_EDGE,
	ROLE_REVERSE_PROXY,
	ROLE_SBA,
	ROLE_GATEWAY,
	ROLE_LOAD_BALANCER,
	ROLE_SQL_SERVER,
	ROLE_FILE_SERVER,
	ROLE_EXCHANGE_UM,
	ROLE_RCC_GATEWAY,
	ROLE_E911_GATEWAY,
	ROLE_DOMAIN_CONTROLLER,
	ROLE_DHCP_SERVER,
	ROLE_TRUSTED_APPLICATION,
	ROLE_VIDEO_INTEROP,
	ROLE_STATISTICS_MANAGER, /* of Skype for Business Server */
	ROLE_OPERATIONS_MANAGER, /* System Center */
	ROLE_CLIENT,
	ROLE_PHONE,
	ROLE_HOST_ROLES,                    /* the roles above are what a host can be */
	ROLE_ALL_SERVERS = ROLE_HOST_ROLES, /* of rows only: any Lync server */
	ROLE_ALL_INTERNAL_SERVERS,          /* of rows only: any Lync server but edge */
	ROLES,
};

typedef uint64_t role_set; /* a plain word: see above */

struct text;

#define ROLE_BALANCED_SHIFT     32
#define ROLE_BIT(role)          (UINT64_C(1) << (role))
#define ROLE_BALANCED_BIT(role) (ROLE_BIT(role) << ROLE_BALANCED_SHIFT)

/* Hosts whose own traffic is judged: design section 2, "Scope". */
#define ROLE_LYNC_SERVERS                                                                \
	(ROLE_BIT(ROLE_FRONT_END) | ROLE_BIT(ROLE_DIRECTOR) | ROLE_BIT(ROLE_MEDIATION) | \
	 ROLE_BIT(ROLE_CMS) | ROLE_BIT(ROLE_PERSISTENT_CHAT) |                           \
	 ROLE_BIT(ROLE_OFFICE_WEB_APPS) | ROLE_BIT(ROLE_EDGE) | ROLE_BIT(ROLE_SBA) |     \
	 ROLE_BIT(ROLE_LOAD_BALANCER))

/* What the tables call "all servers": those that run Lync Server itself. */
#define ROLE_RUNS_LYNC                                                                   \
	(ROLE_BIT(ROLE_FRONT_END) | ROLE_BIT(ROLE_DIRECTOR) | ROLE_BIT(ROLE_MEDIATION) | \
	 ROLE_BIT(ROLE_CMS) | ROLE_BIT(ROLE_PERSISTENT_CHAT) | ROLE_BIT(ROLE_EDGE) |     \
	 ROLE_BIT(ROLE_SBA))

/* Hosts that have an inner and an outer side, and rows for each. */
#define ROLE_HAS_SIDES (ROLE_BIT(ROLE_EDGE) | ROLE_BIT(ROLE_REVERSE_PROXY))

/* Who signs in: they show no certificate, and no server is taken to be one of them. */
#define ROLE_USERS (ROLE_BIT(ROLE_CLIENT) | ROLE_BIT(ROLE_PHONE))

/** The roles a host of @roles has itself, without those it balances. */
static inline role_set role_set_own(role_set roles)
{
	return roles & (ROLE_BIT(ROLE_BALANCED_SHIFT) - 1);
}

/** The roles that a load balancer of @roles balances, as roles of their own. */
static inline role_set role_set_balanced(role_set roles)
{
	return roles >> ROLE_BALANCED_SHIFT;
}

/** What a host that balances @roles has: the other way round. */
static inline role_set role_set_balancing(role_set roles)
{
	return role_set_own(roles) << ROLE_BALANCED_SHIFT;
}

/** Has a host of @roles an inner and an outer interface, or does it balance such hosts? */
static inline bool role_set_has_sides(role_set roles)
{
	return (roles | role_set_balanced(roles)) & ROLE_HAS_SIDES;
}

/** "front-end", …, static. */
const char *role_name(enum role role);

/** Find a role by its name, row-only ones included. @return false when there is none */
MUST_CHECK bool role_parse(enum role *role, const char *name);

/** Hosts with any of the returned roles fit a row's @role: a group's members, or the role alone. */
role_set role_members(enum role role);

/** The names of a host's own roles in the reader's language: "a, b" and, before the last, @last. */
void text_say_roles(struct text *out, enum language language, role_set roles,
                    const char *last);

/** Add the names of a host's own @roles with @between each two: "front-end, cms". */
void text_add_roles(struct text *out, role_set roles, const char *between);

#endif
