/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/site.h"

const struct site_network *site_network_of(const struct site *site,
                                           const struct address *address)
{
	const struct site_network *best = NULL;

	for (size_t i = 0; site && i < site->network_count; i++) {
		const struct site_network *network = &site->networks[i];

		if (address_range_contains(&network->range, address) &&
		    (!best || network->range.prefix_len > best->range.prefix_len))
			best = network;
	}
	return best;
}
