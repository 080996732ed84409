/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdio.h>
#include <string.h>

#include "../../../src/load/yaml_reader.h"
#include "base/array.h"
#include "base/error.h"

struct target {
	const char *name, *note;
	long size;
	const char **words;
	size_t word_count;
	char order[8];
};

static bool read_size(const struct yaml_tree *tree, const struct yaml_value *value,
                      void *target)
{
	struct target *read = target;

	strcat(read->order, "s");
	return yaml_read_number(tree, value, -5, 100, &read->size);
}

static bool read_words(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	struct target *read = target;

	strcat(read->order, "w");
	return yaml_read_items(tree, value, YAML_KIND_TEXT, sizeof(*read->words),
	                       yaml_read_text, &read->words, &read->word_count);
}

static const char *colour(size_t index)
{
	static const char *const names[] = { "red",   "green", "blue",  "crimson",
		                             "white", "black", "indigo" };

	return names[index];
}

static bool read_colour(const struct yaml_tree *tree, const struct yaml_value *value,
                        void *field)
{
	static const struct yaml_words words = { "colour", colour, 7 };
	size_t index;

	(void)field;
	return yaml_read_word(tree, value, &words, &index);
}

static bool read_few(const struct yaml_tree *tree, const struct yaml_value *value,
                     void *field)
{
	static const struct yaml_words words = { "shade", colour, 3 };
	size_t index;

	(void)field;
	return yaml_read_word(tree, value, &words, &index);
}

static bool read_each(const struct yaml_tree *tree, const struct yaml_value *value,
                      void *field)
{
	return yaml_read_each(tree, value, YAML_KIND_TEXT, read_colour, field);
}

static const struct yaml_key keys[] = {
	{ "name", YAML_KIND_TEXT, true, offsetof(struct target, name), yaml_read_text },
	{ "note", YAML_KIND_TEXT, false, offsetof(struct target, note),
	  yaml_read_blank_text },
	{ "size", YAML_KIND_TEXT, false, 0, read_size },
	{ "words", YAML_KIND_TEXT | YAML_KIND_LIST, false, 0, read_words },
	{ "colour", YAML_KIND_TEXT, false, 0, read_colour },
	{ "shade", YAML_KIND_TEXT, false, 0, read_few },
	{ "colours", YAML_KIND_LIST, false, 0, read_each },
	{ "maps", YAML_KIND_MAP, false, 0, read_each },
};

static bool read_text(struct yaml_tree *tree, const char *yaml, struct target *target,
                      struct error *err)
{
	return yaml_tree_open_bytes(tree, "f.yaml", yaml, strlen(yaml), err) &&
	       yaml_read_map(tree, tree->root, keys, ARRAY_LEN(keys), target);
}

static void values_reach_their_fields(void **state)
{
	struct yaml_tree tree;
	struct error err;
	struct target target = { .note = "unset" };

	(void)state;
	assert_true(read_text(&tree, "words: [a, b]\nname: n\nsize: -5\nnote:\n", &target,
	                      &err));
	assert_string_equal(target.name, "n");
	assert_string_equal(target.note, "");
	assert_int_equal(target.size, -5);
	assert_int_equal(target.word_count, 2);
	assert_string_equal(target.words[1], "b");
	yaml_tree_close(&tree);
}

static void values_are_read_in_the_order_of_the_table(void **state)
{
	struct yaml_tree tree;
	struct error err;
	struct target target = { 0 };

	(void)state;
	assert_true(read_text(&tree, "words: a\nsize: 1\nname: n\n", &target, &err));
	assert_string_equal(target.order, "sw");
	yaml_tree_close(&tree);
}

static void a_lone_value_is_a_list_of_one(void **state)
{
	struct yaml_tree tree;
	struct error err;
	struct target target = { 0 };

	(void)state;
	assert_true(read_text(&tree, "words: a\nname: n\n", &target, &err));
	assert_int_equal(target.word_count, 1);
	assert_string_equal(target.words[0], "a");
	yaml_tree_close(&tree);
	target.order[0] = '\0';
	assert_true(read_text(&tree, "words: []\nname: n\n", &target, &err));
	assert_int_equal(target.word_count, 0);
	yaml_tree_close(&tree);
}

static void what_does_not_fit_the_table_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *yaml, *reason;
	} rows[] = {
		{ "name: n\nnmae: m",
		  "f.yaml:2: unknown key 'nmae', did you mean 'name'?" },
		{ "name: n\nzebra: m", "f.yaml:2: unknown key 'zebra'" },
		{ "name: n\n\nname: m", "f.yaml:3: 'name' was already given on line 1" },
		{ "# c\nsize: 1", "f.yaml:2: 'name' is missing" },
		{ "name: [n]", "f.yaml:1: 'name' takes one text" },
		{ "name: {n: m}", "f.yaml:1: 'name' takes one text" },
		{ "name:", "f.yaml:1: 'name' is empty" },
		{ "name: n\nwords: {a: b}",
		  "f.yaml:2: 'words' takes one text or a list" },
		{ "name: n\nwords: [a, [b]]", "f.yaml:2: each item here takes one text" },
		{ "name: n\nwords:\n  - a\n  -\n", "f.yaml:4: an empty item" },
		{ "name: n\nwords:\n", "f.yaml:2: 'words' is empty" },
		{ "name: n\ncolours: red", "f.yaml:2: 'colours' takes a list" },
		{ "name: n\ncolours:\n",
		  "f.yaml:2: 'colours' has no value, it takes a list" },
		{ "name: n\ncolours: []", "f.yaml:2: 'colours' is empty" },
		{ "name: n\nmaps: a", "f.yaml:2: 'maps' takes keys with values" },
		{ "- name: n", "f.yaml:1: this takes keys with values" },
		{ "name", "f.yaml:1: this takes keys with values" },
		{ "name: n\nsize: 101",
		  "f.yaml:2: '101' is not a number from -5 to 100" },
		{ "name: n\nsize: -6", "f.yaml:2: '-6' is not a number from -5 to 100" },
		{ "name: n\nsize: 1x", "f.yaml:2: '1x' is not a number from -5 to 100" },
		{ "name: n\nsize: ' 1'",
		  "f.yaml:2: ' 1' is not a number from -5 to 100" },
		{ "name: n\nsize: +1", "f.yaml:2: '+1' is not a number from -5 to 100" },
		{ "name: n\nsize: ''", "f.yaml:2: '' is not a number from -5 to 100" },
		{ "name: n\nsize: 99999999999999999999",
		  "f.yaml:2: '99999999999999999999' is not a number from -5 to 100" },
		{ "name: n\ncolour: crimsin",
		  "f.yaml:2: unknown colour 'crimsin', did you mean 'crimson'?" },
		{ "name: n\ncolour: RED", "f.yaml:2: unknown colour 'RED'" },
		{ "name: n\ncolours: [red, gren]",
		  "f.yaml:2: unknown colour 'gren', did you mean 'green'?" },
		{ "name: n\nshade: pink",
		  "f.yaml:2: unknown shade 'pink', it is one of red, green or blue" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct yaml_tree tree;
		struct error err = { "" };
		struct target target = { 0 };

		assert_false(read_text(&tree, rows[i].yaml, &target, &err));
		assert_string_equal(err.text, rows[i].reason);
		yaml_tree_close(&tree);
	}
}

static void long_words_are_cut_in_errors(void **state)
{
	char yaml[2000], expected[128];
	struct yaml_tree tree;
	struct error err = { "" };
	struct target target = { 0 };

	(void)state;
	snprintf(yaml, sizeof(yaml), "%01000d: a\n", 0);
	snprintf(expected, sizeof(expected), "f.yaml:1: unknown key '%060d'", 0);
	assert_false(read_text(&tree, yaml, &target, &err));
	assert_string_equal(err.text, expected);
	yaml_tree_close(&tree);
}

static void the_first_name_given_twice_is_refused(void **state)
{
	struct yaml_name names[] = { { "d", 1 }, { "b", 2 }, { "a", 3 },
		                     { "B", 6 }, { "A", 5 }, { "a", 9 } };
	struct yaml_tree tree;
	struct error err;

	(void)state;
	assert_true(yaml_tree_open_bytes(&tree, "f.yaml", "a: b", 4, &err));
	assert_false(yaml_refuse_twice(&tree, names, ARRAY_LEN(names), "name"));
	assert_string_equal(err.text, "f.yaml:5: name 'A' was already given on line 3");
	assert_true(yaml_refuse_twice(&tree, names, 0, "name"));
	assert_true(yaml_refuse_twice(&tree, names, 1, "name"));
	yaml_tree_close(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_reach_their_fields),
		cmocka_unit_test(values_are_read_in_the_order_of_the_table),
		cmocka_unit_test(a_lone_value_is_a_list_of_one),
		cmocka_unit_test(what_does_not_fit_the_table_is_refused_with_its_line),
		cmocka_unit_test(long_words_are_cut_in_errors),
		cmocka_unit_test(the_first_name_given_twice_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
