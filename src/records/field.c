/* SPDX-License-Identifier: BSD-2-Clause */
#include "field.h"

#include <string.h>

#include "base/clock.h"

bool field_unsigned(const json_t *object, const char *key, uint64_t most, uint64_t *value)
{
	const json_t *member = json_object_get(object, key);

	if (!json_is_integer(member) || json_integer_value(member) < 0 ||
	    (uint64_t)json_integer_value(member) > most)
		return false;
	*value = (uint64_t)json_integer_value(member);
	return true;
}

bool field_count(const json_t *object, const char *key, uint64_t *value)
{
	const json_t *member = json_object_get(object, key);

	*value = 0;
	return !member || json_is_null(member) ||
	       field_unsigned(object, key, INT64_MAX, value);
}

const char *field_text(const json_t *object, const char *key, size_t *len)
{
	const json_t *member = json_object_get(object, key);

	if (!json_is_string(member))
		return NULL;
	*len = json_string_length(member);
	return json_string_value(member);
}

const char *field_word(const json_t *object, const char *key)
{
	size_t len;
	const char *text = field_text(object, key, &len);

	return text && strlen(text) == len ? text : NULL;
}

bool field_is_true(const json_t *object, const char *key)
{
	return json_is_true(json_object_get(object, key));
}

bool field_address(const json_t *object, const char *key, struct address *address)
{
	const char *text = field_word(object, key);

	return text && address_parse(address, text);
}

bool field_port(const json_t *object, const char *key, uint16_t *port)
{
	uint64_t value;

	if (!field_unsigned(object, key, UINT16_MAX, &value))
		return false;
	*port = (uint16_t)value;
	return true;
}

bool field_time(const json_t *object, const char *key, int64_t *time_us)
{
	const char *text = field_word(object, key);

	return text && clock_parse(time_us, text);
}
