/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../../src/load/yaml_tree.h"
#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "base/yaml_word.h"

static bool open_text(struct yaml_tree *tree, const char *text, struct error *err)
{
	return yaml_tree_open_bytes(tree, "f.yaml", text, strlen(text), err);
}

static void assert_refused(const char *bytes, size_t len, const char *reason)
{
	struct yaml_tree tree;
	struct error err = { "" };

	assert_false(yaml_tree_open_bytes(&tree, "f.yaml", bytes, len, &err));
	assert_string_equal(err.text, reason);
	yaml_tree_close(&tree);
}

static void values_know_their_kinds_keys_and_lines(void **state)
{
	struct yaml_tree tree;
	struct error err;
	const struct yaml_value *value;

	(void)state;
	assert_true(open_text(&tree, "a: x\nb:\n  - 1\n  - {c: y}\nd:\n  z\n", &err));
	assert_int_equal(tree.root->kind, YAML_KIND_MAP);
	assert_int_equal(tree.root->count, 3);

	value = tree.root->first;
	assert_string_equal(value->key, "a");
	assert_string_equal(value->text, "x");
	assert_int_equal(value->line, 1);

	value = value->next;
	assert_string_equal(value->key, "b");
	assert_int_equal(value->kind, YAML_KIND_LIST);
	assert_int_equal(value->count, 2);
	assert_int_equal(value->key_line, 2);
	assert_string_equal(value->first->text, "1");
	assert_null(value->first->key);
	assert_int_equal(value->first->line, 3);
	assert_int_equal(value->first->next->kind, YAML_KIND_MAP);
	assert_string_equal(value->first->next->first->key, "c");
	assert_null(value->first->next->next);

	value = value->next;
	assert_int_equal(value->key_line, 5);
	assert_int_equal(value->line, 6);
	assert_null(value->next);
	yaml_tree_close(&tree);
}

static void texts_become_one_clean_line(void **state)
{
	static const struct {
		const char *yaml, *text;
	} rows[] = {
		{ "a b", "a b" },
		{ "a\n  b", "a b" },
		{ "|\n  a\n  b\n", "a b" },
		{ ">\n  a\n  b\n", "a b" },
		{ "\"a\\tb\"", "a b" },
		{ "\"a\\nb\"", "a b" },
		{ "''", "" },
		{ "", "" },
		{ "'it''s'", "it's" },
		{ "caf\xc3\xa9", "caf\xc3\xa9" },
		{ "\"\\xa0\"", "\xc2\xa0" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct yaml_tree tree;
		struct error err;
		char yaml[64];

		snprintf(yaml, sizeof(yaml), "k: %s\n", rows[i].yaml);
		assert_true(open_text(&tree, yaml, &err));
		assert_string_equal(tree.root->first->text, rows[i].text);
		yaml_tree_close(&tree);
	}
}

static void a_byte_order_mark_and_carriage_returns_are_fine(void **state)
{
	struct yaml_tree tree;
	struct error err;

	(void)state;
	assert_true(open_text(&tree,
	                      "\xef\xbb\xbf"
	                      "a: x\r\nb: y\r\n",
	                      &err));
	assert_string_equal(tree.root->first->text, "x");
	assert_int_equal(tree.root->first->next->line, 2);
	yaml_tree_close(&tree);
}

static void what_our_files_never_need_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *yaml, *reason;
	} rows[] = {
		{ "a: &x b",
		  "f.yaml:1: anchors are not used here: quote a text that begins "
		  "with '&'" },
		{ "a: 1\nb: *x",
		  "f.yaml:2: aliases are not used here: write the value out, or quote a "
		  "text "
		  "that begins with '*'" },
		{ "a: *x*",
		  "f.yaml:1: quote the text: YAML reserves a '*' or '&' in front" },
		{ "a: !!str b",
		  "f.yaml:1: tags are not used here: quote a text that begins with '!'" },
		{ "a: !!map {}",
		  "f.yaml:1: tags are not used here: quote a text that begins with '!'" },
		{ "a: &x []",
		  "f.yaml:1: anchors are not used here: quote a text that begins "
		  "with '&'" },
		{ "&x a: b",
		  "f.yaml:1: anchors are not used here: quote a text that begins "
		  "with '&'" },
		{ "a: b\n---\na: c\n",
		  "f.yaml:2: a second document begins here: one to a file" },
		{ "", "f.yaml:1: nothing is written here" },
		{ "# a comment\n", "f.yaml:1: nothing is written here" },
		{ "? [a]\n: b\n", "f.yaml:1: a key must be a word" },
		{ "{*x : b}", "f.yaml:1: a key must be a word" },
		{ "[[[[[[[[a]]]]]]]]", "f.yaml:1: nested more than 8 deep" },
		{ "a: \"\\a\"", "f.yaml:1: a control character in a text" },
		{ "a: \"\\0\"", "f.yaml:1: a control character in a text" },
		{ "a: \"\\e[2J\"", "f.yaml:1: a control character in a text" },
		{ "a: \"\\x85\"", "f.yaml:1: a control character in a text" },
		{ "a: \"\\x7f\"", "f.yaml:1: a control character in a text" },
		{ "\"\\a\": b", "f.yaml:1: a control character in a text" },
		{ "a: b\nc: \xff\n",
		  "f.yaml:2: this is not clean UTF-8 text: invalid leading UTF-8 octet" },
		{ "a: \x01",
		  "f.yaml:1: this is not clean UTF-8 text: control characters are "
		  "not allowed" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_refused(rows[i].yaml, strlen(rows[i].yaml), rows[i].reason);
}

static void broken_yaml_is_explained(void **state)
{
	static const struct {
		const char *yaml, *reason;
	} rows[] = {
		{ "a:\n\t- b\n", "f.yaml:2: a tab indents here: use spaces" },
		{ "a: b: c", "f.yaml:1: a ':' that does not fit here: quote the text or "
		             "check the indentation" },
		{ "a: [b\nc: d\n",
		  "f.yaml:2: expected ',' or ']' (after the '[' of line 1)" },
		{ "a: {b: c\n\nd: [\n", "f.yaml:3: expected ',' or '}' (after the '{' of "
		                        "line 1)" },
		{ "a: \"b\nc: d\n", "f.yaml:1: a quote is not closed" },
		{ "a: b\nc\nd: e\n", "f.yaml:2: expected ':' after a key" },
		{ "a: @b",
		  "f.yaml:1: quote the text: it begins with a character that YAML "
		  "reserves" },
		{ "a: [::1]",
		  "f.yaml:1: expected a value here: quote one that begins with ':' or "
		  "','" },
		{ "a:\n  - b\n c: d\n",
		  "f.yaml:3: expected a key here: check the indentation, and quotes "
		  "and "
		  "brackets above (among the keys from line 1)" },
		{ "a:\n  - b\n  c: d\n",
		  "f.yaml:3: expected '- ' here: check the indentation "
		  "of the list (in the list from line 2)" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_refused(rows[i].yaml, strlen(rows[i].yaml), rows[i].reason);
}

/* "k: xxx" with @len times x */
static char *long_text(size_t len)
{
	char *yaml = malloc(len + 4);

	assert_non_null(yaml);
	memset(yaml, 'x', len + 3);
	memcpy(yaml, "k: ", 3);
	yaml[len + 3] = '\0';
	return yaml;
}

static void texts_and_files_have_a_largest_size(void **state)
{
	struct yaml_tree tree;
	struct error err;
	char *yaml = long_text(YAML_TREE_TEXT_MAX);

	(void)state;
	assert_true(open_text(&tree, yaml, &err));
	yaml_tree_close(&tree);
	free(yaml);

	yaml = long_text(YAML_TREE_TEXT_MAX + 1);
	assert_refused(yaml, strlen(yaml), "f.yaml:1: a text of more than 4096 bytes");
	free(yaml);

	yaml = malloc(YAML_TREE_FILE_MAX + 1);
	assert_non_null(yaml);
	memset(yaml, '\n', YAML_TREE_FILE_MAX + 1);
	assert_refused(yaml, YAML_TREE_FILE_MAX, "f.yaml:1: nothing is written here");
	assert_refused(yaml, YAML_TREE_FILE_MAX + 1, "f.yaml: larger than 4 MiB");
	free(yaml);
}

static void values_have_a_largest_number(void **state)
{
	size_t len = 2 * (size_t)YAML_TREE_VALUES_MAX + 2;
	char *yaml = malloc(len);

	(void)state;
	assert_non_null(yaml);
	for (size_t i = 0; i < len; i += 2)
		memcpy(yaml + i, "a,", 2);
	memcpy(yaml, "[a", 2);
	assert_refused(yaml, len, "f.yaml:1: more than 500000 values");
	free(yaml);
}

/* Whatever a file is cut to, it is read or refused with its name. */
static void every_truncation_is_read_or_refused(void **state)
{
	static const char yaml[] = "%YAML 1.1\n---\na: [b, {c: \"d\\x41\"}]\n"
				   "e: |\n  f\n'g': >-\n  h\n? i\n: - j\n...\n";

	(void)state;
	for (size_t len = 0; len < sizeof(yaml); len++) {
		struct yaml_tree tree;
		struct error err = { "" };
		char *exact = malloc(len ? len : 1);

		assert_non_null(exact);
		memcpy(exact, yaml, len);
		if (!yaml_tree_open_bytes(&tree, "f.yaml", exact, len, &err))
			assert_memory_equal(err.text, "f.yaml:", 7);
		else
			assert_non_null(tree.root);
		yaml_tree_close(&tree);
		free(exact);
	}
}

static void files_are_opened_by_path(void **state)
{
	char path[] = "/tmp/test_yaml_tree.XXXXXX";
	int descriptor = mkstemp(path);
	struct yaml_tree tree;
	struct error err;
	char expected[64];

	(void)state;
	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, "a: b\n", 5), 5);
	close(descriptor);
	assert_true(yaml_tree_open(&tree, path, &err));
	assert_string_equal(tree.file, path);
	assert_string_equal(tree.root->first->text, "b");
	yaml_tree_close(&tree);

	unlink(path);
	assert_false(yaml_tree_open(&tree, path, &err));
	snprintf(expected, sizeof(expected), "%s: No such file or directory", path);
	assert_string_equal(err.text, expected);
	yaml_tree_close(&tree);

	assert_false(yaml_tree_open(&tree, "/tmp", &err));
	assert_string_equal(err.text, "/tmp: Is a directory");
	yaml_tree_close(&tree);
	assert_false(yaml_tree_open(&tree, "/dev/zero", &err));
	assert_string_equal(err.text, "/dev/zero: larger than 4 MiB");
	yaml_tree_close(&tree);
}

static void strings_outlive_the_tree_that_gave_them_up(void **state)
{
	struct yaml_tree tree;
	struct error err;

	(void)state;
	assert_true(open_text(&tree, "a: text\n", &err));

	const char *text = tree.root->first->text;
	struct arena *strings = yaml_tree_take_strings(&tree);

	yaml_tree_close(&tree);
	assert_string_equal(text, "text");
	arena_destroy(strings);
}

/* --- What we write ---------------------------------------------------------------------- */

/* @word wherever a word of a site file stands: in lists and maps, with brackets and without. */
static void write_everywhere(struct text *out, const char *word)
{
	static const char *const places[] = {
		"- [a, ", ", b]\n- {k: ", ", ", ": b}\n- ", "\n- k: ", "\n- ", ": b\n",
	};

	text_clear(out);
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		text_add(out, places[i]);
		if (i + 1 < ARRAY_LEN(places))
			yaml_word_add(out, word);
	}
}

/* @return whether each of them is @word */
static bool reads_everywhere(const struct yaml_tree *tree, const char *word)
{
	const struct yaml_value *flow_list = tree->root->first;
	const struct yaml_value *flow_map = flow_list->next;
	const struct yaml_value *item = flow_map->next;
	const struct yaml_value *map = item->next;
	const char *read[] = {
		flow_list->first->next->text,
		flow_map->first->text,
		flow_map->first->next->key,
		item->text,
		map->first->text,
		map->next->first->key,
	};

	for (size_t i = 0; i < ARRAY_LEN(read); i++)
		if (!read[i] || strcmp(read[i], word) != 0)
			return false;
	return flow_list->count == 3 && flow_map->count == 2 && map->count == 1 &&
	       tree->root->count == 5;
}

static void assert_read_back(struct text *out, const char *word, const char *expected)
{
	struct yaml_tree tree;
	struct error err = { "" };

	write_everywhere(out, word);
	if (!yaml_tree_open_bytes(&tree, "f.yaml", out->at, out->len, &err))
		fail_msg("%s for\n%s", err.text, out->at);
	if (!reads_everywhere(&tree, expected))
		fail_msg("'%s' is read as another word:\n%s", expected, out->at);
	yaml_tree_close(&tree);
}

static void every_short_word_is_read_back_as_it_was_written(void **state)
{
	struct text out = { 0 };

	(void)state;
	assert_read_back(&out, "", "");
	for (char a = ' ' + 1; a < 0x7f; a++) {
		const char alone[] = { a, '\0' };

		assert_read_back(&out, alone, alone);
		for (char b = ' ' + 1; b < 0x7f; b++) {
			const char pair[] = { a, b, '\0' };
			const char apart[] = { ' ', a, ' ', b, '\0' };

			assert_read_back(&out, pair, pair);
			assert_read_back(&out, apart, apart);
		}
	}
	text_fini(&out);
}

/* What exports hold, and what only somebody who means harm writes. */
static void words_of_any_language_are_read_back_as_they_were_written(void **state)
{
	static const char *const words[] = {
		"---",
		"...",
		"null",
		"~",
		"10.0.0.0/8",
		"443/tcp",
		"2001:db8::1",
		"-1",
		"a: b",
		"a #b",
		"a, b",
		"{a}",
		"*.contoso.com",
		"\"quoted\" \\ 'too'",
		"Z\xc3\xbcrich \xe2\x80\x93 DC",
		"\xe6\x9d\xb1\xe4\xba\xac",
		"\xe2\x80\xae"
		"drow",
		"\xef\xbb\xbf"
		"mark",
		"\xf0\x9f\x98\x80",
		"\xe2\x80\xa8"
		"line",
	};
	struct text out = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		assert_read_back(&out, words[i], words[i]);
	text_fini(&out);
}

static void controls_and_broken_characters_are_written_as_questions(void **state)
{
	struct text out = { 0 };

	(void)state;
	assert_read_back(&out, "a\nb: c\td", "a?b: c?d");
	assert_read_back(&out, "\x1b[31mred\x7f", "?[31mred?");
	assert_read_back(&out, "\xc2\x85\xc2\x9b", "??");
	assert_read_back(&out, "cut \xe6\x9d", "cut ??");
	assert_read_back(&out, "\xed\xa0\x80", "???");
	text_fini(&out);
}

static void plain_words_stand_without_quotes(void **state)
{
	static const char *const plain[] = { "fe1.contoso.com", "10.0.0.0/8", "443/tcp",
		                             "2027-01-31", "a_b" };
	static const char *const others[] = { "",   "-",   "-a", ".a", "/a",
		                              "a:", "a b", "a#", "*",  "2001:db8::1" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(plain); i++)
		assert_true(yaml_word_is_plain(plain[i]));
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		assert_false(yaml_word_is_plain(others[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_short_word_is_read_back_as_it_was_written),
		cmocka_unit_test(
			words_of_any_language_are_read_back_as_they_were_written),
		cmocka_unit_test(controls_and_broken_characters_are_written_as_questions),
		cmocka_unit_test(plain_words_stand_without_quotes),
		cmocka_unit_test(values_know_their_kinds_keys_and_lines),
		cmocka_unit_test(texts_become_one_clean_line),
		cmocka_unit_test(a_byte_order_mark_and_carriage_returns_are_fine),
		cmocka_unit_test(what_our_files_never_need_is_refused_with_its_line),
		cmocka_unit_test(broken_yaml_is_explained),
		cmocka_unit_test(texts_and_files_have_a_largest_size),
		cmocka_unit_test(values_have_a_largest_number),
		cmocka_unit_test(every_truncation_is_read_or_refused),
		cmocka_unit_test(files_are_opened_by_path),
		cmocka_unit_test(strings_outlive_the_tree_that_gave_them_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
