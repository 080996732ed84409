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

/* --- Times ----------------------------------------------------------------------- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* @digits of them at *@at, which is moved behind @end, when that is not NUL. */
static bool take_number(const char **at, unsigned digits, char end, unsigned most,
                        unsigned *value)
{
	*value = 0;
	for (; digits > 0; digits--, (*at)++) {
		if (!is_digit(**at))
			return false;
		*value = *value * 10 + (unsigned)(**at - '0');
	}
	if (*value > most || (end && **at != end))
		return false;
	*at += end != '\0';
	return true;
}

static unsigned take_fraction(const char **at)
{
	unsigned us = 0, digits = 0;

	if (**at != '.')
		return 0;
	for ((*at)++; is_digit(**at); (*at)++)
		if (digits++ < 6)
			us = us * 10 + (unsigned)(**at - '0');
	for (; digits < 6; digits++)
		us *= 10;
	return us;
}

/* "", "Z", "+0100", "-01:00": seconds that the text is ahead of UTC. */
static bool take_offset(const char *at, int64_t *ahead)
{
	unsigned hours, minutes;
	bool back = *at == '-';

	*ahead = 0;
	if (!*at || strcmp(at, "Z") == 0)
		return true;
	if (*at != '+' && *at != '-')
		return false;
	at++;
	if (!take_number(&at, 2, '\0', 23, &hours))
		return false;
	at += *at == ':';
	if (!take_number(&at, 2, '\0', 59, &minutes) || *at)
		return false;
	*ahead = (int64_t)(hours * 60 + minutes) * 60 * (back ? -1 : 1);
	return true;
}

bool field_time(const json_t *object, const char *key, int64_t *time_us)
{
	const char *at = field_word(object, key);
	unsigned year, month, day, hour, minute, second, us;
	int64_t ahead;

	if (!at || !take_number(&at, 4, '-', 9999, &year) ||
	    !take_number(&at, 2, '-', 12, &month) || month == 0 ||
	    !take_number(&at, 2, '\0', 31, &day) || day == 0 ||
	    (*at != 'T' && *at != ' '))
		return false;
	at++;
	if (!take_number(&at, 2, ':', 23, &hour) ||
	    !take_number(&at, 2, ':', 59, &minute) ||
	    !take_number(&at, 2, '\0', 60, &second))
		return false;
	us = take_fraction(&at);
	if (!take_offset(at, &ahead))
		return false;
	*time_us = clock_from_date(year, month, day, (hour * 60 + minute) * 60 + second) +
	           us - ahead * US_PER_SECOND;
	return true;
}
