/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json_reader - members of an object by key and type, and where one is wrong.
 *
 * Room: report, private; the only file here that knows jansson. Strings are borrowed
 * from the document. The first that is wrong is remembered; what is asked for after
 * it is empty, so a reader asks for all it wants and looks once.
 */
#ifndef JSON_READER_H
#define JSON_READER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"

struct error;

struct json_reader {
	const char *path;    /* of the file, for errors */
	struct error *err;   /* borrowed */
	const char *section; /* where the object is that is being read */
	size_t index;
	bool failed;
};

/** Parse @len bytes whole. Owned: json_decref(). NULL with an error. */
json_t *json_reader_parse(struct json_reader *reader, const char *bytes, size_t len);

/** Say that what is at @key is no @wanted. */
void json_reader_fail(struct json_reader *reader, const char *key, const char *wanted);

/** A string that has to be there; "" after a failure. */
const char *json_reader_string(struct json_reader *reader, const json_t *object,
                               const char *key);

/** A string, or NULL where there is none. */
const char *json_reader_nullable(struct json_reader *reader, const json_t *object,
                                 const char *key);

/** A number up to @most; 0 where there is none. */
uint64_t json_reader_number(struct json_reader *reader, const json_t *object,
                            const char *key, uint64_t most);

bool json_reader_bool(struct json_reader *reader, const json_t *object, const char *key);

/** The array at @key, or NULL where there is none. */
const json_t *json_reader_array(struct json_reader *reader, const json_t *object,
                                const char *key);

/** Members of the array at @key, objects all, each to be read by @read into an element of @size bytes. Owned. */
void *json_reader_list(struct json_reader *reader, const json_t *object, const char *key,
                       size_t size, size_t *count,
                       void (*read)(struct json_reader *reader, const json_t *object,
                                    void *element));

#endif
