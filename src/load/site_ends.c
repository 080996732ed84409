/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_ends.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/spelling.h"
#include "policy/site.h"

/* What one word of an end stands for. */
struct meaning {
	bool any;
	role_set roles;
	struct address_range range;   /* when neither roles nor host */
	const struct site_host *host; /* or NULL */
};

static int compare_named(const void *a, const void *b)
{
	const struct site_named *left = a, *right = b;

	return strcasecmp(left->name, right->name);
}

bool site_names_collect(const struct yaml_tree *tree, const struct site *site,
                        struct site_names *names)
{
	size_t total = site->host_count + site->network_count;

	*names = (struct site_names){ .partial = tree->mistakes &&
		                                 tree->mistakes->count > 0 };
	names->items = arena_alloc(tree->values, total, sizeof(*names->items));
	if (!names->items)
		return yaml_tree_no_memory(tree);
	for (size_t i = 0; i < site->host_count; i++)
		names->items[names->count++] = (struct site_named){
			.name = site->hosts[i].name,
			.host = &site->hosts[i],
		};
	for (size_t i = 0; i < site->network_count; i++)
		names->items[names->count++] = (struct site_named){
			.name = site->networks[i].name,
			.network = &site->networks[i],
		};
	array_sort(names->items, names->count, sizeof(*names->items), compare_named);
	return true;
}

static const struct site_named *find_name(const struct site_names *names,
                                          const char *name)
{
	const struct site_named wanted = { .name = name };

	if (names->count == 0)
		return NULL;
	return bsearch(&wanted, names->items, names->count, sizeof(*names->items),
	               compare_named);
}

static bool refuse_word(const struct yaml_tree *tree, const struct site_names *names,
                        const struct yaml_value *item)
{
	const char *slash = strchr(item->text, '/');
	struct spelling spelling = spelling_of(item->text);
	char hint[SPELLING_HINT_SIZE];

	if (slash && slash[1 + strspn(slash + 1, "0123456789")] == '\0')
		return yaml_tree_error(
			tree, item->line,
			"'%.60s' is not a range: bits after the prefix must "
			"be zero, as in 10.9.0.0/16",
			item->text);
	for (size_t i = 0; i < ROLES; i++)
		spelling_consider(&spelling, role_name((enum role)i));
	for (size_t i = 0; i < names->count; i++)
		spelling_consider(&spelling, names->items[i].name);
	return yaml_tree_error(tree, item->line,
	                       "'%.60s' is no role, address or range, nor a host or "
	                       "network of this file%s",
	                       item->text, spelling_hint(&spelling, "", hint));
}

static bool understand(const struct yaml_tree *tree, const struct site_names *names,
                       const struct yaml_value *item, struct meaning *meaning)
{
	const struct site_named *named;
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
		return names->partial || refuse_word(tree, names, item);
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
bool site_end_read(const struct yaml_tree *tree, const struct site_names *names,
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
bool site_end_keep(const struct yaml_tree *tree, const struct yaml_value *value,
                   void *field)
{
	const struct yaml_value **kept = field;

	*kept = value;
	return yaml_read_each(tree, value, YAML_KIND_TEXT, check_text, NULL);
}

void *site_ends_read_list(const struct yaml_tree *tree, const struct yaml_value *value,
                          const struct site *site, size_t size,
                          bool (*read)(const struct yaml_tree *tree,
                                       const struct site_names *names,
                                       const struct yaml_value *item, void *entry),
                          size_t *count)
{
	char *entries = arena_alloc(tree->strings, value->count, size);
	struct site_names names;

	*count = 0;
	if (!entries)
		(void)yaml_tree_no_memory(tree);
	if (!entries || !site_names_collect(tree, site, &names))
		return NULL;
	for (const struct yaml_value *item = value->first; item; item = item->next) {
		if (read(tree, &names, item, entries + *count * size)) {
			++*count;
		} else if (!tree->mistakes) {
			*count = 0;
			return NULL;
		}
	}
	return entries;
}
