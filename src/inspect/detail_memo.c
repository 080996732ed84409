/* SPDX-License-Identifier: BSD-2-Clause */
#include "detail_memo.h"

#include <string.h>

#include "base/hash.h"

#include "detail_list.h"

static bool are_equal(const struct detail_list *a, const struct detail_list *b)
{
	return a->used == b->used && memcmp(a->bytes, b->bytes, a->used) == 0;
}

struct detail_list *detail_memo_begin(struct detail_memo *memo)
{
	return memo->spare_count > 0 ? memo->spares[--memo->spare_count]
	                             : detail_list_create(DETAIL_LIST_OPEN);
}

/* The list is no longer needed, its memory may be. */
static void give_back(struct detail_memo *memo, struct detail_list *list)
{
	if (list->owners > 1 || list->capacity != DETAIL_LIST_OPEN ||
	    memo->spare_count == DETAIL_MEMO_SPARES) {
		detail_list_destroy(list);
		return;
	}
	list->keys = 0;
	list->shares = 1;
	list->used = 0;
	memo->spares[memo->spare_count++] = list;
}

/* @return one more owner's list of the same values; NULL when out of memory */
static struct detail_list *find_or_add(struct detail_memo *memo,
                                       const struct detail_list *list)
{
	struct detail_list **slot;

	if (list->used > DETAIL_MEMO_MAX)
		return detail_copy(list);
	/* Not keyed: whoever makes lists meet in one slot only has them stored apart. */
	slot = &memo->slots[hash_quick(list->bytes, list->used) % DETAIL_MEMO_SLOTS];
	if (!*slot || !are_equal(*slot, list)) {
		struct detail_list *copy = detail_copy(list);

		if (!copy)
			return NULL;
		detail_list_destroy(*slot);
		*slot = copy;
	}
	return detail_list_share(*slot);
}

void detail_memo_settle(struct detail_memo *memo, struct detail_list **list)
{
	struct detail_list *open = *list, *settled;

	if (!open)
		return;
	if (open->used == 0) {
		*list = NULL;
		give_back(memo, open);
		return;
	}
	settled = find_or_add(memo, open);
	if (!settled)
		return;
	*list = settled;
	give_back(memo, open);
}

void detail_memo_fini(struct detail_memo *memo)
{
	for (size_t i = 0; i < DETAIL_MEMO_SLOTS; i++)
		detail_list_destroy(memo->slots[i]);
	while (memo->spare_count > 0)
		detail_list_destroy(memo->spares[--memo->spare_count]);
	*memo = (struct detail_memo){ .spare_count = 0 };
}
