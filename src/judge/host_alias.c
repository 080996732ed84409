/* SPDX-License-Identifier: BSD-2-Clause */
#include "host_alias.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "inspect/learned.h"

#include "host_table.h"

struct named {
	const char *name; /* borrowed from the host */
	struct host *host;
};

/* What a client asked for by SNI is a client's word. */
static bool is_named_by_itself(const struct host_name *name)
{
	return name->via == LEARNED_BY_DNS || name->via == LEARNED_BY_CERTIFICATE;
}

static size_t count_names(const struct host_table *hosts, bool *both_kinds)
{
	size_t count = 0, kinds[2] = { 0 };

	for (size_t i = 0; i < hosts->count; i++) {
		const struct host *host = &hosts->hosts[i];

		count += host->name_count;
		if (host->name_count > 0)
			kinds[address_is_ipv4(&host->address)]++;
	}
	*both_kinds = kinds[0] > 0 && kinds[1] > 0;
	return count;
}

static int compare_names(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = strcasecmp(x->name, y->name);

	return order ? order : address_compare(&x->host->address, &y->host->address);
}

static void share(struct host *one, struct host *other)
{
	role_set roles = host_roles(one) | host_roles(other);

	if (!one->declared)
		one->inferred = roles;
	if (!other->declared)
		other->inferred = roles;
}

/* @run are all that have one name. */
static void share_name(const struct named *run, size_t count)
{
	if (count == 2 && address_is_ipv4(&run[0].host->address) !=
	                          address_is_ipv4(&run[1].host->address))
		share(run[0].host, run[1].host);
}

void host_alias_share(struct host_table *hosts)
{
	bool both_kinds;
	size_t most = count_names(hosts, &both_kinds), count = 0;
	struct named *names = both_kinds ? malloc(most * sizeof(*names)) : NULL;

	if (!names)
		return;
	for (size_t i = 0; i < hosts->count; i++) {
		struct host *host = &hosts->hosts[i];

		for (size_t j = 0; j < host->name_count; j++)
			if (is_named_by_itself(&host->names[j]))
				names[count++] =
					(struct named){ host->names[j].text, host };
	}
	array_sort(names, count, sizeof(*names), compare_names);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count; to++)
			if (strcasecmp(names[from].name, names[to].name) != 0)
				break;
		share_name(names + from, to - from);
	}
	free(names);
}
