/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "load/site_edit.h"

#define ITEM "- {from: 10.9.0.5, to: front-end, port: 22/tcp}\n"

static void items_are_added_where_they_belong(void **state)
{
	static const struct {
		const char *before, *after;
	} cases[] = {
		/* no list yet, and a last line that does not end */
		{ "site: a", "site: a\nallow:\n  " ITEM },
		/* after the last, before what remarks belong to the next key */
		{ "allow: # ours\n"
		  "    # first\n"
		  "    - {from: any, to: 10.1.1.1, port: 1/tcp}   # one\n"
		  "    - from: any\n"
		  "      to: 10.1.1.1\n"
		  "      port: 2/tcp\n"
		  "\n"
		  "# accepted\n"
		  "site: a\n",
		  "allow: # ours\n"
		  "    # first\n"
		  "    - {from: any, to: 10.1.1.1, port: 1/tcp}   # one\n"
		  "    - from: any\n"
		  "      to: 10.1.1.1\n"
		  "      port: 2/tcp\n"
		  "    " ITEM "\n"
		  "# accepted\n"
		  "site: a\n" },
		/* items without blanks before them */
		{ "allow:\n- {from: any, to: 10.1.1.1, port: 1/tcp}\nsite: a\n",
		  "allow:\n- {from: any, to: 10.1.1.1, port: 1/tcp}\n" ITEM "site: a\n" },
		/* an empty list */
		{ "allow: []\nsite: a\n", "allow:\n  " ITEM "site: a\n" },
		/* lines of Windows */
		{ "allow:\r\n  - {from: any, to: 10.1.1.1, port: 1/tcp}\r\nsite: a\r\n",
		  "allow:\r\n  - {from: any, to: 10.1.1.1, port: 1/tcp}\r\n"
		  "  - {from: 10.9.0.5, to: front-end, port: 22/tcp}\r\nsite: a\r\n" },
		/* a key that only begins so, and one that is not at the top */
		{ "hosts:\n  - {name: allow, addresses: [10.1.1.1]}\n",
		  "hosts:\n  - {name: allow, addresses: [10.1.1.1]}\nallow:\n  " ITEM },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error err = { "" };
		struct text out = { 0 };

		if (!site_edit_add(&out, "s.yaml", cases[i].before,
		                   strlen(cases[i].before), "allow", ITEM, 1, &err))
			fail_msg("%s", err.text);
		assert_string_equal(out.at, cases[i].after);
		text_fini(&out);
	}
}

static void what_cannot_be_added_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *before, *items, *reason;
	} cases[] = {
		{ "allow: [{from: any, to: 10.1.1.1, port: 1/tcp}]\n", ITEM,
		  "s.yaml: 'allow' is written in brackets: write an item a line, then "
		  "lines can be added" },
		{ "site: a\nsites: b\n", ITEM,
		  "s.yaml:2: unknown key 'sites', did you mean 'site'?" },
		{ "site: a\n", "- {from: nobody, to: any}\n",
		  "s.yaml:3: 'nobody' is no role, address or range, nor a host or "
		  "network of this file" },
		{ "site: a\n", "- {from: any, to: any, until: 2027-02-30}\n",
		  "s.yaml:3: '2027-02-30' is not a date: write 2027-01-31" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error err = { "" };
		struct text out = { 0 };

		assert_false(site_edit_add(&out, "s.yaml", cases[i].before,
		                           strlen(cases[i].before), "allow",
		                           cases[i].items, 1, &err));
		assert_string_equal(err.text, cases[i].reason);
		text_fini(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(items_are_added_where_they_belong),
		cmocka_unit_test(what_cannot_be_added_is_refused_with_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
