/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "report/diff.h"

/* One report: its findings and all else between the braces. */
#define REPORT(made, members)                                                            \
	"{\"schema\": \"lynctap/audit/1\", \"provenance\": {\"made\": \"" made "\","     \
	" \"catalogues\": [{\"name\": \"lync-2013\", \"sha256\": \"aa\"}]},"             \
	"\"site\": {\"name\": \"hq\"}, " members "}"

#define FINDING(id, kind, severity, peer) FINDING_AT(id, kind, severity, peer, "22")
#define FINDING_AT(id, kind, severity, peer, port)                                       \
	"{\"id\": \"" id "\", \"kind\": \"" kind "\", \"severity\": \"" severity "\","   \
	" \"address\": \"10.1.1.11\", \"port\": " port ", \"transport\": \"tcp\","       \
	" \"peers\": [{\"address\": \"" peer "\", \"flows\": 1}], \"peers_total\": 1,"   \
	" \"flows\": 1, \"first\": \"2026-11-25T08:00:00.000000Z\","                     \
	" \"last\": \"2026-11-25T09:00:00.000000Z\"}"

static struct audit_file *parse(const char *json)
{
	struct error err = { "" };
	struct audit_file *file =
		audit_file_parse(json, strlen(json), "report.json", &err);

	if (!file)
		fail_msg("%s", err.text);
	return file;
}

struct two {
	struct audit_file *before, *after;
	struct diff diff;
};

static void compare(struct two *two, const char *before, const char *after)
{
	two->before = parse(before);
	two->after = parse(after);
	assert_true(diff_init(&two->diff, two->before, two->after));
}

static void fini(struct two *two)
{
	diff_fini(&two->diff);
	audit_file_close(two->before);
	audit_file_close(two->after);
}

static const char old_report[] = REPORT(
	"2026-11-25T00:00:00.000000Z",
	"\"findings\": [" FINDING("F-1", "unapproved-port", "medium", "10.9.0.1") "," FINDING(
		"F-2", "scan", "low",
		"10.9.0.1") "," FINDING("F-3", "wrong-role", "medium",
                                        "10.9.0.1") "," FINDING("F-4", "wrong-role",
                                                                "high",
                                                                "10.9.0.1") "," FINDING_AT("F-5",
                                                                                           "wrong-role",
                                                                                           "high",
                                                                                           "10.9.0.1",
                                                                                           "23") "]");
static const char new_report[] = REPORT(
	"2026-11-26T00:00:00.000000Z",
	"\"findings\": [" FINDING("F-0", "unapproved-port", "high", "10.9.0.1") "," FINDING(
		"F-1", "unapproved-port", "medium",
		"10.9.0.2") "," FINDING("F-2", "scan", "medium",
                                        "10.9.0.1") "," FINDING("F-3", "wrong-role",
                                                                "medium",
                                                                "10.9.0.1") "], \"suppressed\": [" FINDING("F-4",
                                                                                                           "wrong-role",
                                                                                                           "high",
                                                                                                           "10.9.0.1") "]");

static void each_finding_is_in_one_state(void **state)
{
	static const struct {
		const char *id;
		enum diff_state state;
	} want[] = {
		{ "F-0", DIFF_NEW },  { "F-2", DIFF_WORSE },   { "F-1", DIFF_CHANGED },
		{ "F-3", DIFF_SAME }, { "F-4", DIFF_ALLOWED }, { "F-5", DIFF_GONE },
	};
	struct two two;

	(void)state;
	compare(&two, old_report, new_report);
	assert_int_equal(two.diff.finding_count, ARRAY_LEN(want));
	for (size_t i = 0; i < ARRAY_LEN(want); i++) {
		const struct diff_finding *finding = &two.diff.findings[i];

		assert_int_equal(finding->state, want[i].state);
		assert_string_equal(
			(finding->after ? finding->after : finding->before)->id,
			want[i].id);
		assert_int_equal(two.diff.counts[want[i].state], 1);
	}
	assert_int_equal(two.diff.worst, SEVERITY_HIGH);
	assert_string_equal(diff_since(&two.diff, &two.diff.findings[3]),
	                    "2026-11-25T00:00:00.000000Z");
	assert_null(diff_since(&two.diff, &two.diff.findings[0]));
	fini(&two);
}

static void a_report_is_as_itself(void **state)
{
	struct two two;

	(void)state;
	compare(&two, new_report, new_report);
	assert_int_equal(two.diff.counts[DIFF_SAME], 4);
	assert_int_equal(two.diff.finding_count, 4);
	assert_int_equal(two.diff.worst, SEVERITY_NONE);
	fini(&two);
}

static void listeners_servers_attempts_and_rows_are_compared(void **state)
{
	struct two two;

	(void)state;
	compare(&two,
	        REPORT("2026-11-25T00:00:00.000000Z",
	               "\"hosts\": [{\"address\": \"10.1.1.11\", \"server\": true}],"
	               "\"services\": ["
	               "{\"address\": \"10.1.1.11\", \"port\": 443, \"row\": \"a-1\"},"
	               "{\"address\": \"10.1.1.11\", \"port\": 50000, \"row\": \"a-2\"}],"
	               "\"coverage\": [{\"row\": \"a-1\", \"state\": \"confirmed\","
	               " \"applies\": true}]"),
	        REPORT("2026-11-26T00:00:00.000000Z",
	               "\"hosts\": [{\"address\": \"10.1.1.12\", \"server\": true}],"
	               "\"services\": ["
	               "{\"address\": \"10.1.1.11\", \"port\": 443, \"row\": \"a-1\"},"
	               "{\"address\": \"10.1.1.11\", \"port\": 443, \"row\": \"a-9\"},"
	               "{\"address\": \"10.1.1.11\", \"port\": 51111, \"row\": \"a-2\"}],"
	               "\"attempts\": [{\"address\": \"10.1.1.31\", \"port\": 5067,"
	               " \"how\": \"reset\"}],"
	               "\"coverage\": [{\"row\": \"a-1\", \"state\": \"seen\","
	               " \"applies\": true}]"));
	/* One server came, one went; a port that a system picked is no new listener. */
	assert_int_equal(two.diff.servers.count, 2);
	assert_int_equal(two.diff.services.count, 0);
	assert_int_equal(two.diff.attempts.count, 1);
	assert_int_equal(two.diff.rows.count, 1);
	fini(&two);
}

static void what_cannot_be_compared_is_refused_with_the_difference(void **state)
{
	static const struct audit_scope_catalogue old_rows[] = { { "lync-2013", "aa" } },
						  new_rows[] = { { "lync-2013", "bb" } };
	static const char *const sensors[] = { "dmz", "eth1" };
	static const struct audit_scope scope = { .site = "hq",
		                                  .catalogues = old_rows,
		                                  .catalogue_count = 1 };
	struct audit_scope others[] = { scope, scope, scope, scope, scope, scope };
	static const char *const want[] = {
		"another site: hq before, lab now",
		"another filter: none before, tcp now",
		"--strict: not given before, given now",
		"another snaplen: 0 before, 128 now (0 is all)",
		"catalogue lync-2013 is another: aa before, bb now",
		"other sensors: none before, dmz, eth1 now",
	};

	(void)state;
	others[0].site = "lab";
	others[1].filter = "tcp";
	others[2].strict = true;
	others[3].snaplen = 128;
	others[4].catalogues = new_rows;
	others[5].sensors = sensors;
	others[5].sensor_count = 2;
	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		struct error err = { "" };

		assert_false(diff_check_scopes(&scope, &others[i], &err));
		assert_string_equal(err.text, want[i]);
		assert_true(diff_check_scopes(&others[i], &others[i], &err));
	}
}

static char *write_text(const struct diff *diff, unsigned width, bool colour)
{
	struct diff_context context = { .exit_status = 1,
		                        .width = width,
		                        .colour = colour };
	char *bytes = NULL;
	size_t len;
	FILE *stream = open_memstream(&bytes, &len);

	assert_non_null(stream);
	assert_true(report_diff_text(stream, diff, &context));
	fclose(stream);
	return bytes;
}

static void the_text_says_what_is_new_first(void **state)
{
	struct two two;
	char *text;

	(void)state;
	compare(&two, old_report, new_report);
	text = write_text(&two.diff, 80, false);
	assert_memory_equal(text,
	                    "hq: 1 new finding, 1 high; 1 worse; 1 changed; "
	                    "1 as before; 1 allowed",
	                    68);
	assert_non_null(strstr(text, "\nNew\n  F-0         high    10.1.1.11:22/tcp, "
	                             "unapproved-port, from 10.9.0.1; first"));
	assert_non_null(strstr(text, "\nGone\n  F-5 "));
	assert_null(strstr(text, "As before"));
	assert_null(strchr(text, '\033'));
	free(text);
	fini(&two);
}

static void what_an_old_report_says_does_not_reach_the_terminal(void **state)
{
	struct two two;
	char *text;

	(void)state;
	compare(&two, REPORT("\\u001b[2J", "\"findings\": []"),
	        REPORT("now", "\"findings\": [" FINDING("F-1\\u001b[31m", "scan\\u202e",
	                                                "high", "\\u009b31m") "]"));
	text = write_text(&two.diff, 80, false);
	assert_null(strchr(text, '\033'));
	assert_null(strstr(text, "\xe2\x80\xae"));
	assert_null(strstr(text, "\xc2\x9b"));
	free(text);
	fini(&two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_finding_is_in_one_state),
		cmocka_unit_test(a_report_is_as_itself),
		cmocka_unit_test(listeners_servers_attempts_and_rows_are_compared),
		cmocka_unit_test(what_cannot_be_compared_is_refused_with_the_difference),
		cmocka_unit_test(the_text_says_what_is_new_first),
		cmocka_unit_test(what_an_old_report_says_does_not_reach_the_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
