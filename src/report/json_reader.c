/* SPDX-License-Identifier: BSD-2-Clause */
#include "json_reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* A value takes jansson some 200 bytes, however short it is written. */
#define MARKS_MAX 2000000 /* of '{', '[' and ',' together */

static bool is_too_much(const char *bytes, size_t len)
{
	size_t marks = 0;

	for (size_t i = 0; i < len; i++)
		marks += bytes[i] == '{' || bytes[i] == '[' || bytes[i] == ',';
	return marks > MARKS_MAX;
}

json_t *json_reader_parse(struct json_reader *reader, const char *bytes, size_t len)
{
	json_error_t where;
	json_t *root = NULL;

	reader->failed = true;
	if (is_too_much(bytes, len)) {
		error_set(reader->err, "%s: more than %d values", reader->path,
		          MARKS_MAX);
		return NULL;
	}
	root = json_loadb(bytes, len, 0, &where);
	if (!root)
		error_set(reader->err, "%s:%d: no JSON: %s", reader->path, where.line,
		          where.text);
	reader->failed = !root;
	return root;
}

void json_reader_fail(struct json_reader *reader, const char *key, const char *wanted)
{
	if (reader->failed)
		return;
	reader->failed = true;
	if (reader->section)
		error_set(reader->err, "%s: %s[%zu].%s is no %s", reader->path,
		          reader->section, reader->index, key, wanted);
	else
		error_set(reader->err, "%s: %s is no %s", reader->path, key, wanted);
}

/* What is at @key; NULL for null, too. */
static const json_t *member(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_null(value) ? NULL : value;
}

const char *json_reader_nullable(struct json_reader *reader, const json_t *object,
                                 const char *key)
{
	const json_t *value = member(object, key);

	if (value && !json_is_string(value))
		json_reader_fail(reader, key, "string");
	return json_string_value(value);
}

const char *json_reader_string(struct json_reader *reader, const json_t *object,
                               const char *key)
{
	const char *string = json_reader_nullable(reader, object, key);

	if (!string)
		json_reader_fail(reader, key, "string");
	return string ? string : "";
}

uint64_t json_reader_number(struct json_reader *reader, const json_t *object,
                            const char *key, uint64_t most)
{
	const json_t *value = member(object, key);
	json_int_t number = json_integer_value(value);

	if (!value)
		return 0;
	if (!json_is_integer(value) || number < 0 || (uint64_t)number > most) {
		json_reader_fail(reader, key, "number that fits");
		return 0;
	}
	return (uint64_t)number;
}

bool json_reader_bool(struct json_reader *reader, const json_t *object, const char *key)
{
	const json_t *value = member(object, key);

	if (value && !json_is_boolean(value))
		json_reader_fail(reader, key, "true or false");
	return json_is_true(value);
}

const json_t *json_reader_array(struct json_reader *reader, const json_t *object,
                                const char *key)
{
	const json_t *value = member(object, key);

	if (value && !json_is_array(value)) {
		json_reader_fail(reader, key, "array");
		return NULL;
	}
	return value;
}

void *json_reader_list(struct json_reader *reader, const json_t *object, const char *key,
                       size_t size, size_t *count,
                       void (*read)(struct json_reader *reader, const json_t *object,
                                    void *element))
{
	const struct json_reader outer = *reader;
	const json_t *array = json_reader_array(reader, object, key);
	size_t length = json_array_size(array);
	char *elements = calloc(length ? length : 1, size);

	*count = 0;
	if (!elements) {
		reader->failed = true;
		error_set(reader->err, "%s: out of memory", reader->path);
		return NULL;
	}
	reader->section = key;
	for (size_t i = 0; i < length && !reader->failed; i++) {
		const json_t *value = json_array_get(array, i);

		reader->index = i;
		if (!json_is_object(value))
			json_reader_fail(reader, "*", "object");
		else
			read(reader, value, elements + i * size);
	}
	reader->section = outer.section;
	reader->index = outer.index;
	*count = length; /* after a failure the rest is empty, and can be freed */
	return elements;
}
