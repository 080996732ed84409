/* SPDX-License-Identifier: BSD-2-Clause */
#include "folded_clients.h"

#include <stdlib.h>

#include "policy/role.h"
#include "policy/site.h"

#define CLIENTS (ROLE_BIT(ROLE_CLIENT) | ROLE_BIT(ROLE_PHONE))

static int narrower_first(const void *a, const void *b)
{
	const struct address_range *x = a, *y = b;

	return (int)y->prefix_len - x->prefix_len;
}

static void take_networks(struct folded_clients *clients, const struct site *site)
{
	for (size_t i = 0; i < site->network_count; i++) {
		const struct site_network *network = &site->networks[i];

		if (network->range.prefix_len < 128 && network->roles & CLIENTS &&
		    !(network->roles & ~(role_set)CLIENTS))
			clients->networks[clients->site.network_count++] = network->range;
	}
	qsort(clients->networks, clients->site.network_count, sizeof(*clients->networks),
	      narrower_first);
}

/* Where no network is, nobody has to be told apart. */
static void keep_apart(struct folded_clients *clients, const struct address_range *range)
{
	for (size_t i = 0; i < clients->site.network_count; i++) {
		const struct address_range *network = &clients->networks[i];

		if (!address_range_contains(network, &range->base) &&
		    !address_range_contains(range, &network->base))
			continue;
		clients->apart[clients->site.apart_count++] = *range;
		return;
	}
}

/* Networks of others that lie within those of clients. */
static void take_other_networks(struct folded_clients *clients, const struct site *site)
{
	for (size_t i = 0; i < site->network_count; i++)
		if (site->networks[i].roles & ~(role_set)CLIENTS)
			keep_apart(clients, &site->networks[i].range);
}

static void take_hosts(struct folded_clients *clients, const struct site *site)
{
	for (size_t i = 0; i < site->host_count; i++)
		for (size_t j = 0; j < site->hosts[i].address_count; j++)
			keep_apart(clients, &(struct address_range){
						    site->hosts[i].addresses[j], 128 });
}

/* What an allow says of some of a network holds for them alone. */
static void take_allows(struct folded_clients *clients, const struct site *site)
{
	for (size_t i = 0; i < site->allow_count; i++)
		for (size_t j = 0; j < site->allows[i].from.range_count; j++)
			keep_apart(clients, &site->allows[i].from.ranges[j]);
}

static size_t most_apart(const struct site *site)
{
	size_t most = site->network_count;

	for (size_t i = 0; i < site->host_count; i++)
		most += site->hosts[i].address_count;
	for (size_t i = 0; i < site->allow_count; i++)
		most += site->allows[i].from.range_count;
	return most;
}

bool folded_clients_init(struct folded_clients *clients, const struct site *site)
{
	*clients = (struct folded_clients){ 0 };
	if (!site || site->network_count == 0)
		return true;
	clients->networks = calloc(site->network_count, sizeof(*clients->networks));
	clients->apart = calloc(most_apart(site), sizeof(*clients->apart));
	if (!clients->networks || !clients->apart) {
		folded_clients_fini(clients);
		return false;
	}
	take_networks(clients, site);
	take_other_networks(clients, site);
	take_hosts(clients, site);
	take_allows(clients, site);
	clients->site.networks = clients->networks;
	clients->site.apart = clients->apart;
	return true;
}

void folded_clients_fini(struct folded_clients *clients)
{
	free(clients->networks);
	free(clients->apart);
	*clients = (struct folded_clients){ 0 };
}
