/* SPDX-License-Identifier: BSD-2-Clause */
/* Nothing judged is not nothing found. */
#include "made_judge.h"

static const char site[] =
	"hosts:\n"
	"  - {name: fe1, addresses: [10.1.1.11, \"2001:db8::11\"], roles: [front-end]}\n"
	"  - {name: fe2, addresses: [10.1.1.12], roles: [front-end, mediation]}\n"
	"  - {name: gw, addresses: [10.1.5.5], roles: [gateway]}\n"
	"  - {name: desk, addresses: [10.100.0.7], roles: [client]}\n"
	"networks:\n"
	"  - {name: staff, range: 10.100.0.0/16, roles: [client]}\n";

/* A SYN that nobody answered. */
static struct conversation attempt(const char *initiator, const char *responder)
{
	struct conversation tried =
		made_conversation(initiator, responder, 5061, TRANSPORT_TCP, 0);

	tried.state = FLOW_ATTEMPT;
	tried.packets[FLOW_RESPONDER] = tried.bytes[FLOW_RESPONDER] = 0;
	return tried;
}

static const struct audit *conclusion(struct made_judge *made, const char *text,
                                      const struct conversation *conversation)
{
	const struct audit *audit;

	made_judge_init(made, text, false, 0);
	if (conversation)
		judge_observe(made->judge, conversation, NULL);
	audit = judge_conclude(made->judge);
	assert_non_null(audit);
	return audit;
}

static void check(const char *text, const struct conversation *conversation,
                  enum judged judged)
{
	struct made_judge made;

	assert_int_equal(conclusion(&made, text, conversation)->judged, judged);
	made_judge_fini(&made);
}

static void what_was_judged_is_told(void **state)
{
	struct conversation printer =
		made_conversation("10.100.0.7", "10.100.0.9", 9100, TRANSPORT_TCP, 0);
	struct conversation sign_in = made_conversation(
		"10.100.0.7", "10.1.1.11", 5061, TRANSPORT_TCP, HINT_BIT(HINT_TLS));
	struct conversation vain = attempt("10.100.0.7", "10.1.1.11");

	(void)state;
	check(NULL, NULL, JUDGED_NO_FLOW);
	check(site, NULL, JUDGED_NO_FLOW);
	check(NULL, &printer, JUDGED_OUT_OF_SCOPE);
	check(site, &printer, JUDGED_OUT_OF_SCOPE);
	check(site, &vain, JUDGED_SILENT_SERVERS);
	check(site, &sign_in, JUDGED_TRAFFIC);
}

static void a_server_is_heard_by_any_address(void **state)
{
	struct conversation six =
		made_conversation("2001:db8:100::7", "2001:db8::11", 5061, TRANSPORT_TCP,
	                          HINT_BIT(HINT_TLS));
	struct made_judge made;
	const struct audit *audit = conclusion(&made, site, &six);

	(void)state;
	assert_int_equal(audit->servers_declared, 3);
	assert_int_equal(audit->silent_count, 2);
	assert_string_equal(audit->silent[0].name, "fe2");
	assert_int_equal(audit->silent[0].address_count, 1);
	assert_string_equal(audit->silent[1].name, "gw");
	made_judge_fini(&made);
}

static void being_asked_is_not_being_heard(void **state)
{
	struct conversation vain = attempt("10.1.1.12", "10.1.1.11");
	struct made_judge made;
	const struct audit *audit = conclusion(&made, site, &vain);

	(void)state;
	assert_int_equal(audit->silent_count, 2);
	assert_string_equal(audit->silent[0].name, "fe1");
	assert_string_equal(audit->silent[1].name, "gw");
	made_judge_fini(&made);
}

/* As many as wait to be folded are not counted yet, so each comes often. */
static void who_watches_sees_what_is_accused_so_far(void **state)
{
	struct conversation stranger = made_conversation(
		"10.100.0.7", "10.1.1.11", 2222, TRANSPORT_TCP, HINT_BIT(HINT_SSH));
	struct conversation sign_in = made_conversation(
		"10.100.0.7", "10.1.1.12", 5061, TRANSPORT_TCP, HINT_BIT(HINT_TLS));
	struct made_judge made;

	(void)state;
	made_judge_init(&made, site, false, 0);
	assert_int_equal(judge_accused_so_far(made.judge), 0);
	for (unsigned i = 0; i < 200; i++) {
		judge_observe(made.judge, &stranger, NULL);
		judge_observe(made.judge, &sign_in, NULL);
	}
	assert_int_equal(judge_accused_so_far(made.judge), 1);
	assert_int_equal(judge_conclude(made.judge)->finding_count, 1);
	made_judge_fini(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_judged_is_told),
		cmocka_unit_test(a_server_is_heard_by_any_address),
		cmocka_unit_test(being_asked_is_not_being_heard),
		cmocka_unit_test(who_watches_sees_what_is_accused_so_far),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
