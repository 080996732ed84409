/* SPDX-License-Identifier: BSD-2-Clause */
/* Whose words they are: only the responder's confirm, either side's contradict. */
#include "made_judge.h"

#include "../../../src/judge/side_rows.h"
#include "flow/unseen.h"

#define H(hint) HINT_BIT(HINT_##hint)
#define TCP     TRANSPORT_TCP
#define UDP     TRANSPORT_UDP

static const char site[] =
	"site: sides\n"
	"hosts:\n"
	"  - {name: fe, addresses: [10.1.1.11], roles: [front-end]}\n"
	"  - {name: med, addresses: [10.1.1.31], roles: [mediation]}\n"
	"  - {name: gw, addresses: [10.1.2.1], roles: [gateway]}\n"
	"networks:\n"
	"  - {name: staff, range: 10.100.0.0/16, roles: [client]}\n"
	"allow:\n"
	"  - {from: 10.100.0.0/16, to: 10.1.1.11, port: 3389/tcp, speaks: rdp,\n"
	"     reason: admins, until: 2030-01-01}\n";

static const uint64_t words[] = { 0,       H(TLS), H(TLS) | H(MTLS), H(SIP),
	                          H(HTTP), H(SSH), H(NOT_TLS),       H(PSEUDOTLS),
	                          H(STUN), H(RTP), H(OTHER),         H(DCERPC) | H(EPM) };

static struct conversation between(const char *initiator, const char *responder,
                                   uint16_t port, uint64_t asked, uint64_t answered)
{
	struct conversation conversation =
		made_conversation(initiator, responder, port, TCP, 0);

	conversation.hints[FLOW_INITIATOR] = asked;
	conversation.hints[FLOW_RESPONDER] = answered;
	return conversation;
}

static void only_the_responders_words_confirm(void **state)
{
	static const struct {
		const char *initiator, *responder;
		uint16_t port;
		uint64_t asked, answered;
		enum verdict_kind kind;
		bool confirmed;
	} cases[] = {
		{ "10.100.0.7", "10.1.1.11", 5061, H(TLS), H(TLS), VERDICT_EXPECTED,
		  true },
		{ "10.100.0.7", "10.1.1.11", 5061, 0, H(TLS), VERDICT_EXPECTED, true },
		{ "10.100.0.7", "10.1.1.11", 5061, H(TLS), 0, VERDICT_EXPECTED, false },
		{ "10.100.0.7", "10.1.1.11", 5061, 0, 0, VERDICT_EXPECTED, false },
		{ "10.1.2.1", "10.1.1.31", 5068, H(SIP), H(SIP), VERDICT_EXPECTED, true },
		{ "10.1.2.1", "10.1.1.31", 5068, H(SIP), 0, VERDICT_EXPECTED, false },
		/* either side contradicts */
		{ "10.100.0.7", "10.1.1.11", 5061, H(TLS), H(SSH), VERDICT_WRONG_PROTOCOL,
		  false },
		{ "10.100.0.7", "10.1.1.11", 5061, H(SSH), H(TLS), VERDICT_WRONG_PROTOCOL,
		  false },
		{ "10.100.0.7", "10.1.1.11", 5061, H(TLS), H(NOT_TLS),
		  VERDICT_WRONG_PROTOCOL, false },
		{ "10.1.2.1", "10.1.1.31", 5068, H(SIP), H(OTHER), VERDICT_WRONG_PROTOCOL,
		  false },
		/* what was allowed was allowed for what it speaks */
		{ "10.100.0.7", "10.1.1.11", 3389, H(RDP), H(RDP), VERDICT_ALLOWED,
		  true },
		{ "10.100.0.7", "10.1.1.11", 3389, H(RDP), 0, VERDICT_ALLOWED, false },
		{ "10.100.0.7", "10.1.1.11", 3389, H(RDP), H(SSH),
		  VERDICT_UNAPPROVED_PORT, false },
	};
	struct made_judge made;

	(void)state;
	made_judge_init(&made, site, false, 0);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct conversation conversation =
			between(cases[i].initiator, cases[i].responder, cases[i].port,
		                cases[i].asked, cases[i].answered);
		const struct verdict got = judge_decide(made.judge, &conversation);

		if (got.kind != cases[i].kind || got.confirmed != cases[i].confirmed)
			fail_msg("case %zu: %s, confirmed %d", i,
			         verdict_kind_name(got.kind), got.confirmed);
	}
	made_judge_fini(&made);
}

static bool is_subset(const struct row_set *a, const struct row_set *b)
{
	const struct row_set beyond = row_set_without(a, b);

	return row_set_is_empty(&beyond);
}

static bool is_same(const struct row_set *a, const struct row_set *b)
{
	return is_subset(a, b) && is_subset(b, a);
}

static void each_side_leaves_what_neither_contradicts(void **state)
{
	struct made_judge made;

	(void)state;
	made_judge_init(&made, site, false, 0);
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		for (size_t j = 0; j < ARRAY_LEN(words); j++) {
			const uint64_t hints[2] = { words[i], words[j] };
			const uint64_t turned[2] = { words[j], words[i] };
			const struct hint_rows asked =
				*policy_by_hints(made.policy, words[i]);
			const struct hint_rows answered =
				*policy_by_hints(made.policy, words[j]);
			const struct side_rows rows = side_rows_of(made.policy, hints);
			const struct side_rows other = side_rows_of(made.policy, turned);

			assert_true(is_subset(&rows.possible, &asked.possible));
			assert_true(is_subset(&rows.possible, &answered.possible));
			assert_true(is_subset(&rows.spoken, &rows.possible));
			assert_true(is_subset(&rows.confirmed, &rows.spoken));
			assert_true(is_subset(&rows.confirmed, &answered.supported));
			/* Who calls changes what is confirmed, nothing else. */
			assert_true(is_same(&rows.possible, &other.possible));
			assert_true(is_same(&rows.spoken, &other.spoken));
			if (words[j] == 0)
				assert_true(row_set_is_empty(&rows.confirmed));
		}
	}
	made_judge_fini(&made);
}

static void pseudo_TLS_met_by_real_TLS_fits_no_row(void **state)
{
	const uint64_t imitated[2] = { H(PSEUDOTLS), H(TLS) };
	const uint64_t both[2] = { H(PSEUDOTLS), H(PSEUDOTLS) };
	struct made_judge made;
	struct side_rows met;

	(void)state;
	made_judge_init(&made, site, false, 0);
	met = side_rows_of(made.policy, imitated);
	assert_true(row_set_is_empty(&met.possible));
	met = side_rows_of(made.policy, both);
	assert_false(row_set_is_empty(&met.possible));
	made_judge_fini(&made);
}

static role_set roles_of(struct judge *judge, const char *address)
{
	struct conversation flow = made_conversation("10.99.99.99", address, 1, TCP, 0);

	judge_settle_roles(judge);
	return judge_decide(judge, &flow).responder_roles;
}

/* Whoever sends a host the words of a client learns nothing about it. */
static void a_host_that_says_nothing_is_talked_into_no_role(void **state)
{
	static const uint16_t ports[] = { 5061, 444, 8057, 8058, 8060, 8061 };

	(void)state;
	for (int answers = 0; answers < 2; answers++) {
		struct made_judge made;

		made_judge_init(&made, NULL, false, 0);
		for (size_t i = 0; i < ARRAY_LEN(ports); i++) {
			struct conversation flow =
				between("10.100.0.7", "10.1.1.11", ports[i], H(TLS),
			                answers ? H(TLS) : 0);

			flow.spoke = answers ? 3 : 1 << FLOW_INITIATOR;
			judge_observe(made.judge, &flow, NULL);
		}
		assert_int_equal(
			!(roles_of(made.judge, "10.1.1.11") & ROLE_BIT(ROLE_FRONT_END)),
			!answers);
		made_judge_fini(&made);
	}
}

/* What answers on 5070 makes a front end a mediation server. From the middle of TLS nothing
 * need be recognised, which is no evidence against it; seen whole it has to show. */
static void evidence_counts_by_port_when_the_beginning_was_not_captured(void **state)
{
	static const struct {
		uint64_t hints;
		unsigned unseen;
		bool mediation;
	} cases[] = {
		{ H(TLS), 0, true },
		{ 0, 0, false },
		{ 0, FLOW_UNSEEN_BEGINNING, true },
		{ 0, FLOW_UNSEEN_PART, true },
		{ H(SSH), FLOW_UNSEEN_BEGINNING, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		static const uint16_t ports[] = { 5061, 444, 8057, 8058, 8060, 8061 };
		struct made_judge made;
		struct conversation flow = between("10.1.1.12", "10.1.1.11", 5070,
		                                   cases[i].hints, cases[i].hints);

		made_judge_init(&made, NULL, false, 0);
		for (size_t j = 0; j < ARRAY_LEN(ports); j++) {
			const struct conversation other = between(
				"10.100.0.7", "10.1.1.11", ports[j], H(TLS), H(TLS));

			judge_observe(made.judge, &other, NULL);
		}
		flow.unseen = (uint8_t)cases[i].unseen;
		judge_observe(made.judge, &flow, NULL);
		assert_int_equal(
			!(roles_of(made.judge, "10.1.1.11") & ROLE_BIT(ROLE_MEDIATION)),
			!cases[i].mediation);
		made_judge_fini(&made);
	}
}

static void words_turn_with_the_ends(void **state)
{
	struct conversation conversation =
		between("10.100.0.7", "10.1.1.11", 5061, H(SIP), H(TLS));

	(void)state;
	conversation.spoke = 1 << FLOW_RESPONDER;
	conversation.unseen = FLOW_UNSEEN_INITIATOR;
	conversation_orient(&conversation, true, FLOW_BY_TABLE);
	assert_int_equal(conversation.hints[FLOW_INITIATOR], H(TLS));
	assert_int_equal(conversation.hints[FLOW_RESPONDER], H(SIP));
	assert_true(conversation_spoke(&conversation, FLOW_INITIATOR));
	assert_false(conversation_spoke(&conversation, FLOW_RESPONDER));
	assert_int_equal(conversation.unseen, FLOW_UNSEEN_RESPONDER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_responders_words_confirm),
		cmocka_unit_test(each_side_leaves_what_neither_contradicts),
		cmocka_unit_test(pseudo_TLS_met_by_real_TLS_fits_no_row),
		cmocka_unit_test(a_host_that_says_nothing_is_talked_into_no_role),
		cmocka_unit_test(
			evidence_counts_by_port_when_the_beginning_was_not_captured),
		cmocka_unit_test(words_turn_with_the_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
