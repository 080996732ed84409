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

#include "policy/hint_rows.h"

#define ROW_MEMO_SLOTS 1024 /* a power of two */

struct row_memo {
	uint64_t *keys;          /* owned */
	struct hint_rows **rows; /* owned, and each of them */
	size_t count;
};

bool row_memo_init(struct row_memo *memo);
void row_memo_fini(struct row_memo *memo);

/** The sets kept under @key; @fresh tells that they are zero and the caller's to fill. NULL: out of memory. */
struct hint_rows *row_memo_find(struct row_memo *memo, uint64_t key, bool *fresh);

#endif
