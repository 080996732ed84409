/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_parts.h"

#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "policy/site.h"

#include "vocabulary.h"

/* A host and the two lists of addresses that become one. */
struct draft {
	struct site_host host;
	struct address *internal, *external;
	size_t internal_count, external_count;
};

bool site_read_address(const struct yaml_tree *tree, const struct yaml_value *value,
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
                           struct address **addresses, size_t *count)
{
	if (!yaml_item_first(value))
		return yaml_tree_error(tree, value->line, "'%s' is empty", value->key);
	return yaml_read_items(tree, value, YAML_KIND_TEXT, sizeof(**addresses),
	                       site_read_address, addresses, count);
}

static bool read_internal(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *target)
{
	struct draft *draft = target;

	return read_addresses(tree, value, &draft->internal, &draft->internal_count);
}

static bool read_external(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *target)
{
	struct draft *draft = target;

	return read_addresses(tree, value, &draft->external, &draft->external_count);
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

static bool read_listens(const struct yaml_tree *tree, const struct yaml_value *value,
                         void *target)
{
	struct site_host *host = target;

	return vocabulary_read_ports(tree, value, &host->listens, &host->listen_count);
}

static const char *guard_word(size_t index)
{
	return index == 0 ? "true" : "false";
}

static bool read_dedicated(const struct yaml_tree *tree, const struct yaml_value *value,
                           void *field)
{
	static const struct yaml_words words = { "dedicated", guard_word, 2 };
	enum site_guard *guard = field;
	size_t index;

	if (!yaml_read_word(tree, value, &words, &index))
		return false;
	*guard = index == 0 ? SITE_GUARD_ON : SITE_GUARD_OFF;
	return true;
}

/* The external ones come last, so that both lists are one to all who ask whose it is. */
static bool join_addresses(const struct yaml_tree *tree, struct draft *draft)
{
	struct site_host *host = &draft->host;
	size_t count = draft->internal_count + draft->external_count;

	if (count == 0)
		return yaml_tree_error(tree, host->line, "'addresses' is missing");
	host->addresses = arena_alloc(tree->strings, count, sizeof(*host->addresses));
	if (!host->addresses)
		return yaml_tree_no_memory(tree);
	if (draft->internal_count > 0)
		memcpy(host->addresses, draft->internal,
		       draft->internal_count * sizeof(*host->addresses));
	if (draft->external_count > 0)
		memcpy(host->addresses + draft->internal_count, draft->external,
		       draft->external_count * sizeof(*host->addresses));
	host->address_count = count;
	host->external_count = draft->external_count;
	return true;
}

static bool read_host(const struct yaml_tree *tree, const struct yaml_value *value,
                      void *target)
{
	/* `for` comes after `roles`, which it relies on. */
	static const struct yaml_key keys[] = {
		{ "name", YAML_KIND_TEXT, true, offsetof(struct draft, host.name),
		  yaml_read_text },
		{ "addresses", TEXT_OR_LIST, false, 0, read_internal },
		{ "external", TEXT_OR_LIST, false, 0, read_external },
		{ "roles", TEXT_OR_LIST, false, offsetof(struct draft, host.roles),
		  vocabulary_read_host_roles },
		{ "for", TEXT_OR_LIST, false, offsetof(struct draft, host),
		  read_balanced },
		{ "listens", TEXT_OR_LIST, false, offsetof(struct draft, host),
		  read_listens },
		{ "dedicated", YAML_KIND_TEXT, false,
		  offsetof(struct draft, host.dedicated), read_dedicated },
		{ "ports", YAML_KIND_MAP, false, offsetof(struct draft, host.ports),
		  site_read_ports },
	};
	struct draft draft = { .host = { .line = value->line } };

	if (!yaml_read_map(tree, value, keys, ARRAY_LEN(keys), &draft))
		return false;
	if (draft.host.roles & ROLE_BIT(ROLE_LOAD_BALANCER) &&
	    !role_set_balanced(draft.host.roles))
		return yaml_tree_error(
			tree, value->line,
			"a load balancer needs 'for', the roles behind it");
	if (!join_addresses(tree, &draft))
		return false;
	*(struct site_host *)target = draft.host;
	return true;
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

bool site_read_hosts(const struct yaml_tree *tree, const struct yaml_value *value,
                     void *target)
{
	struct site *site = target;

	return yaml_read_items(tree, value, YAML_KIND_MAP, sizeof(*site->hosts),
	                       read_host, &site->hosts, &site->host_count) &&
	       refuse_addresses_twice(tree, site);
}
