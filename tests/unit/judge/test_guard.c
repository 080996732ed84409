/* SPDX-License-Identifier: BSD-2-Clause */
/* Hosts that the site keeps for Lync alone. */
#include "made_judge.h"

#define TCP     TRANSPORT_TCP
#define H(hint) HINT_BIT(HINT_##hint)

static const char site[] =
	"hosts:\n"
	"  - {name: fe, addresses: [10.1.1.11], roles: [front-end]}\n"
	"  - {name: sql, addresses: [10.1.1.81], roles: [sql-server]}\n"
	"  - {name: shared, addresses: [10.1.1.82], roles: [sql-server],"
	" dedicated: false}\n"
	"  - {name: files, addresses: [10.1.1.90], roles: [file-server]}\n"
	"  - {name: kept, addresses: [10.1.1.91], roles: [file-server],"
	" dedicated: true}\n"
	"  - {name: admin, addresses: [10.1.9.5]}\n"
	"networks:\n"
	"  - {name: staff, range: 10.100.0.0/16, roles: [client]}\n"
	"  - {name: monitoring, range: 10.9.0.0/16}\n";

static void strangers_and_users_are_accused_there(void **state)
{
	static const struct {
		const char *initiator, *responder;
		uint16_t port;
		uint64_t hints;
		enum verdict_kind kind;
		enum severity severity;
	} cases[] = {
		{ "10.100.0.7", "10.1.1.81", 1433, H(TDS), VERDICT_WRONG_SOURCE,
		  SEVERITY_MEDIUM },
		{ "10.66.0.7", "10.1.1.81", 1433, H(TDS), VERDICT_WRONG_SOURCE,
		  SEVERITY_MEDIUM },
		{ "198.51.100.7", "10.1.1.81", 1433, H(TDS), VERDICT_WRONG_SOURCE,
		  SEVERITY_HIGH },
		/* a wide row says so only of who speaks as it does */
		{ "10.100.0.7", "10.1.1.81", 50123, H(TDS), VERDICT_WRONG_SOURCE,
		  SEVERITY_MEDIUM },
		{ "10.100.0.7", "10.1.1.81", 50123, H(DCERPC), VERDICT_OUT_OF_SCOPE,
		  SEVERITY_NONE },
		/* ports that none of its rows lists are nobody's business */
		{ "10.100.0.7", "10.1.1.81", 3389, H(RDP), VERDICT_OUT_OF_SCOPE,
		  SEVERITY_NONE },
		/* nor is what other declared hosts do there, or the site shares */
		{ "10.1.9.5", "10.1.1.81", 1433, H(TDS), VERDICT_OUT_OF_SCOPE,
		  SEVERITY_NONE },
		{ "10.9.0.5", "10.1.1.81", 1433, H(TDS), VERDICT_OUT_OF_SCOPE,
		  SEVERITY_NONE },
		{ "10.100.0.7", "10.1.1.82", 1433, H(TDS), VERDICT_OUT_OF_SCOPE,
		  SEVERITY_NONE },
		{ "10.100.0.7", "10.1.1.90", 445, H(SMB), VERDICT_OUT_OF_SCOPE,
		  SEVERITY_NONE },
		{ "10.100.0.7", "10.1.1.91", 445, H(SMB), VERDICT_WRONG_SOURCE,
		  SEVERITY_MEDIUM },
		/* Lync itself has its rows */
		{ "10.1.1.11", "10.1.1.81", 1433, H(TDS), VERDICT_KNOWN, SEVERITY_NONE },
		{ "10.1.1.11", "10.1.1.81", 4444, 0, VERDICT_UNEXPECTED_PEER,
		  SEVERITY_MEDIUM },
	};
	struct made_judge made;

	(void)state;
	made_judge_init(&made, site, false, 0);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct conversation one =
			made_conversation(cases[i].initiator, cases[i].responder,
		                          cases[i].port, TCP, cases[i].hints);
		struct verdict verdict = judge_decide(made.judge, &one);

		if (verdict.kind != cases[i].kind ||
		    verdict.severity != cases[i].severity)
			fail_msg("case %zu: %s, %s", i, verdict_kind_name(verdict.kind),
			         severity_name(verdict.severity));
	}
	made_judge_fini(&made);
}

static void each_guarded_host_is_one_cause_that_names_the_key(void **state)
{
	struct conversation first =
		made_conversation("10.100.0.7", "10.1.1.81", 1433, TCP, H(TDS));
	struct conversation second =
		made_conversation("10.66.0.7", "10.1.1.81", 445, TCP, H(SMB));
	const struct audit *audit;
	struct made_judge made;

	(void)state;
	made_judge_init(&made, site, false, 0);
	judge_observe(made.judge, &first, NULL);
	judge_observe(made.judge, &second, NULL);
	audit = judge_conclude(made.judge);
	assert_non_null(audit);
	assert_int_equal(audit->judged, JUDGED_TRAFFIC);
	assert_int_equal(audit->finding_count, 2);
	assert_int_equal(audit->cause_count, 1);
	assert_non_null(
		strstr(audit->causes[0].remedy.text[LANGUAGE_EN], "dedicated: false"));
	made_judge_fini(&made);
}

/* A row that lists the port is nearer than the one by which it was announced. */
static void the_row_of_the_port_beats_the_one_that_announced_it(void **state)
{
	static const struct {
		uint16_t port;
		const char *id;
		enum announcer announcer;
	} cases[] = {
		{ 1433, "undocumented-12", ANNOUNCED_BY_NOBODY },
		{ 21433, "undocumented-13", ANNOUNCED_BY_SSRP },
		{ 50123, "undocumented-13", ANNOUNCED_BY_SSRP }, /* a wide row lists it */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct learned learned = { .kind = LEARNED_LISTENER,
			                         .via = LEARNED_BY_SSRP,
			                         .address = made_address("10.1.1.81"),
			                         .port = cases[i].port,
			                         .transport = TCP };
		const struct conversation one = made_conversation(
			"10.1.1.11", "10.1.1.81", cases[i].port, TCP, H(TDS));
		struct made_judge made;
		struct verdict verdict;

		made_judge_init(&made, site, false, 0);
		judge_learn(made.judge, &learned);
		verdict = judge_decide(made.judge, &one);
		assert_int_equal(verdict.kind, VERDICT_KNOWN);
		assert_string_equal(verdict.rule->row->id, cases[i].id);
		assert_int_equal(verdict.announcer, cases[i].announcer);
		made_judge_fini(&made);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strangers_and_users_are_accused_there),
		cmocka_unit_test(each_guarded_host_is_one_cause_that_names_the_key),
		cmocka_unit_test(the_row_of_the_port_beats_the_one_that_announced_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
