/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/catalogue_file.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "base/path.h"
#include "base/spelling.h"
#include "policy/catalogue.h"

#include "loaders.h"
#include "row_reader.h"
#include "vocabulary.h"

#define EXTENSION  ".yaml"
#define MOST_BASES 8 /* one upon the other */

/* Files that are being read, each because the one before is based on it. */
struct reading {
	const struct reading *before; /* or NULL */
	const char *path;
	unsigned depth;
};

/* A catalogue while its file is read. */
struct draft {
	struct catalogue catalogue;
	const struct reading *reading;
	const struct yaml_value *rows; /* NULL: none are stated */
	bool *left_out;                /* of the base's rows, in the tree's values */
	role_set without_roles;
};

static struct catalogue *load(const struct reading *reading, struct error *err);

/* --- The catalogue it is based on ------------------------------------------------- */

/* NAME.yaml in the directory of @file. @return false when that is too long */
static bool path_beside(char path[static PATH_MAX], const char *file, const char *name)
{
	int len = snprintf(path, PATH_MAX, "%.*s%s" EXTENSION, path_directory_len(file),
	                   file, name);

	return len > 0 && len < PATH_MAX;
}

static bool refuse_base(const struct yaml_tree *tree, const struct yaml_value *value)
{
	struct spelling spelling = spelling_of(value->text);
	char hint[SPELLING_HINT_SIZE], directory[PATH_MAX];

	if (path_directory(tree->file, directory))
		catalogue_consider_names(&spelling, directory);
	return yaml_tree_error(tree, value->line,
	                       "there is no catalogue '%.60s' beside this one%s",
	                       value->text, spelling_hint(&spelling, "", hint));
}

static bool read_based_on(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *target)
{
	struct draft *draft = target;
	struct catalogue *catalogue = &draft->catalogue;
	char path[PATH_MAX];
	const char *name;

	if (!vocabulary_read_slug(tree, value, &name))
		return false;
	if (!path_beside(path, tree->file, name) || access(path, R_OK) != 0)
		return refuse_base(tree, value);
	for (const struct reading *at = draft->reading; at; at = at->before)
		if (strcmp(at->path, path) == 0)
			return yaml_tree_error(
				tree, value->line,
				"'%.60s' is itself based on this catalogue", name);
	if (draft->reading->depth == MOST_BASES)
		return yaml_tree_error(tree, value->line,
		                       "more than %d catalogues based one on the other",
		                       MOST_BASES);

	const struct reading reading = { draft->reading, path,
		                         draft->reading->depth + 1 };

	catalogue->base = load(&reading, tree->err);
	if (!catalogue->base)
		return false;
	catalogue->known_only = catalogue->base->known_only;
	catalogue->peer_source = catalogue->base->peer_source;
	catalogue->certainty = catalogue->base->certainty;
	catalogue->tls_versions = catalogue->base->tls_versions;
	draft->left_out = arena_alloc(tree->values, catalogue->base->row_count,
	                              sizeof(*draft->left_out));
	return draft->left_out || yaml_tree_no_memory(tree);
}

static bool needs_base(const struct yaml_tree *tree, const struct yaml_value *value,
                       const struct draft *draft)
{
	return draft->catalogue.base ||
	       yaml_tree_error(tree, value->key_line,
	                       "'%s' is only for a catalogue with 'based-on'",
	                       value->key);
}

/* The index of the row called @id, case ignored, or @count. */
static size_t find_row(const struct row *rows, size_t count, const char *id)
{
	size_t at = 0;

	while (at < count && strcasecmp(rows[at].id, id) != 0)
		at++;
	return at;
}

static bool leave_out(const struct yaml_tree *tree, const struct yaml_value *value,
                      void *target)
{
	struct draft *draft = target;
	const struct catalogue *base = draft->catalogue.base;
	size_t at = find_row(base->rows, base->row_count, value->text);

	if (at == base->row_count)
		return yaml_tree_error(tree, value->line, "'%.60s' is no row of %s",
		                       value->text, base->name);
	if (draft->left_out[at])
		return yaml_tree_error(tree, value->line, "row '%s' is listed twice",
		                       value->text);
	draft->left_out[at] = true;
	return true;
}

static bool read_without(const struct yaml_tree *tree, const struct yaml_value *value,
                         void *target)
{
	return needs_base(tree, value, target) &&
	       yaml_read_each(tree, value, YAML_KIND_TEXT, leave_out, target);
}

static bool read_without_roles(const struct yaml_tree *tree,
                               const struct yaml_value *value, void *target)
{
	struct draft *draft = target;

	return needs_base(tree, value, draft) &&
	       vocabulary_read_host_roles(tree, value, &draft->without_roles);
}

/* --- Names ------------------------------------------------------------------------- */

static int is_named_like_one(const struct dirent *entry)
{
	const size_t len = strlen(entry->d_name);

	return len >= sizeof(EXTENSION) && entry->d_name[0] != '.' &&
	       strcmp(entry->d_name + len - strlen(EXTENSION), EXTENSION) == 0;
}

void catalogue_consider_names(struct spelling *spelling, const char *directory)
{
	struct dirent **entries = NULL;
	int count = scandir(directory, &entries, is_named_like_one, alphasort);

	for (int i = 0; i < count; i++) {
		char *name = entries[i]->d_name;

		name[strlen(name) - strlen(EXTENSION)] = '\0';
		spelling_consider(spelling, name);
		free(entries[i]);
	}
	free(entries);
}

/* --- Rows --------------------------------------------------------------------------- */

/* The row without @roles. @return false when nothing is left of it */
static bool strip_roles(struct row *row, role_set roles)
{
	if ((row->roles | row->balances) & roles)
		return false;
	row->peers &= ~roles;
	row->mutual_for &= ~roles;
	return row->peers || row->any_peer;
}

static void copy_base(struct draft *draft)
{
	struct catalogue *catalogue = &draft->catalogue;

	for (size_t i = 0; i < catalogue->base->row_count; i++) {
		struct row row = catalogue->base->rows[i];

		if (!draft->left_out[i] && strip_roles(&row, draft->without_roles))
			catalogue->rows[catalogue->row_count++] = row;
	}
}

/* A row the base has changes there; another stands after the row above it in this file. */
static bool add_row(const struct yaml_tree *tree, const struct yaml_value *value,
                    struct catalogue *catalogue, size_t *after)
{
	const struct yaml_value *id = row_reader_id(value);
	struct row row, *rows = catalogue->rows;
	size_t count = catalogue->row_count;
	size_t at = catalogue->base && id ? find_row(rows, count, id->text) : count;

	if (at < count) {
		*after = at + 1;
		return row_reader_change(tree, value, &rows[at]);
	}
	if (!row_reader_read(tree, value, &row))
		return false;
	memmove(&rows[*after + 1], &rows[*after], (count - *after) * sizeof(*rows));
	rows[(*after)++] = row;
	catalogue->row_count++;
	return true;
}

static bool keep_rows(const struct yaml_tree *tree, const struct yaml_value *value,
                      void *target)
{
	struct draft *draft = target;

	(void)tree;
	draft->rows = value;
	return true;
}

static bool read_rows(const struct yaml_tree *tree, struct draft *draft)
{
	struct catalogue *catalogue = &draft->catalogue;
	const struct catalogue *base = catalogue->base;
	size_t stated = draft->rows ? draft->rows->count : 0, count = 0, after;
	struct yaml_name *names = arena_alloc(tree->values, stated, sizeof(*names));

	if (!draft->rows && !base)
		return yaml_tree_error(tree, tree->root->line, "'rows' is missing");
	catalogue->rows =
		arena_alloc(tree->strings, stated + (base ? base->row_count : 0),
	                    sizeof(*catalogue->rows));
	if (!names || !catalogue->rows)
		return yaml_tree_no_memory(tree);
	if (base)
		copy_base(draft);
	after = catalogue->row_count;
	for (const struct yaml_value *item = draft->rows ? draft->rows->first : NULL;
	     item; item = item->next) {
		if (!yaml_check_item(tree, item, YAML_KIND_MAP) ||
		    !add_row(tree, item, catalogue, &after))
			return false;
		names[count++] = (struct yaml_name){ catalogue->rows[after - 1].id,
			                             catalogue->rows[after - 1].line };
	}
	for (size_t i = 0; i < catalogue->row_count; i++)
		catalogue->rows[i].catalogue = catalogue->name;
	return yaml_refuse_twice(tree, names, count, "row");
}

/* --- The file ------------------------------------------------------------------------ */

static const char *standing_word(size_t index)
{
	return index == 0 ? "documented" : "known";
}

static bool read_standing(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *target)
{
	static const struct yaml_words words = { "standing", standing_word, 2 };
	struct draft *draft = target;
	size_t index;

	if (!yaml_read_word(tree, value, &words, &index))
		return false;
	draft->catalogue.known_only = index == 1;
	return true;
}

static bool read_tls_version(const struct yaml_tree *tree, const struct yaml_value *value,
                             void *target)
{
	static const struct yaml_words words = { "TLS version",
		                                 catalogue_tls_version_name,
		                                 CATALOGUE_TLS_VERSIONS };
	uint8_t *versions = target;
	size_t bit;

	if (!yaml_read_word(tree, value, &words, &bit))
		return false;
	if (*versions & 1u << bit)
		return yaml_tree_error(tree, value->line,
		                       "TLS version '%s' is listed twice", value->text);
	*versions |= (uint8_t)(1u << bit);
	return true;
}

static bool read_tls_versions(const struct yaml_tree *tree,
                              const struct yaml_value *value, void *target)
{
	struct draft *draft = target;

	draft->catalogue.tls_versions = 0;
	return yaml_read_each(tree, value, YAML_KIND_TEXT, read_tls_version,
	                      &draft->catalogue.tls_versions);
}

static struct catalogue *read_catalogue(struct yaml_tree *tree,
                                        const struct reading *reading)
{
	/* What it is based on comes first: the other keys rely on it. */
	static const struct yaml_key keys[] = {
		{ "based-on", YAML_KIND_TEXT, false, 0, read_based_on },
		{ "catalogue", YAML_KIND_TEXT, true,
		  offsetof(struct draft, catalogue.name), vocabulary_read_slug },
		{ "title", YAML_KIND_TEXT, true, offsetof(struct draft, catalogue.title),
		  yaml_read_text },
		{ "source", YAML_KIND_TEXT, true,
		  offsetof(struct draft, catalogue.source), yaml_read_text },
		{ "peer-source", YAML_KIND_TEXT, false,
		  offsetof(struct draft, catalogue.peer_source), yaml_read_text },
		{ "certainty", YAML_KIND_TEXT, false,
		  offsetof(struct draft, catalogue.certainty),
		  vocabulary_read_certainty },
		{ "tls-versions", YAML_KIND_TEXT | YAML_KIND_LIST, false, 0,
		  read_tls_versions },
		{ "standing", YAML_KIND_TEXT, false, 0, read_standing },
		{ "without", YAML_KIND_TEXT | YAML_KIND_LIST, false, 0, read_without },
		{ "without-roles", YAML_KIND_TEXT | YAML_KIND_LIST, false, 0,
		  read_without_roles },
		{ "rows", YAML_KIND_LIST, false, 0, keep_rows },
	};
	struct catalogue *catalogue = calloc(1, sizeof(*catalogue));
	struct draft draft = { .catalogue.certainty = CERTAINTY_DOCUMENTED,
		               .reading = reading };

	if (!catalogue) {
		yaml_tree_no_memory(tree);
		return NULL;
	}
	if (!yaml_read_map(tree, tree->root, keys, ARRAY_LEN(keys), &draft) ||
	    !read_rows(tree, &draft)) {
		catalogue_destroy(draft.catalogue.base);
		free(catalogue);
		return NULL;
	}
	*catalogue = draft.catalogue;
	catalogue->strings = yaml_tree_take_strings(tree);
	return catalogue;
}

static struct catalogue *load(const struct reading *reading, struct error *err)
{
	struct yaml_tree tree;
	struct catalogue *catalogue = NULL;

	if (yaml_tree_open(&tree, reading->path, err))
		catalogue = read_catalogue(&tree, reading);
	yaml_tree_close(&tree);
	return catalogue;
}

struct catalogue *catalogue_load(const char *path, struct error *err)
{
	const struct reading reading = { .path = path };

	return load(&reading, err);
}

struct catalogue *catalogue_load_bytes(const char *file, const char *bytes, size_t len,
                                       struct error *err)
{
	const struct reading reading = { .path = file };
	struct yaml_tree tree;
	struct catalogue *catalogue = NULL;

	if (yaml_tree_open_bytes(&tree, file, bytes, len, err))
		catalogue = read_catalogue(&tree, &reading);
	yaml_tree_close(&tree);
	return catalogue;
}

void catalogue_destroy(struct catalogue *catalogue)
{
	if (!catalogue)
		return;
	catalogue_destroy(catalogue->base);
	arena_destroy(catalogue->strings);
	free(catalogue);
}
