/* SPDX-License-Identifier: BSD-2-Clause */
#include "row_memo.h"

#include <stdlib.h>

#include "base/hash.h"

#define FIRST_SLOTS 64

static void forget_all(struct row_memo *memo)
{
	for (size_t i = 0; i < memo->count; i++)
		free(memo->rows[i]);
	memo->count = 0;
}

bool row_memo_init(struct row_memo *memo)
{
	*memo = (struct row_memo){ .count = 0 };
	return slot_index_init(&memo->index, FIRST_SLOTS);
}

void row_memo_fini(struct row_memo *memo)
{
	forget_all(memo);
	slot_index_fini(&memo->index);
}

struct hint_rows *row_memo_find(struct row_memo *memo, uint64_t key, bool *fresh)
{
	uint32_t hash = hash_number(key), number;
	struct hint_rows *rows;

	*fresh = false;
	for (size_t slot = hash;
	     (number = slot_index_next(&memo->index, hash, &slot)) != SLOT_INDEX_NONE;)
		if (memo->keys[number] == key)
			return memo->rows[number];
	if (memo->count == ROW_MEMO_MOST) {
		forget_all(memo);
		slot_index_clear(&memo->index);
	}
	rows = calloc(1, sizeof(*rows));
	if (!rows || !slot_index_add(&memo->index, hash, (uint32_t)memo->count)) {
		free(rows);
		return NULL;
	}
	*fresh = true;
	memo->keys[memo->count] = key;
	memo->rows[memo->count++] = rows;
	return rows;
}
