/* SPDX-License-Identifier: BSD-2-Clause */
#include "made_judge.h"

#define H(hint) HINT_BIT(HINT_##hint)
#define TCP     TRANSPORT_TCP

static const char site[] =
	"load-balancing: dns\n"
	"hosts:\n"
	"  - {name: fe1, addresses: [10.1.1.11], roles: [front-end]}\n"
	"  - {name: fe2, addresses: [10.1.1.12], roles: [front-end]}\n"
	"  - {name: chat, addresses: [10.1.1.41], roles: [persistent-chat]}\n"
	"networks:\n"
	"  - {name: staff, range: 10.100.0.0/16, roles: [client]}\n";

static void observe(struct judge *judge, const struct conversation *conversation)
{
	judge_observe(judge, conversation, NULL);
}

static const struct audit_coverage *coverage_of(const struct audit *audit, const char *id)
{
	for (size_t i = 0; i < audit->coverage_count; i++)
		if (strcmp(audit->coverage[i].rule->row->id, id) == 0)
			return &audit->coverage[i];
	fail_msg("no coverage of %s", id);
	return NULL;
}

static void coverage_tells_all_states_apart(void **state)
{
	struct made_judge made;
	const struct audit *audit;
	struct conversation sip =
		made_conversation("10.100.0.7", "10.1.1.11", 5061, TCP, H(TLS));
	struct conversation silent =
		made_conversation("10.1.1.12", "10.1.1.11", 5065, TCP, 0);
	struct conversation refused =
		made_conversation("10.1.1.12", "10.1.1.11", 5073, TCP, 0);

	struct conversation readable =
		made_conversation("10.1.1.12", "10.1.1.11", 5071, TCP, H(SSH));
	struct conversation proper =
		made_conversation("10.1.1.11", "10.1.1.12", 5071, TCP, H(TLS) | H(MTLS));
	size_t counted = 0;

	(void)state;
	refused.state = FLOW_REFUSED;
	made_judge_init(&made, site, false, 0);
	observe(made.judge, &readable);
	observe(made.judge, &proper);
	observe(made.judge, &sip);
	observe(made.judge, &silent);
	observe(made.judge, &refused);
	audit = judge_conclude(made.judge);
	assert_int_equal(coverage_of(audit, "server-3")->state, COVERAGE_CONFIRMED);
	assert_int_equal(coverage_of(audit, "server-3")->flows, 1);
	assert_int_equal(coverage_of(audit, "server-27")->state, COVERAGE_SEEN);
	assert_int_equal(coverage_of(audit, "server-29")->state, COVERAGE_VAIN);
	assert_string_equal(coverage_of(audit, "server-29")->note, "tried in vain once");
	/* One that answers wrongly outweighs another that is right. */
	assert_int_equal(coverage_of(audit, "server-33")->state, COVERAGE_WRONG);
	assert_ptr_equal(coverage_of(audit, "server-33")->finding, &audit->findings[0]);
	assert_string_equal(coverage_of(audit, "server-33")->note, "1 flow in cause 1");
	assert_int_equal(coverage_of(audit, "server-3")->host_count, 1);
	assert_string_equal(coverage_of(audit, "server-3")->hosts[0].name, "fe1");
	for (size_t i = 0; i < COVERAGE_STATES; i++)
		counted += audit->coverage_counts[i];
	assert_int_equal(counted, audit->coverage_count);
	assert_int_equal(coverage_of(audit, "server-7")->state, COVERAGE_NEVER);
	assert_true(coverage_of(audit, "server-7")->applies);
	/* Declared, and nobody saw it: its rows apply and are never seen. */
	assert_true(coverage_of(audit, "server-50")->applies);
	assert_int_equal(coverage_of(audit, "server-50")->state, COVERAGE_NEVER);
	assert_false(coverage_of(audit, "server-45")->applies); /* no director */
	assert_int_equal(coverage_of(audit, "server-45")->state, COVERAGE_NA);
	/* A refused attempt is no service. */
	assert_int_equal(audit->service_count, 3);
	made_judge_fini(&made);
}

/* A server that shows no certificate where clients need none either: low, and no broken row. */
static void what_is_but_low_about_a_served_row_is_a_remark(void **state)
{
	struct conversation client =
		made_conversation("10.100.0.7", "10.1.1.11", 5061, TCP, H(TLS));
	struct conversation server =
		made_conversation("10.1.1.12", "10.1.1.11", 5061, TCP,
	                          H(TLS) | H(TLS_NO_CLIENT_CERTIFICATE));
	struct conversation readable =
		made_conversation("10.100.0.8", "10.1.1.11", 5061, TCP, H(SIP));
	static const struct {
		bool is_served, is_readable;
		enum coverage_state state;
		const char *note;
	} cases[] = {
		{ true, false, COVERAGE_CONFIRMED, "a remark: 1 flow in cause 1" },
		{ false, false, COVERAGE_WRONG, "1 flow in cause 1" },
		{ true, true, COVERAGE_WRONG, "2 flows in cause 1" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct audit_coverage *coverage;
		const struct audit *audit;
		struct made_judge made;

		made_judge_init(&made, site, false, 0);
		observe(made.judge, &server);
		if (cases[i].is_served)
			observe(made.judge, &client);
		if (cases[i].is_readable)
			observe(made.judge, &readable);
		audit = judge_conclude(made.judge);
		coverage = coverage_of(audit, "server-3");
		assert_int_equal(coverage->state, cases[i].state);
		assert_string_equal(coverage->note, cases[i].note);
		assert_ptr_equal(coverage->finding, &audit->findings[0]);
		made_judge_fini(&made);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(coverage_tells_all_states_apart),
		cmocka_unit_test(what_is_but_low_about_a_served_row_is_a_remark),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
