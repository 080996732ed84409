/* SPDX-License-Identifier: BSD-2-Clause */
#include "naming.h"

#include <string.h>

#include "base/array.h"
#include "inspect/learned.h"
#include "judge/judge.h"

#include "facts.h"
#include "judge_private.h"

static const struct host *find_host(const struct judge *judge,
                                    const struct address *address)
{
	uint32_t number = host_table_find(&judge->hosts, address);

	return number == HOST_NONE ? NULL : &judge->hosts.hosts[number];
}

/* A certificate is the host's own word; a client's SNI is what it hopes to find there. */
static unsigned trust(uint8_t via)
{
	static const uint8_t order[] = {
		[LEARNED_BY_CERTIFICATE] = 0, [LEARNED_BY_DNS] = 1,
		[LEARNED_BY_DHCP] = 2,        [LEARNED_BY_SIP] = 3,
		[LEARNED_BY_SSRP] = 3,        [LEARNED_BY_EPM] = 3,
		[LEARNED_BY_HTTP] = 4,        [LEARNED_BY_SNI] = 5,
	};

	return order[via];
}

static int compare_names(const void *a, const void *b)
{
	const struct host_name *x = a, *y = b;
	const unsigned trusts[2] = { trust(x->via), trust(y->via) };

	return trusts[0] != trusts[1] ? (trusts[0] > trusts[1]) - (trusts[0] < trusts[1])
	                              : strcmp(x->text, y->text);
}

void naming_sort(struct host_name *names, size_t count)
{
	array_sort(names, count, sizeof(*names), compare_names);
}

/* Of a host that is called many things. */
static const struct host_name *best_name(const struct host *host)
{
	const struct host_name *best = NULL;

	for (size_t i = 0; i < host->name_count; i++)
		if (!best || compare_names(&host->names[i], best) < 0)
			best = &host->names[i];
	return best;
}

const char *naming_declared(const struct judge *judge, const struct address *address)
{
	const struct host *host = find_host(judge, address);
	const char *name = NULL;

	if (host)
		return host->site_name;
	(void)policy_class_at(judge->policy, address, &name);
	return name;
}

const char *naming_of(const struct judge *judge, const struct address *address)
{
	const struct host *host = find_host(judge, address);
	const char *declared = naming_declared(judge, address);
	const struct host_name *learned = host && !declared ? best_name(host) : NULL;

	return declared ? declared : learned ? learned->text : NULL;
}

role_set naming_roles(const struct judge *judge, const struct address *address)
{
	bool declared;

	return policy_traits(judge->policy, facts_class_of(&judge->decider.knowledge,
	                                                   address, &declared))
	        ->roles;
}

void judge_visit_names(const struct judge *judge, name_visitor *visit, void *context)
{
	for (size_t i = 0; i < judge->hosts.count; i++) {
		const struct host *host = &judge->hosts.hosts[i];

		for (size_t j = 0; j < host->name_count; j++)
			if (host->names[j].via == LEARNED_BY_DNS ||
			    host->names[j].via == LEARNED_BY_CERTIFICATE)
				visit(&host->address, host->names[j].text,
				      host->names[j].via == LEARNED_BY_DNS, context);
	}
}
