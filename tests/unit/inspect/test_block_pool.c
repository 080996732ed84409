/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "../../../src/inspect/block_pool.h"

#define LIMIT ((size_t)64 << 10)
#define MOST  (LIMIT / BLOCK_SMALLEST)

static void blocks_of_all_sizes_one_after_the_other_stay_within_the_limit(void **state)
{
	struct block_pool pool = { .limit = LIMIT };
	void *blocks[MOST];

	(void)state;
	for (size_t i = 0; i < BLOCK_CLASSES; i++) {
		size_t size = (i % 2 ? BLOCK_SMALLEST * 3 / 2 : BLOCK_SMALLEST) << i / 2;
		size_t count = 0;

		assert_int_equal(block_pool_round(size), size);

		while ((blocks[count] = block_pool_take(&pool, size))) {
			assert_true(pool.in_use + pool.idle <= LIMIT);
			if (++count == MOST)
				break;
		}
		assert_int_equal(count, LIMIT / size);
		while (count > 0)
			block_pool_give(&pool, blocks[--count], size);
		assert_int_equal(pool.in_use, 0);
		assert_true(pool.idle <= LIMIT);
	}
	block_pool_fini(&pool);
	assert_int_equal(pool.idle, 0);
}

static void a_block_takes_at_most_half_as_much_again_as_is_asked_for(void **state)
{
	(void)state;
	for (size_t size = BLOCK_SMALLEST; size <= BLOCK_LARGEST; size++) {
		size_t taken = block_pool_round(size);

		assert_true(taken >= size && taken <= size + size / 2);
		assert_int_equal(block_pool_round(taken), taken);
	}
}

static void a_block_given_back_is_the_next_one_taken(void **state)
{
	struct block_pool pool = { .limit = LIMIT };
	void *block = block_pool_take(&pool, 100);

	(void)state;
	assert_non_null(block);
	block_pool_give(&pool, block, 100);
	assert_int_equal(pool.idle, 128);
	assert_ptr_equal(block_pool_take(&pool, 128), block);
	assert_int_equal(pool.idle, 0);
	block_pool_give(&pool, block, 128);
	block_pool_fini(&pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			blocks_of_all_sizes_one_after_the_other_stay_within_the_limit),
		cmocka_unit_test(
			a_block_takes_at_most_half_as_much_again_as_is_asked_for),
		cmocka_unit_test(a_block_given_back_is_the_next_one_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
