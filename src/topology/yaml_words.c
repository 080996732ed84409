/* SPDX-License-Identifier: BSD-2-Clause */
#include "topology/yaml_words.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

/* Letters, digits and what host names have. */
static bool is_plain(const char *word)
{
	if (!*word || strchr("-._", *word))
		return false;
	for (; *word; word++)
		if (!(*word >= 'a' && *word <= 'z') && !(*word >= 'A' && *word <= 'Z') &&
		    !(*word >= '0' && *word <= '9') && !strchr("-._", *word))
			return false;
	return true;
}

/*
 * The text was valid UTF-8 when it was read, but a limit may have cut a character:
 * what is left of it is 0x7f, which nobody prints. @return what follows it
 */
static const char *take_character(const char *at, uint32_t *character)
{
	const unsigned char *bytes = (const unsigned char *)at;
	size_t len = *bytes < 0xc0 ? 1 : *bytes < 0xe0 ? 2 : *bytes < 0xf0 ? 3 : 4;

	*character = len == 1 ? *bytes : *bytes & (0xffu >> (len + 1));
	if (*bytes >= 0x80 && len == 1)
		*character = 0x7f;
	for (size_t i = 1; i < len; i++) {
		if ((bytes[i] & 0xc0) != 0x80) {
			*character = 0x7f;
			return at + i;
		}
		*character = *character << 6 | (bytes[i] & 0x3f);
	}
	return at + len;
}

/* Blocks of plain letters: Latin, Greek, Cyrillic, Armenian; Kana, Han; Hangul. */
static bool is_letter(uint32_t c)
{
	return (c >= 0xc0 && c < 0x590) || (c >= 0x3041 && c < 0xa000) ||
	       (c >= 0xac00 && c < 0xd7a4);
}

static void add_safe(struct text *out, const char *words, bool quoted)
{
	while (*words) {
		const char *start = words;
		uint32_t c;

		words = take_character(words, &c);
		if (quoted && (c == '"' || c == '\\'))
			text_addf(out, "\\%c", (int)c);
		else if ((c >= 0x20 && c < 0x7f) || is_letter(c))
			text_add_bytes(out, start, (size_t)(words - start));
		else if (c < 0x20 || (c >= 0x7f && c < 0xa0))
			text_add_char(out, '?');
		else
			text_addf(out, c < 0x10000 ? "\\u%04X" : "\\U%08X", (unsigned)c);
	}
}

void yaml_words_add(struct text *out, const char *word)
{
	if (is_plain(word)) {
		text_add(out, word);
		return;
	}
	text_add_char(out, '"');
	add_safe(out, word, true);
	text_add_char(out, '"');
}

void yaml_words_add_comment(struct text *out, const char *words)
{
	add_safe(out, words, false);
}
