/* SPDX-License-Identifier: BSD-2-Clause */
#include "made_audit.h"

/* What a hostile network has its hosts called, and a hostile file its name. */
static void nothing_captured_becomes_markup(void **state)
{
	static const char *const never[] = {
		"\033",        "\007", "\xff",  "\"med",  "evil\"<", "<script",
		"javascript:", "src=", "http:", "https:", "@import", "url(http",
	};
	struct made_audit made;

	(void)state;
	for (unsigned with_site = 0; with_site < 2; with_site++) {
		made_audit_init(&made, with_site);
		struct text page = made_output(report_audit_html, &made);

		for (size_t i = 0; i < ARRAY_LEN(never); i++)
			if (strstr(page.at, never[i]))
				fail_msg("the page has %s", never[i]);
		text_fini(&page);
		made_audit_fini(&made);
	}
}

static void what_matters_is_there(void **state)
{
	static const char *const there[] = {
		"<!doctype html>\n<html lang=\"en\">",
		"default-src 'none'",
		"<h1><bdi>INCOMPLETE, and ",
		"cut.pcap: ends inside frame 1",
		"<svg class=\"map\"",
		"id=\"row-server-1\"",
		"id=\"row-client-12\"",
		"Table 2: hardware load balancers",
		"<div>Signature</div>",
		"CHG-1042",
	};
	struct made_audit made;

	(void)state;
	made_audit_init(&made, true);
	struct text page = made_output(report_audit_html, &made);

	for (size_t i = 0; i < ARRAY_LEN(there); i++)
		if (!strstr(page.at, there[i]))
			fail_msg("the page has no %s", there[i]);
	for (size_t i = 0; i < made.audit->finding_count; i++)
		assert_non_null(strstr(page.at, made.audit->findings[i].id));
	for (size_t i = 0; i < made.audit->cause_count; i++)
		assert_non_null(strstr(page.at, made.audit->causes[i].id));
	text_fini(&page);
	made_audit_fini(&made);
}

/* Every element that is opened is closed, in its order. */
static void elements_are_closed_in_their_order(void **state)
{
	static const char *const alone[] = { "meta", "br",    "!doctype", "line",
		                             "rect", "path>", NULL };
	char open[64][16];
	size_t depth = 0;
	struct made_audit made;

	(void)state;
	made_audit_init(&made, true);
	struct text page = made_output(report_audit_html, &made);

	for (const char *at = strchr(page.at, '<'); at; at = strchr(at + 1, '<')) {
		bool closes = at[1] == '/', is_alone = false;
		const char *name = at + 1 + closes, *end = strchr(at, '>');
		size_t len = strcspn(name, " >/\n");

		assert_non_null(end);
		assert_in_range(len, 1, 15);
		for (size_t i = 0; alone[i]; i++)
			is_alone |= strncmp(name, alone[i], len) == 0 &&
			            alone[i][len] == '\0';
		if (is_alone || end[-1] == '/')
			continue;
		if (!closes) {
			assert_true(depth < ARRAY_LEN(open));
			snprintf(open[depth++], sizeof(open[0]), "%.*s", (int)len, name);
			continue;
		}
		assert_true(depth > 0);
		depth--;
		if (strncmp(open[depth], name, len) != 0 || open[depth][len])
			fail_msg("<%s> is closed by </%.*s>", open[depth], (int)len,
			         name);
	}
	assert_int_equal(depth, 0);
	text_fini(&page);
	made_audit_fini(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_captured_becomes_markup),
		cmocka_unit_test(what_matters_is_there),
		cmocka_unit_test(elements_are_closed_in_their_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
