/* SPDX-License-Identifier: BSD-2-Clause */
#include "seen_names.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "judge/judge.h"
#include "topology/topology.h"

struct named {
	struct topology_seen seen;
	bool by_dns;
};

struct names {
	struct named *items; /* owned */
	size_t count, capacity;
	bool failed;
};

static void add(const struct address *address, const char *name, bool by_dns,
                void *context)
{
	struct names *names = context;

	if (address_is_public(address) || names->failed)
		return;
	names->failed = !array_reserve(&names->items, &names->capacity, names->count,
	                               sizeof(*names->items));
	if (!names->failed)
		names->items[names->count++] =
			(struct named){ { name, *address }, by_dns };
}

static int compare(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = strcasecmp(x->seen.name, y->seen.name);

	return order ? order : address_compare(&x->seen.address, &y->seen.address);
}

/* Does any other of @count items, which have one name, have an address of its kind? */
static bool is_shared(const struct named *run, size_t count, size_t number)
{
	for (size_t i = 0; i < count; i++)
		if (i != number && address_is_ipv4(&run[i].seen.address) ==
		                           address_is_ipv4(&run[number].seen.address))
			return true;
	return false;
}

/* Keep of @count items, which have one name, those that count. @return how many */
static size_t choose(const struct named *run, size_t count, struct topology_seen *out)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (run[i].by_dns || !is_shared(run, count, i))
			out[kept++] = run[i].seen;
	return kept;
}

static bool add_chosen(struct deployment *deployment, const struct names *names)
{
	struct topology_seen *seen = calloc(names->count + 1, sizeof(*seen));
	size_t count = 0;

	if (!seen)
		return false;
	for (size_t from = 0, to; from < names->count; from = to) {
		for (to = from + 1; to < names->count; to++)
			if (strcasecmp(names->items[from].seen.name,
			               names->items[to].seen.name) != 0)
				break;
		count += choose(names->items + from, to - from, seen + count);
	}
	bool added = topology_add_seen(deployment, seen, count);

	free(seen);
	return added;
}

bool seen_names_add(struct deployment *deployment, const struct judge *judge)
{
	struct names names = { .count = 0 };

	judge_visit_names(judge, add, &names);
	array_sort(names.items, names.count, sizeof(*names.items), compare);
	bool added = !names.failed && add_chosen(deployment, &names);

	free(names.items);
	return added;
}
