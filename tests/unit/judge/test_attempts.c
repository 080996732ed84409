/* SPDX-License-Identifier: BSD-2-Clause */
/* What was tried in vain: which entries there are, what they say, and in which order. */
#include "made_judge.h"

#define TCP TRANSPORT_TCP

static const char hosts[] =
	"load-balancing: dns\n"
	"hosts:\n"
	"  - {name: fe1, addresses: [10.1.1.11], roles: [front-end]}\n"
	"  - {name: fe2, addresses: [10.1.1.12], roles: [front-end]}\n"
	"networks:\n"
	"  - {name: staff, range: 10.100.0.0/16, roles: [client]}\n";

static struct conversation attempt(const char *initiator, const char *responder,
                                   uint16_t port, enum flow_state state)
{
	struct conversation made = made_conversation(initiator, responder, port, TCP, 0);

	made.state = (uint8_t)state;
	made.packets[FLOW_INITIATOR] = 3;
	made.packets[FLOW_RESPONDER] = state == FLOW_REFUSED ? 3 : 0;
	return made;
}

static void observe(struct judge *judge, const struct conversation *conversation,
                    unsigned times)
{
	for (unsigned i = 0; i < times; i++)
		judge_observe(judge, conversation, NULL);
}

static void each_way_of_failing_is_told(void **state)
{
	static const struct {
		enum flow_state state;
		uint64_t answered;
		uint64_t hints;
		enum attempt_how how;
		uint64_t tries;
	} cases[] = {
		{ FLOW_ATTEMPT, 0, 0, ATTEMPT_BY_SILENCE, 3 },
		{ FLOW_REFUSED, 3, 0, ATTEMPT_BY_RESET, 3 },
		{ FLOW_REFUSED, 0, 0, ATTEMPT_BY_ICMP, 3 },
		{ FLOW_UNANSWERED, 3, HINT_BIT(HINT_TLS), ATTEMPT_BY_UNANSWERED, 1 },
		{ FLOW_CLOSED, 3, HINT_BIT(HINT_TLS) | HINT_BIT(HINT_TLS_FAILED),
		  ATTEMPT_BY_HANDSHAKE, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct made_judge made;
		struct conversation one =
			attempt("10.100.0.7", "10.1.1.11", 5061, cases[i].state);
		/* Somebody is heard: the capture has both sides. */
		struct conversation other = made_conversation(
			"10.100.0.8", "10.1.1.11", 443, TCP, HINT_BIT(HINT_TLS));
		const struct audit *audit;

		one.hints[FLOW_INITIATOR] = cases[i].hints;
		if (cases[i].state == FLOW_CLOSED)
			one.hints[FLOW_RESPONDER] = cases[i].hints;
		one.packets[FLOW_RESPONDER] = cases[i].answered;
		made_judge_init(&made, hosts, false, 0);
		observe(made.judge, &other, 1);
		observe(made.judge, &one, 1);
		audit = judge_conclude(made.judge);
		assert_int_equal(audit->attempt_count, 1);
		assert_int_equal(audit->attempts_total, 1);
		assert_int_equal(audit->attempts[0].how, cases[i].how);
		assert_int_equal(audit->attempts[0].tries, cases[i].tries);
		assert_int_equal(audit->attempts[0].flows, 1);
		assert_int_equal(audit->attempts[0].initiators_total, 1);
		assert_true(audit->attempts[0].initiators[0].roles &
		            ROLE_BIT(ROLE_CLIENT));
		assert_string_equal(audit->attempts[0].name, "fe1");
		assert_non_null(audit->attempts[0].rule);
		assert_false(audit->attempts[0].works_for_others);
		made_judge_fini(&made);
	}
}

static void what_no_row_asks_for_is_told_from_three_on(void **state)
{
	static const struct {
		unsigned hosts, times;
		size_t attempts;
		enum flow_state state;
	} cases[] = {
		{ 1, 2, 0, FLOW_REFUSED }, { 1, 3, 1, FLOW_REFUSED },
		{ 2, 1, 0, FLOW_REFUSED }, { 3, 1, 1, FLOW_REFUSED },
		{ 1, 9, 0, FLOW_NEW }, /* resets after a conversation's end */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct made_judge made;
		const struct audit *audit;

		made_judge_init(&made, hosts, false, 0);
		for (unsigned j = 0; j < cases[i].hosts; j++) {
			char source[32];

			snprintf(source, sizeof(source), "10.9.9.%u", j + 1);
			struct conversation one =
				attempt(source, "10.1.1.11", 8888, cases[i].state);

			observe(made.judge, &one, cases[i].times);
		}
		audit = judge_conclude(made.judge);
		assert_int_equal(audit->attempt_count, cases[i].attempts);
		if (audit->attempt_count) {
			assert_null(audit->attempts[0].rule);
			assert_int_equal(audit->attempts[0].initiators_total,
			                 cases[i].hosts);
			assert_int_equal(audit->attempts[0].flows,
			                 cases[i].hosts * cases[i].times);
		}
		made_judge_fini(&made);
	}
}

static void needed_comes_first_then_what_works_for_some(void **state)
{
	static const uint16_t ports[] = { 444, 443, 8888 };
	struct made_judge made;
	struct conversation works = made_conversation("10.100.0.8", "10.1.1.11", 443, TCP,
	                                              HINT_BIT(HINT_TLS));
	struct conversation tried[] = {
		attempt("10.9.9.9", "10.1.1.11", 8888, FLOW_REFUSED),
		attempt("10.100.0.7", "10.1.1.11", 443, FLOW_REFUSED),
		attempt("10.1.1.12", "10.1.1.11", 444, FLOW_REFUSED),
	};
	const struct audit *audit;

	(void)state;
	made_judge_init(&made, hosts, false, 0);
	observe(made.judge, &works, 1);
	for (size_t i = 0; i < ARRAY_LEN(tried); i++)
		observe(made.judge, &tried[i], 4);
	audit = judge_conclude(made.judge);
	assert_int_equal(audit->attempt_count, ARRAY_LEN(ports));
	for (size_t i = 0; i < ARRAY_LEN(ports); i++) {
		assert_int_equal(audit->attempts[i].port, ports[i]);
		assert_int_equal(audit->attempts[i].works_for_others, ports[i] == 443);
	}
	made_judge_fini(&made);
}

static void scan_is_told_once_and_hides_nobody_else(void **state)
{
	struct made_judge made;
	struct conversation other =
		attempt("10.9.9.10", "10.1.1.11", 30005, FLOW_REFUSED);
	const struct audit *audit;

	(void)state;
	made_judge_init(&made, hosts, false, 0);
	for (unsigned port = 30000; port < 35000; port++) {
		struct conversation one =
			attempt("10.9.9.9", "10.1.1.11", (uint16_t)port, FLOW_REFUSED);

		observe(made.judge, &one, 3);
	}
	observe(made.judge, &other, 3);
	audit = judge_conclude(made.judge);
	assert_int_equal(audit->attempt_count, 1);
	assert_int_equal(audit->attempts_total, 1);
	assert_int_equal(audit->attempts[0].port, 30005);
	assert_int_equal(made_finding(audit, FINDING_SCAN)->flows, 15000);
	made_judge_fini(&made);
}

static void a_scanner_is_told_as_one_and_a_server_by_what_it_tries(void **state)
{
	static const struct {
		const char *source;
		size_t scans, attempts;
	} cases[] = { { "10.9.9.9", 1, 0 }, { "10.1.1.12", 0, 21 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct made_judge made;
		struct conversation by_row =
			attempt(cases[i].source, "10.1.1.11", 5985, FLOW_REFUSED);
		const struct audit *audit;

		made_judge_init(&made, hosts, false, 0);
		for (unsigned port = 30000; port < 30020; port++) {
			struct conversation one = attempt(cases[i].source, "10.1.1.11",
			                                  (uint16_t)port, FLOW_REFUSED);

			observe(made.judge, &one, 3);
		}
		observe(made.judge, &by_row, 1);
		audit = judge_conclude(made.judge);
		assert_int_equal(audit->finding_count, cases[i].scans);
		assert_int_equal(audit->attempt_count, cases[i].attempts);
		made_judge_fini(&made);
	}
}

/* A client's row and a server's ask for it, a stranger comes as well: one listener, one entry. */
static void listener_is_one_entry_whoever_asks(void **state)
{
	static const char *const sources[] = { "10.9.0.5", "10.100.0.7", "10.1.1.12" };
	struct made_judge made;
	const struct audit *audit;

	(void)state;
	made_judge_init(&made, hosts, false, 0);
	for (size_t i = 0; i < ARRAY_LEN(sources); i++) {
		struct conversation one =
			attempt(sources[i], "10.1.1.11", 443, FLOW_REFUSED);

		observe(made.judge, &one, 2);
	}
	audit = judge_conclude(made.judge);
	assert_int_equal(audit->attempt_count, 1);
	assert_non_null(audit->attempts[0].rule);
	assert_int_equal(audit->attempts[0].initiators_total, 3);
	assert_int_equal(audit->attempts[0].flows, 6);
	made_judge_fini(&made);
}

/* Forty lists of revoked certificates that one server cannot fetch are one entry. */
static void errands_to_the_internet_are_told_by_who_runs_them(void **state)
{
	struct made_judge made;
	const struct audit *audit;

	(void)state;
	made_judge_init(&made, hosts, false, 0);
	for (unsigned i = 0; i < 40; i++) {
		char to[32];

		snprintf(to, sizeof(to), "203.0.113.%u", i + 1);
		struct conversation one = attempt("10.1.1.12", to, 80, FLOW_ATTEMPT);

		observe(made.judge, &one, i == 7 ? 2 : 1);
	}
	audit = judge_conclude(made.judge);
	assert_int_equal(audit->attempt_count, 1);
	assert_int_equal(audit->attempts[0].listeners, 40);
	assert_int_equal(audit->attempts[0].flows, 41);
	assert_int_equal(audit->attempts[0].initiators[0].flows, 41);
	struct address most = made_address("203.0.113.8");

	assert_true(address_equal(&audit->attempts[0].address, &most));
	made_judge_fini(&made);
}

static void full_table_counts_and_keeps_rows(void **state)
{
	struct made_judge made;
	struct conversation needed =
		attempt("10.100.0.7", "10.1.1.11", 5061, FLOW_REFUSED);
	const struct audit *audit;

	(void)state;
	made_judge_init(&made, hosts, false, 1);
	/* Nobody tries as many as a scan has. */
	for (unsigned i = 0; i < 5000; i++) {
		char source[32];

		snprintf(source, sizeof(source), "10.9.%u.%u", i / 1250, i % 1250 / 5);
		struct conversation one =
			attempt(source, "10.1.1.11", (uint16_t)(20000 + i), FLOW_REFUSED);

		observe(made.judge, &one, 3);
	}
	observe(made.judge, &needed, 1);
	audit = judge_conclude(made.judge);
	assert_in_range(audit->attempt_count, 400, 1024);
	assert_true(audit->attempts_total > audit->attempt_count);
	assert_int_equal(audit->attempts[0].port, 5061);
	assert_non_null(audit->attempts[0].rule);
	made_judge_fini(&made);
}

static void order_of_flows_changes_nothing(void **state)
{
	enum {
		COUNT = 40
	};
	struct made_judge made[2];
	const struct audit *audits[2];

	(void)state;
	for (unsigned run = 0; run < 2; run++) {
		made_judge_init(&made[run], hosts, false, 0);
		for (unsigned i = 0; i < COUNT; i++) {
			unsigned j = run ? COUNT - 1 - i : i;
			char source[32];

			snprintf(source, sizeof(source), "10.100.0.%u", j);
			struct conversation one = attempt(
				source, "10.1.1.11", j % 2 ? 443 : 5061, FLOW_REFUSED);

			one.first_us += j;
			observe(made[run].judge, &one, 1 + j % 3);
		}
		audits[run] = judge_conclude(made[run].judge);
	}
	assert_int_equal(audits[0]->attempt_count, 2);
	assert_int_equal(audits[1]->attempt_count, 2);
	for (size_t i = 0; i < 2; i++) {
		const struct audit_attempt *a = &audits[0]->attempts[i];
		const struct audit_attempt *b = &audits[1]->attempts[i];

		assert_int_equal(a->port, b->port);
		assert_int_equal(a->flows, b->flows);
		assert_int_equal(a->first_us, b->first_us);
		assert_int_equal(a->initiators_total, COUNT / 2);
		assert_int_equal(a->initiator_count, 16);
		for (size_t j = 0; j < a->initiator_count; j++)
			assert_true(address_equal(&a->initiators[j].address,
			                          &b->initiators[j].address));
	}
	made_judge_fini(&made[0]);
	made_judge_fini(&made[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_way_of_failing_is_told),
		cmocka_unit_test(what_no_row_asks_for_is_told_from_three_on),
		cmocka_unit_test(needed_comes_first_then_what_works_for_some),
		cmocka_unit_test(scan_is_told_once_and_hides_nobody_else),
		cmocka_unit_test(a_scanner_is_told_as_one_and_a_server_by_what_it_tries),
		cmocka_unit_test(listener_is_one_entry_whoever_asks),
		cmocka_unit_test(errands_to_the_internet_are_told_by_who_runs_them),
		cmocka_unit_test(full_table_counts_and_keeps_rows),
		cmocka_unit_test(order_of_flows_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
