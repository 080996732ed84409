/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "decode/cursor.h"

static const uint8_t bytes[] = { 1, 2, 3, 4, 5, 6, 7, 8 };

static void reads_both_byte_orders_and_steps(void **state)
{
	struct cursor c = cursor_over(bytes, sizeof(bytes));

	(void)state;
	assert_int_equal(cursor_be16(&c), 0x0102);
	assert_int_equal(cursor_le16(&c), 0x0403);
	assert_int_equal(cursor_u8(&c), 5);
	assert_int_equal(cursor_be24(&c), 0x060708);
	assert_int_equal(cursor_left(&c), 0);
	assert_false(c.truncated);
	c = cursor_over(bytes, sizeof(bytes));
	assert_int_equal(cursor_be32(&c), 0x01020304);
	assert_int_equal(cursor_le32(&c), 0x08070605);
}

static void a_read_past_the_end_yields_zero_and_is_remembered(void **state)
{
	struct cursor c = cursor_over(bytes, 3);

	(void)state;
	assert_int_equal(cursor_be32(&c), 0);
	assert_true(c.truncated);
	assert_int_equal(cursor_u8(&c), 0);
	assert_null(cursor_take(&c, 0));
	assert_false(cursor_starts_with(&c, bytes, 1));
}

/* Whatever is read: the walk ends, and has not read what is not there. */
static void a_walk_ends_by_the_cursor_alone(void **state)
{
	(void)state;
	for (size_t step = 1; step <= 9; step++) {
		for (int how = 0; how < 5; how++) {
			struct cursor c = cursor_over(bytes, sizeof(bytes));
			size_t steps = 0;
			uint8_t to[9];

			while (cursor_left(&c) && steps++ < 10) {
				if (how == 0)
					(void)cursor_take(&c, step);
				else if (how == 1)
					cursor_copy(&c, to, step);
				else if (how == 2)
					(void)cursor_split(&c, step);
				else if (how == 3 && cursor_demand(&c, step))
					(void)cursor_take(&c, step);
				else if (how == 4)
					(void)cursor_take(&c, 8 - step % 8);
			}
			assert_true(steps <= sizeof(bytes));
			assert_int_equal(cursor_left(&c), 0);
		}
	}
}

static void a_copy_that_does_not_fit_is_zeros(void **state)
{
	struct cursor c = cursor_over(bytes, 3);
	uint8_t to[4] = { 9, 9, 9, 9 };

	(void)state;
	cursor_copy(&c, to, 2);
	assert_memory_equal(to, "\1\2\11\11", 4);
	cursor_copy(&c, to, 4);
	assert_memory_equal(to, "\0\0\0\0", 4);
	assert_true(c.truncated);
}

static void a_split_ends_where_it_was_told(void **state)
{
	struct cursor c = cursor_over(bytes, sizeof(bytes));
	struct cursor part = cursor_split(&c, 2);

	(void)state;
	assert_int_equal(cursor_be16(&part), 0x0102);
	assert_int_equal(cursor_u8(&part), 0);
	assert_true(part.truncated);
	assert_int_equal(cursor_u8(&c), 3);
	part = cursor_split(&c, 6);
	assert_true(part.truncated && c.truncated);
	assert_int_equal(cursor_left(&part), 0);
}

static void a_limit_only_ever_shortens(void **state)
{
	struct cursor c = cursor_over(bytes, sizeof(bytes));

	(void)state;
	cursor_limit(&c, 100);
	assert_int_equal(cursor_left(&c), sizeof(bytes));
	cursor_limit(&c, 3);
	assert_int_equal(cursor_left(&c), 3);
	assert_false(c.truncated);
}

static void no_bytes_at_all_are_no_accident(void **state)
{
	struct cursor c = cursor_over(NULL, 0);

	(void)state;
	assert_int_equal(cursor_left(&c), 0);
	assert_int_equal(cursor_u8(&c), 0);
	assert_true(c.truncated);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_both_byte_orders_and_steps),
		cmocka_unit_test(a_read_past_the_end_yields_zero_and_is_remembered),
		cmocka_unit_test(a_walk_ends_by_the_cursor_alone),
		cmocka_unit_test(a_copy_that_does_not_fit_is_zeros),
		cmocka_unit_test(a_split_ends_where_it_was_told),
		cmocka_unit_test(a_limit_only_ever_shortens),
		cmocka_unit_test(no_bytes_at_all_are_no_accident),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
