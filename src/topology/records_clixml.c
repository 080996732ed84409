/* SPDX-License-Identifier: BSD-2-Clause */
#include "records.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/text.h"

#include "source.h"
#include "xml_tree.h"

/* An object that <Ref RefId="7" /> stands for. */
struct known {
	unsigned long id;
	const struct xml_node *node;
};

struct reader {
	struct record_list *list;
	struct known *known; /* owned, sorted by id */
	size_t count, capacity;
	struct text text; /* a value without its escapes */
	bool no_memory;
};

/* --- References ---------------------------------------------------------------------- */

static int compare_known(const void *a, const void *b)
{
	const struct known *left = a, *right = b;

	return (left->id > right->id) - (left->id < right->id);
}

static void collect(struct reader *reader, const struct xml_node *node)
{
	const char *id = xml_attribute(node, "RefId");

	if (id && strcmp(node->name, "Obj") == 0) {
		if (!array_reserve(&reader->known, &reader->capacity, reader->count,
		                   sizeof(*reader->known))) {
			reader->no_memory = true;
			return;
		}
		reader->known[reader->count++] =
			(struct known){ strtoul(id, NULL, 10), node };
	}
	for (const struct xml_node *child = node->first; child; child = child->next)
		collect(reader, child);
}

static const struct xml_node *follow(const struct reader *reader,
                                     const struct xml_node *node)
{
	const char *id = xml_attribute(node, "RefId");
	struct known wanted = { .id = id ? strtoul(id, NULL, 10) : 0 };
	const struct known *found;

	if (strcmp(node->name, "Ref") != 0 || reader->count == 0)
		return node;
	found = bsearch(&wanted, reader->known, reader->count, sizeof(*reader->known),
	                compare_known);
	return found ? found->node : node;
}

/* --- Values -------------------------------------------------------------------------- */

static int hex_value(char c)
{
	const char *digits = "0123456789abcdef", *found;

	if (c >= 'A' && c <= 'F')
		c = (char)(c - 'A' + 'a');
	found = c ? strchr(digits, c) : NULL;
	return found ? (int)(found - digits) : -1;
}

/* "_x000A_" is a line feed, a control character what no name has: it becomes a blank. */
static size_t escape_len(const char *text)
{
	if (text[0] != '_' || text[1] != 'x')
		return 0;
	for (int i = 2; i < 6; i++)
		if (hex_value(text[i]) < 0)
			return 0;
	return text[6] == '_' ? 7 : 0;
}

static void add_escape(struct text *out, const char *escape)
{
	unsigned code = 0;

	for (int i = 2; i < 6; i++)
		code = code * 16 + (unsigned)hex_value(escape[i]);
	text_add_char(out, code > 0x20 && code < 0x7f ? (char)code : ' ');
}

static void add_text(struct reader *reader, struct record_field *field, const char *text)
{
	text_clear(&reader->text);
	while (*text) {
		size_t len = escape_len(text);

		if (len > 0)
			add_escape(&reader->text, text);
		else
			text_add_char(&reader->text, *text);
		text += len > 0 ? len : 1;
	}
	reader->no_memory |= reader->text.failed;
	if (reader->text.len > 0)
		record_add_value(reader->list, field, reader->text.at, reader->text.len);
}

static const struct xml_node *find_items(const struct xml_node *object)
{
	static const char *const lists[] = { "LST", "IE", "QUE", "STK" };

	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		const struct xml_node *found = xml_child(object, lists[i]);

		if (found)
			return found;
	}
	return NULL;
}

static void add_scalar(struct reader *reader, struct record_field *field,
                       const struct xml_node *node)
{
	node = follow(reader, node);
	if (strcmp(node->name, "Nil") == 0 || strcmp(node->name, "Ref") == 0)
		return;
	if (strcmp(node->name, "Obj") == 0) {
		const struct xml_node *shown = xml_child(node, "ToString");

		if (shown)
			add_text(reader, field, shown->text);
		else if (field)
			field->cut |= xml_child(node, "DCT") != NULL;
		return;
	}
	if (strcmp(node->name, "B") == 0)
		add_text(reader, field,
		         strcmp(node->text, "true") == 0 ? "True" : "False");
	else
		add_text(reader, field, node->text);
}

static void add_value(struct reader *reader, struct record_field *field,
                      const struct xml_node *node)
{
	const struct xml_node *value = follow(reader, node);
	const struct xml_node *items =
		strcmp(value->name, "Obj") == 0 ? find_items(value) : NULL;

	if (!items) {
		add_scalar(reader, field, value);
		return;
	}
	for (const struct xml_node *item = items->first; item; item = item->next)
		add_scalar(reader, field, item);
}

/* --- Objects ------------------------------------------------------------------------- */

static void add_members(struct reader *reader, struct record *record,
                        const struct xml_node *members)
{
	for (const struct xml_node *member = members ? members->first : NULL; member;
	     member = member->next) {
		const char *name = xml_attribute(member, "N");

		if (name)
			add_value(reader,
			          record_add_field(reader->list, record, name,
			                           strlen(name)),
			          member);
	}
}

/* What a cmdlet adds to its objects, as Identity, stands under MS. */
static void add_object(struct reader *reader, const struct xml_node *node, unsigned depth)
{
	const struct xml_node *object = follow(reader, node);
	const struct xml_node *items = find_items(object);

	if (strcmp(object->name, "Obj") != 0 || depth == RECORDS_DEPTH_MAX)
		return;
	if (items && !xml_child(object, "Props")) {
		for (const struct xml_node *item = items->first; item; item = item->next)
			add_object(reader, item, depth + 1);
		return;
	}
	struct record *record = record_list_add(reader->list);

	add_members(reader, record, xml_child(object, "Props"));
	add_members(reader, record, xml_child(object, "MS"));
}

bool records_read_clixml(struct record_list *list, const struct xml_node *root,
                         const struct source *source, struct error *err)
{
	struct reader reader = { .list = list };

	collect(&reader, root);
	array_sort(reader.known, reader.count, sizeof(*reader.known), compare_known);
	for (const struct xml_node *child = root->first; child && !list->too_many;
	     child = child->next)
		add_object(&reader, child, 0);
	list->no_memory |= reader.no_memory;
	free(reader.known);
	text_fini(&reader.text);
	return records_whole(list, source, err);
}
