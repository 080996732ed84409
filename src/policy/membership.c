/* SPDX-License-Identifier: BSD-2-Clause */
#include "membership.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "policy/site.h"

/* What names a pool: a member, or a load balancer of its name. */
struct named {
	const char *name;
	uint16_t pool;
	bool balancer; /* the name counts for load balancers alone */
};

struct vip {
	struct address address;
	uint16_t pool;
};

/* The site's pools, to be found without a walk for each host. */
struct pools {
	struct named *names;
	size_t name_count;
	struct vip *vips;
	size_t vip_count;
	uint16_t *found; /* room for as many as there are pools */
	size_t found_count;
};

static int compare_names(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = strcasecmp(x->name, y->name);

	return order ? order : (int)x->pool - (int)y->pool;
}

static int compare_vips(const void *a, const void *b)
{
	const struct vip *x = a, *y = b;

	return address_compare(&x->address, &y->address);
}

static void collect_pool(struct pools *pools, const struct site_pool *pool,
                         uint16_t number)
{
	pools->names[pools->name_count++] = (struct named){ pool->name, number, true };
	for (size_t i = 0; i < pool->member_count; i++)
		pools->names[pools->name_count++] =
			(struct named){ pool->members[i], number, false };
	for (size_t i = 0; i < pool->vip_count; i++)
		pools->vips[pools->vip_count++] = (struct vip){ pool->vips[i], number };
}

static bool collect(struct pools *pools, const struct site *site)
{
	size_t names = 0, vips = 0;

	for (size_t i = 0; i < site->pool_count; i++) {
		names += 1 + site->pools[i].member_count;
		vips += site->pools[i].vip_count;
	}
	*pools = (struct pools){
		.names = calloc(names + 1, sizeof(*pools->names)),
		.vips = calloc(vips + 1, sizeof(*pools->vips)),
		.found = calloc(names + vips + 1, sizeof(*pools->found)),
	};
	if (!pools->names || !pools->vips || !pools->found)
		return false;
	for (size_t i = 0; i < site->pool_count; i++)
		collect_pool(pools, &site->pools[i], (uint16_t)i);
	array_sort(pools->names, names, sizeof(*pools->names), compare_names);
	array_sort(pools->vips, vips, sizeof(*pools->vips), compare_vips);
	return true;
}

static void note(struct pools *pools, uint16_t pool)
{
	size_t at = 0;

	while (at < pools->found_count && pools->found[at] < pool)
		at++;
	if (at < pools->found_count && pools->found[at] == pool)
		return;
	memmove(&pools->found[at + 1], &pools->found[at],
	        (pools->found_count - at) * sizeof(*pools->found));
	pools->found[at] = pool;
	pools->found_count++;
}

/* Where @name would stand among the sorted names. */
static size_t first_of(const struct pools *pools, const char *name)
{
	size_t low = 0, high = pools->name_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcasecmp(pools->names[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Leaves in pools->found what pools @host is in. */
static void find_pools(struct pools *pools, const struct site_host *host)
{
	bool balancer = host->roles & ROLE_BIT(ROLE_LOAD_BALANCER);

	pools->found_count = 0;
	for (size_t i = first_of(pools, host->name);
	     i < pools->name_count && strcasecmp(pools->names[i].name, host->name) == 0;
	     i++)
		if (balancer || !pools->names[i].balancer)
			note(pools, pools->names[i].pool);
	for (size_t i = 0; i < host->address_count && pools->vip_count > 0; i++) {
		const struct vip wanted = { .address = host->addresses[i] };
		const struct vip *vip = bsearch(&wanted, pools->vips, pools->vip_count,
		                                sizeof(*pools->vips), compare_vips);

		if (vip)
			note(pools, vip->pool);
	}
}

static bool add_set(struct membership *membership, const uint16_t *pools, size_t count)
{
	struct pool_set *set;

	if (!array_reserve(&membership->sets, &membership->capacity, membership->count,
	                   sizeof(*membership->sets)))
		return false;
	set = &membership->sets[membership->count];
	*set = (struct pool_set){ malloc((count + 1) * sizeof(*pools)), count };
	if (!set->pools)
		return false;
	memcpy(set->pools, pools, count * sizeof(*pools));
	membership->count++;
	return true;
}

/* The number of the set that was found; the latest first, hosts of a pool stand together. */
static bool number_found(struct membership *membership, const struct pools *pools,
                         uint16_t *number)
{
	for (size_t i = membership->count; i-- > 0;) {
		const struct pool_set *set = &membership->sets[i];

		*number = (uint16_t)i;
		if (set->count == pools->found_count &&
		    memcmp(set->pools, pools->found, set->count * sizeof(*set->pools)) ==
		            0)
			return true;
	}
	*number = (uint16_t)membership->count;
	return membership->count < UINT16_MAX &&
	       add_set(membership, pools->found, pools->found_count);
}

static bool number_hosts(struct membership *membership, const struct site *site,
                         struct pools *pools)
{
	static const uint16_t nothing[1];

	if (!add_set(membership, nothing, 0))
		return false;
	for (size_t i = 0; i < site->host_count; i++) {
		find_pools(pools, &site->hosts[i]);
		if (!number_found(membership, pools, &membership->set_of[i]))
			return false;
	}
	return true;
}

bool membership_init(struct membership *membership, const struct site *site,
                     struct error *err)
{
	struct pools pools = { 0 };
	bool ok;

	*membership = (struct membership){ 0 };
	if (!site)
		return true;
	if (site->pool_count > UINT16_MAX)
		return error_set(err, "%s: more than %u pools", site->file, UINT16_MAX);
	membership->set_of = calloc(site->host_count + 1, sizeof(*membership->set_of));
	ok = membership->set_of && collect(&pools, site) &&
	     number_hosts(membership, site, &pools);
	free(pools.names);
	free(pools.vips);
	free(pools.found);
	return ok || error_set(err, "out of memory");
}

void membership_fini(struct membership *membership)
{
	for (size_t i = 0; i < membership->count; i++)
		free(membership->sets[i].pools);
	free(membership->sets);
	free(membership->set_of);
	*membership = (struct membership){ 0 };
}

bool membership_share(const struct membership *membership, uint16_t one, uint16_t other)
{
	const struct pool_set *a, *b;

	if (one == 0 || other == 0)
		return false;
	if (one == other)
		return true;
	a = &membership->sets[one];
	b = &membership->sets[other];
	for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
		if (a->pools[i] == b->pools[j])
			return true;
		if (a->pools[i] < b->pools[j])
			i++;
		else
			j++;
	}
	return false;
}
