/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * row_memo - row sets computed once per distinct argument and kept.
 *
 * Room: policy, private. There are few distinct role sets and hint sets in any
 * network, but hostile payloads may make many: beyond a bound it starts anew.
 */
#ifndef ROW_MEMO_H
#define ROW_MEMO_H

#include <stddef.h>
#include <stdint.h>

#include "base/slot_index.h"
#include "policy/hint_rows.h"

#define ROW_MEMO_MOST 512

struct row_memo {
	struct slot_index index;
	uint64_t keys[ROW_MEMO_MOST];
	struct hint_rows *rows[ROW_MEMO_MOST]; /* each owned */
	size_t count;
};

bool row_memo_init(struct row_memo *memo);
void row_memo_fini(struct row_memo *memo);

/** The sets kept under @key; @fresh tells that they are zero and the caller's to fill. NULL: out of memory. */
struct hint_rows *row_memo_find(struct row_memo *memo, uint64_t key, bool *fresh);

#endif
