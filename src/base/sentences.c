/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/sentences.h"

#include <stdarg.h>

#include "base/arena.h"
#include "base/say.h"

void sentences_addf(struct sentences *list, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	text_addv(&list->text, format, arguments);
	va_end(arguments);
	sentences_end(list);
}

void sentences_say(struct sentences *list, const char *english, const char *const *values)
{
	say_add(&list->text, list->language, english, values);
	sentences_end(list);
}

const char *sentences_next(const struct sentences *list, const char *sentence)
{
	const char *next = sentence ? sentence + strlen(sentence) + 1 : list->text.at;

	return next && next < list->text.at + list->text.len ? next : NULL;
}

bool sentence_list_has(const struct sentence_list *list, const char *sentence)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->at[i], sentence) == 0)
			return true;
	return false;
}

bool sentences_copy(const struct sentences *list, struct arena *arena,
                    struct sentence_list *copies)
{
	const char *at = NULL;
	size_t all = 0;

	while ((at = sentences_next(list, at)))
		all++;
	copies->count = 0;
	copies->at = arena_alloc(arena, all, sizeof(*copies->at));
	if (!copies->at || list->text.failed)
		return false;
	while ((at = sentences_next(list, at))) {
		/* What was explained of several conversations is said once. */
		if (sentence_list_has(copies, at))
			continue;
		copies->at[copies->count] = arena_copy_text(arena, at, strlen(at));
		if (!copies->at[copies->count++])
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
