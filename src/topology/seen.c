/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a capture adds to exports: addresses of hosts that have none, and hosts that no
 * topology has.
 */
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "topology/draft.h"
#include "topology/topology.h"

#include "deployment.h"
#include "seen.h"

/* A hosts file knows better: what it has a name for is not asked of a capture. */
bool topology_add_seen(struct deployment *deployment, const struct topology_seen *seen,
                       size_t count)
{
	size_t told = deployment->known_count;

	for (size_t i = 0; i < count && !deployment->failed; i++) {
		char name[256];
		size_t len = strlen(seen[i].name), others;

		if (len >= sizeof(name))
			continue;
		for (size_t j = 0; j <= len; j++)
			name[j] = (char)(seen[i].name[j] >= 'A' && seen[i].name[j] <= 'Z'
			                         ? seen[i].name[j] + ('a' - 'A')
			                         : seen[i].name[j]);
		/* Those of a hosts file are sorted, those that come behind are not yet. */
		const size_t all = deployment->known_count;

		deployment->known_count = told;
		const struct host_address *known =
			deployment_known(deployment, name, &others);

		deployment->known_count = all;
		if (!known)
			deployment_add_known(deployment, name, &seen[i].address);
	}
	deployment_sort_known(deployment);
	return !deployment->failed;
}

static bool is_in(const struct topo_address *list, const struct draft_host *host)
{
	for (; list; list = list->next)
		for (size_t i = 0; i < host->address_count; i++)
			if (address_equal(&list->address, &host->addresses[i]))
				return true;
	return false;
}

static bool is_in_topology(const struct deployment *deployment,
                           const struct draft_host *host)
{
	for (size_t i = 0; i < deployment->machine_count; i++) {
		const struct topo_machine *machine = deployment->machines[i];

		if (is_in(machine->addresses, host) || is_in(machine->external, host) ||
		    is_in(machine->nat, host) ||
		    (host->name && strcasecmp(machine->name, host->name) == 0))
			return true;
	}
	for (size_t i = 0; i < deployment->pool_count; i++)
		if (is_in(deployment->pools[i]->vips, host))
			return true;
	return false;
}

void seen_mark_known(const struct deployment *deployment, struct draft *draft)
{
	for (size_t i = 0; i < draft->host_count; i++)
		draft->hosts[i].known = is_in_topology(deployment, &draft->hosts[i]);
}

/* --- Written ------------------------------------------------------------------------------- */

/* What a topology cannot know. */
#define NOT_IN_TOPOLOGY                                                                  \
	(ROLE_USERS | ROLE_BIT(ROLE_DOMAIN_CONTROLLER) | ROLE_BIT(ROLE_DHCP_SERVER) |    \
	 ROLE_BIT(ROLE_REVERSE_PROXY) | ROLE_BIT(ROLE_LOAD_BALANCER) |                   \
	 ROLE_BIT(ROLE_EXCHANGE_UM) | ROLE_BIT(ROLE_GATEWAY))

/* Of an edge server the inner address may be all that is missing. */
static bool is_unplaced(const struct topo_machine *machine)
{
	return !machine->left_out &&
	       (!machine->addresses || !deployment_has_address(machine));
}

/* Roles of machines without an address: hosts that act them may be these. */
static role_set unplaced_roles(const struct deployment *deployment)
{
	role_set roles = 0;

	for (size_t i = 0; i < deployment->machine_count; i++)
		if (is_unplaced(deployment->machines[i]))
			roles |= deployment->machines[i]->roles;
	return roles;
}

role_set topology_unlisted_roles(const struct deployment *deployment)
{
	return NOT_IN_TOPOLOGY | unplaced_roles(deployment);
}

/* Servers that the topology should have are to be looked into, and declared by who did. */
static bool is_stranger(const struct deployment *deployment,
                        const struct draft_host *host)
{
	return role_set_own(host->roles) & ~topology_unlisted_roles(deployment);
}

bool seen_has_hosts(const struct deployment *deployment)
{
	const struct draft *draft = deployment->draft;

	for (size_t i = 0; draft && i < draft->host_count; i++)
		if (!draft->hosts[i].known && !is_stranger(deployment, &draft->hosts[i]))
			return true;
	return false;
}

static void add_stranger(struct text *out, struct draft_host *host)
{
	char text[ADDRESS_TEXT_SIZE];

	text_addf(out, "  # %s behaves as ", address_format(&host->addresses[0], text));
	text_add_roles(out, host->roles, " and ");
	text_add(out, ", and the topology has no such machine: find out.\n");
	host->known = true;
}

void seen_add_hosts(const struct deployment *deployment, struct text *out)
{
	struct draft *draft = deployment->draft;

	if (!draft || !draft_has_hosts(draft))
		return;
	text_add(out, "  # --- Not in the topology: check these, which traffic "
	              "showed (docs/roles.md). Where they have the\n  # roles of "
	              "hosts without an address, they may be these.\n");
	for (size_t i = 0; i < draft->host_count; i++)
		if (!draft->hosts[i].known && is_stranger(deployment, &draft->hosts[i]))
			add_stranger(out, &draft->hosts[i]);
	draft_add_hosts(draft, out);
}
