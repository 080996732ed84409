/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The servers that the site declares: which of them was heard, and so, was anything judged?
 */
#include "base/arena.h"

#include "audit_build.h"
#include "judge/judge.h"

/* At an address that is not declared and is its own: see take_for_declared(). */
static bool was_heard_elsewhere(const struct judge *judge,
                                const struct site_host *declared)
{
	for (size_t i = 0; i < judge->hosts.count; i++) {
		const struct host *host = &judge->hosts.hosts[i];

		if (host->undeclared_address && host->heard &&
		    host->site_name == declared->name)
			return true;
	}
	return false;
}

static bool was_heard(const struct judge *judge, const struct site_host *declared)
{
	for (size_t i = 0; i < declared->address_count; i++) {
		uint32_t number = host_table_find(&judge->hosts, &declared->addresses[i]);

		if (number != HOST_NONE && judge->hosts.hosts[number].heard)
			return true;
	}
	return was_heard_elsewhere(judge, declared);
}

/* @return whether the site declares servers whose traffic is judged and none was heard */
static bool are_servers_silent(const struct judge *judge)
{
	const struct site *site = policy_site(judge->policy);
	bool declared = false;

	for (size_t i = 0; site && i < site->host_count; i++) {
		if (!(site->hosts[i].roles & ROLE_LYNC_SERVERS) &&
		    !site_host_is_guarded(&site->hosts[i]))
			continue;
		if (was_heard(judge, &site->hosts[i]))
			return false;
		declared = true;
	}
	return declared;
}

enum judged judge_judged(const struct judge *judge, const struct judged_flows *counts)
{
	if (counts->all == 0)
		return JUDGED_NO_FLOW;
	if (counts->in_scope == 0)
		return JUDGED_OUT_OF_SCOPE;
	return counts->confirmed == 0 && are_servers_silent(judge) ? JUDGED_SILENT_SERVERS
	                                                           : JUDGED_TRAFFIC;
}

bool audit_build_servers(const struct judge *judge, struct audit *audit,
                         struct arena *arena)
{
	const struct site *site = policy_site(judge->policy);

	audit->judged_flows = judge->outcomes.judged;
	audit->judged = judge_judged(judge, &judge->outcomes.judged);
	if (!site)
		return true;
	audit->silent = arena_alloc(arena, site->host_count + 1, sizeof(*audit->silent));
	if (!audit->silent)
		return false;
	for (size_t i = 0; i < site->host_count; i++) {
		const struct site_host *host = &site->hosts[i];

		if ((host->roles & ~ROLE_USERS) == 0)
			continue;
		audit->servers_declared++;
		if (was_heard(judge, host))
			continue;
		audit->silent[audit->silent_count++] =
			(struct audit_silent){ .name = host->name,
			                       .addresses = host->addresses,
			                       .address_count = host->address_count };
	}
	return true;
}
