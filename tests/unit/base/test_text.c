/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <string.h>

#include "base/array.h"
#include "base/text.h"

static void additions_follow_each_other_across_growth(void **state)
{
	struct text text = { 0 };

	(void)state;
	for (unsigned i = 0; i < 1000; i++) {
		text_add(&text, "ab");
		text_add_char(&text, '-');
		text_add_unsigned(&text, i);
		text_addf(&text, "%s", ";");
	}
	assert_false(text.failed);
	assert_int_equal(text.len, strlen(text.at));
	assert_memory_equal(text.at, "ab-0;ab-1;", 10);
	assert_string_equal(text.at + text.len - 7, "ab-999;");
	text_shorten(&text, 4);
	assert_string_equal(text.at, "ab-0");
	text_shorten(&text, 5);
	assert_int_equal(text.len, 4);
	text_clear(&text);
	assert_int_equal(text.len, 0);
	text_add_unsigned(&text, UINT64_MAX);
	assert_string_equal(text.at, "18446744073709551615");
	text_fini(&text);
	assert_null(text.at);
}

static void json_escapes_what_would_break_it(void **state)
{
	static const struct {
		const char *bytes, *json;
	} cases[] = {
		{ "", "\"\"" },
		{ "plain ~", "\"plain ~\"" },
		{ "a\"b\\c", "\"a\\\"b\\\\c\"" },
		{ "\n\t\033\x7f", "\"\\u000a\\u0009\\u001b\\u007f\"" },
		{ "m\xc3\xa9", "\"m\xc3\xa9\"" },
		{ "\xc2\x9bm\xc2\xa0", "\"\\u009bm\xc2\xa0\"" }, /* C1, and no control */
		{ "\xe2\x80\xae\xe2\x80\xa6", "\"\\u202e\xe2\x80\xa6\"" }, /* bidi */
		{ "\xe2\x80\xa8\xe2\x80\xa7", "\"\\u2028\xe2\x80\xa7\"" }, /* a line */
		{ "\xff\xc3", "\"\\ufffd\\ufffd\"" },
		{ "\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\"" }, /* a surrogate */
		{ "\xc0\xaf", "\"\\ufffd\\ufffd\"" },            /* overlong */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct text text = { 0 };

		text_add_json(&text, cases[i].bytes, strlen(cases[i].bytes));
		assert_string_equal(text.at, cases[i].json);
		text_fini(&text);
	}
}

static void every_byte_is_safe_on_a_terminal(void **state)
{
	(void)state;
	for (unsigned byte = 0; byte < 256; byte++) {
		struct text text = { 0 };
		char c = (char)byte;

		text_add_printable(&text, &c, 1);
		for (size_t i = 0; i < text.len; i++)
			assert_true(text.at[i] >= 0x20 && text.at[i] < 0x7f);
		text_fini(&text);
	}
}

static void printable_keeps_utf_8_and_escapes_c1_controls(void **state)
{
	struct text text = { 0 };

	(void)state;
	text_add_printable(&text, "\xc3\xa9\xc2\x9b[2J", 7);
	assert_string_equal(text.at, "\xc3\xa9\\xc2\\x9b[2J");
	text_fini(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(additions_follow_each_other_across_growth),
		cmocka_unit_test(json_escapes_what_would_break_it),
		cmocka_unit_test(every_byte_is_safe_on_a_terminal),
		cmocka_unit_test(printable_keeps_utf_8_and_escapes_c1_controls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
