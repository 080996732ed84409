/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../../src/inspect/detail_memo.h"

#include <stdio.h>
#include <stdlib.h>

#include "../unit.h"

#define FLOWS 20000 /* more different ones than there are slots */

static struct detail_list *details_number(struct detail_memo *memo, unsigned number)
{
	struct detail_list *list = detail_memo_begin(memo);
	char text[16];
	int len = snprintf(text, sizeof(text), "host%u", number);

	detail_set(&list, DETAIL_TLS_SNI, text, (size_t)len);
	detail_memo_settle(memo, &list);
	return list;
}

static void equal_details_are_one_list_and_others_are_not(void **state)
{
	struct detail_memo *memo = calloc(1, sizeof(*memo));
	struct detail_list *first = details_number(memo, 1);
	struct detail_list *again = details_number(memo, 1);
	struct detail_list *other = details_number(memo, 2);

	(void)state;
	assert_ptr_equal(first, again);
	assert_ptr_not_equal(first, other);
	detail_list_destroy(first);
	detail_memo_fini(memo);
	free(memo);

	/* The memo is gone, its lists live as long as their flows. */
	size_t len;

	assert_memory_equal(detail_get(again, DETAIL_TLS_SNI, &len), "host1", 5);
	detail_list_destroy(again);
	detail_list_destroy(other);
}

static void every_flow_keeps_its_own_values_when_slots_are_taken_over(void **state)
{
	struct detail_memo *memo = calloc(1, sizeof(*memo));
	struct detail_list **lists = calloc(FLOWS, sizeof(struct detail_list *));

	(void)state;
	for (unsigned i = 0; i < FLOWS; i++)
		lists[i] = details_number(memo, i);
	for (unsigned i = 0; i < FLOWS; i++) {
		char wanted[16];
		size_t len, wanted_len =
				    (size_t)snprintf(wanted, sizeof(wanted), "host%u", i);
		const char *value = detail_get(lists[i], DETAIL_TLS_SNI, &len);

		assert_int_equal(len, wanted_len);
		assert_memory_equal(value, wanted, len);
		detail_list_destroy(lists[i]);
	}
	detail_memo_fini(memo);
	free(lists);
	free(memo);
}

static void an_empty_list_settles_to_none_and_its_memory_is_used_again(void **state)
{
	struct detail_memo *memo = calloc(1, sizeof(*memo));
	struct detail_list *list = detail_memo_begin(memo), *before = list;

	(void)state;
	detail_memo_settle(memo, &list);
	assert_null(list);
	list = detail_memo_begin(memo);
	assert_ptr_equal(list, before);
	detail_set(&list, DETAIL_NOTE, "note", 4);
	detail_memo_settle(memo, &list);
	assert_ptr_not_equal(list, before);
	detail_list_destroy(list);
	list = NULL;
	detail_memo_settle(memo, &list);
	assert_null(list);
	detail_memo_fini(memo);
	free(memo);
}

/* A list that others own, or that outgrew its room, must not be used again. */
static void lists_that_are_shared_or_long_settle_as_well(void **state)
{
	static const char filler[255];
	struct detail_memo *memo = calloc(1, sizeof(*memo));
	struct detail_list *list = detail_memo_begin(memo), *held;
	size_t len;

	(void)state;
	detail_set(&list, DETAIL_TLS_SNI, "sni", 3);
	held = detail_list_share(list);
	detail_memo_settle(memo, &list);
	assert_memory_equal(detail_get(held, DETAIL_TLS_SNI, &len), "sni", 3);
	assert_memory_equal(detail_get(list, DETAIL_TLS_SNI, &len), "sni", 3);
	detail_list_destroy(held);
	detail_list_destroy(list);

	list = detail_memo_begin(memo);
	for (enum detail key = 0; key < DETAILS; key++)
		detail_set(&list, key, filler, sizeof(filler));
	detail_memo_settle(memo, &list);
	assert_non_null(detail_get(list, DETAIL_NOTE, &len));
	assert_int_equal(len, sizeof(filler));
	detail_list_destroy(list);
	detail_memo_fini(memo);
	free(memo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_details_are_one_list_and_others_are_not),
		cmocka_unit_test(
			every_flow_keeps_its_own_values_when_slots_are_taken_over),
		cmocka_unit_test(
			an_empty_list_settles_to_none_and_its_memory_is_used_again),
		cmocka_unit_test(lists_that_are_shared_or_long_settle_as_well),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
