/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/site_cover.h"

#include <string.h>

#define FEWEST 3 /* hosts that are better told by what they are */

/* The hosts to be covered, and how far that is. */
struct covering {
	const struct site *site;
	const struct address *addresses;
	size_t count;
	struct site_cover *cover;
	bool more;
};

static const struct site_host *host_of(const struct site *site,
                                       const struct address *address)
{
	for (size_t i = 0; i < site->host_count; i++)
		for (size_t j = 0; j < site->hosts[i].address_count; j++)
			if (address_equal(&site->hosts[i].addresses[j], address))
				return &site->hosts[i];
	return NULL;
}

/* The narrowest that holds it. */
static const struct site_network *network_of(const struct site *site,
                                             const struct address *address)
{
	const struct site_network *best = NULL;

	for (size_t i = 0; i < site->network_count; i++) {
		const struct site_network *network = &site->networks[i];

		if (address_range_contains(&network->range, address) &&
		    (!best || network->range.prefix_len > best->range.prefix_len))
			best = network;
	}
	return best;
}

/* --- Roles ------------------------------------------------------------------------------- */

static bool is_asked_for(const struct covering *covering, const struct site_host *host)
{
	for (size_t i = 0; i < covering->count; i++)
		for (size_t j = 0; j < host->address_count; j++)
			if (address_equal(&covering->addresses[i], &host->addresses[j]))
				return true;
	return false;
}

/* Are all that have it among them, and are they several? A network with it has others. */
static bool covers_all_of(const struct covering *covering, role_set role)
{
	const struct site *site = covering->site;
	size_t count = 0;

	for (size_t i = 0; i < site->network_count; i++)
		if (site->networks[i].roles & role)
			return false;
	for (size_t i = 0; i < site->host_count; i++) {
		if (!(site->hosts[i].roles & role))
			continue;
		if (!is_asked_for(covering, &site->hosts[i]))
			return false;
		count++;
	}
	return count >= FEWEST;
}

static void cover_by_roles(struct covering *covering)
{
	for (unsigned i = 0; i < ROLE_HOST_ROLES; i++)
		if (covers_all_of(covering, ROLE_BIT(i)))
			covering->cover->roles |= ROLE_BIT(i);
}

/* --- Names -------------------------------------------------------------------------------- */

static bool has_name(const struct site_cover *cover, const char *name)
{
	for (size_t i = 0; i < cover->name_count; i++)
		if (strcmp(cover->names[i], name) == 0)
			return true;
	return false;
}

static bool add_name(struct site_cover *cover, const char *name)
{
	if (has_name(cover, name))
		return true;
	if (cover->name_count == SITE_COVER_NAMES)
		return false;
	cover->names[cover->name_count++] = name;
	return true;
}

static bool is_worth_it(const struct covering *covering,
                        const struct site_network *network)
{
	size_t count = 0;

	for (size_t i = 0; i < covering->count; i++)
		count += !host_of(covering->site, &covering->addresses[i]) &&
		         network_of(covering->site, &covering->addresses[i]) == network;
	return count >= FEWEST || covering->more;
}

static bool cover_address(const struct covering *covering, const struct address *address)
{
	struct site_cover *cover = covering->cover;
	const struct site_host *host = host_of(covering->site, address);
	const struct site_network *network = network_of(covering->site, address);

	if (host && host->roles & cover->roles)
		return true;
	if (host)
		return !covering->more && add_name(cover, host->name);
	if (network && is_worth_it(covering, network))
		return add_name(cover, network->name);
	if (covering->more || cover->address_count == SITE_COVER_NAMES)
		return false;
	cover->addresses[cover->address_count++] = *address;
	return true;
}

bool site_cover_make(struct site_cover *cover, const struct site *site,
                     const struct address *addresses, size_t count, bool more)
{
	struct covering covering = { site, addresses, count, cover, more };

	*cover = (struct site_cover){ .roles = 0 };
	cover_by_roles(&covering);
	for (size_t i = 0; i < count; i++)
		if (!cover_address(&covering, &addresses[i]))
			return false;
	return count > 0;
}
