/* SPDX-License-Identifier: BSD-2-Clause */
#include "made_audit.h"

#include "report/audit_file.h"
#include "report/diff.h"

static struct audit_file *parse(const char *json, struct error *err)
{
	return audit_file_parse(json, strlen(json), "old.json", err);
}

static void what_was_written_is_read_back(void **state)
{
	struct made_audit made;
	struct error err = { "" };

	(void)state;
	made_audit_init(&made, true);
	struct text json = made_output(report_audit_json, &made);
	struct audit_file *file = parse(json.at, &err);

	if (!file)
		fail_msg("%s", err.text);
	assert_string_equal(file->scope.site, "contoso-hq");
	assert_null(file->scope.filter);
	assert_true(file->incomplete);
	assert_int_equal(file->exit_status, 3);
	assert_string_equal(file->program, "lynctap 0.1.0");
	assert_int_equal(file->finding_count, made.audit->finding_count);
	assert_int_equal(file->suppressed_count, made.audit->suppressed_count);
	assert_int_equal(file->service_count, made.audit->service_count);
	for (size_t i = 0; i < made.audit->finding_count; i++) {
		const struct audit_finding *want = &made.audit->findings[i];
		const struct audit_file_finding *got = audit_file_find(file, want->id);

		assert_non_null(got);
		assert_string_equal(got->kind, finding_kind_name(want->kind));
		assert_int_equal(got->severity, want->severity);
		assert_int_equal(got->listener.port, want->port);
		assert_int_equal(got->peer_count, want->peer_count);
		assert_int_equal(got->flows, want->flows);
	}
	assert_non_null(audit_file_find(file, made.audit->suppressed[0].id));
	assert_null(audit_file_find(file, "F-00000000"));
	audit_file_close(file);
	text_fini(&json);
	made_audit_fini(&made);
}

/* What a watch compares is written without most hosts. */
static void what_is_compared_is_read_as_the_whole_is(void **state)
{
	struct made_audit made;
	struct error err = { "" };
	struct diff diff;

	(void)state;
	made_audit_init(&made, true);
	struct text whole = made_output(report_audit_json, &made);
	struct text compared = made_output(report_audit_compared, &made);
	struct audit_file *before = parse(whole.at, &err);
	struct audit_file *after = parse(compared.at, &err);

	assert_non_null(before);
	assert_non_null(after);
	assert_true(compared.len < whole.len);
	assert_true(before->server_count > 0);
	assert_true(diff_check_scopes(&before->scope, &after->scope, &err));
	assert_true(diff_init(&diff, before, after));
	assert_int_equal(diff.counts[DIFF_SAME] + diff.counts[DIFF_ALLOWED],
	                 diff.finding_count);
	assert_int_equal(diff.servers.count + diff.services.count + diff.attempts.count +
	                         diff.rows.count,
	                 0);
	diff_fini(&diff);
	audit_file_close(before);
	audit_file_close(after);
	text_fini(&whole);
	text_fini(&compared);
	made_audit_fini(&made);
}

static void servers_alone_are_servers_and_give_listeners_their_names(void **state)
{
	static const char json[] =
		"{\"schema\": \"lynctap/audit/2\", \"later\": [1], \"hosts\": ["
		"{\"address\": \"10.1.1.12\", \"names\": [\"fe02\"], \"server\": true},"
		"{\"address\": \"10.1.1.9\", \"names\": [\"pc\"], \"server\": false},"
		"{\"address\": \"10.1.1.11\", \"names\": [], \"server\": true}],"
		"\"services\": [{\"address\": \"10.1.1.12\", \"port\": 443,"
		" \"transport\": \"tcp\", \"row\": \"server-12\"}],"
		"\"inputs\": [{\"name\": \"eth1\", \"live\": true},"
		" {\"name\": \"a.pcap\", \"live\": false}]}";
	struct error err = { "" };
	struct audit_file *file = parse(json, &err);

	(void)state;
	if (!file)
		fail_msg("%s", err.text);
	assert_int_equal(file->server_count, 2);
	assert_string_equal(file->servers[0].address, "10.1.1.11");
	assert_null(file->servers[0].name);
	assert_string_equal(file->services[0].listener.name, "fe02");
	assert_int_equal(file->services[0].listener.port_high, 443);
	assert_int_equal(file->scope.sensor_count, 1);
	assert_string_equal(file->scope.sensors[0], "eth1");
	assert_null(file->scope.site);
	audit_file_close(file);
}

static void what_is_wrong_is_named_by_its_place(void **state)
{
	static const struct {
		const char *json, *want;
	} cases[] = {
		{ "[1]", "old.json: schema is no string" },
		{ "{\"schema\": \"lynctap/flow/1\"}",
		  "old.json: schema is no report of lynctap audit" },
		{ "{\"schema\": \"lynctap/audit/1\", \"findings\": {}}",
		  "old.json: findings is no array" },
		{ "{\"schema\": \"lynctap/audit/1\", \"findings\": [{\"id\": \"F-1\","
		  " \"kind\": \"scan\", \"severity\": \"dire\"}]}",
		  "old.json: findings[0].severity is no severity" },
		{ "{\"schema\": \"lynctap/audit/1\", \"services\": [{\"address\": \"::1\","
		  " \"port\": 65536, \"row\": \"server-1\"}]}",
		  "old.json: services[0].port is no number that fits" },
		{ "{\"schema\": \"lynctap/audit/1\", \"causes\": [7]}",
		  "old.json: causes[0].* is no object" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error err = { "" };

		assert_null(parse(cases[i].json, &err));
		assert_string_equal(err.text, cases[i].want);
	}
}

static void what_is_no_report_is_refused(void **state)
{
	struct error err = { "" };

	(void)state;
	assert_null(parse("{\"schema\": ", &err));
	assert_memory_equal(err.text, "old.json:1: no JSON: ", 21);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_written_is_read_back),
		cmocka_unit_test(what_is_compared_is_read_as_the_whole_is),
		cmocka_unit_test(
			servers_alone_are_servers_and_give_listeners_their_names),
		cmocka_unit_test(what_is_wrong_is_named_by_its_place),
		cmocka_unit_test(what_is_no_report_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
