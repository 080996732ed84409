/* SPDX-License-Identifier: BSD-2-Clause */
/* What a host or a pool has of its own: ports, members, a mode. */
#include "made_judge.h"

#define TCP     TRANSPORT_TCP
#define H(hint) HINT_BIT(HINT_##hint)
#define MUTUAL  (H(TLS) | H(MTLS))

static const char site[] =
	"load-balancing: dns\n"
	"pools:\n"
	"  - {name: east, roles: [front-end], members: [fe1, fe2]}\n"
	"  - {name: west, roles: [front-end], members: [fe3], load-balancing: hardware,"
	" vips: [10.1.1.61], ports: {server-3: 5071/tcp}}\n"
	"hosts:\n"
	"  - {name: fe1, addresses: [10.1.1.11], roles: [front-end]}\n"
	"  - {name: fe2, addresses: [10.1.1.12], roles: [front-end]}\n"
	"  - {name: fe3, addresses: [10.1.1.13], roles: [front-end]}\n"
	"  - {name: lone, addresses: [10.1.1.14], roles: [front-end]}\n"
	"  - {name: web, addresses: [10.1.1.62], roles: [load-balancer], for: [front-end]}\n"
	"  - {name: med, addresses: [10.1.1.31], roles: [mediation]}\n"
	"  - {name: gw1, addresses: [10.1.2.1], roles: [gateway],"
	" ports: {gateway-sip: [5060/tcp, 5067/tcp]}}\n"
	"  - {name: gw2, addresses: [10.1.2.2], roles: [gateway]}\n"
	"  - {name: app, addresses: [10.1.1.95], roles: [trusted-application],"
	" listens: [6000/tcp]}\n"
	"networks:\n"
	"  - {name: staff, range: 10.100.0.0/16, roles: [client]}\n";

static void what_is_said_of_a_host_or_pool_moves_its_verdicts(void **state)
{
	static const struct {
		const char *initiator, *responder;
		uint16_t port;
		uint64_t hints;
		enum verdict_kind kind;
		const char *row; /* that explains it, or is nearest; NULL: any */
	} cases[] = {
		/* rows of one pool */
		{ "10.1.1.11", "10.1.1.12", 8404, MUTUAL, VERDICT_EXPECTED, "server-34" },
		{ "10.1.1.11", "10.1.1.13", 8404, MUTUAL, VERDICT_WRONG_SOURCE,
		  "server-34" },
		{ "10.1.1.14", "10.1.1.12", 8404, MUTUAL, VERDICT_WRONG_SOURCE,
		  "server-34" },
		{ "10.1.1.11", "10.1.1.13", 444, MUTUAL, VERDICT_EXPECTED, NULL },
		/* a pool's own port, and nobody else's */
		{ "10.100.0.7", "10.1.1.13", 5071, H(TLS), VERDICT_EXPECTED, "server-3" },
		{ "10.100.0.7", "10.1.1.13", 5061, H(TLS), VERDICT_WRONG_SOURCE,
		  "edge-15" }, /* which its own row has not moved */
		{ "10.100.0.7", "10.1.1.11", 5061, H(TLS), VERDICT_EXPECTED, "server-3" },
		/* a host's own ports keep each row's need for TLS */
		{ "10.1.1.31", "10.1.2.1", 5060, H(SIP), VERDICT_KNOWN,
		  "undocumented-17" },
		{ "10.1.1.31", "10.1.2.1", 5060, H(TLS), VERDICT_KNOWN, NULL },
		{ "10.1.1.31", "10.1.2.1", 5067, H(SIP), VERDICT_WRONG_PROTOCOL,
		  "undocumented-18" },
		{ "10.1.1.31", "10.1.2.1", 5066, H(SIP), VERDICT_UNEXPECTED_PEER, NULL },
		{ "10.1.1.31", "10.1.2.2", 5066, H(SIP), VERDICT_KNOWN,
		  "undocumented-17" },
		{ "10.1.1.31", "10.1.2.2", 5060, H(SIP), VERDICT_UNEXPECTED_PEER, NULL },
		/* what a trusted application listens to */
		{ "10.1.1.11", "10.1.1.95", 6000, MUTUAL, VERDICT_KNOWN,
		  "undocumented-36" },
		{ "10.1.1.11", "10.1.1.95", 6001, MUTUAL, VERDICT_UNEXPECTED_PEER, NULL },
		{ "10.1.1.11", "10.1.1.95", 6000, H(SIP), VERDICT_WRONG_PROTOCOL,
		  "undocumented-36" },
		/* each balancer in the mode of its pool, or of the site */
		{ "10.100.0.7", "10.1.1.61", 5061, H(TLS), VERDICT_EXPECTED, "hlb-1" },
		{ "10.100.0.7", "10.1.1.62", 5061, H(TLS), VERDICT_WRONG_ROLE, NULL },
		{ "10.100.0.7", "10.1.1.62", 443, H(TLS), VERDICT_EXPECTED, "dnslb-2" },
	};
	struct made_judge made;

	(void)state;
	made_judge_init(&made, site, false, 0);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct conversation one =
			made_conversation(cases[i].initiator, cases[i].responder,
		                          cases[i].port, TCP, cases[i].hints);
		struct verdict verdict = judge_decide(made.judge, &one);
		const struct rule *rule = verdict.rule ? verdict.rule : verdict.nearest;

		if (verdict.kind != cases[i].kind ||
		    (cases[i].row && strcmp(rule->row->id, cases[i].row) != 0))
			fail_msg("case %zu: %s by %s", i, verdict_kind_name(verdict.kind),
			         rule ? rule->row->id : "no row");
	}
	made_judge_fini(&made);
}

static void without_pools_every_front_end_may_be_in_one(void **state)
{
	static const char flat[] =
		"hosts:\n"
		"  - {name: fe1, addresses: [10.1.1.11], roles: [front-end]}\n"
		"  - {name: fe3, addresses: [10.1.1.13], roles: [front-end]}\n";
	const struct conversation one =
		made_conversation("10.1.1.11", "10.1.1.13", 8404, TCP, MUTUAL);
	struct made_judge made;

	(void)state;
	made_judge_init(&made, flat, false, 0);
	assert_int_equal(judge_decide(made.judge, &one).kind, VERDICT_EXPECTED);
	made_judge_fini(&made);
}

static void the_reasons_say_that_it_is_another_pool(void **state)
{
	struct conversation one =
		made_conversation("10.1.1.11", "10.1.1.13", 8404, TCP, MUTUAL);
	const struct audit_finding *finding;
	struct made_judge made;

	(void)state;
	made_judge_init(&made, site, false, 0);
	judge_observe(made.judge, &one, NULL);
	finding = made_finding(judge_conclude(made.judge),
	                       (enum finding_kind)VERDICT_WRONG_SOURCE);
	assert_true(made_has_reason(finding, "of different pools"));
	made_judge_fini(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_said_of_a_host_or_pool_moves_its_verdicts),
		cmocka_unit_test(without_pools_every_front_end_may_be_in_one),
		cmocka_unit_test(the_reasons_say_that_it_is_another_pool),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
