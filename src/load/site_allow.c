/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_allow.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "policy/site.h"

#include "vocabulary.h"

/* An end as written, until the site's names are looked up. */
struct draft {
	struct site_allow allow;
	const struct yaml_value *from, *to;
};

/* What one word of an end stands for. */
struct meaning {
	bool any;
	role_set roles;
	struct address_range range;   /* when neither roles nor host */
	const struct site_host *host; /* or NULL */
};

/* A host or network, to be found by its name. */
struct named {
	const char *name;
	const struct site_host *host;       /* or NULL */
	const struct site_network *network; /* else */
};

struct names {
	struct named *items; /* sorted */
	size_t count;
	bool partial; /* something could not be read: a missing name is no mistake */
};

static int compare_named(const void *a, const void *b)
{
	const struct named *left = a, *right = b;

	return strcasecmp(left->name, right->name);
}

static bool collect_names(const struct yaml_tree *tree, const struct site *site,
                          struct names *names)
{
	size_t total = site->host_count + site->network_count;

	*names = (struct names){ .partial = tree->mistakes && tree->mistakes->count > 0 };
	names->items = arena_alloc(tree->values, total, sizeof(*names->items));
	if (!names->items)
		return yaml_tree_no_memory(tree);
	for (size_t i = 0; i < site->host_count; i++)
		names->items[names->count++] = (struct named){
			.name = site->hosts[i].name,
			.host = &site->hosts[i],
		};
	for (size_t i = 0; i < site->network_count; i++)
		names->items[names->count++] = (struct named){
			.name = site->networks[i].name,
			.network = &site->networks[i],
		};
	array_sort(names->items, names->count, sizeof(*names->items), compare_named);
	return true;
}

static const struct named *find_name(const struct names *names, const char *name)
{
	const struct named wanted = { .name = name };

	if (names->count == 0)
		return NULL;
	return bsearch(&wanted, names->items, names->count, sizeof(*names->items),
	               compare_named);
}

static bool refuse_word(const struct yaml_tree *tree, const struct yaml_value *item)
{
	const char *slash = strchr(item->text, '/');

	if (slash && slash[1 + strspn(slash + 1, "0123456789")] == '\0')
		return yaml_tree_error(
			tree, item->line,
			"'%.60s' is not a range: bits after the prefix must "
			"be zero, as in 10.9.0.0/16",
			item->text);
	return yaml_tree_error(tree, item->line,
	                       "'%.60s' is no role, address or range, nor a host or "
	                       "network of this file",
	                       item->text);
}

static bool understand(const struct yaml_tree *tree, const struct names *names,
                       const struct yaml_value *item, struct meaning *meaning)
{
	const struct named *named;
	enum role role;

	*meaning = (struct meaning){ 0 };
	if (strcmp(item->text, "any") == 0) {
		meaning->any = true;
		return true;
	}
	if (role_parse(&role, item->text)) {
		meaning->roles = role_members(role);
		return true;
	}
	if (address_range_parse(&meaning->range, item->text))
		return true;
	named = find_name(names, item->text);
	if (!named)
		return names->partial || refuse_word(tree, item);
	meaning->host = named->host;
	if (!named->host)
		meaning->range = named->network->range;
	return true;
}

static void add_meaning(struct site_end *end, const struct meaning *meaning)
{
	end->roles |= meaning->roles;
	if (meaning->host)
		for (size_t i = 0; i < meaning->host->address_count; i++)
			end->ranges[end->range_count++] = (struct address_range){
				.base = meaning->host->addresses[i],
				.prefix_len = 128,
			};
	else if (!meaning->roles && !meaning->any)
		end->ranges[end->range_count++] = meaning->range;
}

/* Every word is understood once to count its ranges, and once more to keep them. */
static bool read_end(const struct yaml_tree *tree, const struct names *names,
                     const struct yaml_value *value, struct site_end *end)
{
	struct meaning meaning;
	size_t ranges = 0;

	for (const struct yaml_value *item = yaml_item_first(value); item;
	     item = yaml_item_next(value, item)) {
		if (!understand(tree, names, item, &meaning))
			return false;
		if (meaning.any && yaml_item_count(value) > 1)
			return yaml_tree_error(
				tree, item->line,
				"'any' is everybody: leave the others out");
		ranges += meaning.host ? meaning.host->address_count : 1;
	}

	end->ranges = arena_alloc(tree->strings, ranges, sizeof(*end->ranges));
	if (!end->ranges)
		return yaml_tree_no_memory(tree);
	for (const struct yaml_value *item = yaml_item_first(value); item;
	     item = yaml_item_next(value, item)) {
		if (!understand(tree, names, item, &meaning))
			return false;
		add_meaning(end, &meaning);
	}
	return true;
}

static bool check_text(const struct yaml_tree *tree, const struct yaml_value *item,
                       void *field)
{
	(void)tree, (void)item, (void)field;
	return true;
}

/* The names in it are looked up once the whole entry was read. */
static bool keep_end(const struct yaml_tree *tree, const struct yaml_value *value,
                     void *field)
{
	const struct yaml_value **kept = field;

	*kept = value;
	return yaml_read_each(tree, value, YAML_KIND_TEXT, check_text, NULL);
}

static bool read_ports(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	struct draft *draft = target;
	struct site_allow *allow = &draft->allow;

	if (allow->port_count > 0)
		return yaml_tree_error(
			tree, value->key_line,
			"'port' and 'ports' are the same: give one of them");
	return vocabulary_read_ports(tree, value, &allow->ports, &allow->port_count);
}

static bool read_until(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	struct draft *draft = target;

	draft->allow.until = value->text;
	return vocabulary_read_day(tree, value, &draft->allow.until_us);
}

static bool read_allow(const struct yaml_tree *tree, const struct yaml_value *value,
                       struct draft *draft)
{
	static const struct yaml_key keys[] = {
		{ "from", TEXT_OR_LIST, true, offsetof(struct draft, from), keep_end },
		{ "to", TEXT_OR_LIST, true, offsetof(struct draft, to), keep_end },
		{ "port", TEXT_OR_LIST, false, 0, read_ports },
		{ "ports", TEXT_OR_LIST, false, 0, read_ports },
		{ "speaks", TEXT_OR_LIST, false, offsetof(struct draft, allow.speaks),
		  vocabulary_read_hints },
		{ "reason", YAML_KIND_TEXT, false, offsetof(struct draft, allow.reason),
		  yaml_read_text },
		{ "ticket", YAML_KIND_TEXT, false, offsetof(struct draft, allow.ticket),
		  yaml_read_text },
		{ "until", YAML_KIND_TEXT, false, 0, read_until },
	};

	return yaml_read_map(tree, value, keys, ARRAY_LEN(keys), draft);
}

bool site_allow_read(const struct yaml_tree *tree, const struct yaml_value *value,
                     void *target)
{
	struct site *site = target;
	struct site_allow *allows =
		arena_alloc(tree->strings, value->count, sizeof(*allows));
	struct names names;
	size_t count = 0;

	if (!allows)
		return yaml_tree_no_memory(tree);
	if (!collect_names(tree, site, &names))
		return false;
	for (const struct yaml_value *item = value->first; item; item = item->next) {
		struct draft draft = {
			.allow = { .reason = "",
			           .ticket = "",
			           .until = "",
			           .until_us = INT64_MAX,
			           .file = tree->file,
			           .line = item->line },
		};

		if (read_allow(tree, item, &draft) &&
		    read_end(tree, &names, draft.from, &draft.allow.from) &&
		    read_end(tree, &names, draft.to, &draft.allow.to))
			allows[count++] = draft.allow;
		else if (!tree->mistakes)
			return false;
	}
	site->allows = allows;
	site->allow_count = count;
	return count == value->count;
}
