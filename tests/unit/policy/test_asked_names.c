/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <string.h>

#include "../../../src/policy/asked_names.h"
#include "base/array.h"
#include "base/error.h"

static const char *online[] = { "webdir*.online.lync.com", "admin*.online.lync.com" };
static const char *graph[] = { "graph.microsoft.com", "*.online.lync.com" };

static const struct row rows[] = {
	{ .id = "a-1", .asked = online, .asked_count = ARRAY_LEN(online) },
	{ .id = "a-2" },
	{ .id = "a-3", .asked = graph, .asked_count = ARRAY_LEN(graph) },
};
static const struct rule rules[] = {
	{ .row = &rows[0] }, { .row = &rows[1] }, { .row = &rows[2] }, { .row = &rows[0] }
};

static struct asked_names build(void)
{
	struct asked_names names;
	struct error err;

	assert_true(asked_names_build(&names, rules, ARRAY_LEN(rules), &err));
	return names;
}

static uint8_t find(const struct asked_names *names, const char *name)
{
	return asked_names_find(names, name, strlen(name));
}

static void a_name_finds_every_row_that_has_it(void **state)
{
	const struct asked_names names = build();

	(void)state;
	assert_int_equal(find(&names, "WebDir0e.online.lync.com"), 3);
	assert_int_equal(find(&names, "graph.microsoft.com"), 2);
	assert_int_equal(find(&names, "graph.microsoft.com.evil.example"), 0);
	assert_int_equal(find(&names, "online.lync.com"), 0);
	assert_int_equal(find(&names, ""), 0);
}

static void rules_of_other_names_are_taken_out(void **state)
{
	const struct asked_names names = build();
	static const bool kept[4][ARRAY_LEN(rules)] = { { false, true, false, false },
		                                        { true, true, false, true },
		                                        { false, true, true, false },
		                                        { true, true, true, true } };
	struct row_set all = { 0 };

	(void)state;
	for (unsigned i = 0; i < ARRAY_LEN(rules); i++)
		row_set_add(&all, i);
	for (uint8_t asked = 0; asked < 4; asked++) {
		struct row_set left = asked_names_keep(&names, &all, asked);

		for (unsigned i = 0; i < ARRAY_LEN(rules); i++)
			assert_int_equal(row_set_contains(&left, i), kept[asked][i]);
	}
}

static void there_are_as_many_rows_as_bits(void **state)
{
	struct row many[ASKED_NAMES_ROWS + 1];
	struct rule of_many[ASKED_NAMES_ROWS + 1];
	struct asked_names names;
	struct error err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(many); i++) {
		many[i] = rows[0];
		many[i].file = "c.yaml";
		many[i].line = 7;
		of_many[i] = (struct rule){ .row = &many[i] };
	}
	assert_true(asked_names_build(&names, of_many, ASKED_NAMES_ROWS, &err));
	assert_false(asked_names_build(&names, of_many, ARRAY_LEN(of_many), &err));
	assert_string_equal(err.text, "c.yaml:7: more than 8 rows with 'asked-for'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_finds_every_row_that_has_it),
		cmocka_unit_test(rules_of_other_names_are_taken_out),
		cmocka_unit_test(there_are_as_many_rows_as_bits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
