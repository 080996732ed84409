/* SPDX-License-Identifier: BSD-2-Clause */
#include "yaml_tree.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"

struct builder {
	struct yaml_tree *tree;
	yaml_parser_t parser;
	const char *bytes;
	size_t len;
	size_t values;
};

/* Memory that runs out here loses a mistake, and never the last one. */
static bool collect(const struct yaml_tree *tree, unsigned line, const char *reason)
{
	struct yaml_mistakes *mistakes = tree->mistakes;
	struct error text;

	error_set(&text, "%s:%u: %s", tree->file, line, reason);
	if (mistakes->count == 0)
		*tree->err = text;
	if (mistakes->count == YAML_MISTAKES_MAX ||
	    !array_reserve(&mistakes->items, &mistakes->capacity, mistakes->count,
	                   sizeof(*mistakes->items)))
		return false;
	mistakes->items[mistakes->count].line = line;
	mistakes->items[mistakes->count].text = strdup(text.text);
	mistakes->count += mistakes->items[mistakes->count].text != NULL;
	return false;
}

bool yaml_tree_error(const struct yaml_tree *tree, unsigned line, const char *format, ...)
{
	char reason[sizeof(tree->err->text)];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(reason, sizeof(reason), format, arguments);
	va_end(arguments);
	if (tree->mistakes)
		return collect(tree, line, reason);
	return error_set(tree->err, "%s:%u: %s", tree->file, line, reason);
}

bool yaml_tree_no_memory(const struct yaml_tree *tree)
{
	return error_set(tree->err, "%s: out of memory", tree->file);
}

/* --- What libyaml finds wrong, in words for the person who wrote the file --- */

static const struct {
	const char *problem, *words;
} translations[] = {
	{ "mapping values are not allowed in this context",
	  "a ':' that does not fit here: quote the text or check the indentation" },
	{ "did not find expected key",
	  "expected a key here: check the indentation, and quotes and brackets above" },
	{ "did not find expected '-' indicator",
	  "expected '- ' here: check the indentation of the list" },
	{ "could not find expected ':'", "expected ':' after a key" },
	{ "did not find expected ',' or '}'", "expected ',' or '}'" },
	{ "did not find expected ',' or ']'", "expected ',' or ']'" },
	{ "found unexpected end of stream", "a quote is not closed" },
	{ "found character that cannot start any token",
	  "quote the text: it begins with a character that YAML reserves" },
	{ "did not find expected alphabetic or numeric character",
	  "quote the text: YAML reserves a '*' or '&' in front" },
	{ "did not find expected node content",
	  "expected a value here: quote one that begins with ':' or ','" },
	{ "did not find expected <document start>",
	  "expected the end of the file: check the indentation" },
};

/* What libyaml was at, when that began on an earlier line. */
static const struct {
	const char *context;
	const char *where; /* NULL: the earlier line is where to look */
} contexts[] = {
	{ "while scanning a simple key", NULL },
	{ "while scanning a quoted scalar", NULL },
	{ "while parsing a flow mapping", "after the '{' of" },
	{ "while parsing a flow sequence", "after the '[' of" },
	{ "while parsing a block mapping", "among the keys from" },
	{ "while parsing a block collection", "in the list from" },
};

static const char *translate(const char *problem)
{
	for (size_t i = 0; i < ARRAY_LEN(translations); i++)
		if (strcmp(translations[i].problem, problem) == 0)
			return translations[i].words;
	return problem;
}

static unsigned line_of_offset(const struct builder *builder, size_t offset)
{
	unsigned line = 1;

	for (size_t at = 0; at < offset && at < builder->len; at++)
		line += builder->bytes[at] == '\n';
	return line;
}

/* Is a tab among the blanks that line @line (counted from 1) begins with? */
static bool tab_indents(const struct builder *builder, unsigned line)
{
	const char *at = builder->bytes, *end = at + builder->len;

	while (at < end && line > 1)
		line -= *at++ == '\n';
	while (at < end && *at == ' ')
		at++;
	return at < end && *at == '\t';
}

static bool problem_error(const struct yaml_tree *tree, const yaml_parser_t *parser)
{
	const char *problem = translate(parser->problem);
	unsigned line = (unsigned)parser->problem_mark.line + 1;
	unsigned began = (unsigned)parser->context_mark.line + 1;

	for (size_t i = 0; i < ARRAY_LEN(contexts); i++) {
		if (!parser->context || began >= line ||
		    strcmp(contexts[i].context, parser->context) != 0)
			continue;
		if (!contexts[i].where)
			return yaml_tree_error(tree, began, "%s", problem);
		return yaml_tree_error(tree, line, "%s (%s line %u)", problem,
		                       contexts[i].where, began);
	}
	return yaml_tree_error(tree, line, "%s", problem);
}

static bool syntax_error(const struct builder *builder)
{
	const yaml_parser_t *parser = &builder->parser;
	const struct yaml_tree *tree = builder->tree;
	unsigned line = (unsigned)parser->problem_mark.line + 1;

	if (parser->error == YAML_MEMORY_ERROR)
		return yaml_tree_no_memory(tree);
	if (parser->error == YAML_READER_ERROR)
		return yaml_tree_error(
			tree, line_of_offset(builder, parser->problem_offset),
			"this is not clean UTF-8 text: %s", parser->problem);
	if (tab_indents(builder, line))
		return yaml_tree_error(tree, line, "a tab indents here: use spaces");
	return problem_error(tree, parser);
}

/* --- Events to values ------------------------------------------------------- */

static unsigned event_line(const yaml_event_t *event)
{
	return (unsigned)event->start_mark.line + 1;
}

static bool next_event(struct builder *builder, yaml_event_t *event)
{
	return yaml_parser_parse(&builder->parser, event) || syntax_error(builder);
}

static bool refuse_tag(const struct builder *builder, const yaml_event_t *event)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;

	if (event->type == YAML_SCALAR_EVENT) {
		anchor = event->data.scalar.anchor;
		tag = event->data.scalar.tag;
	} else if (event->type == YAML_SEQUENCE_START_EVENT) {
		anchor = event->data.sequence_start.anchor;
		tag = event->data.sequence_start.tag;
	} else if (event->type == YAML_MAPPING_START_EVENT) {
		anchor = event->data.mapping_start.anchor;
		tag = event->data.mapping_start.tag;
	} else {
		return yaml_tree_error(builder->tree, event_line(event),
		                       "aliases are not used here: write the value out, "
		                       "or quote a text that begins with '*'");
	}
	if (anchor)
		return yaml_tree_error(builder->tree, event_line(event),
		                       "anchors are not used here: quote a text that "
		                       "begins with '&'");
	if (tag)
		return yaml_tree_error(builder->tree, event_line(event),
		                       "tags are not used here: quote a text that "
		                       "begins with '!'");
	return true;
}

/* Fold line breaks and tabs into blanks. @return false for any other control character */
static bool make_one_line(char *text, size_t *len)
{
	size_t end = *len;

	while (end > 0 && (text[end - 1] == '\n' || text[end - 1] == ' '))
		end--;
	for (size_t i = 0; i < end; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == '\n' || c == '\t')
			text[i] = ' ';
		else if (c < 0x20 || c == 0x7f)
			return false;
		else if (c == 0xc2 && (unsigned char)text[i + 1] < 0xa0)
			return false; /* U+0080 to U+009F in UTF-8: more controls */
	}
	text[end] = '\0';
	*len = end;
	return true;
}

static const char *copy_scalar(struct builder *builder, yaml_event_t *event,
                               struct arena *arena)
{
	const struct yaml_tree *tree = builder->tree;
	char *text = (char *)event->data.scalar.value; /* NUL-terminated by libyaml */
	size_t len = event->data.scalar.length;

	if (len > YAML_TREE_TEXT_MAX) {
		yaml_tree_error(tree, event_line(event), "a text of more than %d bytes",
		                YAML_TREE_TEXT_MAX);
		return NULL;
	}
	if (!make_one_line(text, &len)) {
		yaml_tree_error(tree, event_line(event), "a control character in a text");
		return NULL;
	}

	const char *copy = arena_copy_text(arena, text, len);

	if (!copy)
		yaml_tree_no_memory(tree);
	return copy;
}

static struct yaml_value *read_value(struct builder *builder, yaml_event_t *event,
                                     unsigned depth);

/* A map's key; @event is the key's, and is replaced by its value's. */
static const char *read_key(struct builder *builder, yaml_event_t *event)
{
	const char *key;

	if (event->type != YAML_SCALAR_EVENT) {
		yaml_tree_error(builder->tree, event_line(event), "a key must be a word");
		return NULL;
	}
	if (!refuse_tag(builder, event))
		return NULL;
	key = copy_scalar(builder, event, builder->tree->values);
	if (!key)
		return NULL;
	yaml_event_delete(event);
	return next_event(builder, event) ? key : NULL;
}

/* The members of a list or map whose start was read, up to its end. */
static bool read_members(struct builder *builder, struct yaml_value *owner,
                         unsigned depth)
{
	const struct yaml_value **link = &owner->first;
	yaml_event_t event = { 0 };

	while (next_event(builder, &event)) {
		unsigned key_line = event_line(&event);
		const char *key = NULL;

		if (event.type == YAML_SEQUENCE_END_EVENT ||
		    event.type == YAML_MAPPING_END_EVENT) {
			yaml_event_delete(&event);
			return true;
		}
		if (owner->kind == YAML_KIND_MAP && !(key = read_key(builder, &event)))
			break;

		struct yaml_value *member = read_value(builder, &event, depth);

		if (!member)
			break;
		member->key = key;
		member->key_line = key_line;
		*link = member;
		link = &member->next;
		owner->count++;
		yaml_event_delete(&event);
	}
	yaml_event_delete(&event);
	return false;
}

static struct yaml_value *read_value(struct builder *builder, yaml_event_t *event,
                                     unsigned depth)
{
	struct yaml_tree *tree = builder->tree;

	if (!refuse_tag(builder, event))
		return NULL;
	if (depth > YAML_TREE_DEPTH_MAX) {
		yaml_tree_error(tree, event_line(event), "nested more than %d deep",
		                YAML_TREE_DEPTH_MAX);
		return NULL;
	}
	if (++builder->values > YAML_TREE_VALUES_MAX) {
		yaml_tree_error(tree, event_line(event), "more than %d values",
		                YAML_TREE_VALUES_MAX);
		return NULL;
	}

	struct yaml_value *value = arena_alloc(tree->values, 1, sizeof(*value));

	if (!value) {
		yaml_tree_no_memory(tree);
		return NULL;
	}
	value->line = event_line(event);
	if (event->type == YAML_SCALAR_EVENT) {
		value->kind = YAML_KIND_TEXT;
		value->text = copy_scalar(builder, event, tree->strings);
		return value->text ? value : NULL;
	}
	value->kind =
		event->type == YAML_MAPPING_START_EVENT ? YAML_KIND_MAP : YAML_KIND_LIST;
	return read_members(builder, value, depth + 1) ? value : NULL;
}

/* Step over one event, which the grammar of YAML promises to be harmless. */
static bool skip_event(struct builder *builder, yaml_event_type_t *type, unsigned *line)
{
	yaml_event_t event;

	if (!next_event(builder, &event))
		return false;
	*type = event.type;
	*line = event_line(&event);
	yaml_event_delete(&event);
	return true;
}

static bool read_document(struct builder *builder)
{
	struct yaml_tree *tree = builder->tree;
	yaml_event_type_t type;
	yaml_event_t event = { 0 };
	unsigned line;

	if (!skip_event(builder, &type, &line) || !skip_event(builder, &type, &line))
		return false;
	if (type == YAML_STREAM_END_EVENT)
		return yaml_tree_error(tree, 1, "nothing is written here");
	if (!next_event(builder, &event))
		return false;
	tree->root = read_value(builder, &event, 1);
	yaml_event_delete(&event);
	if (!tree->root || !skip_event(builder, &type, &line) ||
	    !skip_event(builder, &type, &line))
		return false;
	if (type != YAML_STREAM_END_EVENT)
		return yaml_tree_error(tree, line,
		                       "a second document begins here: one to a file");
	return true;
}

/* --- Opening ---------------------------------------------------------------- */

static bool start(struct yaml_tree *tree, const char *file, struct error *err)
{
	*tree = (struct yaml_tree){ .file = file, .err = err };
	tree->strings = arena_create();
	tree->values = arena_create();
	if (!tree->strings || !tree->values)
		return yaml_tree_no_memory(tree);

	const char *copy = arena_copy_text(tree->strings, file, strlen(file));

	if (!copy)
		return yaml_tree_no_memory(tree);
	tree->file = copy;
	return true;
}

static bool build(struct yaml_tree *tree, const char *bytes, size_t len)
{
	struct builder builder = { .tree = tree, .bytes = bytes, .len = len };

	if (!yaml_parser_initialize(&builder.parser))
		return yaml_tree_no_memory(tree);
	yaml_parser_set_input_string(&builder.parser, (const unsigned char *)bytes, len);

	bool built = read_document(&builder);

	yaml_parser_delete(&builder.parser);
	return built;
}

bool yaml_tree_open_bytes(struct yaml_tree *tree, const char *file, const char *bytes,
                          size_t len, struct error *err)
{
	if (!start(tree, file, err))
		return false;
	if (len > YAML_TREE_FILE_MAX)
		return error_set(err, "%s: larger than %d MiB", file,
		                 YAML_TREE_FILE_MAX / 1024 / 1024);
	return build(tree, bytes, len);
}

bool yaml_tree_open(struct yaml_tree *tree, const char *path, struct error *err)
{
	FILE *file = fopen(path, "rbe");
	char *bytes = NULL;
	bool opened = false;

	*tree = (struct yaml_tree){ 0 };
	if (!file)
		return error_set(err, "%s: %s", path, strerror(errno));
	bytes = malloc(YAML_TREE_FILE_MAX + 1);
	if (!bytes) {
		error_set(err, "%s: out of memory", path);
		goto out;
	}

	size_t len = fread(bytes, 1, YAML_TREE_FILE_MAX + 1, file);

	if (ferror(file))
		error_set(err, "%s: %s", path, strerror(errno));
	else
		opened = yaml_tree_open_bytes(tree, path, bytes, len, err);
out:
	free(bytes);
	fclose(file);
	return opened;
}

struct arena *yaml_tree_take_strings(struct yaml_tree *tree)
{
	struct arena *strings = tree->strings;

	tree->strings = NULL;
	return strings;
}

void yaml_tree_close(struct yaml_tree *tree)
{
	arena_destroy(tree->strings);
	arena_destroy(tree->values);
	*tree = (struct yaml_tree){ 0 };
}
