/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sentences - a list of texts, put together piece by piece and read one by one.
 *
 * Room: base. They lie one after the other in one text, each ended by a NUL, so
 * that a list is remembered, compared and given back as one.
 */
#ifndef BASE_SENTENCES_H
#define BASE_SENTENCES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/language.h"
#include "base/text.h"

struct arena;

struct sentences {
	struct text text; /* the one being written is what was added since the last end */
	enum language language; /* of what is said */
};

/** The sentence that was added piece by piece to @list->text is whole. */
static inline void sentences_end(struct sentences *list)
{
	text_add_char(&list->text, '\0');
}

/** Add a whole one. */
static inline void sentences_add(struct sentences *list, const char *sentence)
{
	text_add_bytes(&list->text, sentence, strlen(sentence) + 1);
}

void sentences_addf(struct sentences *list, const char *format, ...) PRINTF_LIKE(2, 3);

/** Add the message @english in the list's language, with %1 to %9 replaced by @values: see say_add(). */
void sentences_say(struct sentences *list, const char *english,
                   const char *const *values);

/** The one after @sentence, or the first when it is NULL. @return borrowed; NULL after the last */
const char *sentences_next(const struct sentences *list, const char *sentence);

/* As many as were kept, each NUL-terminated. */
struct sentence_list {
	const char **at;
	size_t count;
};

/** Is @sentence one of @list? */
bool sentence_list_has(const struct sentence_list *list, const char *sentence);

/** Copy them into @arena, those that are alike once. @return false when memory ran out, here or while adding */
MUST_CHECK bool sentences_copy(const struct sentences *list, struct arena *arena,
                               struct sentence_list *copies);

/** Empty it, keeping its memory for reuse. */
void sentences_clear(struct sentences *list);

/** Free what it holds and make it empty again. */
void sentences_fini(struct sentences *list);

#endif
