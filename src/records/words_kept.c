/* SPDX-License-Identifier: BSD-2-Clause */
#include "words_kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/slot_index.h"

#define MOST      1024
#define WORD_MOST 64 /* bytes */

struct words_kept {
	struct arena *arena; /* owned */
	struct slot_index index;
	struct hash_key key;
	const char *words[MOST];
	uint32_t count;
};

struct words_kept *words_kept_create(void)
{
	struct words_kept *words = calloc(1, sizeof(*words));

	if (!words)
		return NULL;
	words->arena = arena_create();
	words->key = hash_key_random();
	if (words->arena && slot_index_init(&words->index, MOST))
		return words;
	words_kept_destroy(words);
	return NULL;
}

const char *words_kept_add(struct words_kept *words, const char *word)
{
	size_t len = strlen(word), slot;
	uint32_t hash = (uint32_t)hash_bytes(&words->key, word, len), number;

	for (slot = hash;
	     (number = slot_index_next(&words->index, hash, &slot)) != SLOT_INDEX_NONE;)
		if (strcmp(words->words[number], word) == 0)
			return words->words[number];
	if (words->count == MOST || len > WORD_MOST)
		return NULL;
	words->words[words->count] = arena_copy_text(words->arena, word, len);
	if (!words->words[words->count] ||
	    !slot_index_add(&words->index, hash, words->count))
		return NULL;
	return words->words[words->count++];
}

void words_kept_destroy(struct words_kept *words)
{
	if (!words)
		return;
	slot_index_fini(&words->index);
	arena_destroy(words->arena);
	free(words);
}
