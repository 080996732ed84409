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

static void hear_name(struct judge *judge, enum learned_via via, const char *address,
                      const char *text)
{
	struct learned learned = { .kind = LEARNED_NAME,
		                   .address = made_address(address),
		                   .via = via,
		                   .text = text,
		                   .text_len = (uint8_t)strlen(text) };

	judge_learn(judge, &learned);
}

/* What a front end shares with Directors, edge servers and balancers adds up to a score, and
 * to no role; what only a front end has does. */
static void a_role_that_shares_its_listeners_needs_a_proof(void **state)
{
	static const uint16_t shared[] = { 5061, 444, 5062, 443, 4443, 8057, 5072, 5073 };
	struct made_judge made;

	(void)state;
	made_judge_init(&made, NULL, false, 0);
	for (size_t i = 0; i < ARRAY_LEN(shared); i++)
		serve(made.judge, "10.1.1.12", "10.1.1.11", shared[i], H(TLS) | H(MTLS),
		      FLOW_CLOSED);
	assert_int_equal(roles_of(made.judge, "10.1.1.11"), 0);
	serve(made.judge, "10.1.1.12", "10.1.1.11", 8060, H(TLS) | H(MTLS), FLOW_CLOSED);
	assert_int_equal(roles_of(made.judge, "10.1.1.11"), ROLE_BIT(ROLE_FRONT_END));
	made_judge_fini(&made);
}

static void make_front_end(struct judge *judge, const char *address)
{
	for (size_t i = 0; i < ARRAY_LEN(front_end_ports); i++)
		serve(judge, "10.1.1.250", address, front_end_ports[i], H(TLS) | H(MTLS),
		      FLOW_CLOSED);
}

static role_set roles_of_initiator(struct judge *judge, const char *address)
{
	struct conversation flow = made_conversation(address, "10.99.99.99", 1, TCP, 0);

	judge_settle_roles(judge);
	return judge_decide(judge, &flow).initiator_roles;
}

/* A client shows no certificate; and what was not captured shows nothing. */
static void a_client_certificate_is_no_clients(void **state)
{
	static const struct {
		uint64_t hints;
		role_set roles;
	} cases[] = {
		{ H(TLS) | H(TLS_NO_CLIENT_CERTIFICATE), ROLE_BIT(ROLE_CLIENT) },
		{ H(TLS) | H(MTLS), 0 },
		{ H(TLS), 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct made_judge made;

		made_judge_init(&made, NULL, false, 0);
		make_front_end(made.judge, "10.1.1.11");
		serve(made.judge, "10.2.0.1", "10.1.1.11", 5061, cases[i].hints,
		      FLOW_CLOSED);
		serve(made.judge, "10.2.0.1", "10.1.1.11", 443, H(TLS), FLOW_CLOSED);
		assert_int_equal(roles_of_initiator(made.judge, "10.2.0.1"),
		                 cases[i].roles);
		made_judge_fini(&made);
	}
}

/* From the Internet anybody can open anything. */
static void a_public_address_is_nothing_by_what_it_opens(void **state)
{
	static const uint16_t ports[] = { 4443, 8080, 8060, 8404, 5061 };
	struct made_judge made;

	(void)state;
	made_judge_init(&made, NULL, false, 0);
	make_front_end(made.judge, "10.1.1.11");
	for (size_t i = 0; i < ARRAY_LEN(ports); i++) {
		uint64_t hints = ports[i] == 8080 ? H(HTTP) : H(TLS) | H(MTLS);

		serve(made.judge, "198.51.100.9", "10.1.1.11", ports[i], hints,
		      FLOW_CLOSED);
		serve(made.judge, "10.3.1.9", "10.1.1.11", ports[i], hints, FLOW_CLOSED);
	}
	assert_int_equal(roles_of_initiator(made.judge, "198.51.100.9"), 0);
	assert_true(roles_of_initiator(made.judge, "10.3.1.9") &
	            ROLE_BIT(ROLE_FRONT_END));
	made_judge_fini(&made);
}

/* It opens as clients do what servers open as well: one address for many. */
static void who_hides_many_is_a_balancer(void **state)
{
	struct made_judge made;

	(void)state;
	made_judge_init(&made, NULL, false, 0);
	make_front_end(made.judge, "10.1.1.11");
	serve(made.judge, "10.1.1.61", "10.1.1.11", 5061,
	      H(TLS) | H(TLS_NO_CLIENT_CERTIFICATE), FLOW_CLOSED);
	serve(made.judge, "10.1.1.61", "10.1.1.11", 444, H(TLS) | H(MTLS), FLOW_CLOSED);
	assert_int_equal(roles_of_initiator(made.judge, "10.1.1.61"),
	                 ROLE_BIT(ROLE_LOAD_BALANCER) |
	                         ROLE_BALANCED_BIT(ROLE_FRONT_END));
	made_judge_fini(&made);
}

/* A name that one IPv4 and one IPv6 address have is one host's; a third makes it a pool's. */
static void a_name_joins_the_two_addresses_of_a_host(void **state)
{
	struct made_judge made;

	(void)state;
	made_judge_init(&made, NULL, false, 0);
	make_front_end(made.judge, "10.1.1.11");
	hear_name(made.judge, LEARNED_BY_CERTIFICATE, "10.1.1.11",
	          "fe01.contoso.example");
	hear_name(made.judge, LEARNED_BY_SNI, "fd00::11", "fe01.contoso.example");
	serve(made.judge, "10.2.0.1", "fd00::11", 22, H(SSH), FLOW_CLOSED);
	assert_int_equal(roles_of(made.judge, "fd00::11"), 0);
	hear_name(made.judge, LEARNED_BY_DNS, "fd00::11", "FE01.contoso.example");
	assert_int_equal(roles_of(made.judge, "fd00::11"), ROLE_BIT(ROLE_FRONT_END));
	hear_name(made.judge, LEARNED_BY_DNS, "10.1.1.12", "fe01.contoso.example");
	assert_int_equal(roles_of(made.judge, "fd00::11"), 0);
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
		cmocka_unit_test(a_role_that_shares_its_listeners_needs_a_proof),
		cmocka_unit_test(a_client_certificate_is_no_clients),
		cmocka_unit_test(a_public_address_is_nothing_by_what_it_opens),
		cmocka_unit_test(who_hides_many_is_a_balancer),
		cmocka_unit_test(a_name_joins_the_two_addresses_of_a_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
