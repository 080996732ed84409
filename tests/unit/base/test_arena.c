/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

#define PIECES 3000

static void pieces_keep_their_bytes_across_many_blocks(void **state)
{
	struct arena *arena = arena_create();
	unsigned char *pieces[PIECES];

	(void)state;
	assert_non_null(arena);
	for (size_t i = 0; i < PIECES; i++) {
		pieces[i] = arena_alloc(arena, i % 97 + 1, 1);
		assert_non_null(pieces[i]);
		memset(pieces[i], (int)(i & 0xff), i % 97 + 1);
	}
	for (size_t i = 0; i < PIECES; i++)
		for (size_t at = 0; at < i % 97 + 1; at++)
			assert_int_equal(pieces[i][at], i & 0xff);
	arena_destroy(arena);
}

static void memory_is_aligned_and_zero_after_odd_texts(void **state)
{
	struct arena *arena = arena_create();

	(void)state;
	for (size_t len = 0; len < 200; len++) {
		assert_non_null(arena_copy_text(arena, "abc", len % 4));
		uint64_t *words = arena_alloc(arena, 3, sizeof(*words));

		assert_non_null(words);
		assert_int_equal((uintptr_t)words % alignof(max_align_t), 0);
		assert_true(words[0] == 0 && words[1] == 0 && words[2] == 0);
	}
	arena_destroy(arena);
}

static void texts_are_copied_and_ended(void **state)
{
	char source[] = "front-end";
	struct arena *arena = arena_create();
	char *copy = arena_copy_text(arena, source, 5);

	(void)state;
	source[0] = 'X';
	assert_string_equal(copy, "front");
	assert_string_equal(arena_copy_text(arena, NULL, 0), "");
	arena_destroy(arena);
}

static void a_piece_larger_than_a_block_fits(void **state)
{
	struct arena *arena = arena_create();
	char *big = arena_alloc(arena, 100, 1000);

	(void)state;
	assert_non_null(big);
	memset(big, 1, 100 * 1000);
	char *small = arena_alloc(arena, 1, 1);

	assert_non_null(small);
	assert_int_equal(*small, 0);
	arena_destroy(arena);
}

static void memory_is_counted_as_it_is_taken(void **state)
{
	struct arena *arena = arena_create();
	size_t before;

	(void)state;
	assert_int_equal(arena_memory(arena), 0);
	assert_non_null(arena_alloc(arena, 1, 1));
	before = arena_memory(arena);
	assert_true(before > 0);
	assert_non_null(arena_alloc(arena, 1, 1));
	assert_int_equal(arena_memory(arena), before);
	assert_non_null(arena_alloc(arena, 100, 1000));
	assert_true(arena_memory(arena) >= before + 100 * 1000);
	arena_destroy(arena);
}

static void no_items_is_not_out_of_memory(void **state)
{
	struct arena *arena = arena_create();

	(void)state;
	assert_non_null(arena_alloc(arena, 0, 8));
	assert_non_null(arena_alloc(arena, 8, 0));
	arena_destroy(arena);
}

static void sizes_that_overflow_are_out_of_memory(void **state)
{
	struct arena *arena = arena_create();

	(void)state;
	assert_null(arena_alloc(arena, SIZE_MAX / 2, 3));
	assert_null(arena_alloc(arena, SIZE_MAX, 1));
	assert_null(arena_copy_text(arena, "", SIZE_MAX));
	assert_non_null(arena_alloc(arena, 1, 1));
	arena_destroy(arena);
	arena_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_keep_their_bytes_across_many_blocks),
		cmocka_unit_test(memory_is_aligned_and_zero_after_odd_texts),
		cmocka_unit_test(texts_are_copied_and_ended),
		cmocka_unit_test(a_piece_larger_than_a_block_fits),
		cmocka_unit_test(memory_is_counted_as_it_is_taken),
		cmocka_unit_test(no_items_is_not_out_of_memory),
		cmocka_unit_test(sizes_that_overflow_are_out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
