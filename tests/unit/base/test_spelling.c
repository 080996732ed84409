/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/spelling.h"

#include "../unit.h"

#include <string.h>

#include "base/array.h"

static const char *const roles[] = { "front-end", "director", "mediation", "edge",
	                             "sba" };

static void assert_hint(const char *text, const char *expected)
{
	struct spelling spelling = spelling_of(text);
	char hint[SPELLING_HINT_SIZE];

	for (size_t i = 0; i < ARRAY_LEN(roles); i++)
		spelling_consider(&spelling, roles[i]);
	assert_string_equal(spelling_hint(&spelling, "", hint), expected);
}

static void a_letter_that_is_missing_more_or_elsewhere_is_seen_through(void **state)
{
	(void)state;
	assert_hint("frontend", ", did you mean 'front-end'?");
	assert_hint("mediationn", ", did you mean 'mediation'?");
	assert_hint("drieector", ", did you mean 'director'?");
	assert_hint("egde", ", did you mean 'edge'?");
}

static void a_word_that_is_like_none_is_not_taken_for_one(void **state)
{
	(void)state;
	assert_hint("sql-server", "");
	assert_hint("xyz", "");
	assert_hint("", "");
	/* Half of the letters may be wrong, and no more. */
	assert_hint("sbb", ", did you mean 'sba'?");
	assert_hint("sxx", "");
}

static void the_closest_wins_and_the_first_of_equals(void **state)
{
	struct spelling spelling = spelling_of("lync-2014");

	(void)state;
	spelling_consider(&spelling, "lync-2003");
	spelling_consider(&spelling, "lync-2013");
	spelling_consider(&spelling, "lync-2015");
	assert_string_equal(spelling.nearest, "lync-2013");
}

static void words_of_any_length_are_safe(void **state)
{
	char word[2 * SPELLING_MAX + 1];

	(void)state;
	for (size_t len = 0; len < sizeof(word); len++) {
		struct spelling spelling = spelling_of(word);

		memset(word, 'a', len);
		word[len] = '\0';
		spelling_consider(&spelling, word);
		assert_string_equal(spelling.nearest, len <= SPELLING_MAX ? word : "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_letter_that_is_missing_more_or_elsewhere_is_seen_through),
		cmocka_unit_test(a_word_that_is_like_none_is_not_taken_for_one),
		cmocka_unit_test(the_closest_wins_and_the_first_of_equals),
		cmocka_unit_test(words_of_any_length_are_safe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
