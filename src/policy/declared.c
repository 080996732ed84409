/* SPDX-License-Identifier: BSD-2-Clause */
#include "declared.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "policy/site.h"

static int compare_addresses(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct address));
}

bool declared_init(struct declared *declared, const struct site *site)
{
	size_t total = 0;

	*declared = (struct declared){ .site = site };
	for (size_t i = 0; site && i < site->host_count; i++)
		total += site->hosts[i].address_count;
	if (total == 0)
		return true;
	declared->addresses = calloc(total, sizeof(*declared->addresses));
	if (!declared->addresses)
		return false;
	for (size_t i = 0; i < site->host_count; i++)
		for (size_t j = 0; j < site->hosts[i].address_count; j++)
			declared->addresses[declared->count++] =
				(struct declared_address){ site->hosts[i].addresses[j],
				                           (uint32_t)i };
	array_sort(declared->addresses, declared->count, sizeof(*declared->addresses),
	           compare_addresses);
	return true;
}

void declared_fini(struct declared *declared)
{
	free(declared->addresses);
	*declared = (struct declared){ 0 };
}

static const struct site_host *find_host(const struct declared *declared,
                                         const struct address *address)
{
	const struct declared_address *found =
		declared->count == 0
			? NULL
			: bsearch(address, declared->addresses, declared->count,
	                          sizeof(*declared->addresses), compare_addresses);

	return found ? &declared->site->hosts[found->host] : NULL;
}

static const struct site_network *find_network(const struct declared *declared,
                                               const struct address *address)
{
	const struct site *site = declared->site;
	const struct site_network *best = NULL;

	for (size_t i = 0; site && i < site->network_count; i++) {
		const struct site_network *network = &site->networks[i];

		if (address_range_contains(&network->range, address) &&
		    (!best || network->range.prefix_len > best->range.prefix_len))
			best = network;
	}
	return best;
}

/* Does @host name its inner addresses as well? Not when a public one may be of either side. */
static bool has_private_address(const struct site_host *host)
{
	for (size_t i = 0; i < host->address_count - host->external_count; i++)
		if (!address_is_public(&host->addresses[i]))
			return true;
	return false;
}

/*
 * An address is external when the site says so. Where the others are all public, they are
 * inner ones of a site that has no private addresses; else a public one is external, too.
 */
static bool is_external(const struct site_host *host, size_t index)
{
	if (index >= host->address_count - host->external_count)
		return true;
	return address_is_public(&host->addresses[index]) &&
	       (host->external_count == 0 || has_private_address(host));
}

/* Once one side is known the rest is the other. */
static enum row_interface interface_of(const struct site_host *host,
                                       const struct address *address)
{
	enum row_interface side = ROW_INTERFACE_UNSTATED;
	bool external = false;

	if (!(host->roles & ROLE_HAS_SIDES))
		return ROW_INTERFACE_UNSTATED;
	for (size_t i = 0; i < host->address_count; i++) {
		bool outer = is_external(host, i);

		external |= outer;
		if (address_equal(&host->addresses[i], address))
			side = outer ? ROW_INTERFACE_EXTERNAL : ROW_INTERFACE_INTERNAL;
	}
	return external ? side : ROW_INTERFACE_UNSTATED;
}

struct host_traits declared_traits(const struct declared *declared,
                                   const struct address *address, const char **name)
{
	const struct site_host *host = find_host(declared, address);
	const struct site_network *network =
		host ? NULL : find_network(declared, address);
	struct host_traits traits = { 0 };

	if (name)
		*name = host ? host->name : NULL;
	if (host || network)
		traits.standing |= HOST_DECLARED;
	if (address_is_public(address))
		traits.standing |= host ? HOST_PUBLIC : HOST_PUBLIC | HOST_OUTSIDE;
	traits.roles = host ? host->roles : network ? network->roles : 0;
	traits.interface = host ? (uint8_t)interface_of(host, address)
	                        : host_interface(traits.roles, traits.standing);
	if (host && site_host_is_guarded(host))
		traits.standing |= HOST_GUARDED;
	return traits;
}
