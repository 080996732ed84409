/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * detail_memo - details seen before, so that flows which say the same share them.
 *
 * Room: inspect, private. Thousands of flows ask one server by the same name and
 * are shown the same certificate. Bounded: a slot keeps the list that was last
 * in it; what is found is compared byte by byte.
 */
#ifndef DETAIL_MEMO_H
#define DETAIL_MEMO_H

#include "inspect/detail.h"

#define DETAIL_MEMO_SLOTS  4096
#define DETAIL_MEMO_MAX    1024 /* bytes of a list; longer ones are nobody else's */
#define DETAIL_MEMO_SPARES 64
#define DETAIL_MEMO_OPEN   256 /* bytes that a list takes while values are set, mostly */

struct detail_memo {
	struct detail_list *slots[DETAIL_MEMO_SLOTS];   /* shared with flows, or NULL */
	struct detail_list *spares[DETAIL_MEMO_SPARES]; /* owned, empty */
	size_t spare_count;
};

/** An empty list with room for what most flows say. Owned; NULL: out of memory, which is fine. */
struct detail_list *detail_memo_begin(struct detail_memo *memo);

/**
 * Nothing more is likely to be set in @list: put one in its place that takes no more
 * memory than needed, shared if an equal one is known, NULL for the empty one.
 */
void detail_memo_settle(struct detail_memo *memo, struct detail_list **list);

/** Forget everything. */
void detail_memo_fini(struct detail_memo *memo);

#endif
