/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text_memo.h"

#define PLACES 8

/* What a writer does; the text of a key is a function of it. @return whether it was known */
static bool write_by_memo(struct text_memo *memo, const char *key, size_t len,
                          struct text *out)
{
	size_t from = out->len;

	if (text_memo_add(memo, key, len, out))
		return true;
	for (size_t i = 0; i < len; i++)
		text_addf(out, "<%c>", key[i]);
	text_memo_keep(memo, key, len, out, from);
	return false;
}

static void what_was_kept_is_added_behind_what_is_there(void **state)
{
	struct text_memo *memo = text_memo_create(PLACES);
	struct text out = { 0 };

	(void)state;
	assert_non_null(memo);
	text_add(&out, "first ");
	assert_false(write_by_memo(memo, "ab", 2, &out));
	text_add(&out, " then ");
	assert_true(write_by_memo(memo, "ab", 2, &out));
	assert_string_equal(out.at, "first <a><b> then <a><b>");
	text_memo_destroy(memo);
	text_fini(&out);
}

static void no_text_is_taken_for_the_text_of_another_key(void **state)
{
	struct text_memo *memo = text_memo_create(PLACES);
	unsigned known = 0;

	(void)state;
	assert_non_null(memo);
	srandom(7);
	/* Many more keys than places, of lengths that are prefixes of each other. */
	for (unsigned i = 0; i < 20000; i++) {
		char key[4] = { (char)('a' + random() % 3), (char)('a' + random() % 3),
			        (char)('a' + random() % 3), 'z' };
		size_t len = (size_t)random() % 5;
		struct text got = { 0 }, want = { 0 };

		known += write_by_memo(memo, key, len, &got);
		for (size_t at = 0; at < len; at++)
			text_addf(&want, "<%c>", key[at]);
		assert_int_equal(got.len, want.len);
		if (want.len > 0)
			assert_memory_equal(got.at, want.at, want.len);
		text_fini(&got);
		text_fini(&want);
	}
	assert_true(known > 0);
	text_memo_destroy(memo);
}

static void long_texts_and_incomplete_ones_are_not_kept(void **state)
{
	struct text_memo *memo = text_memo_create(PLACES);
	struct text out = { 0 };

	(void)state;
	assert_non_null(memo);
	for (unsigned i = 0; i < TEXT_MEMO_MOST; i++)
		text_add_char(&out, 'x');
	text_memo_keep(memo, "k", 1, &out, 0);
	assert_false(text_memo_add(memo, "k", 1, &out));
	text_memo_keep(memo, "k", 1, &out, 1);
	assert_true(text_memo_add(memo, "k", 1, &out));
	out.failed = true;
	text_memo_keep(memo, "m", 1, &out, out.len - 1);
	out.failed = false;
	assert_false(text_memo_add(memo, "m", 1, &out));
	text_memo_destroy(memo);
	text_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_kept_is_added_behind_what_is_there),
		cmocka_unit_test(no_text_is_taken_for_the_text_of_another_key),
		cmocka_unit_test(long_texts_and_incomplete_ones_are_not_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
