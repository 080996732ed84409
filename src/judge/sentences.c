/* SPDX-License-Identifier: BSD-2-Clause */
#include "sentences.h"

#include "base/arena.h"
#include "base/text.h"

bool sentences_copy(struct arena *arena, const struct text *text, const char ***sentences,
                    size_t *count)
{
	size_t lines = 0, at = 0;

	for (size_t i = 0; i < text->len; i++)
		lines += text->at[i] == '\n';
	*count = 0;
	*sentences = arena_alloc(arena, lines, sizeof(**sentences));
	if (!*sentences || text->failed)
		return false;
	for (size_t i = 0; i < text->len; i++) {
		if (text->at[i] != '\n')
			continue;
		(*sentences)[*count] = arena_copy_text(arena, text->at + at, i - at);
		if (!(*sentences)[*count])
			return false;
		(*count)++;
		at = i + 1;
	}
	return true;
}
