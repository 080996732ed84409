/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <string.h>

#include "inspect/detail.h"

static void values_are_kept_replaced_and_cut(void **state)
{
	struct detail_list *list = NULL;
	char longest[300];
	size_t len;

	(void)state;
	memset(longest, 'x', sizeof(longest));
	/* Every length, over every other: the neighbours stay as they are. */
	detail_set(&list, DETAIL_TLS_VERSION, "first", 5);
	detail_set(&list, DETAIL_NOTE, "last", 4);
	for (size_t i = 0; i < sizeof(longest); i++) {
		detail_set(&list, DETAIL_SIP_GRUU, longest, i * 7 % sizeof(longest));
		assert_non_null(detail_get(list, DETAIL_SIP_GRUU, &len));
		assert_int_equal(len, i * 7 % 300 < 255 ? i * 7 % 300 : 255);
		assert_memory_equal(detail_get(list, DETAIL_TLS_VERSION, &len), "first",
		                    5);
		assert_memory_equal(detail_get(list, DETAIL_NOTE, &len), "last", 4);
		assert_int_equal(len, 4);
	}
	assert_null(detail_get(list, DETAIL_TLS_SNI, &len));
	assert_null(detail_get(NULL, DETAIL_TLS_SNI, &len));
	detail_list_destroy(list);
}

static void count_in_order(enum detail key, const char *bytes, size_t len, void *context)
{
	int *next = context;

	assert_int_equal(key, *next);
	assert_int_equal(len, 1);
	assert_int_equal((uint8_t)bytes[0], key);
	++*next;
}

static void visit_goes_in_the_order_of_keys(void **state)
{
	struct detail_list *list = NULL;
	int next = 0;

	(void)state;
	for (int i = 0; i < DETAILS; i++) {
		uint8_t key = (uint8_t)((i * 7 + 3) % DETAILS);

		detail_set(&list, (enum detail)key, &key, 1);
	}
	detail_visit(list, count_in_order, &next);
	assert_int_equal(next, DETAILS);
	assert_true(detail_memory(list) >= 3 * DETAILS);
	assert_int_equal(detail_memory(NULL), 0);
	detail_list_destroy(list);
}

static void every_key_has_a_place_of_its_own(void **state)
{
	(void)state;
	for (int i = 0; i < DETAILS; i++) {
		assert_non_null(detail_object((enum detail)i));
		for (int j = 0; j < i; j++)
			assert_false(strcmp(detail_object((enum detail)i),
			                    detail_object((enum detail)j)) == 0 &&
			             strcmp(detail_key((enum detail)i),
			                    detail_key((enum detail)j)) == 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_kept_replaced_and_cut),
		cmocka_unit_test(visit_goes_in_the_order_of_keys),
		cmocka_unit_test(every_key_has_a_place_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
