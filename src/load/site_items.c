/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_items.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "load/site_file.h"

const char *site_section_key(enum site_section section)
{
	static const char *const keys[] = {
		[SITE_SECTION_HOSTS] = "hosts",
		[SITE_SECTION_POOLS] = "pools",
	};

	return keys[section];
}

const struct yaml_value *site_items_value(const struct yaml_value *map, const char *key)
{
	for (const struct yaml_value *at = map ? map->first : NULL; at; at = at->next)
		if (strcmp(at->key, key) == 0)
			return at;
	return NULL;
}

struct site_item *site_items_find(const struct site_items *items,
                                  enum site_section section, const char *name)
{
	for (size_t i = 0; i < items->count; i++)
		if (items->items[i].section == section &&
		    strcasecmp(items->items[i].name, name) == 0)
			return &items->items[i];
	return NULL;
}

const char *site_items_line(const struct site_items *items, size_t number, size_t *len)
{
	*len = items->starts[number + 1] - items->starts[number];
	return items->text->bytes + items->starts[number];
}

/* What ends a line for YAML and for nobody else: numbers of lines would not agree. */
static bool has_other_ends(const struct site_text *text)
{
	static const char *const ends[] = { "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9" };

	for (size_t i = 0; i < text->len; i++)
		if (text->bytes[i] == '\r' &&
		    (i + 1 == text->len || text->bytes[i + 1] != '\n'))
			return true;
	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (memmem(text->bytes, text->len, ends[i], strlen(ends[i])))
			return true;
	return false;
}

static bool find_lines(struct site_items *items)
{
	const char *bytes = items->text->bytes;
	size_t len = items->text->len, count = 1;

	for (size_t i = 0; i < len; i++)
		count += bytes[i] == '\n';
	items->starts = calloc(count + 1, sizeof(*items->starts));
	if (!items->starts)
		return false;
	for (size_t i = 0; i < len; i++)
		if (bytes[i] == '\n')
			items->starts[++items->line_count] = i + 1;
	if (items->starts[items->line_count] < len)
		items->starts[++items->line_count] = len;
	return true;
}

/* NULL: out of memory. */
static struct site_item *add(struct site_items *items, const struct site_item *item)
{
	if (!array_reserve(&items->items, &items->capacity, items->count,
	                   sizeof(*items->items)))
		return NULL;
	items->items[items->count] = *item;
	return &items->items[items->count++];
}

static const char *name_of(const struct yaml_value *map)
{
	const struct yaml_value *name =
		map->kind == YAML_KIND_MAP ? site_items_value(map, "name") : NULL;

	return name && name->kind == YAML_KIND_TEXT ? name->text : NULL;
}

/* --- Those that are comments ---------------------------------------------------------- */

/* "  # - {name: X, …}": what stands behind the #, NULL when it is no such line. */
static const char *find_draft(const char *line, const char *end)
{
	while (line < end && (*line == ' ' || *line == '\t'))
		line++;
	if (line == end || *line++ != '#')
		return NULL;
	while (line < end && *line == ' ')
		line++;
	return end - line > 9 && memcmp(line, "- {name: ", 9) == 0 ? line : NULL;
}

/* The section that begins on the line, also one that is a comment; else @before. */
static enum site_section section_at(const char *line, size_t len,
                                    enum site_section before)
{
	size_t hash = len > 2 && memcmp(line, "# ", 2) == 0 ? 2 : 0;

	for (size_t i = 0; i < SITE_SECTIONS; i++) {
		const char *key = site_section_key((enum site_section)i);

		if (len - hash > strlen(key) &&
		    memcmp(line + hash, key, strlen(key)) == 0 &&
		    line[hash + strlen(key)] == ':')
			return (enum site_section)i;
	}
	/* Another key ends it. */
	return len > 0 && strchr(" #-\r\n", *line) ? before : SITE_SECTIONS;
}

/* The only item of a list of one. */
static const struct yaml_value *only_item(const struct yaml_tree *tree)
{
	const struct yaml_value *list = site_items_value(tree->root, "items");

	return list && list->kind == YAML_KIND_LIST && list->count == 1 ? list->first
	                                                                : NULL;
}

/* What is no YAML is a remark like any other. @return false when out of memory */
static bool add_draft(struct site_items *items, enum site_section section,
                      const char *draft, size_t len, size_t line)
{
	struct site_item item = {
		.section = section, .comment = true, .first = line, .last = line
	};
	struct text text = { 0 };
	struct error ignored;
	bool ok = true;

	text_add(&text, "items:\n  ");
	text_add_bytes(&text, draft, len);
	text_add_char(&text, '\n');
	if (text.failed)
		return false;
	if (yaml_tree_open_bytes(&item.own, "a comment", text.at, text.len, &ignored))
		item.map = only_item(&item.own);
	item.name = item.map ? name_of(item.map) : NULL;
	if (item.name && !site_items_find(items, section, item.name))
		ok = add(items, &item) != NULL;
	else
		item.name = NULL;
	if (!item.name || !ok)
		yaml_tree_close(&item.own);
	text_fini(&text);
	return ok;
}

static bool add_drafts(struct site_items *items)
{
	enum site_section section = SITE_SECTIONS;

	for (size_t i = 0; i < items->line_count; i++) {
		size_t len;
		const char *line = site_items_line(items, i, &len);
		const char *draft = find_draft(line, line + len);

		section = section_at(line, len, section);
		if (draft && section != SITE_SECTIONS &&
		    !add_draft(items, section, draft, (size_t)(line + len - draft), i))
			return false;
	}
	return true;
}

/* --- Those that are not ------------------------------------------------------------------- */

static size_t last_line(const struct yaml_value *value)
{
	size_t last = value->line;

	for (const struct yaml_value *at = value->first; at; at = at->next) {
		size_t below = last_line(at);

		last = below > last ? below : last;
	}
	return last;
}

static bool is_remark(const char *line, size_t len)
{
	size_t at = 0;

	while (at < len && (line[at] == ' ' || line[at] == '\t'))
		at++;
	return at == len || strchr("#\r\n", line[at]);
}

/* Its text may go on, or its brackets end, on lines that no value begins on. */
static size_t end_of_item(const struct site_items *items, const struct yaml_value *map,
                          size_t next)
{
	size_t last = last_line(map) - 1, len;

	for (size_t i = last + 1; i < next; i++) {
		const char *line = site_items_line(items, i, &len);

		if (!is_remark(line, len) && *line == ' ')
			last = i;
		else if (!is_remark(line, len) && strchr("]}", *line))
			last = i;
		else if (!is_remark(line, len))
			break;
	}
	return last;
}

static bool add_section(struct site_items *items, enum site_section section)
{
	const struct yaml_value *list =
		site_items_value(items->tree.root, site_section_key(section));

	if (!list || list->kind != YAML_KIND_LIST)
		return true;
	for (const struct yaml_value *at = list->first; at; at = at->next) {
		struct site_item item = { .section = section,
			                  .name = name_of(at),
			                  .first = at->line - 1,
			                  .map = at };

		item.last = end_of_item(
			items, at, at->next ? at->next->line - 1 : items->line_count);
		if (item.name && item.last < items->line_count && !add(items, &item))
			return false;
	}
	return true;
}

bool site_items_read(struct site_items *items, const struct site_text *text,
                     struct error *err)
{
	bool ok;

	*items = (struct site_items){ .text = text };
	if (!yaml_tree_open_bytes(&items->tree, text->file, text->bytes, text->len, err))
		return false;
	if (has_other_ends(text))
		return error_set(err, "%s: it has ends of lines that only YAML knows",
		                 text->file);
	ok = find_lines(items);
	for (size_t i = 0; ok && i < SITE_SECTIONS; i++)
		ok = add_section(items, (enum site_section)i);
	return (ok && add_drafts(items)) || error_set(err, "out of memory");
}

void site_items_fini(struct site_items *items)
{
	yaml_tree_close(&items->tree);
	for (size_t i = 0; i < items->count; i++)
		if (items->items[i].comment)
			yaml_tree_close(&items->items[i].own);
	free(items->items);
	free(items->starts);
}
