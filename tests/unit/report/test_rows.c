/* SPDX-License-Identifier: BSD-2-Clause */
#include "made_audit.h"

static struct text rows(const struct made_audit *made,
                        const struct report_rows_filter *filter, unsigned width,
                        long *shown)
{
	struct text text = { 0 };
	size_t len;
	FILE *stream = open_memstream(&text.at, &len);

	*shown = width ? report_rows_text(stream, made->policy, filter, width, false)
	               : report_rows_json(stream, made->policy, filter, width, false);
	fclose(stream);
	text.len = len;
	return text;
}

static size_t lines_of(const struct text *text)
{
	size_t lines = 0;

	for (size_t i = 0; i < text->len; i++)
		lines += text->at[i] == '\n';
	return lines;
}

static void every_row_is_listed_once_whatever_the_site_balances(void **state)
{
	const struct report_rows_filter all = { 0 };
	size_t expected = 0;
	struct made_audit made;
	struct text text;
	long shown;

	(void)state;
	made_audit_init(&made, true); /* dns: the hlb table does not apply */
	for (size_t i = 0; i < MADE_CATALOGUES; i++)
		expected += made.catalogues[i]->row_count;
	text = rows(&made, &all, 0, &shown);
	assert_int_equal(shown, expected);
	assert_int_equal(lines_of(&text), expected + 2);
	assert_non_null(strstr(text.at, "\"id\":\"hlb-20\""));
	text_fini(&text);
	made_audit_fini(&made);
}

static void filters_narrow_it_down(void **state)
{
	static const struct {
		struct report_rows_filter filter;
		const char *there, *not_there;
	} cases[] = {
		{ { .by_port = true, .port = 5070, .transport = 6 },
		  "server-46 ",
		  "server-3 " },
		{ { .id = "server-22" }, "server-22 ", "server-2 " },
		{ { .service = "application-sharing" }, "server-27 ", "server-3 " },
		{ { .role = "mediation" }, "server-47 ", "client-1 " },
		{ { .role = "cms" }, "server-1 ", "client-1 " }, /* by its group */
	};
	struct made_audit made;

	(void)state;
	made_audit_init(&made, false);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		long shown;
		struct text text = rows(&made, &cases[i].filter, 80, &shown);

		assert_true(shown > 0);
		assert_non_null(strstr(text.at, cases[i].there));
		assert_null(strstr(text.at, cases[i].not_there));
		text_fini(&text);
	}
	made_audit_fini(&made);
}

static void nothing_found_is_an_empty_array(void **state)
{
	const struct report_rows_filter none = { .id = "server-99" };
	struct made_audit made;
	struct text text;
	long shown;

	(void)state;
	made_audit_init(&made, false);
	text = rows(&made, &none, 0, &shown);
	assert_int_equal(shown, 0);
	assert_string_equal(text.at, "[\n]\n");
	text_fini(&text);
	made_audit_fini(&made);
}

static void the_table_has_one_line_a_row_within_the_width(void **state)
{
	static const unsigned widths[] = { 60, 80, 200 };
	const struct report_rows_filter all = { 0 };
	struct made_audit made;

	(void)state;
	made_audit_init(&made, false);
	for (size_t i = 0; i < ARRAY_LEN(widths); i++) {
		long shown;
		struct text text = rows(&made, &all, widths[i], &shown);
		unsigned columns = 0;

		assert_true(lines_of(&text) > (size_t)shown);
		for (size_t j = 0; j < text.len; j++) {
			if (text.at[j] == '\n')
				columns = 0;
			else if (((uint8_t)text.at[j] & 0xc0) != 0x80)
				assert_true(++columns <= widths[i]);
		}
		text_fini(&text);
	}
	made_audit_fini(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_listed_once_whatever_the_site_balances),
		cmocka_unit_test(filters_narrow_it_down),
		cmocka_unit_test(nothing_found_is_an_empty_array),
		cmocka_unit_test(the_table_has_one_line_a_row_within_the_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
