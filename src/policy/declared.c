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

const struct site_host *declared_host(const struct declared *declared,
                                      const struct address *address)
{
	const struct declared_address *found =
		declared->count == 0
			? NULL
			: bsearch(address, declared->addresses, declared->count,
	                          sizeof(*declared->addresses), compare_addresses);

	return found ? &declared->site->hosts[found->host] : NULL;
}

const struct site_network *declared_network(const struct declared *declared,
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
