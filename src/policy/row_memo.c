/* SPDX-License-Identifier: BSD-2-Clause */
#include "row_memo.h"

#include <stdlib.h>

static void forget_all(struct row_memo *memo)
{
	for (size_t i = 0; i < ROW_MEMO_SLOTS; i++) {
		free(memo->rows[i]);
		memo->rows[i] = NULL;
	}
	memo->count = 0;
}

bool row_memo_init(struct row_memo *memo)
{
	*memo = (struct row_memo){
		.keys = calloc(ROW_MEMO_SLOTS, sizeof(*memo->keys)),
		.rows = calloc(ROW_MEMO_SLOTS, sizeof(struct hint_rows *)),
	};
	return memo->keys && memo->rows;
}

void row_memo_fini(struct row_memo *memo)
{
	if (memo->rows)
		forget_all(memo);
	free(memo->keys);
	free(memo->rows);
	*memo = (struct row_memo){ 0 };
}

struct hint_rows *row_memo_find(struct row_memo *memo, uint64_t key, bool *fresh)
{
	size_t slot = (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> 32) % ROW_MEMO_SLOTS;

	*fresh = false;
	while (memo->rows[slot]) {
		if (memo->keys[slot] == key)
			return memo->rows[slot];
		slot = (slot + 1) % ROW_MEMO_SLOTS;
	}
	if (memo->count >= ROW_MEMO_SLOTS / 2) {
		forget_all(memo);
		return row_memo_find(memo, key, fresh);
	}
	*fresh = true;
	memo->keys[slot] = key;
	memo->rows[slot] = calloc(1, sizeof(**memo->rows));
	memo->count += memo->rows[slot] != NULL;
	return memo->rows[slot];
}
