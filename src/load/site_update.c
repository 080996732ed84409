/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/site_update.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/yaml_word.h"
#include "load/site_file.h"
#include "policy/site.h"

#include "site_items.h"

/* Both texts, and what becomes of each item of the old one. */
struct update {
	struct site_items old, fresh;
	struct text *out, *changes;
	struct text *
		lines; /* owned: by item of @old, what stands in its place; empty: it stays */
};

/* --- YAML in one line ------------------------------------------------------------------ */

static void add_value(struct text *out, const struct yaml_value *value)
{
	if (value->kind == YAML_KIND_TEXT) {
		yaml_word_add(out, value->text);
		return;
	}
	text_add_char(out, value->kind == YAML_KIND_LIST ? '[' : '{');
	for (const struct yaml_value *at = value->first; at; at = at->next) {
		text_add(out, at == value->first ? "" : ", ");
		if (value->kind == YAML_KIND_MAP) {
			yaml_word_add(out, at->key);
			text_add(out, ": ");
		}
		add_value(out, at);
	}
	text_add_char(out, value->kind == YAML_KIND_LIST ? ']' : '}');
}

/* --- What both say -------------------------------------------------------------------------- */

static bool list_has(const struct yaml_value *list, const struct yaml_value *wanted);

/* In any order, and one thing with brackets or without. */
static bool says_the_same(const struct yaml_value *a, const struct yaml_value *b)
{
	if (a->kind == YAML_KIND_TEXT && b->kind == YAML_KIND_TEXT)
		return strcmp(a->text, b->text) == 0;
	if (a->kind == YAML_KIND_TEXT)
		return b->count == 1 && says_the_same(a, b->first);
	if (b->kind == YAML_KIND_TEXT)
		return a->count == 1 && says_the_same(a->first, b);
	if (a->kind != b->kind || a->count != b->count)
		return false;
	for (const struct yaml_value *at = a->first; at; at = at->next)
		if (!list_has(b, at))
			return false;
	return true;
}

static bool list_has(const struct yaml_value *list, const struct yaml_value *wanted)
{
	for (const struct yaml_value *at = list->first; at; at = at->next)
		if ((!at->key || strcmp(at->key, wanted->key) == 0) &&
		    says_the_same(at, wanted))
			return true;
	return false;
}

static void begin_change(struct update *update, const struct site_item *item)
{
	text_addf(update->changes, "%s ",
	          item->section == SITE_SECTION_HOSTS ? "host" : "pool");
	text_add_printable(update->changes, item->name, strlen(item->name));
}

/* Say which keys differ. @return whether any does */
static bool compare(struct update *update, const struct site_item *old,
                    const struct site_item *fresh)
{
	bool differ = old->comment && !fresh->comment;

	for (const struct yaml_value *at = fresh->map->first; at; at = at->next) {
		const struct yaml_value *was = site_items_value(old->map, at->key);

		/* The name is why they are compared, whatever its case. */
		if (strcmp(at->key, "name") == 0 || (was && says_the_same(was, at)))
			continue;
		differ = true;
		begin_change(update, old);
		text_addf(update->changes, ": %s ", at->key);
		if (was) {
			text_add(update->changes, "was ");
			add_value(update->changes, was);
			text_add(update->changes, ", is ");
		}
		add_value(update->changes, at);
		text_add_char(update->changes, '\n');
	}
	return differ;
}

/* --- An item that changes ---------------------------------------------------------------------- */

/* Keys in the old order, then those that are new. */
static void add_item(struct text *out, const struct yaml_value *old,
                     const struct yaml_value *fresh)
{
	const char *between = "";

	text_add(out, "- {");
	for (const struct yaml_value *at = old->first; at; at = at->next) {
		const struct yaml_value *now = strcmp(at->key, "name") == 0
		                                       ? NULL
		                                       : site_items_value(fresh, at->key);

		text_addf(out, "%s%s: ", between, at->key);
		add_value(out, now ? now : at);
		between = ", ";
	}
	for (const struct yaml_value *at = fresh->first; at; at = at->next) {
		if (site_items_value(old, at->key))
			continue;
		text_addf(out, "%s%s: ", between, at->key);
		add_value(out, at);
	}
	text_add(out, "}");
}

static size_t indent_of(const struct site_items *items, size_t line)
{
	size_t len, indent = 0;
	const char *at = site_items_line(items, line, &len);

	while (indent < len && at[indent] == ' ')
		indent++;
	return indent;
}

static const char *line_end(const struct site_items *items)
{
	size_t len = 0;
	const char *line = items->line_count ? site_items_line(items, 0, &len) : "";

	return len > 1 && line[len - 2] == '\r' ? "\r\n" : "\n";
}

static void add_indent(struct text *out, size_t indent)
{
	for (size_t i = 0; i < indent; i++)
		text_add_char(out, ' ');
}

/* Comments among the lines of an item stand above what takes its place. */
static void keep_comments(struct text *out, const struct site_items *items,
                          const struct site_item *item)
{
	for (size_t i = item->first; !item->comment && i <= item->last; i++) {
		size_t len, at = 0;
		const char *line = site_items_line(items, i, &len);

		while (at < len && !(line[at] == '#' && (at == 0 || line[at - 1] == ' ')))
			at++;
		if (at == len)
			continue;
		add_indent(out, indent_of(items, item->first));
		text_add_bytes(out, line + at, len - at);
		if (line[len - 1] != '\n')
			text_add(out, line_end(items));
	}
}

static void replace(struct update *update, size_t number, const struct site_item *fresh)
{
	const struct site_item *old = &update->old.items[number];
	struct text *line = &update->lines[number];

	keep_comments(line, &update->old, old);
	add_indent(line, indent_of(&update->old, old->first));
	text_add(line, old->comment && fresh->comment ? "# " : "");
	add_item(line, old->map, fresh->map);
	text_add(line, line_end(&update->old));
}

static void compare_all(struct update *update)
{
	for (size_t i = 0; i < update->old.count; i++) {
		struct site_item *old = &update->old.items[i];
		const struct site_item *fresh =
			site_items_find(&update->fresh, old->section, old->name);

		if (!fresh) {
			begin_change(update, old);
			text_add(update->changes,
			         ": not in the export, and stays: written by hand, or "
			         "gone?\n");
		} else if (compare(update, old, fresh)) {
			replace(update, i, fresh);
		}
	}
}

/* --- The file ------------------------------------------------------------------------------------- */

static const struct site_item *last_of(const struct site_items *items,
                                       enum site_section section)
{
	const struct site_item *last = NULL;

	for (size_t i = 0; i < items->count; i++)
		if (items->items[i].section == section &&
		    (!last || items->items[i].last > last->last))
			last = &items->items[i];
	return last;
}

/* Items of the draft that the file has not. */
static void add_fresh(struct update *update, enum site_section section, size_t indent)
{
	for (size_t i = 0; i < update->fresh.count; i++) {
		const struct site_item *fresh = &update->fresh.items[i];

		if (fresh->section != section ||
		    site_items_find(&update->old, section, fresh->name))
			continue;
		begin_change(update, fresh);
		text_addf(update->changes, ": new%s\n",
		          fresh->comment ? ", without an address or a role" : "");
		add_indent(update->out, indent);
		text_add(update->out, fresh->comment ? "# - " : "- ");
		add_value(update->out, fresh->map);
		text_add(update->out, line_end(&update->old));
	}
}

static size_t item_at(const struct site_items *items, size_t line)
{
	size_t i = 0;

	while (i < items->count && items->items[i].first != line)
		i++;
	return i;
}

/* A product that the file states is its author's: it is asked about. @return what to add, or NULL */
static const struct yaml_value *new_product(struct update *update)
{
	const struct yaml_value *was = site_items_value(update->old.tree.root, "product");
	const struct yaml_value *is =
		site_items_value(update->fresh.tree.root, "product");

	if (!is || (was && says_the_same(was, is)))
		return NULL;
	if (was)
		text_addf(update->changes,
		          "product: %s in the export, and the file keeps %s\n", is->text,
		          was->text);
	else
		text_addf(update->changes, "product: new, %s\n", is->text);
	return was ? NULL : is;
}

/* Will items stand below the key of @section, and not as comments alone? */
static bool becomes_list(const struct update *update, enum site_section section)
{
	for (size_t i = 0; i < update->fresh.count; i++)
		if (update->fresh.items[i].section == section &&
		    !update->fresh.items[i].comment)
			return true;
	return false;
}

/* "# hosts:" above comments alone, which now become items. */
static bool is_key_to_uncomment(const struct update *update, const char *line, size_t len)
{
	for (size_t i = 0; i < SITE_SECTIONS; i++) {
		const enum site_section section = (enum site_section)i;
		const char *key = site_section_key(section);

		if (len > strlen(key) + 2 && memcmp(line, "# ", 2) == 0 &&
		    memcmp(line + 2, key, strlen(key)) == 0 &&
		    line[2 + strlen(key)] == ':' &&
		    !site_items_value(update->old.tree.root, key) &&
		    becomes_list(update, section))
			return true;
	}
	return false;
}

static void add_old_line(struct update *update, size_t *number)
{
	const size_t item = item_at(&update->old, *number);
	size_t len;
	const char *line = site_items_line(&update->old, *number, &len);

	if (item < update->old.count && update->lines[item].len > 0) {
		text_add_bytes(update->out, update->lines[item].at,
		               update->lines[item].len);
		*number = update->old.items[item].last;
		return;
	}
	if (is_key_to_uncomment(update, line, len)) {
		line += 2;
		len -= 2;
	}
	text_add_bytes(update->out, line, len);
	if (len == 0 || line[len - 1] != '\n')
		text_add(update->out, line_end(&update->old));
}

static void write_file(struct update *update)
{
	const struct yaml_value *product = new_product(update);

	if (product)
		text_addf(update->out, "product: %s%s", product->text,
		          line_end(&update->old));
	for (size_t i = 0; i < update->old.line_count; i++) {
		size_t first = i;

		add_old_line(update, &i);
		for (size_t j = 0; j < SITE_SECTIONS; j++) {
			const struct site_item *last =
				last_of(&update->old, (enum site_section)j);

			if (last && last->last >= first && last->last <= i)
				add_fresh(update, (enum site_section)j,
				          indent_of(&update->old, last->first));
		}
	}
}

/* Lists that the file has none of yet, or only as comments. */
static void write_new_lists(struct update *update)
{
	for (size_t i = 0; i < SITE_SECTIONS; i++) {
		enum site_section section = (enum site_section)i;

		if (last_of(&update->old, section) || !last_of(&update->fresh, section))
			continue;
		text_addf(update->out, "%s%s%s:%s", line_end(&update->old),
		          becomes_list(update, section) ? "" : "# ",
		          site_section_key(section), line_end(&update->old));
		add_fresh(update, section, 2);
	}
}

static bool merge(struct update *update, const struct site_text *old, struct error *err)
{
	struct site *site;

	compare_all(update);
	write_file(update);
	write_new_lists(update);
	if (update->out->failed || update->changes->failed)
		return error_set(err, "out of memory");
	site = site_load_bytes(old->file, update->out->at, update->out->len, err);
	site_destroy(site);
	return site != NULL;
}

bool site_update(struct text *out, struct text *changes, const struct site_text *old,
                 const struct site_text *fresh, struct error *err)
{
	struct update update = { .out = out, .changes = changes };
	bool ok = site_items_read(&update.old, old, err) &&
	          site_items_read(&update.fresh, fresh, err);

	if (ok) {
		update.lines = calloc(update.old.count + 1, sizeof(*update.lines));
		ok = update.lines ? merge(&update, old, err)
		                  : error_set(err, "out of memory");
	}
	for (size_t i = 0; update.lines && i < update.old.count; i++)
		text_fini(&update.lines[i]);
	free(update.lines);
	site_items_fini(&update.old);
	site_items_fini(&update.fresh);
	return ok;
}
