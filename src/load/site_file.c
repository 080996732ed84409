/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/site_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "policy/site.h"

#include "loaders.h"
#include "site_allow.h"
#include "site_parts.h"
#include "vocabulary.h"

/* What a file can say: unstated is what it is when the key is not there. */
static const char *load_balancing_word(size_t index)
{
	return load_balancing_name((enum load_balancing)(index + LOAD_BALANCING_DNS));
}

bool site_read_load_balancing(const struct yaml_tree *tree,
                              const struct yaml_value *value, void *field)
{
	static const struct yaml_words words = { "load-balancing", load_balancing_word,
		                                 LOAD_BALANCING_NONE -
		                                         LOAD_BALANCING_DNS + 1 };
	enum load_balancing *mode = field;
	size_t index;

	if (!yaml_read_word(tree, value, &words, &index))
		return false;
	*mode = (enum load_balancing)(index + LOAD_BALANCING_DNS);
	return true;
}

static const char *product_word(size_t index)
{
	return product_name((enum product)(index + PRODUCT_LYNC_2013));
}

bool site_read_product(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *field)
{
	static const struct yaml_words words = { "product", product_word,
		                                 PRODUCTS - PRODUCT_LYNC_2013 };
	enum product *product = field;
	size_t index;

	if (!yaml_read_word(tree, value, &words, &index))
		return false;
	*product = (enum product)(index + PRODUCT_LYNC_2013);
	return true;
}

/* One word, or the roles that evidence may still give to a host. */
static bool read_undeclared(const struct yaml_tree *tree, const struct yaml_value *value,
                            void *field)
{
	role_set *earned = field;

	if (value->kind == YAML_KIND_TEXT && strcmp(value->text, "suspect") == 0)
		return true;
	if (value->kind == YAML_KIND_TEXT && strcmp(value->text, "infer") == 0) {
		*earned = ROLE_BIT(ROLE_HOST_ROLES) - 1;
		return true;
	}
	if (value->kind == YAML_KIND_TEXT)
		return yaml_tree_error(tree, value->line,
		                       "'undeclared' is suspect, infer or a list of "
		                       "roles, not '%.60s'",
		                       value->text);
	return vocabulary_read_host_roles(tree, value, earned);
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

/* --- Networks ----------------------------------------------------------------- */

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

/* --- Catalogues --------------------------------------------------------------- */

static bool read_catalogue(const struct yaml_tree *tree, const struct yaml_value *value,
                           void *target)
{
	struct site_catalogue *catalogue = target;

	catalogue->line = value->line;
	return vocabulary_read_slug(tree, value, &catalogue->name);
}

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
	                     read_catalogue, &site->catalogues, &site->catalogue_count))
		return false;
	for (size_t i = 0; i < site->catalogue_count; i++)
		names[i] = (struct yaml_name){ site->catalogues[i].name,
			                       site->catalogues[i].line };
	return yaml_refuse_twice(tree, names, site->catalogue_count, "catalogue");
}

/* --- The file ---------------------------------------------------------------- */

static bool read_allows(const struct yaml_tree *tree, const struct yaml_value *value,
                        void *target)
{
	return refuse_names_twice(tree, target) && site_allow_read(tree, value, target);
}

static bool read_marks(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	return refuse_names_twice(tree, target) && site_read_marks(tree, value, target);
}

/* What the file calls by name is complete before pools add their load balancers. */
static bool read_pools(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	return refuse_names_twice(tree, target) && site_read_pools(tree, value, target);
}

static struct site *read_site(struct yaml_tree *tree)
{
	/* `qos` and `allow` rely on hosts and networks; pools rely on the hosts and add to them. */
	static const struct yaml_key keys[] = {
		{ "site", YAML_KIND_TEXT, false, offsetof(struct site, name),
		  yaml_read_text },
		{ "catalogues", TEXT_OR_LIST, false, 0, read_catalogues },
		{ "product", YAML_KIND_TEXT, false, offsetof(struct site, product),
		  site_read_product },
		{ "undeclared", TEXT_OR_LIST, false, offsetof(struct site, undeclared),
		  read_undeclared },
		{ "load-balancing", YAML_KIND_TEXT, false,
		  offsetof(struct site, load_balancing), site_read_load_balancing },
		{ "hosts", YAML_KIND_LIST, false, 0, site_read_hosts },
		{ "networks", YAML_KIND_LIST, false, 0, read_networks },
		{ "ports", YAML_KIND_MAP, false, offsetof(struct site, ports),
		  site_read_ports },
		{ "qos", YAML_KIND_LIST, false, 0, read_marks },
		{ "allow", YAML_KIND_LIST, false, 0, read_allows },
		{ "pools", YAML_KIND_LIST, false, 0, read_pools },
		{ "accept", YAML_KIND_LIST, false, 0, site_read_accepts },
	};
	struct site *site = calloc(1, sizeof(*site));

	if (!site) {
		yaml_tree_no_memory(tree);
		return NULL;
	}
	site->name = "";
	site->file = tree->file;
	if (!yaml_read_map(tree, tree->root, keys, ARRAY_LEN(keys), site) ||
	    (site->pool_count == 0 && !refuse_names_twice(tree, site))) {
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

static int compare_mistakes(const void *a, const void *b)
{
	const struct yaml_mistake *left = a, *right = b;

	return (left->line > right->line) - (left->line < right->line);
}

/* In the order of the file, which is not that of the tables. */
static void hand_over(struct yaml_mistakes *mistakes, struct text *lines)
{
	array_sort(mistakes->items, mistakes->count, sizeof(*mistakes->items),
	           compare_mistakes);
	for (size_t i = 0; i < mistakes->count; i++) {
		text_addf(lines, "%s\n", mistakes->items[i].text);
		free(mistakes->items[i].text);
	}
	free(mistakes->items);
}

/* @opened: whether @tree is one, or @err says why not. */
static struct site *read_all(struct yaml_tree *tree, bool opened, struct text *mistakes,
                             const struct error *err)
{
	struct yaml_mistakes found = { 0 };
	struct site *site = NULL;

	if (opened) {
		tree->mistakes = &found;
		site = read_site(tree);
	}
	yaml_tree_close(tree);
	if (!site && found.count == 0)
		text_addf(mistakes, "%s\n", err->text);
	hand_over(&found, mistakes);
	return site;
}

struct site *site_load_all(const char *path, struct text *mistakes, struct error *err)
{
	struct yaml_tree tree;
	bool opened = yaml_tree_open(&tree, path, err);

	return read_all(&tree, opened, mistakes, err);
}

struct site *site_load_all_bytes(const char *file, const char *bytes, size_t len,
                                 struct text *mistakes, struct error *err)
{
	struct yaml_tree tree;
	bool opened = yaml_tree_open_bytes(&tree, file, bytes, len, err);

	return read_all(&tree, opened, mistakes, err);
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
