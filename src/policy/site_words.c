/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/site_words.h"

#include <string.h>

#include "inspect/hint.h"
#include "policy/site_end.h"

static void add_comma(struct text *out, size_t from)
{
	if (out->len > from)
		text_add(out, ", ");
}

/* A group of roles that rows and allows can name is told as that. */
static void add_roles(struct text *out, role_set roles, size_t from)
{
	static const enum role groups[] = { ROLE_ALL_SERVERS, ROLE_ALL_INTERNAL_SERVERS };

	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		role_set members = role_members(groups[i]);

		if ((roles & members) != members)
			continue;
		add_comma(out, from);
		text_add(out, role_name(groups[i]));
		roles &= ~members;
	}
	if (!roles)
		return;
	add_comma(out, from);
	text_add_roles(out, roles, ", ");
}

static const struct site_host *host_of(const struct site *site,
                                       const struct address_range *range)
{
	for (size_t i = 0; range->prefix_len == 128 && i < site->host_count; i++)
		for (size_t j = 0; j < site->hosts[i].address_count; j++)
			if (address_equal(&site->hosts[i].addresses[j], &range->base))
				return &site->hosts[i];
	return NULL;
}

static const struct site_network *network_of(const struct site *site,
                                             const struct address_range *range)
{
	for (size_t i = 0; i < site->network_count; i++)
		if (site->networks[i].range.prefix_len == range->prefix_len &&
		    address_equal(&site->networks[i].range.base, &range->base))
			return &site->networks[i];
	return NULL;
}

static void add_range(struct text *out, const struct address_range *range)
{
	bool is_ipv4 = address_is_ipv4(&range->base);
	char text[ADDRESS_TEXT_SIZE];

	text_add(out, address_format(&range->base, text));
	if (range->prefix_len < 128)
		text_addf(out, "/%u", range->prefix_len - (is_ipv4 ? 96 : 0));
}

void site_end_add(struct text *out, const struct site *site, const struct site_end *end)
{
	const struct site_host *last = NULL;
	size_t from = out->len;

	if (site_end_is_any(end))
		text_add(out, "any");
	add_roles(out, end->roles, from);
	for (size_t i = 0; i < end->range_count; i++) {
		const struct address_range *range = &end->ranges[i];
		const struct site_host *host = host_of(site, range);
		const struct site_network *network = network_of(site, range);

		/* All addresses of a host stand together. */
		if (host && host == last)
			continue;
		last = host;
		add_comma(out, from);
		if (host)
			text_add(out, host->name);
		else if (network)
			text_add(out, network->name);
		else
			add_range(out, range);
	}
}

void site_allow_add_ports(struct text *out, const struct site_allow *allow)
{
	for (size_t i = 0; i < allow->port_count; i++) {
		text_add(out, i ? ", " : "");
		port_span_add(out, &allow->ports[i]);
	}
}

void site_allow_add_speaks(struct text *out, const struct site_allow *allow)
{
	size_t from = out->len;

	for (uint64_t left = allow->speaks; left; left &= left - 1) {
		add_comma(out, from);
		text_add(out, hint_name((enum hint)__builtin_ctzll(left)));
	}
}

bool site_allow_is_any(const struct site_allow *allow)
{
	return site_end_is_any(&allow->from) && site_end_is_any(&allow->to);
}
