/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/passage_end.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/array.h"
#include "policy/policy.h"
#include "policy/site.h"

#define ALL_BITS 128 /* of an address */

/* What is filled, from what. */
struct finding {
	struct passage_ends *ends;
	struct policy *policy;
	struct arena *arena;
};

/* The pool that names @host: the first it is a member of. Its own name otherwise. */
static const char *name_of(const struct site *site, const struct site_host *host)
{
	for (size_t i = 0; i < site->pool_count; i++)
		for (size_t j = 0; j < site->pools[i].member_count; j++)
			if (strcasecmp(site->pools[i].members[j], host->name) == 0)
				return site->pools[i].name;
	return host->name;
}

static struct passage_end *find_end(struct finding *finding, const char *name,
                                    host_class class)
{
	for (size_t i = 0; i < finding->ends->count; i++) {
		struct passage_end *end = &finding->ends->items[i];

		if (end->class == class && strcasecmp(end->name, name) == 0)
			return end;
	}
	return NULL;
}

static struct passage_end *add_end(struct finding *finding, const char *name,
                                   host_class class)
{
	struct passage_end *end = &finding->ends->items[finding->ends->count++];
	role_set roles = policy_roles(finding->policy, class);

	*end = (struct passage_end){
		.name = name,
		.judged = roles & ROLE_LYNC_SERVERS,
		.guarded = policy_is(finding->policy, class, HOST_GUARDED),
		.side = policy_traits(finding->policy, class)->interface,
		.class = class,
		.roles = roles,
	};
	return end;
}

/* Ranges are added one at a time, and there are few of an end. */
static bool add_range(struct finding *finding, struct passage_end *end,
                      const struct address_range *range)
{
	struct address_range *ranges =
		arena_alloc(finding->arena, end->range_count + 1, sizeof(*ranges));

	if (!ranges)
		return false;
	if (end->range_count > 0)
		memcpy(ranges, end->ranges, end->range_count * sizeof(*ranges));
	ranges[end->range_count++] = *range;
	end->ranges = ranges;
	return true;
}

static bool add_host(struct finding *finding, const struct site *site,
                     const struct site_host *host)
{
	const char *name = name_of(site, host);

	for (size_t i = 0; i < host->address_count; i++) {
		const struct address_range range = { host->addresses[i], ALL_BITS };
		host_class class = policy_class_at(finding->policy, &range.base, NULL);
		struct passage_end *end = find_end(finding, name, class);

		if (!end)
			end = add_end(finding, name, class);
		if (!add_range(finding, end, &range))
			return false;
	}
	return true;
}

static int compare_networks(const void *a, const void *b)
{
	const struct passage_end *x = a, *y = b;

	if (x->ranges->prefix_len != y->ranges->prefix_len)
		return x->ranges->prefix_len > y->ranges->prefix_len ? -1 : 1;
	return memcmp(&x->ranges->base, &y->ranges->base, sizeof(x->ranges->base));
}

static bool add_networks(struct finding *finding, const struct site *site)
{
	size_t first = finding->ends->count;

	for (size_t i = 0; i < site->network_count; i++) {
		const struct site_network *network = &site->networks[i];
		struct passage_end *end =
			add_end(finding, network->name,
		                policy_class_in(finding->policy, network));

		end->network = true;
		if (!add_range(finding, end, &network->range))
			return false;
	}
	array_sort(finding->ends->items + first, finding->ends->count - first,
	           sizeof(*finding->ends->items), compare_networks);
	return true;
}

static bool has_inner_side(const struct passage_ends *ends, const char *name)
{
	for (size_t i = 0; i < ends->count; i++)
		if (ends->items[i].side == ROW_INTERFACE_INTERNAL &&
		    strcasecmp(ends->items[i].name, name) == 0)
			return true;
	return false;
}

static void mark_outer_sides(struct passage_ends *ends)
{
	for (size_t i = 0; i < ends->count; i++)
		ends->items[i].outer = ends->items[i].side == ROW_INTERFACE_EXTERNAL &&
		                       has_inner_side(ends, ends->items[i].name);
}

bool passage_ends_find(struct passage_ends *ends, struct policy *policy,
                       struct arena *arena)
{
	const struct site *site = policy_site(policy);
	struct finding finding = { .ends = ends, .policy = policy, .arena = arena };
	size_t most = site->network_count;

	for (size_t i = 0; i < site->host_count; i++)
		most += site->hosts[i].address_count;
	*ends = (struct passage_ends){ .count = 0 };
	ends->items = arena_alloc(arena, most, sizeof(*ends->items));
	if (!ends->items)
		return false;
	for (size_t i = 0; i < site->host_count; i++)
		if (!add_host(&finding, site, &site->hosts[i]))
			return false;
	mark_outer_sides(ends);
	return add_networks(&finding, site);
}
