/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/digits.h"

#define FIRST_CAPACITY 256

static const char hex_digits[] = "0123456789abcdef";

bool text_grow(struct text *text, size_t more)
{
	if (text->failed)
		return false;
	if (text->len + more < text->capacity)
		return true;

	size_t wanted = text->capacity ? text->capacity : FIRST_CAPACITY;

	while (wanted <= text->len + more)
		wanted *= 2;
	char *grown = realloc(text->at, wanted);
	if (!grown) {
		text->failed = true;
		return false;
	}
	text->at = grown;
	text->capacity = wanted;
	return true;
}

void text_fini(struct text *text)
{
	free(text->at);
	*text = (struct text){ 0 };
}

void text_clear(struct text *text)
{
	text->len = 0;
	text->failed = false;
	if (text->at)
		text->at[0] = '\0';
}

char *text_copy(const struct text *text, struct arena *arena)
{
	return text->failed ? NULL : arena_copy_text(arena, text->at, text->len);
}

void text_shorten(struct text *text, size_t len)
{
	if (len >= text->len)
		return;
	text->len = len;
	text->at[len] = '\0';
}

void text_add_unsigned(struct text *text, uint64_t value)
{
	char *at = text_reserve(text, DIGITS_MOST);

	if (at)
		text_commit(text, digits_put(at, value));
}

void text_addv(struct text *text, const char *format, va_list arguments)
{
	va_list again;

	va_copy(again, arguments);
	int len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0 || !text_grow(text, (size_t)len))
		return;
	vsnprintf(text->at + text->len, (size_t)len + 1, format, arguments);
	text->len += (size_t)len;
}

void text_addf(struct text *text, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	text_addv(text, format, arguments);
	va_end(arguments);
}

static void add_hex_byte(struct text *text, const char *prefix, uint8_t byte)
{
	text_add(text, prefix);
	text_add_char(text, hex_digits[byte >> 4]);
	text_add_char(text, hex_digits[byte & 0x0f]);
}

size_t text_utf8_len(const uint8_t *p, size_t left)
{
	size_t len = p[0] < 0x80   ? 1
	             : p[0] < 0xc2 ? 0
	             : p[0] < 0xe0 ? 2
	             : p[0] < 0xf0 ? 3
	             : p[0] < 0xf5 ? 4
	                           : 0;

	if (len == 0 || len > left)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
	    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return len;
}

/*
 * The character of @len bytes at @p when it moves terminals or turns text round: C0, C1,
 * the separators of lines and paragraphs and the controls of the bidirectional algorithm
 * (UAX 9); else 0, as for NUL.
 */
static unsigned control_at(const uint8_t *p, size_t len)
{
	unsigned c = 0;

	if (len == 1)
		return *p < 0x20 || *p == 0x7f ? *p : 0;
	if (len == 2)
		c = (unsigned)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
	else if (len == 3)
		c = (unsigned)(p[0] & 0x0f) << 12 | (unsigned)(p[1] & 0x3f) << 6 |
		    (p[2] & 0x3f);
	if ((c >= 0x80 && c < 0xa0) || c == 0x61c || c == 0x200e || c == 0x200f ||
	    (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
		return c;
	return 0;
}

/* Bytes from @p on that JSON takes as they are; most text is nothing else. */
static size_t plain_len(const uint8_t *p, size_t left)
{
	size_t len = 0;

	while (len < left && p[len] >= 0x20 && p[len] < 0x7f && p[len] != '"' &&
	       p[len] != '\\')
		len++;
	return len;
}

void text_add_json(struct text *text, const char *bytes, size_t len)
{
	const uint8_t *p = (const uint8_t *)bytes;

	text_add_char(text, '"');
	for (size_t i = 0; i < len;) {
		size_t step = plain_len(p + i, len - i);

		if (step > 0) {
			text_add_bytes(text, bytes + i, step);
			i += step;
			continue;
		}
		step = text_utf8_len(p + i, len - i);
		if (step == 0) {
			text_add(text, "\\ufffd");
			step = 1;
		} else if (p[i] == '"' || p[i] == '\\') {
			text_add_char(text, '\\');
			text_add_char(text, bytes[i]);
		} else if (p[i] == '\0' || control_at(p + i, step)) {
			text_addf(text, "\\u%04x", control_at(p + i, step));
		} else {
			text_add_bytes(text, bytes + i, step);
		}
		i += step;
	}
	text_add_char(text, '"');
}

void text_add_printable(struct text *text, const char *bytes, size_t len)
{
	const uint8_t *p = (const uint8_t *)bytes;

	for (size_t i = 0; i < len;) {
		size_t step = text_utf8_len(p + i, len - i);
		unsigned control = step ? control_at(p + i, step) : 0;

		if (control >= 0xa0) {
			text_addf(text, "\\u%04x", control);
		} else if (step == 0 || p[i] == '\0' || control) {
			add_hex_byte(text, "\\x", p[i]);
			step = 1;
		} else {
			text_add_bytes(text, bytes + i, step);
		}
		i += step;
	}
}

/* What has a meaning in markup. */
static const char *html_entity(uint8_t byte)
{
	switch (byte) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void text_add_html(struct text *text, const char *bytes, size_t len)
{
	const uint8_t *p = (const uint8_t *)bytes;

	for (size_t i = 0; i < len;) {
		const char *entity = html_entity(p[i]);
		size_t step = text_utf8_len(p + i, len - i);
		unsigned control = step ? control_at(p + i, step) : 0;

		if (entity)
			text_add(text, entity);
		else if (step == 0)
			text_add(text, "\xef\xbf\xbd");
		else if (control || p[i] == '\0')
			text_addf(text, "\xe2\x80\xb9U+%04X\xe2\x80\xba", control);
		else
			text_add_bytes(text, bytes + i, step);
		i += step ? step : 1;
	}
}
