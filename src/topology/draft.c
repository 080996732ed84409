/* SPDX-License-Identifier: BSD-2-Clause */
#include "topology/draft.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/yaml_word.h"

#include "site_items.h"

bool draft_has_hosts(const struct draft *draft)
{
	for (size_t i = 0; i < draft->host_count; i++)
		if (!draft->hosts[i].known)
			return true;
	return false;
}

static const char *name_of(const struct draft_host *host, char text[ADDRESS_TEXT_SIZE])
{
	return host->name ? host->name : address_format(&host->addresses[0], text);
}

static void add_why(struct text *out, const char *why)
{
	while (*why) {
		size_t len = strcspn(why, "\n");
		struct text line = { 0 };

		text_add_bytes(&line, why, len);
		text_add(out, "  #   ");
		yaml_word_add_comment(out, line.at ? line.at : "");
		text_add_char(out, '\n');
		text_fini(&line);
		why += len + (why[len] == '\n');
	}
}

static void add_host(struct text *out, const struct draft_host *host)
{
	struct address addresses[2] = { host->addresses[0], host->addresses[1] };
	char text[ADDRESS_TEXT_SIZE];

	text_add(out, "  - {name: ");
	yaml_word_add(out, name_of(host, text));
	site_items_add_addresses(out, host->external ? "external" : "addresses",
	                         addresses, host->address_count);
	text_add(out, ", roles: ");
	site_items_add_roles(out, host->roles);
	if (role_set_balanced(host->roles)) {
		text_add(out, ", for: ");
		site_items_add_roles(out, role_set_balanced(host->roles));
	}
	text_add(out, "}\n");
	add_why(out, host->why);
}

void draft_add_hosts(const struct draft *draft, struct text *out)
{
	for (size_t i = 0; i < draft->host_count; i++)
		if (!draft->hosts[i].known)
			add_host(out, &draft->hosts[i]);
}

/* --- Pools -------------------------------------------------------------------------------- */

static bool is_of_pool(const struct draft_host *host, const struct draft_host *first)
{
	return host->pool && !host->known && strcasecmp(host->pool, first->pool) == 0 &&
	       host->roles == first->roles;
}

static bool is_first_of_pool(const struct draft *draft, size_t number)
{
	const struct draft_host *host = &draft->hosts[number];

	if (!host->pool || host->known)
		return false;
	for (size_t i = 0; i < number; i++)
		if (is_of_pool(&draft->hosts[i], host))
			return false;
	return true;
}

static void add_pool(const struct draft *draft, struct text *out, size_t first)
{
	const struct draft_host *one = &draft->hosts[first];
	char text[ADDRESS_TEXT_SIZE];
	bool more = false;

	text_add(out, "  - {name: ");
	yaml_word_add(out, one->pool);
	text_add(out, ", roles: ");
	site_items_add_roles(out, one->roles);
	text_add(out, ", members: [");
	for (size_t i = first; i < draft->host_count; i++) {
		if (!is_of_pool(&draft->hosts[i], one))
			continue;
		text_add(out, more ? ", " : "");
		yaml_word_add(out, name_of(&draft->hosts[i], text));
		more = true;
	}
	text_add(out, "]}\n");
}

void draft_add_pools(const struct draft *draft, struct text *out)
{
	bool any = false;

	for (size_t i = 0; i < draft->host_count; i++) {
		if (!is_first_of_pool(draft, i))
			continue;
		text_add(out, any ? "" : "\npools:\n");
		any = true;
		add_pool(draft, out, i);
	}
}

/* --- Networks ----------------------------------------------------------------------------- */

static void add_network(struct text *out, const struct draft_network *network,
                        bool comment)
{
	char base[ADDRESS_TEXT_SIZE];
	struct text name = { 0 };

	text_add_roles(&name, network->roles, "-");
	text_addf(&name, "-%s", address_format(&network->range.base, base));
	text_addf(out, "  # %zu seen\n", network->hosts);
	text_add(out, comment ? "# " : "");
	site_items_add_network(out, name.at ? name.at : "", &network->range,
	                       network->roles);
	text_fini(&name);
}

static void add_guests(const struct draft *draft, struct text *out, bool comment)
{
	if (draft->guest_count > 0)
		text_add(out,
		         "  # Their hosts opened what clients open, and nothing more "
		         "shows what they are.\n");
	for (size_t i = 0; i < draft->guest_count; i++)
		add_network(out, &draft->guests[i], comment);
}

void draft_add_more_networks(const struct draft *draft, struct text *out)
{
	if (draft->network_count + draft->guest_count > 0)
		text_add(out,
		         "  # Not in the topology: check these, which traffic showed.\n");
	for (size_t i = 0; i < draft->network_count; i++)
		add_network(out, &draft->networks[i], false);
	add_guests(draft, out, false);
}

void draft_add_networks(const struct draft *draft, struct text *out, bool comment)
{
	if (draft->network_count + draft->guest_count == 0)
		return;
	text_add(out, "\n# Where clients and phones are.\n");
	text_add(out,
	         comment && draft->network_count == 0 ? "# networks:\n" : "networks:\n");
	for (size_t i = 0; i < draft->network_count; i++)
		add_network(out, &draft->networks[i], false);
	add_guests(draft, out, comment);
}
