/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "policy/site.h"

#include "vocabulary.h"

/* --- One pool ------------------------------------------------------------------ */

static bool read_members(const struct yaml_tree *tree, const struct yaml_value *value,
                         void *target)
{
	struct site_pool *pool = target;

	return yaml_read_items(tree, value, YAML_KIND_TEXT, sizeof(*pool->members),
	                       yaml_read_text, &pool->members, &pool->member_count);
}

static bool read_vips(const struct yaml_tree *tree, const struct yaml_value *value,
                      void *target)
{
	struct site_pool *pool = target;

	return yaml_read_items(tree, value, YAML_KIND_TEXT, sizeof(*pool->vips),
	                       site_read_address, &pool->vips, &pool->vip_count);
}

static bool read_pool(const struct yaml_tree *tree, const struct yaml_value *value,
                      void *target)
{
	static const struct yaml_key keys[] = {
		{ "name", YAML_KIND_TEXT, true, offsetof(struct site_pool, name),
		  yaml_read_text },
		{ "roles", TEXT_OR_LIST, true, offsetof(struct site_pool, roles),
		  vocabulary_read_host_roles },
		{ "members", TEXT_OR_LIST, false, 0, read_members },
		{ "load-balancing", YAML_KIND_TEXT, false,
		  offsetof(struct site_pool, load_balancing), site_read_load_balancing },
		{ "vips", TEXT_OR_LIST, false, 0, read_vips },
		{ "product", YAML_KIND_TEXT, false, offsetof(struct site_pool, product),
		  site_read_product },
		{ "ports", YAML_KIND_MAP, false, offsetof(struct site_pool, ports),
		  site_read_ports },
	};
	struct site_pool *pool = target;

	pool->line = value->line;
	if (!yaml_read_map(tree, value, keys, ARRAY_LEN(keys), pool))
		return false;
	if (pool->roles & ROLE_BIT(ROLE_LOAD_BALANCER))
		return yaml_tree_error(tree, value->line,
		                       "a pool is no load balancer: give its 'vips'");
	return true;
}

/* --- Pools among the hosts ------------------------------------------------------ */

/* The hosts by name and by address, to be found without a walk for each member. */
struct lookup {
	struct site_host **by_name;
	struct owned_address {
		struct address address;
		struct site_host *host;
	} * by_address;
	size_t name_count, address_count;
};

static int compare_hosts(const void *a, const void *b)
{
	const struct site_host *const *left = a, *const *right = b;

	return strcasecmp((*left)->name, (*right)->name);
}

static int compare_addresses(const void *a, const void *b)
{
	const struct owned_address *left = a, *right = b;

	return address_compare(&left->address, &right->address);
}

static bool build_lookup(const struct yaml_tree *tree, const struct site *site,
                         struct lookup *lookup)
{
	size_t addresses = 0;

	for (size_t i = 0; i < site->host_count; i++)
		addresses += site->hosts[i].address_count;
	*lookup = (struct lookup){ 0 };
	lookup->by_name =
		arena_alloc(tree->values, site->host_count, sizeof(*lookup->by_name));
	lookup->by_address =
		arena_alloc(tree->values, addresses, sizeof(*lookup->by_address));
	if (!lookup->by_name || !lookup->by_address)
		return yaml_tree_no_memory(tree);
	for (size_t i = 0; i < site->host_count; i++) {
		struct site_host *host = &site->hosts[i];

		lookup->by_name[lookup->name_count++] = host;
		for (size_t j = 0; j < host->address_count; j++)
			lookup->by_address[lookup->address_count++] =
				(struct owned_address){ host->addresses[j], host };
	}
	array_sort(lookup->by_name, lookup->name_count, sizeof(*lookup->by_name),
	           compare_hosts);
	array_sort(lookup->by_address, lookup->address_count, sizeof(*lookup->by_address),
	           compare_addresses);
	return true;
}

static struct site_host *find_name(const struct lookup *lookup, const char *name)
{
	const struct site_host wanted = { .name = name }, *key = &wanted;
	struct site_host **found =
		lookup->name_count == 0
			? NULL
			: bsearch(&key, lookup->by_name, lookup->name_count,
	                          sizeof(*lookup->by_name), compare_hosts);

	return found ? *found : NULL;
}

static struct site_host *find_address(const struct lookup *lookup,
                                      const struct address *address)
{
	const struct owned_address wanted = { .address = *address };
	const struct owned_address *found =
		lookup->address_count == 0
			? NULL
			: bsearch(&wanted, lookup->by_address, lookup->address_count,
	                          sizeof(*lookup->by_address), compare_addresses);

	return found ? found->host : NULL;
}

/* A member that no host stands for is one whose address nobody knows yet. */
static void give_roles(const struct lookup *lookup, const struct site_pool *pool)
{
	for (size_t i = 0; i < pool->member_count; i++) {
		struct site_host *host = find_name(lookup, pool->members[i]);

		if (host)
			host->roles |= pool->roles;
	}
}

static bool is_member(const struct site_pool *pool, const char *name)
{
	for (size_t i = 0; i < pool->member_count; i++)
		if (strcasecmp(pool->members[i], name) == 0)
			return true;
	return false;
}

/* The address a pool answers at is a load balancer's: a host's of the file, or @fresh. */
static bool place_vip(const struct yaml_tree *tree, const struct lookup *lookup,
                      const struct site_pool *pool, size_t vip, struct site_host *fresh)
{
	struct site_host *host = find_address(lookup, &pool->vips[vip]);
	char text[ADDRESS_TEXT_SIZE];

	if (!host) {
		fresh->addresses[fresh->address_count++] = pool->vips[vip];
		return true;
	}
	if (is_member(pool, host->name))
		return yaml_tree_error(
			tree, pool->line, "vip %s of pool '%.60s' is its member '%.60s'",
			address_format(&pool->vips[vip], text), pool->name, host->name);
	host->roles |= ROLE_BIT(ROLE_LOAD_BALANCER) | role_set_balancing(pool->roles);
	return true;
}

static bool place_vips(const struct yaml_tree *tree, const struct lookup *lookup,
                       const struct site_pool *pool, struct site *site)
{
	struct site_host fresh = {
		.name = pool->name,
		.roles = ROLE_BIT(ROLE_LOAD_BALANCER) | role_set_balancing(pool->roles),
		.line = pool->line,
		.addresses =
			arena_alloc(tree->strings, pool->vip_count, sizeof(*pool->vips)),
	};

	if (!fresh.addresses)
		return yaml_tree_no_memory(tree);
	for (size_t i = 0; i < pool->vip_count; i++)
		if (!place_vip(tree, lookup, pool, i, &fresh))
			return false;
	if (fresh.address_count > 0)
		site->hosts[site->host_count++] = fresh;
	return true;
}

/* Room for a host more for each pool: its load balancer. */
static bool make_room(const struct yaml_tree *tree, struct site *site)
{
	struct site_host *hosts = arena_alloc(
		tree->strings, site->host_count + site->pool_count, sizeof(*site->hosts));

	if (!hosts)
		return yaml_tree_no_memory(tree);
	if (site->host_count > 0)
		memcpy(hosts, site->hosts, site->host_count * sizeof(*hosts));
	site->hosts = hosts;
	return true;
}

static bool refuse_vips_twice(const struct yaml_tree *tree, const struct site *site)
{
	struct yaml_name *names;
	size_t count = 0;

	for (size_t i = 0; i < site->pool_count; i++)
		count += site->pools[i].vip_count;
	names = arena_alloc(tree->values, count, sizeof(*names));
	if (!names)
		return yaml_tree_no_memory(tree);
	count = 0;
	for (size_t i = 0; i < site->pool_count; i++) {
		const struct site_pool *pool = &site->pools[i];

		for (size_t j = 0; j < pool->vip_count; j++) {
			char text[ADDRESS_TEXT_SIZE];

			address_format(&pool->vips[j], text);
			names[count].line = pool->line;
			names[count].text =
				arena_copy_text(tree->values, text, strlen(text));
			if (!names[count++].text)
				return yaml_tree_no_memory(tree);
		}
	}
	return yaml_refuse_twice(tree, names, count, "vip");
}

static bool refuse_pools_twice(const struct yaml_tree *tree, const struct site *site)
{
	struct yaml_name *names =
		arena_alloc(tree->values, site->pool_count, sizeof(*names));

	if (!names)
		return yaml_tree_no_memory(tree);
	for (size_t i = 0; i < site->pool_count; i++)
		names[i] = (struct yaml_name){ site->pools[i].name, site->pools[i].line };
	return yaml_refuse_twice(tree, names, site->pool_count, "pool");
}

bool site_read_pools(const struct yaml_tree *tree, const struct yaml_value *value,
                     void *target)
{
	struct site *site = target;
	struct lookup lookup;

	if (!yaml_read_items(tree, value, YAML_KIND_MAP, sizeof(*site->pools), read_pool,
	                     &site->pools, &site->pool_count) ||
	    !refuse_pools_twice(tree, site) || !refuse_vips_twice(tree, site) ||
	    !make_room(tree, site) || !build_lookup(tree, site, &lookup))
		return false;
	for (size_t i = 0; i < site->pool_count; i++) {
		give_roles(&lookup, &site->pools[i]);
		if (!place_vips(tree, &lookup, &site->pools[i], site))
			return false;
	}
	return true;
}
