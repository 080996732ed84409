/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "base/slot_index.h"

#define NUMBERS 5000

static bool holds(const struct slot_index *index, uint32_t hash, uint32_t wanted)
{
	size_t slot = hash;
	uint32_t number;

	while ((number = slot_index_next(index, hash, &slot)) != SLOT_INDEX_NONE)
		if (number == wanted)
			return true;
	return false;
}

/* Few hashes for many numbers, and some at the end of the table. */
static uint32_t hash_of(uint32_t number)
{
	return number % 7 == 0 ? UINT32_MAX - number % 3 : number * 2654435761u;
}

static void every_number_is_found_while_the_index_grows(void **state)
{
	struct slot_index index;

	(void)state;
	assert_true(slot_index_init(&index, 4));
	for (uint32_t i = 0; i < NUMBERS; i++) {
		assert_false(holds(&index, hash_of(i), i));
		assert_true(slot_index_add(&index, hash_of(i), i));
		assert_true(holds(&index, hash_of(i), i));
		assert_true(index.count * 2 <= index.mask + 1 + 2);
	}
	for (uint32_t i = 0; i < NUMBERS; i++)
		assert_true(holds(&index, hash_of(i), i));
	slot_index_fini(&index);
}

static void numbers_of_another_hash_are_not_shown(void **state)
{
	struct slot_index index;
	size_t slot = 5;

	(void)state;
	assert_true(slot_index_init(&index, 16));
	assert_true(slot_index_add(&index, 5, 1));
	assert_true(slot_index_add(&index, 5 + 16, 2)); /* the same slot */
	assert_true(slot_index_add(&index, 5, 3));
	assert_int_equal(slot_index_next(&index, 5, &slot), 1);
	assert_int_equal(slot_index_next(&index, 5, &slot), 3);
	assert_int_equal(slot_index_next(&index, 5, &slot), SLOT_INDEX_NONE);
	slot_index_fini(&index);
}

static void nothing_is_found_once_it_is_cleared(void **state)
{
	struct slot_index index;

	(void)state;
	assert_true(slot_index_init(&index, 4));
	for (uint32_t i = 0; i < 100; i++)
		assert_true(slot_index_add(&index, i, i));
	slot_index_clear(&index);
	for (uint32_t i = 0; i < 100; i++)
		assert_false(holds(&index, i, i));
	slot_index_fini(&index);
}

/* Half of them go, in an order of their own; the gaps they leave must hide nobody. */
static void numbers_taken_out_are_gone_and_the_others_are_not(void **state)
{
	struct slot_index index;

	(void)state;
	assert_true(slot_index_init(&index, 4));
	for (uint32_t i = 0; i < NUMBERS; i++)
		assert_true(slot_index_add(&index, hash_of(i), i));
	for (uint32_t i = 0; i < NUMBERS; i++) {
		uint32_t number = i * 7919u % NUMBERS;

		if (number % 2 == 0)
			slot_index_remove(&index, hash_of(number), number);
	}
	slot_index_remove(&index, hash_of(2), 2); /* for the second time */
	assert_int_equal(index.count, NUMBERS / 2);
	for (uint32_t i = 0; i < NUMBERS; i++)
		assert_int_equal(holds(&index, hash_of(i), i), i % 2);
	slot_index_reset(&index, 16);
	assert_int_equal(slot_index_memory(&index), 16 * sizeof(struct slot_index_entry));
	assert_false(holds(&index, hash_of(1), 1));
	slot_index_fini(&index);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_number_is_found_while_the_index_grows),
		cmocka_unit_test(numbers_of_another_hash_are_not_shown),
		cmocka_unit_test(nothing_is_found_once_it_is_cleared),
		cmocka_unit_test(numbers_taken_out_are_gone_and_the_others_are_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
