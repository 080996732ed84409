/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/site_cover.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "base/yaml_word.h"

#define FEWEST 3 /* hosts that are better told by what they are */

/* An address to be covered, and who has it: at most one of both is known. */
struct covered {
	struct address address;
	const struct site_host *host;
	const struct site_network *network;
};

struct covering {
	const struct site *site; /* borrowed; may be NULL */
	struct covered *all;     /* owned, sorted, each once */
	size_t count;
	struct site_cover *cover;
	bool more;
};

/* --- Whose addresses they are ------------------------------------------------------------ */

static int compare_addresses(const void *a, const void *b)
{
	const struct covered *x = a, *y = b;

	return address_compare(&x->address, &y->address);
}

static struct covered *find(const struct covering *covering,
                            const struct address *address)
{
	const struct covered wanted = { .address = *address };

	return bsearch(&wanted, covering->all, covering->count, sizeof(wanted),
	               compare_addresses);
}

/* Is @host among them, by any of its addresses? */
static bool mark_host(struct covering *covering, const struct site_host *host)
{
	bool is_among = false;

	for (size_t i = 0; i < host->address_count; i++) {
		struct covered *found = find(covering, &host->addresses[i]);

		if (!found)
			continue;
		found->host = host;
		is_among = true;
	}
	return is_among;
}

static bool sort_addresses(struct covering *covering, const struct address *addresses,
                           size_t count)
{
	covering->all = calloc(count, sizeof(*covering->all));
	if (!covering->all)
		return false;
	for (size_t i = 0; i < count; i++)
		covering->all[i].address = addresses[i];
	array_sort(covering->all, count, sizeof(*covering->all), compare_addresses);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || compare_addresses(&covering->all[i],
		                                &covering->all[covering->count - 1]) != 0)
			covering->all[covering->count++] = covering->all[i];
	return true;
}

/* Marks who is declared, and takes the roles of which everybody is among them, if several are. */
static void cover_by_roles(struct covering *covering)
{
	const struct site *site = covering->site;
	size_t hosts_with[ROLE_HOST_ROLES] = { 0 };
	role_set others = 0;

	for (size_t i = 0; i < site->host_count; i++) {
		if (!mark_host(covering, &site->hosts[i])) {
			others |= site->hosts[i].roles;
			continue;
		}
		for (unsigned role = 0; role < ROLE_HOST_ROLES; role++)
			hosts_with[role] += !!(site->hosts[i].roles & ROLE_BIT(role));
	}
	for (size_t i = 0; i < site->network_count; i++)
		others |= site->networks[i].roles;
	for (unsigned role = 0; role < ROLE_HOST_ROLES; role++)
		if (hosts_with[role] >= FEWEST && !(others & ROLE_BIT(role)))
			covering->cover->roles |= ROLE_BIT(role);
}

/* --- Names -------------------------------------------------------------------------------- */

static bool has_name(const struct site_cover *cover, const char *name)
{
	for (size_t i = 0; i < cover->name_count; i++)
		if (cover->names[i] == name)
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

/* A network is worth its name when several are in it, or those that are not known may be. */
static bool cover_by_networks(struct covering *covering)
{
	const struct site *site = covering->site;

	for (size_t i = 0; i < site->network_count; i++) {
		size_t inside = 0;

		for (size_t j = 0; j < covering->count; j++)
			inside += covering->all[j].network == &site->networks[i];
		if (inside < FEWEST && !(inside && covering->more))
			continue;
		if (!add_name(covering->cover, site->networks[i].name))
			return false;
	}
	return true;
}

/* Who is in no role and no network that was taken stands by itself. */
static bool cover_one(struct covering *covering, const struct covered *one)
{
	struct site_cover *cover = covering->cover;

	if (one->host && one->host->roles & cover->roles)
		return true;
	if (one->network && has_name(cover, one->network->name))
		return true;
	if (covering->more)
		return false;
	if (one->host)
		return add_name(cover, one->host->name);
	if (cover->address_count == SITE_COVER_NAMES)
		return false;
	cover->addresses[cover->address_count++] = one->address;
	return true;
}

static bool cover_by_words(struct covering *covering)
{
	if (covering->site) {
		cover_by_roles(covering);
		for (size_t i = 0; i < covering->count; i++)
			if (!covering->all[i].host)
				covering->all[i].network = site_network_of(
					covering->site, &covering->all[i].address);
		if (!cover_by_networks(covering))
			return false;
	}
	for (size_t i = 0; i < covering->count; i++)
		if (!cover_one(covering, &covering->all[i]))
			return false;
	return true;
}

/* One role that the site file gives to all of them. */
static bool cover_by_one_role(struct covering *covering)
{
	role_set all = ~(role_set)0;

	for (size_t i = 0; i < covering->count; i++) {
		const struct covered *one = &covering->all[i];

		all &= one->host      ? one->host->roles
		       : one->network ? one->network->roles
		                      : 0;
	}
	all = role_set_own(all);
	*covering->cover = (struct site_cover){ .roles = all & (~all + 1) };
	return all != 0;
}

bool site_cover_make(struct site_cover *cover, const struct site *site,
                     const struct address *addresses, size_t count, bool more)
{
	struct covering covering = { .site = site, .cover = cover, .more = more };
	bool is_covered;

	*cover = (struct site_cover){ .roles = 0 };
	is_covered = count > 0 && sort_addresses(&covering, addresses, count) &&
	             (cover_by_words(&covering) || cover_by_one_role(&covering));
	free(covering.all);
	return is_covered;
}

void site_cover_add(struct text *out, const struct site_cover *cover)
{
	char text[ADDRESS_TEXT_SIZE];
	size_t roles = (size_t)__builtin_popcountll(cover->roles);
	size_t count = roles + cover->name_count + cover->address_count;

	text_add(out, count == 1 ? "" : "[");
	text_add_roles(out, cover->roles, ", ");
	for (size_t i = 0; i < cover->name_count; i++) {
		text_add(out, roles + i ? ", " : "");
		yaml_word_add(out, cover->names[i]);
	}
	for (size_t i = 0; i < cover->address_count; i++) {
		text_add(out, roles + cover->name_count + i ? ", " : "");
		yaml_word_add(out, address_format(&cover->addresses[i], text));
	}
	text_add(out, count == 1 ? "" : "]");
}
