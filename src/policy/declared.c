/* SPDX-License-Identifier: BSD-2-Clause */
#include "declared.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "policy/site.h"

#include "membership.h"
#include "port_plan.h"

static int compare_addresses(const void *a, const void *b)
{
	return address_compare(a, b);
}

/* Has a pool another product than the site? */
static bool has_products(const struct site *site)
{
	for (size_t i = 0; site && i < site->pool_count; i++)
		if (site->pools[i].product &&
		    site->pools[i].product != product_or_default(site->product))
			return true;
	return false;
}

bool declared_init(struct declared *declared, const struct site *site,
                   const struct membership *pools, const struct port_plans *plans)
{
	size_t total = 0;

	*declared = (struct declared){ .site = site,
		                       .pools = pools,
		                       .plans = plans,
		                       .products = has_products(site) };
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

	if (!role_set_has_sides(host->roles))
		return ROW_INTERFACE_UNSTATED;
	for (size_t i = 0; i < host->address_count; i++) {
		bool outer = is_external(host, i);

		external |= outer;
		if (address_equal(&host->addresses[i], address))
			side = outer ? ROW_INTERFACE_EXTERNAL : ROW_INTERFACE_INTERNAL;
	}
	return external ? side : ROW_INTERFACE_UNSTATED;
}

/* What the site's pools say of a host, where all of its pools that say something agree. */
struct pooled {
	enum load_balancing mode;
	enum product product;
	bool modes_differ, products_differ;
};

static struct pooled pooled_of(const struct declared *declared, size_t host)
{
	const struct pool_set *set =
		&declared->pools->sets[declared->pools->set_of[host]];
	struct pooled said = { 0 };

	for (size_t i = 0; i < set->count; i++) {
		const struct site_pool *pool = &declared->site->pools[set->pools[i]];

		said.modes_differ |= said.mode && pool->load_balancing &&
		                     said.mode != pool->load_balancing;
		said.products_differ |=
			said.product && pool->product && said.product != pool->product;
		if (pool->load_balancing)
			said.mode = pool->load_balancing;
		if (pool->product)
			said.product = pool->product;
	}
	return said;
}

/* What only some of its roles have is unstated with others. */
static void add_pooled(const struct declared *declared, size_t host,
                       struct host_traits *traits)
{
	const struct pooled said = pooled_of(declared, host);

	traits->pools = declared->pools->set_of[host];
	traits->ports = declared->plans->plan_of[host];
	if (said.mode && traits->roles & ROLE_BIT(ROLE_LOAD_BALANCER))
		traits->mode =
			said.modes_differ ? LOAD_BALANCING_UNSTATED : (uint8_t)said.mode;
	if (said.product && declared->products)
		traits->product =
			said.products_differ ? PRODUCT_UNSTATED : (uint8_t)said.product;
}

void declared_take_roles(const struct declared *declared, struct host_traits *traits,
                         role_set roles)
{
	bool balancer = roles & ROLE_BIT(ROLE_LOAD_BALANCER);

	traits->roles = roles;
	traits->interface = host_interface(roles, traits->standing);
	traits->mode = balancer && declared->site
	                       ? (uint8_t)declared->site->load_balancing
	                       : LOAD_BALANCING_UNSTATED;
}

/* @network counts where there is no @host. */
static struct host_traits traits_of(const struct declared *declared,
                                    const struct address *address,
                                    const struct site_host *host,
                                    const struct site_network *network)
{
	struct host_traits traits = { 0 };

	if (host || network)
		traits.standing |= HOST_DECLARED;
	if (address_is_public(address))
		traits.standing |= host ? HOST_PUBLIC : HOST_PUBLIC | HOST_OUTSIDE;
	if (declared->products)
		traits.product = (uint8_t)product_or_default(declared->site->product);
	declared_take_roles(declared, &traits,
	                    host      ? host->roles
	                    : network ? network->roles
	                              : 0);
	if (!host)
		return traits;
	traits.interface = (uint8_t)interface_of(host, address);
	if (site_host_is_guarded(host))
		traits.standing |= HOST_GUARDED;
	add_pooled(declared, (size_t)(host - declared->site->hosts), &traits);
	return traits;
}

struct host_traits declared_traits(const struct declared *declared,
                                   const struct address *address, const char **name)
{
	const struct site_host *host = find_host(declared, address);

	if (name)
		*name = host ? host->name : NULL;
	return traits_of(declared, address, host,
	                 host ? NULL : site_network_of(declared->site, address));
}

struct host_traits declared_network_traits(const struct declared *declared,
                                           const struct site_network *network)
{
	return traits_of(declared, &network->range.base, NULL, network);
}

/* Of IPv4, or of IPv6: the file says what there is of what it has any of. */
static bool has_kind_of(const struct site_host *host, const struct address *address)
{
	for (size_t i = 0; i < host->address_count; i++)
		if (address_is_ipv4(&host->addresses[i]) == address_is_ipv4(address))
			return true;
	return false;
}

bool declared_server(const struct declared *declared, const struct address *address,
                     const char *name, size_t len, struct host_traits *traits,
                     const char **called)
{
	const role_set others = ROLE_HAS_SIDES | ROLE_BIT(ROLE_LOAD_BALANCER);

	for (size_t i = 0; declared->site && i < declared->site->host_count; i++) {
		const struct site_host *host = &declared->site->hosts[i];

		if (!(host->roles & ROLE_LYNC_SERVERS) || host->roles & others ||
		    strncasecmp(host->name, name, len) != 0 || host->name[len] != '\0' ||
		    has_kind_of(host, address))
			continue;
		*traits = declared_traits(declared, &host->addresses[0], called);
		traits->standing &= (uint8_t)~HOST_PUBLIC;
		traits->standing |= address_is_public(address) ? HOST_PUBLIC : 0;
		return true;
	}
	return false;
}
