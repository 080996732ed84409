/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/site.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"

#include "loaders.h"
#include "site_allow.h"
#include "vocabulary.h"

#define TEXT_OR_LIST (YAML_KIND_TEXT | YAML_KIND_LIST)

const char *load_balancing_name(enum load_balancing mode)
{
	static const char *const names[] = {
		[LOAD_BALANCING_UNSTATED] = "unstated",
		[LOAD_BALANCING_DNS] = "dns",
		[LOAD_BALANCING_HARDWARE] = "hardware",
		[LOAD_BALANCING_NONE] = "none",
	};

	return names[mode];
}

/* What a file can say: unstated is what it is when the key is not there. */
static const char *load_balancing_word(size_t index)
{
	return load_balancing_name((enum load_balancing)(index + LOAD_BALANCING_DNS));
}

static bool read_load_balancing(const struct yaml_tree *tree,
                                const struct yaml_value *value, void *target)
{
	static const struct yaml_words words = { "load-balancing", load_balancing_word,
		                                 LOAD_BALANCING_NONE -
		                                         LOAD_BALANCING_DNS + 1 };
	struct site *site = target;
	size_t index;

	if (!yaml_read_word(tree, value, &words, &index))
		return false;
	site->load_balancing = (enum load_balancing)(index + LOAD_BALANCING_DNS);
	return true;
}

/* --- Names ------------------------------------------------------------------- */

static bool refuse_names_twice(const struct yaml_tree *tree, const struct site *site)
{
	size_t count = 0;
	struct yaml_name *names = arena_alloc(
		tree->values, site->host_count + site->network_count, sizeof(*names));

	if (!names)
		return yaml_tree_no_memory(tree);
	for (size_t i = 0; i < site->host_count; i++)
		names[count++] =
			(struct yaml_name){ site->hosts[i].name, site->hosts[i].line };
	for (size_t i = 0; i < site->network_count; i++)
		names[count++] = (struct yaml_name){ site->networks[i].name,
			                             site->networks[i].line };
	return yaml_refuse_twice(tree, names, count, "name");
}

/* One address is one host. Compared as printed, so that every spelling is the same. */
static bool refuse_addresses_twice(const struct yaml_tree *tree, const struct site *site)
{
	struct yaml_name *names;
	size_t count = 0;

	for (size_t i = 0; i < site->host_count; i++)
		count += site->hosts[i].address_count;
	names = arena_alloc(tree->values, count, sizeof(*names));
	if (!names)
		return yaml_tree_no_memory(tree);
	count = 0;
	for (size_t i = 0; i < site->host_count; i++) {
		const struct site_host *host = &site->hosts[i];

		for (size_t j = 0; j < host->address_count; j++) {
			char text[ADDRESS_TEXT_SIZE];
			const char *copy;

			address_format(&host->addresses[j], text);
			copy = arena_copy_text(tree->values, text, strlen(text));
			if (!copy)
				return yaml_tree_no_memory(tree);
			names[count++] = (struct yaml_name){ copy, host->line };
		}
	}
	return yaml_refuse_twice(tree, names, count, "address");
}

/* --- Hosts and networks ------------------------------------------------------ */

static bool read_address(const struct yaml_tree *tree, const struct yaml_value *value,
                         void *field)
{
	struct address *address = field;

	if (!address_parse(address, value->text))
		return yaml_tree_error(tree, value->line,
		                       "'%.60s' is not an address: write 10.1.1.11 or "
		                       "2001:db8::11",
		                       value->text);
	if (address_is_group(address))
		return yaml_tree_error(tree, value->line,
		                       "'%.60s' is not the address of one host",
		                       value->text);
	return true;
}

static bool read_addresses(const struct yaml_tree *tree, const struct yaml_value *value,
                           void *target)
{
	struct site_host *host = target;

	if (!yaml_item_first(value))
		return yaml_tree_error(tree, value->line, "'addresses' is empty");
	return yaml_read_items(tree, value, YAML_KIND_TEXT, sizeof(*host->addresses),
	                       read_address, &host->addresses, &host->address_count);
}

static bool read_balanced(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *target)
{
	struct site_host *host = target;
	role_set balanced = 0;

	if (!(host->roles & ROLE_BIT(ROLE_LOAD_BALANCER)))
		return yaml_tree_error(tree, value->key_line,
		                       "'for' is only for role load-balancer");
	if (!vocabulary_read_host_roles(tree, value, &balanced))
		return false;
	host->roles |= role_set_balancing(balanced);
	return true;
}

static bool read_host(const struct yaml_tree *tree, const struct yaml_value *value,
                      void *target)
{
	/* `for` comes after `roles`, which it relies on. */
	static const struct yaml_key keys[] = {
		{ "name", YAML_KIND_TEXT, true, offsetof(struct site_host, name),
		  yaml_read_text },
		{ "addresses", TEXT_OR_LIST, true, 0, read_addresses },
		{ "roles", TEXT_OR_LIST, false, offsetof(struct site_host, roles),
		  vocabulary_read_host_roles },
		{ "for", TEXT_OR_LIST, false, 0, read_balanced },
	};
	struct site_host *host = target;

	host->line = value->line;
	if (!yaml_read_map(tree, value, keys, ARRAY_LEN(keys), host))
		return false;
	if (host->roles & ROLE_BIT(ROLE_LOAD_BALANCER) && !role_set_balanced(host->roles))
		return yaml_tree_error(
			tree, value->line,
			"a load balancer needs 'for', the roles behind it");
	return true;
}

static bool read_hosts(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	struct site *site = target;

	return yaml_read_items(tree, value, YAML_KIND_MAP, sizeof(*site->hosts),
	                       read_host, &site->hosts, &site->host_count) &&
	       refuse_addresses_twice(tree, site);
}

static bool read_range(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *field)
{
	return address_range_parse(field, value->text) ||
	       yaml_tree_error(tree, value->line,
	                       "'%.60s' is not a range: write 10.100.0.0/16 or "
	                       "2001:db8::/32, with zero bits after the prefix",
	                       value->text);
}

static bool read_network(const struct yaml_tree *tree, const struct yaml_value *value,
                         void *target)
{
	static const struct yaml_key keys[] = {
		{ "name", YAML_KIND_TEXT, true, offsetof(struct site_network, name),
		  yaml_read_text },
		{ "range", YAML_KIND_TEXT, true, offsetof(struct site_network, range),
		  read_range },
		{ "roles", TEXT_OR_LIST, false, offsetof(struct site_network, roles),
		  vocabulary_read_host_roles },
	};
	struct site_network *network = target;

	network->line = value->line;
	return yaml_read_map(tree, value, keys, ARRAY_LEN(keys), network);
}

static bool read_networks(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *target)
{
	struct site *site = target;

	return yaml_read_items(tree, value, YAML_KIND_MAP, sizeof(*site->networks),
	                       read_network, &site->networks, &site->network_count);
}

/* --- Catalogues and ports ---------------------------------------------------- */

static bool read_catalogues(const struct yaml_tree *tree, const struct yaml_value *value,
                            void *target)
{
	struct site *site = target;
	struct yaml_name *names =
		arena_alloc(tree->values, yaml_item_count(value), sizeof(*names));

	if (!names)
		return yaml_tree_no_memory(tree);
	if (!yaml_item_first(value))
		return yaml_tree_error(tree, value->line,
		                       "'catalogues' is empty: leave it out for the "
		                       "default ones");
	if (!yaml_read_items(tree, value, YAML_KIND_TEXT, sizeof(*site->catalogues),
	                     vocabulary_read_slug, &site->catalogues,
	                     &site->catalogue_count))
		return false;
	for (size_t i = 0; i < site->catalogue_count; i++)
		names[i] = (struct yaml_name){ site->catalogues[i], value->line };
	return yaml_refuse_twice(tree, names, site->catalogue_count, "catalogue");
}

/* One member: a service and its ports. Its key is of no table, it can be any service. */
static bool read_service(const struct yaml_tree *tree, const struct yaml_value *member,
                         struct site_ports *ports)
{
	struct yaml_value service = {
		.kind = YAML_KIND_TEXT,
		.text = arena_copy_text(tree->strings, member->key, strlen(member->key)),
		.line = member->key_line,
	};

	if (!service.text)
		return yaml_tree_no_memory(tree);
	if (member->kind == YAML_KIND_MAP)
		return yaml_tree_error(tree, member->line,
		                       "'%.60s' takes one port or a list", member->key);
	ports->line = member->key_line;
	return vocabulary_read_slug(tree, &service, &ports->service) &&
	       vocabulary_read_ports(tree, member, &ports->ports, &ports->port_count);
}

static bool read_ports(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	struct site *site = target;
	struct yaml_name *names = arena_alloc(tree->values, value->count, sizeof(*names));

	site->ports = arena_alloc(tree->strings, value->count, sizeof(*site->ports));
	if (!names || !site->ports)
		return yaml_tree_no_memory(tree);
	for (const struct yaml_value *member = value->first; member;
	     member = member->next) {
		struct site_ports *ports = &site->ports[site->ports_count];

		if (!read_service(tree, member, ports))
			return false;
		names[site->ports_count++] =
			(struct yaml_name){ ports->service, ports->line };
	}
	return yaml_refuse_twice(tree, names, site->ports_count, "service");
}

/* --- The file ---------------------------------------------------------------- */

static bool read_allows(const struct yaml_tree *tree, const struct yaml_value *value,
                        void *target)
{
	return refuse_names_twice(tree, target) && site_allow_read(tree, value, target);
}

static struct site *read_site(struct yaml_tree *tree)
{
	/* `allow` comes last: it relies on the hosts and networks. */
	static const struct yaml_key keys[] = {
		{ "site", YAML_KIND_TEXT, false, offsetof(struct site, name),
		  yaml_read_text },
		{ "catalogues", TEXT_OR_LIST, false, 0, read_catalogues },
		{ "load-balancing", YAML_KIND_TEXT, false, 0, read_load_balancing },
		{ "hosts", YAML_KIND_LIST, false, 0, read_hosts },
		{ "networks", YAML_KIND_LIST, false, 0, read_networks },
		{ "ports", YAML_KIND_MAP, false, 0, read_ports },
		{ "allow", YAML_KIND_LIST, false, 0, read_allows },
	};
	struct site *site = calloc(1, sizeof(*site));

	if (!site) {
		yaml_tree_no_memory(tree);
		return NULL;
	}
	site->name = "";
	site->file = tree->file;
	if (!yaml_read_map(tree, tree->root, keys, ARRAY_LEN(keys), site) ||
	    !refuse_names_twice(tree, site)) {
		site_destroy(site);
		return NULL;
	}
	site->strings = yaml_tree_take_strings(tree);
	return site;
}

struct site *site_load(const char *path, struct error *err)
{
	struct yaml_tree tree;
	struct site *site = NULL;

	if (yaml_tree_open(&tree, path, err))
		site = read_site(&tree);
	yaml_tree_close(&tree);
	return site;
}

struct site *site_load_bytes(const char *file, const char *bytes, size_t len,
                             struct error *err)
{
	struct yaml_tree tree;
	struct site *site = NULL;

	if (yaml_tree_open_bytes(&tree, file, bytes, len, err))
		site = read_site(&tree);
	yaml_tree_close(&tree);
	return site;
}

void site_destroy(struct site *site)
{
	if (!site)
		return;
	arena_destroy(site->strings);
	free(site);
}
