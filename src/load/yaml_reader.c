/* SPDX-License-Identifier: BSD-2-Clause */
#include "yaml_reader.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/spelling.h"

#define NAME_SIZE 48 /* of a key in quotes */
#define WORDS_ALL 6  /* so few words are all named in an error */

/* --- Maps ------------------------------------------------------------------- */

static bool refuse_key(const struct yaml_tree *tree, const struct yaml_value *member,
                       const struct yaml_key *keys, size_t count)
{
	struct spelling spelling = spelling_of(member->key);
	char hint[SPELLING_HINT_SIZE];

	for (size_t i = 0; i < count; i++)
		spelling_consider(&spelling, keys[i].name);
	return yaml_tree_error(tree, member->key_line, "unknown key '%.60s'%s",
	                       member->key, spelling_hint(&spelling, "", hint));
}

static bool refuse_kind(const struct yaml_tree *tree, const struct yaml_value *value,
                        const char *name, unsigned kinds)
{
	static const char *const wanted[] = {
		[YAML_KIND_TEXT] = "one text",
		[YAML_KIND_LIST] = "a list",
		[YAML_KIND_TEXT | YAML_KIND_LIST] = "one text or a list",
		[YAML_KIND_MAP] = "keys with values",
		[YAML_KIND_TEXT | YAML_KIND_MAP] = "one text or keys with values",
		[YAML_KIND_LIST | YAML_KIND_MAP] = "a list or keys with values",
	};

	if (value->kind == YAML_KIND_TEXT && value->text[0] == '\0')
		return yaml_tree_error(
			tree, value->key_line ? value->key_line : value->line,
			"%s has no value, it takes %s", name, wanted[kinds]);
	return yaml_tree_error(tree, value->line, "%s takes %s", name, wanted[kinds]);
}

static const struct yaml_key *find_key(const struct yaml_key *keys, size_t count,
                                       const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

static bool check_member(const struct yaml_tree *tree, const struct yaml_value *member,
                         const struct yaml_key *key, const struct yaml_value **seen)
{
	char name[NAME_SIZE];

	if (*seen)
		return yaml_tree_error(tree, member->key_line,
		                       "'%s' was already given on line %u", key->name,
		                       (*seen)->key_line);
	*seen = member;
	snprintf(name, sizeof(name), "'%s'", key->name);
	if (!(member->kind & key->kinds))
		return refuse_kind(tree, member, name, key->kinds);
	return true;
}

/* What is of the wrong kind was refused already. */
static bool read_members(const struct yaml_tree *tree, const struct yaml_key *keys,
                         size_t count, const struct yaml_value *const *seen, void *target)
{
	bool good = true;

	for (size_t i = 0; i < count && (good || tree->mistakes); i++)
		if (seen[i] && seen[i]->kind & keys[i].kinds &&
		    !keys[i].read(tree, seen[i], (char *)target + keys[i].offset))
			good = false;
	return good;
}

bool yaml_read_map(const struct yaml_tree *tree, const struct yaml_value *map,
                   const struct yaml_key *keys, size_t count, void *target)
{
	const struct yaml_value *seen[YAML_READER_KEYS_MAX] = { 0 };
	bool good = true;

	assert(count <= YAML_READER_KEYS_MAX);
	if (map->kind != YAML_KIND_MAP)
		return refuse_kind(tree, map, map->key ? map->key : "this",
		                   YAML_KIND_MAP);
	for (const struct yaml_value *member = map->first; member;
	     member = member->next) {
		const struct yaml_key *key = find_key(keys, count, member->key);

		if (!(key ? check_member(tree, member, key, &seen[key - keys])
		          : refuse_key(tree, member, keys, count)))
			good = false;
		if (!good && !tree->mistakes)
			return false;
	}
	for (size_t i = 0; i < count; i++)
		if (keys[i].required && !seen[i] && (good || tree->mistakes))
			good = yaml_tree_error(tree, map->line, "'%s' is missing",
			                       keys[i].name);
	if (!good && !tree->mistakes)
		return false;
	return read_members(tree, keys, count, seen, target) && good;
}

/* --- Lists ------------------------------------------------------------------ */

const struct yaml_value *yaml_item_first(const struct yaml_value *value)
{
	return value->kind == YAML_KIND_LIST ? value->first : value;
}

const struct yaml_value *yaml_item_next(const struct yaml_value *value,
                                        const struct yaml_value *item)
{
	return item == value ? NULL : item->next;
}

size_t yaml_item_count(const struct yaml_value *value)
{
	return value->kind == YAML_KIND_LIST ? value->count : 1;
}

bool yaml_check_item(const struct yaml_tree *tree, const struct yaml_value *item,
                     enum yaml_kind kind)
{
	if (item->kind != kind)
		return refuse_kind(tree, item, "each item here", kind);
	if (kind == YAML_KIND_TEXT && item->text[0] == '\0') {
		if (item->key)
			return yaml_tree_error(tree, item->key_line, "'%.60s' is empty",
			                       item->key);
		return yaml_tree_error(tree, item->line, "an empty item");
	}
	return true;
}

bool yaml_read_each(const struct yaml_tree *tree, const struct yaml_value *value,
                    enum yaml_kind kind, yaml_field_reader read, void *field)
{
	const struct yaml_value *item = yaml_item_first(value);
	bool good = true;

	if (!item)
		return yaml_tree_error(tree, value->line, "'%.60s' is empty",
		                       value->key ? value->key : "list");
	for (; item && (good || tree->mistakes); item = yaml_item_next(value, item))
		if (!yaml_check_item(tree, item, kind) || !read(tree, item, field))
			good = false;
	return good;
}

bool yaml_read_items(const struct yaml_tree *tree, const struct yaml_value *value,
                     enum yaml_kind kind, size_t size, yaml_field_reader read,
                     void *items, size_t *count)
{
	size_t wanted = yaml_item_count(value), at = 0;
	bool good = true;
	char *array = arena_alloc(tree->strings, wanted, size);

	if (!array)
		return yaml_tree_no_memory(tree);
	/* What is wrong is not kept: whoever looks at the others finds them whole. */
	for (const struct yaml_value *item = yaml_item_first(value); item;
	     item = yaml_item_next(value, item)) {
		if (yaml_check_item(tree, item, kind) &&
		    read(tree, item, array + at * size)) {
			at++;
			continue;
		}
		good = false;
		if (!tree->mistakes)
			return false;
		memset(array + at * size, 0, size);
	}
	/* The caller's pointer has its own type: copied as bytes, never punned. */
	memcpy(items, &array, sizeof(array));
	*count = at;
	return good;
}

/* --- Texts ------------------------------------------------------------------ */

/* "a, b or c" */
static void list_words(const struct yaml_words *words, char *list, size_t size)
{
	size_t used = 0;

	list[0] = '\0';
	for (size_t i = 0; i < words->count && used < size; i++) {
		const char *comma = i == 0 ? "" : i + 1 < words->count ? ", " : " or ";

		used += (size_t)snprintf(list + used, size - used, "%s%s", comma,
		                         words->name(i));
	}
}

static bool refuse_word(const struct yaml_tree *tree, const struct yaml_value *value,
                        const struct yaml_words *words)
{
	struct spelling spelling = spelling_of(value->text);
	char hint[SPELLING_HINT_SIZE], list[200];

	if (words->count <= WORDS_ALL) {
		list_words(words, list, sizeof(list));
		return yaml_tree_error(tree, value->line,
		                       "unknown %s '%.60s', it is one of %s", words->what,
		                       value->text, list);
	}
	for (size_t i = 0; i < words->count; i++)
		spelling_consider(&spelling, words->name(i));
	return yaml_tree_error(tree, value->line, "unknown %s '%.60s'%s", words->what,
	                       value->text, spelling_hint(&spelling, "", hint));
}

bool yaml_read_word(const struct yaml_tree *tree, const struct yaml_value *value,
                    const struct yaml_words *words, size_t *index)
{
	for (size_t i = 0; i < words->count; i++) {
		if (strcmp(value->text, words->name(i)) == 0) {
			*index = i;
			return true;
		}
	}
	return refuse_word(tree, value, words);
}

bool yaml_read_blank_text(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *field)
{
	const char **text = field;

	(void)tree;
	*text = value->text;
	return true;
}

bool yaml_read_text(const struct yaml_tree *tree, const struct yaml_value *value,
                    void *field)
{
	return yaml_check_item(tree, value, YAML_KIND_TEXT) &&
	       yaml_read_blank_text(tree, value, field);
}

bool yaml_read_number(const struct yaml_tree *tree, const struct yaml_value *value,
                      long low, long high, long *number)
{
	const char *digits = value->text[0] == '-' ? value->text + 1 : value->text;
	char *end = NULL;

	errno = 0;
	long read = strtol(value->text, &end, 10);

	if (*digits < '0' || *digits > '9' || *end || errno || read < low || read > high)
		return yaml_tree_error(tree, value->line,
		                       "'%.60s' is not a number from %ld to %ld",
		                       value->text, low, high);
	*number = read;
	return true;
}

static int compare_names(const void *a, const void *b)
{
	const struct yaml_name *left = a, *right = b;
	int order = strcasecmp(left->text, right->text);

	if (order)
		return order;
	return (left->line > right->line) - (left->line < right->line);
}

bool yaml_refuse_twice(const struct yaml_tree *tree, struct yaml_name *names,
                       size_t count, const char *what)
{
	const struct yaml_name *twice = NULL;

	if (count > 0)
		qsort(names, count, sizeof(*names), compare_names);
	for (size_t i = 1; i < count; i++)
		if (strcasecmp(names[i - 1].text, names[i].text) == 0 &&
		    (!twice || names[i].line < twice->line))
			twice = &names[i];
	if (!twice)
		return true;
	return yaml_tree_error(tree, twice->line,
	                       "%s '%.60s' was already given on line %u", what,
	                       twice->text, twice[-1].line);
}
