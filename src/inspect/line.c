/* SPDX-License-Identifier: BSD-2-Clause */
#include "line.h"

#include <string.h>
#include <strings.h>

bool line_take(struct cursor *c, struct line *line)
{
	size_t left = cursor_left(c);
	const uint8_t *end = left ? memchr(c->at, '\n', left) : NULL;

	if (!end || c->truncated)
		return false;
	size_t len = (size_t)(end - c->at);

	line->at = (const char *)cursor_take(c, len + 1);
	line->len = len && line->at[len - 1] == '\r' ? len - 1 : len;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void trim(struct line *line)
{
	while (line->len && is_blank(line->at[0])) {
		line->at++;
		line->len--;
	}
	while (line->len && is_blank(line->at[line->len - 1]))
		line->len--;
}

bool line_is_field(const struct line *line, const char *name, const char *compact,
                   struct line *value)
{
	const char *colon = line->len ? memchr(line->at, ':', line->len) : NULL;
	struct line field = { line->at, colon ? (size_t)(colon - line->at) : 0 };

	trim(&field);
	if (!colon || !((field.len == strlen(name) &&
	                 strncasecmp(field.at, name, field.len) == 0) ||
	                (compact && field.len == strlen(compact) &&
	                 strncasecmp(field.at, compact, field.len) == 0)))
		return false;
	value->at = colon + 1;
	value->len = line->len - (size_t)(colon + 1 - line->at);
	trim(value);
	return true;
}

static bool is_word(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

bool line_take_word(struct line *line, struct line *word, size_t most)
{
	size_t len = 0;

	while (len < line->len && is_word(line->at[len]))
		len++;
	if (len == 0 || len > most || len == line->len || line->at[len] != ' ')
		return false;
	*word = (struct line){ line->at, len };
	line->at += len + 1;
	line->len -= len + 1;
	return true;
}

bool line_starts_with(const struct line *line, const char *prefix)
{
	size_t len = strlen(prefix);

	return line->len >= len && memcmp(line->at, prefix, len) == 0;
}

bool line_ends_with(const struct line *line, const char *suffix)
{
	size_t len = strlen(suffix);

	return line->len >= len && memcmp(line->at + line->len - len, suffix, len) == 0;
}

bool line_equals(const struct line *line, const char *text)
{
	return line->len == strlen(text) && line_starts_with(line, text);
}

size_t line_number(const struct line *line)
{
	size_t value = 0;

	for (size_t i = 0; i < line->len && i < 6; i++) {
		if (line->at[i] < '0' || line->at[i] > '9')
			break;
		value = value * 10 + (size_t)(line->at[i] - '0');
	}
	return value;
}
