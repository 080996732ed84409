/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdlib.h>

#include "base/array.h"

#define MOST 1000

static int compare_ints(const void *a, const void *b)
{
	const int *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int refuse_to_compare(const void *a, const void *b)
{
	(void)a;
	(void)b;
	fail_msg("nothing is there to compare");
	return 0;
}

static void array_grows_and_keeps_its_elements(void **state)
{
	int *items = NULL;
	size_t capacity = 0;

	(void)state;
	for (size_t i = 0; i < MOST; i++) {
		assert_true(array_reserve(&items, &capacity, i, sizeof(*items)));
		assert_true(capacity > i);
		items[i] = (int)i;
	}
	for (size_t i = 0; i < MOST; i++)
		assert_int_equal(items[i], i);
	free(items);
}

static void array_that_cannot_be_is_refused_and_untouched(void **state)
{
	char kept = 'x', *items = &kept;
	size_t capacity = SIZE_MAX / 4;

	(void)state;
	assert_false(array_reserve(&items, &capacity, capacity, 8));
	assert_ptr_equal(items, &kept);
	assert_int_equal(capacity, SIZE_MAX / 4);
}

static void array_is_sorted(void **state)
{
	int items[MOST];

	(void)state;
	for (size_t i = 0; i < MOST; i++)
		items[i] = (int)(i * 7919 % MOST);
	array_sort(items, MOST, sizeof(*items), compare_ints);
	for (size_t i = 0; i < MOST; i++)
		assert_int_equal(items[i], i);
}

/* The sanitizers stop the test when NULL reaches qsort(). */
static void array_that_was_never_filled_is_sorted(void **state)
{
	int one = 1;

	(void)state;
	array_sort(NULL, 0, sizeof(int), refuse_to_compare);
	array_sort(&one, 1, sizeof(one), refuse_to_compare);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(array_grows_and_keeps_its_elements),
		cmocka_unit_test(array_that_cannot_be_is_refused_and_untouched),
		cmocka_unit_test(array_is_sorted),
		cmocka_unit_test(array_that_was_never_filled_is_sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
