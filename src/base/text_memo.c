/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/text_memo.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define HASHED_END 64 /* bytes */

struct place {
	uint64_t hash;
	uint32_t key_len, text_len;
	uint32_t capacity;
	char *bytes; /* owned: the key, then the text; NULL: nothing is kept here */
};

struct text_memo {
	size_t mask;
	struct place places[];
};

/* Both ends of long keys: those that differ only between them share a place. */
static uint64_t hash_of(const uint8_t *key, size_t len)
{
	if (len <= 2 * HASHED_END)
		return hash_quick(key, len);
	return hash_quick(key, HASHED_END) * 3 +
	       hash_quick(key + len - HASHED_END, HASHED_END) + len;
}

struct text_memo *text_memo_create(size_t places)
{
	struct text_memo *memo = calloc(1, sizeof(*memo) + places * sizeof(struct place));

	assert(places > 0 && (places & (places - 1)) == 0);
	if (memo)
		memo->mask = places - 1;
	return memo;
}

void text_memo_destroy(struct text_memo *memo)
{
	for (size_t i = 0; memo && i <= memo->mask; i++)
		free(memo->places[i].bytes);
	free(memo);
}

bool text_memo_add(const struct text_memo *memo, const void *key, size_t len,
                   struct text *out)
{
	uint64_t hash = hash_of(key, len);
	const struct place *place = &memo->places[hash & memo->mask];

	if (!place->bytes || place->hash != hash || place->key_len != len ||
	    memcmp(place->bytes, key, len) != 0)
		return false;
	text_add_bytes(out, place->bytes + len, place->text_len);
	return true;
}

void text_memo_keep(struct text_memo *memo, const void *key, size_t len,
                    const struct text *out, size_t from)
{
	uint64_t hash = hash_of(key, len);
	struct place *place = &memo->places[hash & memo->mask];
	size_t text_len = out->len - from;

	if (out->failed || len + text_len > TEXT_MEMO_MOST)
		return;
	if (len + text_len > place->capacity || !place->bytes) {
		/* Not realloc(): what is there is of no use any more. */
		char *bytes = malloc(len + text_len + 1);

		if (!bytes)
			return;
		free(place->bytes);
		place->bytes = bytes;
		place->capacity = (uint32_t)(len + text_len);
	}
	place->hash = hash;
	place->key_len = (uint32_t)len;
	place->text_len = (uint32_t)text_len;
	if (len > 0)
		memcpy(place->bytes, key, len);
	if (text_len > 0)
		memcpy(place->bytes + len, out->at + from, text_len);
}
