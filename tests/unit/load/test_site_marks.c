/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdio.h>
#include <string.h>

#include "../../../src/load/loaders.h"
#include "base/array.h"
#include "base/error.h"
#include "load/site_file.h"
#include "policy/site.h"

#define HOSTS                                                                            \
	"hosts:\n"                                                                       \
	"  - {name: fe1, addresses: [10.1.1.1, 10.1.1.2], roles: [front-end]}\n"         \
	"networks:\n"                                                                    \
	"  - {name: staff, range: 10.9.0.0/16, roles: [client]}\n"

static struct site *load_text(const char *yaml)
{
	struct error err = { "" };
	struct site *site = site_load_bytes("s.yaml", yaml, strlen(yaml), &err);

	if (!site)
		fail_msg("%s", err.text);
	return site;
}

static void a_mark_has_a_modality_ends_and_a_line(void **state)
{
	struct site *site = load_text(
		"qos:\n"
		"  - {modality: audio, from: [phone, fe1], to: staff, dscp: 40}\n"
		"  - {modality: data, dscp: 0}\n" HOSTS);
	const struct site_mark *marks = site->marks;

	(void)state;
	assert_int_equal(site->mark_count, 2);
	assert_int_equal(marks[0].modality, MODALITY_AUDIO);
	assert_int_equal(marks[0].dscp, 40);
	assert_int_equal(marks[0].line, 2);
	assert_true(marks[0].from.roles == ROLE_BIT(ROLE_PHONE));
	assert_int_equal(marks[0].from.range_count, 2);
	assert_int_equal(marks[0].to.range_count, 1);
	assert_int_equal(marks[0].to.ranges[0].prefix_len, 96 + 16);
	assert_int_equal(marks[1].modality, MODALITY_DATA);
	assert_int_equal(marks[1].dscp, 0);
	assert_true(marks[1].from.roles == 0 && marks[1].from.range_count == 0);
	site_destroy(site);
}

static void what_is_wrong_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *yaml, *reason;
	} cases[] = {
		{ "qos: {audio: 46}", "1: 'qos' takes a list" },
		{ "qos:\n  - {dscp: 46}", "2: 'modality' is missing" },
		{ "qos:\n  - {modality: audio}", "2: 'dscp' is missing" },
		{ "qos:\n  - {modality: voice, dscp: 46}",
		  "2: unknown modality 'voice', it is one of" },
		{ "qos:\n  - {modality: audio, dscp: 64}",
		  "2: '64' is not a number from 0 to 63" },
		{ "qos:\n  - {modality: audio, dscp: EF}",
		  "2: 'EF' is not a number from 0 to 63" },
		{ "qos:\n  - {modality: audio, dscp: -1}",
		  "2: '-1' is not a number from 0 to 63" },
		{ "qos:\n  - {modality: audio, dscp: 46, form: client}",
		  "2: unknown key 'form', did you mean 'from'?" },
		{ "qos:\n  - {modality: audio, from: nobody, dscp: 46}",
		  "2: 'nobody' is no role, address or range" },
		{ "qos:\n  - {modality: audio, dscp: 46}\n  - audio", "3: " },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error err = { "" };
		char expected[128];

		snprintf(expected, sizeof(expected), "s.yaml:%s", cases[i].reason);
		assert_null(site_load_bytes("s.yaml", cases[i].yaml,
		                            strlen(cases[i].yaml), &err));
		if (strncmp(err.text, expected, strlen(expected)) != 0)
			fail_msg("%s\nis not\n%s", err.text, expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mark_has_a_modality_ends_and_a_line),
		cmocka_unit_test(what_is_wrong_is_refused_with_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
