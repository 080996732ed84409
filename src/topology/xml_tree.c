/* SPDX-License-Identifier: BSD-2-Clause */
#include "xml_tree.h"

#include <libxml/xmlerror.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

#include "source.h"
#include "xml_calls.h"

#define ATTRIBUTES_MAX 256 /* of one element */

/* What the parser calls back with. */
struct builder {
	const struct source *source;
	struct arena *arena;
	struct error *err;
	struct xml_calls calls;
	xmlParserCtxtPtr parser;
	struct xml_node *open[XML_TREE_DEPTH_MAX]; /* the elements we are in */
	size_t depth, items;
	struct xml_node *root;
	struct text text; /* of the innermost element so far */
	bool failed;
};

static void refuse(struct builder *builder, const char *reason)
{
	if (!builder->failed)
		source_error(builder->source->file, builder->err, "%s", reason);
	builder->failed = true;
	builder->calls.StopParser(builder->parser);
}

static const char *copy(struct builder *builder, const xmlChar *bytes, size_t len)
{
	const char *text = arena_copy_text(builder->arena, (const char *)bytes, len);

	if (!text)
		refuse(builder, "out of memory");
	return text ? text : "";
}

/* --- What libxml2 calls ------------------------------------------------------------ */

static void on_document_type(void *context, const xmlChar *name, const xmlChar *external,
                             const xmlChar *system)
{
	(void)name, (void)external, (void)system;
	refuse(context, "it has a document type, no export has one");
}

static bool take_items(struct builder *builder, size_t count)
{
	builder->items += count;
	if (builder->items <= XML_TREE_ITEMS_MAX)
		return true;
	refuse(builder, "more elements and attributes than any export has");
	return false;
}

/* Each attribute is five pointers: name, prefix, namespace, value and its end. */
static void add_attributes(struct builder *builder, struct xml_node *node, int count,
                           const xmlChar **fields)
{
	struct xml_attribute **last = &node->attributes;

	for (int i = 0; i < count && !builder->failed; i++) {
		const xmlChar **field = fields + (size_t)i * 5;
		struct xml_attribute *attribute =
			arena_alloc(builder->arena, 1, sizeof(*attribute));

		if (!attribute) {
			refuse(builder, "out of memory");
			return;
		}
		attribute->name = copy(builder, field[0], strlen((const char *)field[0]));
		attribute->value = copy(builder, field[3], (size_t)(field[4] - field[3]));
		*last = attribute;
		last = &attribute->next;
	}
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix,
                     const xmlChar *space, int space_count, const xmlChar **spaces,
                     int attribute_count, int defaulted, const xmlChar **attributes)
{
	struct builder *builder = context;

	(void)prefix, (void)space_count, (void)spaces, (void)defaulted;
	if (builder->failed || !take_items(builder, 1 + (size_t)attribute_count))
		return;
	if (builder->depth == XML_TREE_DEPTH_MAX) {
		refuse(builder, "elements are nested deeper than in any export");
		return;
	}

	struct xml_node *node = arena_alloc(builder->arena, 1, sizeof(*node));

	if (!node) {
		refuse(builder, "out of memory");
		return;
	}
	node->name = copy(builder, name, strlen((const char *)name));
	node->space = space ? copy(builder, space, strlen((const char *)space)) : "";
	node->text = "";
	add_attributes(builder, node, attribute_count, attributes);
	if (builder->depth == 0) {
		builder->root = node;
	} else {
		struct xml_node *parent = builder->open[builder->depth - 1];

		if (parent->last)
			parent->last->next = node;
		else
			parent->first = node;
		parent->last = node;
	}
	builder->open[builder->depth++] = node;
	text_clear(&builder->text);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix,
                   const xmlChar *space)
{
	struct builder *builder = context;

	(void)name, (void)prefix, (void)space;
	if (builder->failed)
		return;
	struct xml_node *node = builder->open[--builder->depth];

	if (!node->first && builder->text.len > 0)
		node->text = copy(builder, (const xmlChar *)builder->text.at,
		                  builder->text.len);
	text_clear(&builder->text);
}

static void on_characters(void *context, const xmlChar *bytes, int len)
{
	struct builder *builder = context;

	text_add_bytes(&builder->text, bytes, (size_t)len);
	if (builder->text.failed)
		refuse(builder, "out of memory");
}

static void on_error(void *context, xmlErrorPtr error)
{
	struct builder *builder = context;
	char reason[200] = "not well-formed";

	if (builder->failed || !error || error->level < XML_ERR_ERROR)
		return;
	if (error->message)
		snprintf(reason, sizeof(reason), "%.*s",
		         (int)strcspn(error->message, "\n"), error->message);
	builder->failed = true;
	if (error->code == XML_ERR_NO_MEMORY)
		error_set(builder->err, "out of memory");
	else
		source_error(builder->source->file, builder->err,
		             "line %d: not well-formed XML: %s", error->line, reason);
	builder->calls.StopParser(builder->parser);
}

/* --- Parsing ------------------------------------------------------------------------ */

/* The encoding of a declaration may be a lie, and the bytes are UTF-8 by now. */
static size_t skip_declaration(const struct source *source)
{
	size_t at = strspn(source->bytes, " \t\r\n");
	const char *end;

	if (strncmp(source->bytes + at, "<?xml", 5) != 0)
		return at;
	end = strstr(source->bytes + at, "?>");
	return end ? (size_t)(end + 2 - source->bytes) : at;
}

/* @return what is behind @end, or the end of the text */
static const char *skip_past(const char *at, const char *end)
{
	const char *found = strstr(at, end);

	return found ? found + strlen(end) : at + strlen(at);
}

/* From behind the "<" of a tag. @return what is behind it; NULL: it has too many attributes */
static const char *skip_tag(const char *at)
{
	size_t attributes = 0;

	for (at += strcspn(at, "=\"'>"); *at && *at != '>'; at += strcspn(at, "=\"'>")) {
		const char quote[] = { *at, '\0' };

		if (*at == '=' && ++attributes > ATTRIBUTES_MAX)
			return NULL;
		at = *at == '=' ? at + 1 : skip_past(at + 1, quote);
	}
	return *at ? at + 1 : at;
}

/* libxml2 compares each attribute with all before it, and only then calls back. */
static bool check_tags(const struct source *source, struct error *err)
{
	static const struct {
		const char *begin, *end;
	} others[] = { { "!--", "-->" }, { "![CDATA[", "]]>" }, { "?", "?>" } };
	const char *at = source->bytes;

	while ((at = strchr(at, '<')) != NULL) {
		size_t i = 0;

		at++;
		while (i < ARRAY_LEN(others) &&
		       strncmp(at, others[i].begin, strlen(others[i].begin)) != 0)
			i++;
		at = i < ARRAY_LEN(others)
		             ? skip_past(at + strlen(others[i].begin), others[i].end)
		             : skip_tag(at);
		if (!at)
			return source_error(source->file, err,
			                    "an element with more than %d attributes, no "
			                    "export has one",
			                    ATTRIBUTES_MAX);
	}
	return true;
}

static void parse(struct builder *builder)
{
	const struct source *source = builder->source;
	const struct xml_calls *calls = &builder->calls;
	size_t at = skip_declaration(source);

	calls->CtxtUseOptions(builder->parser, XML_PARSE_NONET);
	calls->ParseChunk(builder->parser, source->bytes + at, (int)(source->len - at),
	                  0);
	if (builder->failed)
		return;
	/* All of it is well so far; what is missing is the rest. */
	bool cut = builder->depth > 0;

	calls->ParseChunk(builder->parser, NULL, 0, 1);
	if (cut)
		source_error(
			source->file, builder->err, "cut: it ends inside element %.60s",
			builder->open[builder->depth ? builder->depth - 1 : 0]->name);
	builder->failed |= cut;
}

struct xml_node *xml_tree_parse(const struct source *source, struct arena *arena,
                                struct error *err)
{
	xmlSAXHandler handler = {
		.initialized = XML_SAX2_MAGIC,
		.internalSubset = on_document_type,
		.externalSubset = on_document_type,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_characters,
		.cdataBlock = on_characters,
		.serror = on_error,
	};
	struct builder builder = { .source = source, .arena = arena, .err = err };

	if (!check_tags(source, err))
		return NULL;
	if (!xml_calls_load(&builder.calls, err))
		return NULL;
	builder.parser =
		builder.calls.CreatePushParserCtxt(&handler, &builder, NULL, 0, NULL);
	if (!builder.parser) {
		error_set(err, "out of memory");
		return NULL;
	}
	parse(&builder);
	builder.calls.FreeParserCtxt(builder.parser);
	text_fini(&builder.text);
	if (!builder.failed && !builder.root)
		source_error(source->file, err, "no XML document in it");
	return builder.failed ? NULL : builder.root;
}

/* --- Finding ------------------------------------------------------------------------ */

const char *xml_attribute(const struct xml_node *node, const char *name)
{
	for (const struct xml_attribute *at = node->attributes; at; at = at->next)
		if (strcmp(at->name, name) == 0)
			return at->value;
	return NULL;
}

const char *xml_attribute_or_empty(const struct xml_node *node, const char *name)
{
	const char *value = xml_attribute(node, name);

	return value ? value : "";
}

static const struct xml_node *find_from(const struct xml_node *node, const char *name)
{
	while (node && strcmp(node->name, name) != 0)
		node = node->next;
	return node;
}

const struct xml_node *xml_child(const struct xml_node *node, const char *name)
{
	return node ? find_from(node->first, name) : NULL;
}

const struct xml_node *xml_next(const struct xml_node *child, const char *name)
{
	return find_from(child->next, name);
}

static bool ends_with(const char *text, const char *end)
{
	size_t text_len = strlen(text), end_len = strlen(end);

	return text_len >= end_len && strcmp(text + text_len - end_len, end) == 0;
}

/* Recursion is as deep as the tree, which has its limit. */
const struct xml_node *xml_find(const struct xml_node *node, const char *name,
                                const char *space)
{
	if (strcmp(node->name, name) == 0 && ends_with(node->space, space))
		return node;
	for (const struct xml_node *child = node->first; child; child = child->next) {
		const struct xml_node *found = xml_find(child, name, space);

		if (found)
			return found;
	}
	return NULL;
}
