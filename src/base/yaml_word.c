/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/yaml_word.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

#define ALPHANUMERIC                                                                     \
	"abcdefghijklmnopqrstuvwxyz"                                                     \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ"                                                     \
	"0123456789"

/* What names, numbers, days, ranges and ports are made of; signs in front have meanings. */
bool yaml_word_is_plain(const char *word)
{
	return *word && strchr(ALPHANUMERIC, *word) &&
	       word[strspn(word, ALPHANUMERIC "._/-")] == '\0';
}

/* The character of @len bytes of well-formed UTF-8. */
static uint32_t character_at(const uint8_t *p, size_t len)
{
	uint32_t c = len == 1 ? *p : *p & (0xffu >> (len + 1));

	for (size_t i = 1; i < len; i++)
		c = c << 6 | (p[i] & 0x3f);
	return c;
}

/* Blocks of plain letters: Latin, Greek, Cyrillic, Armenian; Kana, Han; Hangul. */
static bool is_letter(uint32_t c)
{
	return (c >= 0xc0 && c < 0x590) || (c >= 0x3041 && c < 0xa000) ||
	       (c >= 0xac00 && c < 0xd7a4);
}

static void add_safe(struct text *out, const char *words, bool quoted)
{
	const uint8_t *p = (const uint8_t *)words;
	size_t left = strlen(words), len;

	for (; left > 0; p += len, left -= len) {
		len = text_utf8_len(p, left);
		uint32_t c = len ? character_at(p, len) : 0;

		if (quoted && (c == '"' || c == '\\'))
			text_addf(out, "\\%c", (int)c);
		else if ((c >= 0x20 && c < 0x7f) || is_letter(c))
			text_add_bytes(out, p, len);
		else if (c < 0xa0)
			text_add_char(out, '?');
		else
			text_addf(out, c < 0x10000 ? "\\u%04X" : "\\U%08X", (unsigned)c);
		len = len ? len : 1;
	}
}

void yaml_word_add(struct text *out, const char *word)
{
	if (yaml_word_is_plain(word)) {
		text_add(out, word);
		return;
	}
	text_add_char(out, '"');
	add_safe(out, word, true);
	text_add_char(out, '"');
}

void yaml_word_add_comment(struct text *out, const char *words)
{
	add_safe(out, words, false);
}
