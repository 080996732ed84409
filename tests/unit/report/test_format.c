/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <string.h>

#include "base/array.h"
#include "report/format.h"

static void a_format_is_found_by_its_whole_name_for_what_it_writes(void **state)
{
	static const struct {
		enum report_kind kind;
		const char *name;
		bool found;
	} cases[] = {
		{ REPORT_AUDIT, "text", true },   { REPORT_AUDIT, "json", true },
		{ REPORT_AUDIT, "eve", true },    { REPORT_FLOWS, "eve", true },
		{ REPORT_DIFF, "eve", false },    { REPORT_DIFF, "json", true },
		{ REPORT_FLOWS, "json", true },   { REPORT_ROWS, "json", true },
		{ REPORT_ROWS, "eve", false },    { REPORT_AUDIT, "tex", false },
		{ REPORT_AUDIT, "texts", false }, { REPORT_AUDIT, "", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct report_format *format = report_format_find(
			cases[i].kind, cases[i].name, strlen(cases[i].name));

		assert_int_equal(format != NULL, cases[i].found);
		if (format)
			assert_string_equal(format->name, cases[i].name);
	}
	/* As of "text:PATH". */
	assert_non_null(report_format_find(REPORT_ROWS, "text:x", 4));
}

static void every_kind_has_text_unless_told(void **state)
{
	(void)state;
	for (enum report_kind kind = REPORT_AUDIT; kind <= REPORT_DIFF; kind++)
		assert_string_equal(report_format_default(kind)->name, "text");
}

static void an_error_can_name_those_of_a_kind_and_no_other(void **state)
{
	struct text names = { 0 };

	(void)state;
	report_format_add_names(&names, REPORT_ROWS);
	assert_string_equal(names.at, "text, json or csv");
	text_clear(&names);
	report_format_add_names(&names, REPORT_FLOWS);
	assert_string_equal(names.at, "text, json, csv, eve or sqlite");
	text_fini(&names);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_format_is_found_by_its_whole_name_for_what_it_writes),
		cmocka_unit_test(every_kind_has_text_unless_told),
		cmocka_unit_test(an_error_can_name_those_of_a_kind_and_no_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
