/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json - objects and arrays written straight into a text, commas taken care of.
 *
 * Room: report, private. Records of flows are written a million at a time, so
 * nothing is built first; the writer only knows whether a comma is due.
 */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/address.h"
#include "base/text.h"

struct sentences;

/* A comma is due before the next member unless something was just opened. */
static inline void json_comma(struct text *out)
{
	char last = out->len ? out->at[out->len - 1] : '{';

	if (last != '{' && last != '[' && last != ':' && last != '\n')
		text_add_char(out, ',');
}

/** Add "key": with the comma before it. Keys are ours and need no escaping. */
static inline void json_key(struct text *out, const char *key)
{
	size_t len = strlen(key);
	char *at;

	json_comma(out);
	/* Room is asked for once: a record has fifty keys. */
	if (UNLIKELY(out->failed || out->len + len + 3 >= out->capacity) &&
	    !text_grow(out, len + 3))
		return;
	at = out->at + out->len;
	*at++ = '"';
	memcpy(at, key, len);
	memcpy(at + len, "\":", 3);
	out->len += len + 3;
}

static inline void json_open(struct text *out, const char *key, char bracket)
{
	if (key)
		json_key(out, key);
	else
		json_comma(out);
	text_add_char(out, bracket);
}

static inline void json_close(struct text *out, char bracket)
{
	text_add_char(out, bracket);
}

static inline void json_string(struct text *out, const char *value)
{
	json_comma(out);
	text_add_json(out, value, strlen(value));
}

static inline void json_add_string(struct text *out, const char *key, const char *value)
{
	json_key(out, key);
	text_add_json(out, value, strlen(value));
}

/** A NULL @value becomes null. */
static inline void json_add_nullable(struct text *out, const char *key, const char *value)
{
	json_key(out, key);
	if (value)
		text_add_json(out, value, strlen(value));
	else
		text_add_bytes(out, "null", 4);
}

static inline void json_add_null(struct text *out, const char *key)
{
	json_key(out, key);
	text_add_bytes(out, "null", 4);
}

static inline void json_add_unsigned(struct text *out, const char *key, uint64_t value)
{
	json_key(out, key);
	text_add_unsigned(out, value);
}

static inline void json_add_signed(struct text *out, const char *key, int64_t value)
{
	json_key(out, key);
	text_addf(out, "%lld", (long long)value);
}

static inline void json_add_bool(struct text *out, const char *key, bool value)
{
	json_key(out, key);
	text_add(out, value ? "true" : "false");
}

/** Text that needs no escaping: addresses, times, our own words. */
void json_add_plain(struct text *out, const char *key, const char *value);
void json_add_time(struct text *out, const char *key, int64_t time_us);

/** The same, or null when none is @given. */
void json_add_time_or_null(struct text *out, const char *key, int64_t time_us,
                           bool given);
void json_add_address(struct text *out, const char *key, const struct address *address);

/** An array of @count strings. */
void json_add_strings(struct text *out, const char *key, const char *const *strings,
                      size_t count);

/** Names of the roles in a set, balanced ones left out, as members of an array. */
void json_role_strings(struct text *out, uint64_t roles);

/** The same as an array of its own. */
void json_add_roles(struct text *out, const char *key, uint64_t roles);

/** Names of the hints in a set. */
void json_add_hints(struct text *out, const char *key, uint64_t hints);

/** One array member for each sentence. */
void json_add_sentences(struct text *out, const char *key,
                        const struct sentences *sentences);

#endif
