/* SPDX-License-Identifier: BSD-2-Clause */
#include "records.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

#include "source.h"

/* A value takes jansson some 200 bytes, however short it is written. */
#define MARKS_MAX 400000 /* of '{', '[' and ',' together */

static bool is_too_much(const struct source *source)
{
	size_t marks = 0;

	for (size_t i = 0; i < source->len; i++)
		marks += source->bytes[i] == '{' || source->bytes[i] == '[' ||
		         source->bytes[i] == ',';
	return marks > MARKS_MAX;
}

/* An address, or a constant that 5.1 writes as {"value": 2, "Value": "External"}. */
static void add_shown(struct record_list *list, struct record_field *field,
                      const json_t *object)
{
	static const char *const names[] = { "IPAddressToString", "Value" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const json_t *shown = json_object_get(object, names[i]);

		if (json_is_string(shown)) {
			record_add_value(list, field, json_string_value(shown),
			                 json_string_length(shown));
			return;
		}
	}
}

static void add_scalar(struct record_list *list, struct record_field *field,
                       const json_t *value)
{
	char number[32];

	switch (json_typeof(value)) {
	case JSON_STRING:
		record_add_value(list, field, json_string_value(value),
		                 json_string_length(value));
		break;
	case JSON_INTEGER:
		snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT,
		         json_integer_value(value));
		record_add_value(list, field, number, strlen(number));
		break;
	case JSON_TRUE:
		record_add_value(list, field, "True", 4);
		break;
	case JSON_FALSE:
		record_add_value(list, field, "False", 5);
		break;
	case JSON_OBJECT:
		add_shown(list, field, value);
		break;
	case JSON_ARRAY:
	case JSON_REAL:
	case JSON_NULL:
		break;
	}
}

/* ConvertTo-Json of 5.1 writes some lists as {"value": [...], "Count": n}. */
static const json_t *unwrap(const json_t *value)
{
	const json_t *inner = json_object_get(value, "value");

	return json_is_array(inner) && json_object_get(value, "Count") ? inner : value;
}

static void add_value(struct record_list *list, struct record_field *field,
                      const json_t *value)
{
	size_t index;
	json_t *item;

	value = unwrap(value);
	if (!json_is_array(value)) {
		add_scalar(list, field, value);
		return;
	}
	json_array_foreach(value, index, item) add_scalar(list, field, item);
}

static void add_record(struct record_list *list, json_t *object)
{
	struct record *record = record_list_add(list);
	const char *name;
	json_t *value;

	json_object_foreach(object, name, value) add_value(
		list, record_add_field(list, record, name, strlen(name)), value);
}

/* Objects, or lists of them: several cmdlets in one pipeline. As deep as jansson lets. */
static void add_records(struct record_list *list, json_t *root, unsigned depth)
{
	size_t index;
	json_t *item;

	if (json_is_object(root) && unwrap(root) == root) {
		add_record(list, root);
		return;
	}
	json_array_foreach(unwrap(root), index, item) if (depth < RECORDS_DEPTH_MAX)
		add_records(list, item, depth + 1);
}

static size_t count_lines(const char *at, const char *end)
{
	size_t lines = 0;

	for (; at < end; at++)
		lines += *at == '\n';
	return lines;
}

/* One value at *@at, behind which it goes. @return NULL, and why, when there is none */
static json_t *read_value(const struct source *source, const char **at, struct error *err)
{
	const char *end = source->bytes + source->len;
	json_error_t reason;
	json_t *value = json_loadb(*at, (size_t)(end - *at),
	                           JSON_ALLOW_NUL | JSON_DISABLE_EOF_CHECK, &reason);

	if (!value) {
		source_error(source->file, err, "line %zu: no JSON: %s",
		             count_lines(source->bytes, *at) + (size_t)reason.line,
		             reason.text);
		return NULL;
	}
	*at += reason.position;
	*at += strspn(*at, " \t\r\n");
	return value;
}

/* One value, or one behind the other, as ForEach-Object { $_ | ConvertTo-Json } writes them. */
bool records_read_json(struct record_list *list, const struct source *source,
                       struct error *err)
{
	const char *at = source->bytes, *end = at + source->len;

	if (is_too_much(source))
		return source_error(source->file, err, "more values than any export has");
	do {
		json_t *value = read_value(source, &at, err);

		if (!value)
			return false;
		add_records(list, value, 0);
		json_decref(value);
	} while (at < end && !list->too_many);
	return records_whole(list, source, err);
}
