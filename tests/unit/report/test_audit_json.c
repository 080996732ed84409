/* SPDX-License-Identifier: BSD-2-Clause */
#include "made_audit.h"

#include <stdio.h>

static void the_object_conforms_to_its_schema(void **state)
{
	const char *srcdir = getenv("srcdir") ? getenv("srcdir") : ".";

	(void)state;
	for (int with_site = 0; with_site < 2; with_site++) {
		char command[4096];
		struct made_audit made;
		FILE *validator;
		int status;

		snprintf(command, sizeof(command),
		         "python3 %s/tests/validate_json.py %s/docs/audit.schema.json - "
		         ">&2",
		         srcdir, srcdir);
		validator = popen(command, "w");
		assert_non_null(validator);
		made_audit_init(&made, with_site);
		assert_true(report_audit_json(validator, &made.context, made.audit));
		made_audit_fini(&made);
		status = pclose(validator);
		if (status == 77 << 8 || status == 127 << 8)
			skip();
		assert_int_equal(status, 0);
	}
}

static void hostile_text_is_escaped(void **state)
{
	struct made_audit made;
	struct text json;

	(void)state;
	made_audit_init(&made, true);
	json = made_output(report_audit_json, &made);
	for (size_t i = 0; i < json.len; i++)
		assert_true((uint8_t)json.at[i] >= 0x20 || json.at[i] == '\n');
	assert_non_null(strstr(json.at, "day\\u001b[2J.pcapng"));
	assert_non_null(strstr(json.at, "\\u001b[31mevil\\\"<\\ufffd>"));
	assert_non_null(strstr(json.at, "\"exit_status\":3}"));
	text_fini(&json);
	made_audit_fini(&made);
}

static void nothing_captured_is_null_not_1970(void **state)
{
	struct made_audit made;
	struct text json;

	(void)state;
	made_audit_init(&made, true);
	made.context.capture.frames = 0;
	json = made_output(report_audit_json, &made);
	assert_non_null(strstr(json.at, "\"first\":null,\"last\":null,\"dropped\":0"));
	text_fini(&json);
	made_audit_fini(&made);
}

static void the_same_day_is_the_same_bytes(void **state)
{
	struct made_audit made, again;
	struct text one, other;

	(void)state;
	made_audit_init(&made, false);
	made_audit_init(&again, false);
	one = made_output(report_audit_json, &made);
	other = made_output(report_audit_json, &again);
	assert_string_equal(one.at, other.at);
	text_fini(&one);
	text_fini(&other);
	made_audit_fini(&made);
	made_audit_fini(&again);
}

static void a_full_disk_is_noticed(void **state)
{
	struct made_audit made;
	FILE *full = fopen("/dev/full", "w");

	(void)state;
	if (!full)
		skip();
	setvbuf(full, NULL, _IONBF, 0);
	made_audit_init(&made, true);
	assert_false(report_audit_json(full, &made.context, made.audit));
	assert_false(report_audit_text(full, &made.context, made.audit));
	fclose(full);
	made_audit_fini(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_object_conforms_to_its_schema),
		cmocka_unit_test(hostile_text_is_escaped),
		cmocka_unit_test(nothing_captured_is_null_not_1970),
		cmocka_unit_test(the_same_day_is_the_same_bytes),
		cmocka_unit_test(a_full_disk_is_noticed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
