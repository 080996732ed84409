/* SPDX-License-Identifier: BSD-2-Clause */
#include "made_judge.h"

#define H(hint) HINT_BIT(HINT_##hint)
#define TCP     TRANSPORT_TCP

static const uint16_t front_end_ports[] = { 5061, 444, 8057, 8058, 8060, 8061 };

static void serve(struct judge *judge, const char *client, const char *server,
                  uint16_t port, uint64_t hints, enum flow_state state)
{
	struct conversation flow = made_conversation(client, server, port, TCP, hints);

	flow.state = (uint8_t)state;
	judge_observe(judge, &flow, NULL);
}

static role_set roles_of(struct judge *judge, const char *address)
{
	struct conversation flow = made_conversation("10.99.99.99", address, 1, TCP, 0);

	judge_settle_roles(judge);
	return judge_decide(judge, &flow).responder_roles;
}

static void many_listeners_make_a_front_end(void **state)
{
	struct made_judge made;

	(void)state;
	made_judge_init(&made, NULL, false, 0);
	for (size_t i = 0; i < ARRAY_LEN(front_end_ports); i++)
		serve(made.judge, "10.2.0.1", "10.1.1.11", front_end_ports[i],
		      H(TLS) | H(MTLS), FLOW_CLOSED);
	assert_true(roles_of(made.judge, "10.1.1.11") & ROLE_BIT(ROLE_FRONT_END));
	made_judge_fini(&made);
}

static void no_single_port_makes_a_server(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(front_end_ports); i++) {
		struct made_judge made;

		made_judge_init(&made, NULL, false, 0);
		for (unsigned client = 0; client < 50; client++) {
			char from[32];

			snprintf(from, sizeof(from), "10.2.0.%u", client + 1);
			serve(made.judge, from, "10.1.1.11", front_end_ports[i],
			      H(TLS) | H(MTLS), FLOW_CLOSED);
		}
		assert_int_equal(roles_of(made.judge, "10.1.1.11") & ROLE_LYNC_SERVERS,
		                 0);
		made_judge_fini(&made);
	}
}

static void attempts_and_guesses_prove_nothing(void **state)
{
	static const enum flow_state states[] = { FLOW_ATTEMPT, FLOW_REFUSED,
		                                  FLOW_SCANNED, FLOW_NEW };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(states); i++) {
		struct made_judge made;

		made_judge_init(&made, NULL, false, 0);
		for (size_t j = 0; j < ARRAY_LEN(front_end_ports); j++)
			serve(made.judge, "10.2.0.1", "10.1.1.11", front_end_ports[j],
			      H(TLS) | H(MTLS), states[i]);
		assert_int_equal(roles_of(made.judge, "10.1.1.11"), 0);
		made_judge_fini(&made);
	}
	struct made_judge made;

	made_judge_init(&made, NULL, false, 0);
	for (size_t j = 0; j < ARRAY_LEN(front_end_ports); j++) {
		struct conversation flow =
			made_conversation("10.2.0.1", "10.1.1.11", front_end_ports[j],
		                          TCP, H(TLS) | H(MTLS));

		/* As well known as the other: neither listens for its port. */
		flow.initiator_port = front_end_ports[j];
		flow.state = FLOW_MIDSTREAM;
		flow.direction_by = FLOW_BY_FIRST;
		judge_observe(made.judge, &flow, NULL);
	}
	assert_int_equal(roles_of(made.judge, "10.1.1.11"), 0);
	made_judge_fini(&made);
}

static void ports_that_speak_something_else_prove_nothing(void **state)
{
	struct made_judge made;

	(void)state;
	made_judge_init(&made, NULL, false, 0);
	for (size_t i = 0; i < ARRAY_LEN(front_end_ports); i++)
		serve(made.judge, "10.2.0.1", "10.1.1.11", front_end_ports[i], H(SSH),
		      FLOW_CLOSED);
	assert_int_equal(roles_of(made.judge, "10.1.1.11"), 0);
	made_judge_fini(&made);
}

static void declared_roles_always_win(void **state)
{
	struct made_judge made;

	(void)state;
	made_judge_init(&made,
	                "hosts:\n  - {name: m, addresses: [10.1.1.11], roles: "
	                "[mediation]}\n",
	                false, 0);
	for (size_t i = 0; i < ARRAY_LEN(front_end_ports); i++)
		serve(made.judge, "10.2.0.1", "10.1.1.11", front_end_ports[i],
		      H(TLS) | H(MTLS), FLOW_CLOSED);
	assert_int_equal(roles_of(made.judge, "10.1.1.11"), ROLE_BIT(ROLE_MEDIATION));
	made_judge_fini(&made);
}

static void broadcast_address_has_no_role(void **state)
{
	struct made_judge made;

	(void)state;
	made_judge_init(&made, NULL, false, 0);
	for (size_t i = 0; i < ARRAY_LEN(front_end_ports); i++)
		serve(made.judge, "10.2.0.1", "239.1.1.1", front_end_ports[i],
		      H(TLS) | H(MTLS), FLOW_CLOSED);
	assert_int_equal(roles_of(made.judge, "239.1.1.1"), 0);
	made_judge_fini(&made);
}

/* Hostile: no text may be read beyond its length or kept when it holds a NUL. */
static void names_of_any_bytes_are_survived(void **state)
{
	struct made_judge made;
	char name[256];
	struct learned learned = { .via = LEARNED_BY_SNI,
		                   .address = made_address("10.1.1.11"),
		                   .text = name };

	(void)state;
	made_judge_init(&made, NULL, false, 0);
	for (unsigned byte = 0; byte < 256; byte++) {
		memset(name, (int)byte, sizeof(name));
		for (unsigned len = 0; len < 256; len += 51) {
			learned.text_len = (uint8_t)len;
			learned.kind = byte & 1 ? LEARNED_NAME : LEARNED_AGENT;
			judge_learn(made.judge, &learned);
		}
	}
	serve(made.judge, "10.2.0.1", "10.1.1.11", 5061, H(TLS), FLOW_CLOSED);
	assert_non_null(judge_conclude(made.judge));
	made_judge_fini(&made);
}

static void hear(struct judge *judge, enum learned_kind kind, const char *address,
                 const char *text)
{
	struct learned learned = { .kind = kind,
		                   .address = made_address(address),
		                   .via = kind == LEARNED_NAME ? LEARNED_BY_DNS
		                                               : LEARNED_BY_SIP,
		                   .text = text,
		                   .text_len = strlen(text) };

	judge_learn(judge, &learned);
}

/* A text is looked up once and remembered, with what it was said as. */
static void a_text_shows_the_same_of_everybody_who_says_it(void **state)
{
	static const char agent[] = "RTCC/5.0.0.0 MediationServer";
	struct made_judge made;

	(void)state;
	made_judge_init(&made, NULL, false, 0);
	hear(made.judge, LEARNED_NAME, "10.1.1.1", agent);
	for (unsigned i = 2; i < 5; i++) {
		char address[16];

		snprintf(address, sizeof(address), "10.1.1.%u", i);
		hear(made.judge, LEARNED_AGENT, address, agent);
		assert_int_equal(roles_of(made.judge, address), ROLE_BIT(ROLE_MEDIATION));
	}
	hear(made.judge, LEARNED_NAME, "10.1.1.5", agent);
	assert_int_equal(roles_of(made.judge, "10.1.1.1"), 0);
	assert_int_equal(roles_of(made.judge, "10.1.1.5"), 0);
	made_judge_fini(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_listeners_make_a_front_end),
		cmocka_unit_test(no_single_port_makes_a_server),
		cmocka_unit_test(attempts_and_guesses_prove_nothing),
		cmocka_unit_test(ports_that_speak_something_else_prove_nothing),
		cmocka_unit_test(declared_roles_always_win),
		cmocka_unit_test(broadcast_address_has_no_role),
		cmocka_unit_test(names_of_any_bytes_are_survived),
		cmocka_unit_test(a_text_shows_the_same_of_everybody_who_says_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
