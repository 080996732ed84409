/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"

#include "loaders.h"
#include "vocabulary.h"

#define ROW_NUMBER_DIGITS 6

/* "server-7" is row 7 of table "server". */
#define DSCP_MAX 63 /* RFC 2474 section 3 */

static bool read_id(const struct yaml_tree *tree, const struct yaml_value *value,
                    void *target)
{
	struct row *row = target;
	const char *dash = strrchr(value->text, '-');
	size_t digits = dash ? strspn(dash + 1, "0123456789") : 0;

	if (!dash || dash == value->text || digits == 0 || digits > ROW_NUMBER_DIGITS ||
	    dash[1 + digits] || dash[1] == '0')
		return yaml_tree_error(tree, value->line,
		                       "'%.60s' is not a row: write table and number, "
		                       "server-7",
		                       value->text);
	row->table =
		arena_copy_text(tree->strings, value->text, (size_t)(dash - value->text));
	if (!row->table)
		return yaml_tree_no_memory(tree);
	row->number = (unsigned)strtoul(dash + 1, NULL, 10);
	row->line = value->line;
	return vocabulary_read_slug(tree, value, &row->id);
}

static bool read_name(const struct yaml_tree *tree, const struct yaml_value *value,
                      void *target)
{
	static const struct yaml_key keys[] = {
		{ "en", YAML_KIND_TEXT, true, offsetof(struct row, name_en),
		  yaml_read_blank_text },
		{ "fr", YAML_KIND_TEXT, false, offsetof(struct row, name_fr),
		  yaml_read_blank_text },
	};

	return yaml_read_map(tree, value, keys, ARRAY_LEN(keys), target);
}

static bool read_ports(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	struct row *row = target;

	return vocabulary_read_ports(tree, value, &row->ports, &row->port_count);
}

static const char *tls_word(size_t index)
{
	return row_tls_name((enum row_tls)index);
}

static bool read_tls(const struct yaml_tree *tree, const struct yaml_value *value,
                     void *target)
{
	static const struct yaml_words words = { "tls", tls_word, ROW_TLS_MUTUAL + 1 };
	struct row *row = target;
	size_t index;

	if (!yaml_read_word(tree, value, &words, &index))
		return false;
	row->tls = (enum row_tls)index;
	return true;
}

static bool read_dscp(const struct yaml_tree *tree, const struct yaml_value *value,
                      void *target)
{
	struct row *row = target;
	long dscp;

	if (!yaml_read_number(tree, value, 1, DSCP_MAX, &dscp))
		return false;
	row->dscp = (uint8_t)dscp;
	return true;
}

static const char *modality_word(size_t index)
{
	return modality_name((enum modality)(index + MODALITY_AUDIO));
}

static bool read_modality(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *target)
{
	static const struct yaml_words words = { "modality", modality_word,
		                                 MODALITIES - MODALITY_AUDIO };
	struct row *row = target;
	size_t index;

	if (!yaml_read_word(tree, value, &words, &index))
		return false;
	row->modality = (enum modality)(index + MODALITY_AUDIO);
	return true;
}

static const char *direction_word(size_t index)
{
	return row_direction_name((enum row_direction)index);
}

static bool read_direction(const struct yaml_tree *tree, const struct yaml_value *value,
                           void *target)
{
	static const struct yaml_words words = { "direction", direction_word,
		                                 ROW_BOTH + 1 };
	struct row *row = target;
	size_t index;

	if (!yaml_read_word(tree, value, &words, &index))
		return false;
	row->direction = (enum row_direction)index;
	return true;
}

static bool read_peer(const struct yaml_tree *tree, const struct yaml_value *value,
                      void *target)
{
	struct row *row = target;

	if (strcmp(value->text, "any") != 0)
		return vocabulary_read_role(tree, value, &row->peers);
	if (row->any_peer)
		return yaml_tree_error(tree, value->line, "'any' is listed twice");
	row->any_peer = true;
	return true;
}

static bool read_peers(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	return yaml_read_each(tree, value, YAML_KIND_TEXT, read_peer, target);
}

#define TEXT_OR_LIST (YAML_KIND_TEXT | YAML_KIND_LIST)

static bool read_row(const struct yaml_tree *tree, const struct yaml_value *value,
                     void *target)
{
	static const struct yaml_key keys[] = {
		{ "id", YAML_KIND_TEXT, true, 0, read_id },
		{ "role", TEXT_OR_LIST, true, offsetof(struct row, roles),
		  vocabulary_read_roles },
		{ "for", TEXT_OR_LIST, false, offsetof(struct row, balances),
		  vocabulary_read_host_roles },
		{ "service", YAML_KIND_TEXT, true, offsetof(struct row, service),
		  vocabulary_read_slug },
		{ "name", YAML_KIND_MAP, true, 0, read_name },
		{ "ports", TEXT_OR_LIST, true, 0, read_ports },
		{ "printed", YAML_KIND_TEXT, true, offsetof(struct row, printed),
		  yaml_read_blank_text },
		{ "tls", YAML_KIND_TEXT, true, 0, read_tls },
		{ "speaks", TEXT_OR_LIST, true, offsetof(struct row, speaks),
		  vocabulary_read_hints },
		{ "modality", YAML_KIND_TEXT, false, 0, read_modality },
		{ "dscp", YAML_KIND_TEXT, false, 0, read_dscp },
		{ "direction", YAML_KIND_TEXT, true, 0, read_direction },
		{ "peer", TEXT_OR_LIST, true, 0, read_peers },
		{ "note", YAML_KIND_TEXT, false, offsetof(struct row, note),
		  yaml_read_blank_text },
	};
	struct row *row = target;

	*row = (struct row){ .name_fr = "", .note = "", .file = tree->file };
	if (!yaml_read_map(tree, value, keys, ARRAY_LEN(keys), row))
		return false;
	if (row->balances && !(row->roles & ROLE_BIT(ROLE_LOAD_BALANCER)))
		return yaml_tree_error(tree, row->line,
		                       "'for' is only for role load-balancer");
	return true;
}

static bool read_rows(const struct yaml_tree *tree, const struct yaml_value *value,
                      void *target)
{
	struct catalogue *catalogue = target;

	return yaml_read_items(tree, value, YAML_KIND_MAP, sizeof(*catalogue->rows),
	                       read_row, &catalogue->rows, &catalogue->row_count);
}

/* What takes the whole file to know: the rows' catalogue, and that no id repeats. */
static bool finish_rows(const struct yaml_tree *tree, struct catalogue *catalogue)
{
	struct yaml_name *names =
		arena_alloc(tree->values, catalogue->row_count, sizeof(*names));

	if (!names)
		return yaml_tree_no_memory(tree);
	for (size_t i = 0; i < catalogue->row_count; i++) {
		struct row *row = &catalogue->rows[i];

		row->catalogue = catalogue->name;
		names[i] = (struct yaml_name){ row->id, row->line };
	}
	return yaml_refuse_twice(tree, names, catalogue->row_count, "row");
}

static const char *standing_word(size_t index)
{
	return index == 0 ? "documented" : "known";
}

static bool read_standing(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *target)
{
	static const struct yaml_words words = { "standing", standing_word, 2 };
	struct catalogue *catalogue = target;
	size_t index;

	if (!yaml_read_word(tree, value, &words, &index))
		return false;
	catalogue->known_only = index == 1;
	return true;
}

static struct catalogue *read_catalogue(struct yaml_tree *tree)
{
	static const struct yaml_key keys[] = {
		{ "catalogue", YAML_KIND_TEXT, true, offsetof(struct catalogue, name),
		  vocabulary_read_slug },
		{ "title", YAML_KIND_TEXT, true, offsetof(struct catalogue, title),
		  yaml_read_text },
		{ "source", YAML_KIND_TEXT, true, offsetof(struct catalogue, source),
		  yaml_read_text },
		{ "standing", YAML_KIND_TEXT, false, 0, read_standing },
		{ "rows", YAML_KIND_LIST, true, 0, read_rows },
	};
	struct catalogue *catalogue = calloc(1, sizeof(*catalogue));

	if (!catalogue) {
		yaml_tree_no_memory(tree);
		return NULL;
	}
	if (!yaml_read_map(tree, tree->root, keys, ARRAY_LEN(keys), catalogue) ||
	    !finish_rows(tree, catalogue)) {
		catalogue_destroy(catalogue);
		return NULL;
	}
	catalogue->strings = yaml_tree_take_strings(tree);
	return catalogue;
}

struct catalogue *catalogue_load(const char *path, struct error *err)
{
	struct yaml_tree tree;
	struct catalogue *catalogue = NULL;

	if (yaml_tree_open(&tree, path, err))
		catalogue = read_catalogue(&tree);
	yaml_tree_close(&tree);
	return catalogue;
}

struct catalogue *catalogue_load_bytes(const char *file, const char *bytes, size_t len,
                                       struct error *err)
{
	struct yaml_tree tree;
	struct catalogue *catalogue = NULL;

	if (yaml_tree_open_bytes(&tree, file, bytes, len, err))
		catalogue = read_catalogue(&tree);
	yaml_tree_close(&tree);
	return catalogue;
}

void catalogue_destroy(struct catalogue *catalogue)
{
	if (!catalogue)
		return;
	arena_destroy(catalogue->strings);
	free(catalogue);
}
