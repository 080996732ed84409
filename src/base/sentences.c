/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/sentences.h"

#include <stdarg.h>

#include "base/arena.h"

void sentences_addf(struct sentences *list, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	text_addv(&list->text, format, arguments);
	va_end(arguments);
	sentences_end(list);
}

const char *sentences_next(const struct sentences *list, const char *sentence)
{
	const char *next = sentence ? sentence + strlen(sentence) + 1 : list->text.at;

	return next && next < list->text.at + list->text.len ? next : NULL;
}

/* What was explained of several conversations is said once. */
static bool is_said(const char *const *copies, size_t count, const char *sentence)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(copies[i], sentence) == 0)
			return true;
	return false;
}

bool sentences_copy(const struct sentences *list, struct arena *arena,
                    const char ***copies, size_t *count)
{
	const char *at = NULL;
	size_t all = 0;

	while ((at = sentences_next(list, at)))
		all++;
	*count = 0;
	*copies = arena_alloc(arena, all, sizeof(**copies));
	if (!*copies || list->text.failed)
		return false;
	while ((at = sentences_next(list, at))) {
		if (is_said(*copies, *count, at))
			continue;
		(*copies)[*count] = arena_copy_text(arena, at, strlen(at));
		if (!(*copies)[(*count)++])
			return false;
	}
	return true;
}

void sentences_clear(struct sentences *list)
{
	text_clear(&list->text);
}

void sentences_fini(struct sentences *list)
{
	text_fini(&list->text);
}
