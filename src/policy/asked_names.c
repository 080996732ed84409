/* SPDX-License-Identifier: BSD-2-Clause */
#include "asked_names.h"

#include <fnmatch.h>
#include <string.h>

#include "base/error.h"

#define NAME_MOST 253 /* RFC 1035 section 2.3.4, as text */

/* The number of @row, added when it is new; ASKED_NAMES_ROWS when there is no room. */
static size_t number_of(struct asked_names *names, const struct row *row)
{
	size_t i = 0;

	while (i < names->count && names->rows[i].row != row)
		i++;
	if (i == names->count && i < ASKED_NAMES_ROWS)
		names->rows[names->count++].row = row;
	return i;
}

bool asked_names_build(struct asked_names *names, const struct rule *rules, size_t count,
                       struct error *err)
{
	*names = (struct asked_names){ .count = 0 };
	for (size_t i = 0; i < count; i++) {
		size_t number;

		if (rules[i].row->asked_count == 0)
			continue;
		number = number_of(names, rules[i].row);
		if (number == ASKED_NAMES_ROWS)
			return error_set(err, "%s:%u: more than %d rows with 'asked-for'",
			                 rules[i].row->file, rules[i].row->line,
			                 ASKED_NAMES_ROWS);
		row_set_add(&names->rows[number].rules, (unsigned)i);
		row_set_add(&names->all, (unsigned)i);
	}
	return true;
}

static bool asks_for(const struct row *row, const char *name)
{
	for (size_t i = 0; i < row->asked_count; i++)
		if (fnmatch(row->asked[i], name, FNM_CASEFOLD) == 0)
			return true;
	return false;
}

uint8_t asked_names_find(const struct asked_names *names, const char *name, size_t len)
{
	char text[NAME_MOST + 1];
	uint8_t asked = 0;

	if (len == 0 || len > NAME_MOST || names->count == 0)
		return 0;
	memcpy(text, name, len);
	text[len] = '\0';
	for (size_t i = 0; i < names->count; i++)
		if (asks_for(names->rows[i].row, text))
			asked |= (uint8_t)(1u << i);
	return asked;
}

uint8_t asked_names_bit(const struct asked_names *names, const char *id)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->rows[i].row->id, id) == 0)
			return (uint8_t)(1u << i);
	return 0;
}

struct row_set asked_names_keep(const struct asked_names *names,
                                const struct row_set *set, uint8_t asked)
{
	struct row_set kept = row_set_without(set, &names->all);

	for (; asked; asked &= (uint8_t)(asked - 1)) {
		const size_t number = (size_t)__builtin_ctz(asked);
		const struct row_set named = row_set_and(set, &names->rows[number].rules);

		kept = row_set_or(&kept, &named);
	}
	return kept;
}
