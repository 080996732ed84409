/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "base/arena.h"
#include "base/sentences.h"

static void sentences_are_read_as_they_were_ended(void **state)
{
	static const char *const expected[] = { "one: 1", "two\nlines", "", "3 of 4" };
	struct sentences list = { 0 };
	const char *at = NULL;

	(void)state;
	assert_null(sentences_next(&list, NULL));
	text_add(&list.text, "one: ");
	text_add_unsigned(&list.text, 1);
	sentences_end(&list);
	sentences_add(&list, "two\nlines");
	sentences_end(&list);
	text_add(&list.text, "3");
	sentences_addf(&list, " of %d", 4);
	for (size_t i = 0; i < 4; i++) {
		at = sentences_next(&list, at);
		assert_non_null(at);
		assert_string_equal(at, expected[i]);
	}
	assert_null(sentences_next(&list, at));
	sentences_clear(&list);
	assert_null(sentences_next(&list, NULL));
	sentences_fini(&list);
}

static void copies_outlive_the_list(void **state)
{
	struct arena *arena = arena_create();
	struct sentences list = { 0 };
	struct sentence_list copies;

	(void)state;
	assert_non_null(arena);
	assert_true(sentences_copy(&list, arena, &copies));
	assert_int_equal(copies.count, 0);
	sentences_add(&list, "one");
	sentences_add(&list, "two");
	assert_true(sentences_copy(&list, arena, &copies));
	sentences_fini(&list);
	assert_int_equal(copies.count, 2);
	assert_string_equal(copies.at[0], "one");
	assert_string_equal(copies.at[1], "two");
	list.text.failed = true;
	assert_false(sentences_copy(&list, arena, &copies));
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentences_are_read_as_they_were_ended),
		cmocka_unit_test(copies_outlive_the_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
