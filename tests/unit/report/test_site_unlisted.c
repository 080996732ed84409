/* SPDX-License-Identifier: BSD-2-Clause */
#include "../judge/made_judge.h"

#include "base/arena.h"
#include "base/text.h"
#include "judge/audit.h"
#include "report/site_draft.h"
#include "report/site_unlisted.h"

#define TALKS 8
#define MTLS  HINT_BIT(HINT_MTLS)
#define TLS   HINT_BIT(HINT_TLS)

/* Of a topology: what it cannot list is to be told. */
#define UNLISTED                                                                         \
	(ROLE_USERS | ROLE_BIT(ROLE_REVERSE_PROXY) | ROLE_BIT(ROLE_LOAD_BALANCER) |      \
	 ROLE_BIT(ROLE_EXCHANGE_UM) | ROLE_BIT(ROLE_DOMAIN_CONTROLLER))

static const char site[] =
	"hosts:\n"
	"  - {name: fe01.contoso.example, addresses: [10.1.1.11], roles: [front-end]}\n"
	"  - {name: fe02.contoso.example, addresses: [10.1.1.12], roles: [front-end]}\n"
	"  - {name: dir01.contoso.example, addresses: [10.1.1.51], roles: [director]}\n";

struct talk {
	const char *from, *to;
	uint16_t port;
	uint64_t hints;
};

/* What is drafted of @talks: hosts, then networks. */
static void check(const struct talk *talks, const char *expected)
{
	struct arena *arena = arena_create();
	struct text text = { 0 };
	struct made_judge made;
	struct draft draft;
	bool added;

	made_judge_init(&made, site, false, 0);
	for (size_t i = 0; i < TALKS && talks[i].from; i++) {
		struct conversation one =
			made_conversation(talks[i].from, talks[i].to, talks[i].port,
		                          TRANSPORT_TCP, talks[i].hints);

		judge_observe(made.judge, &one, NULL);
	}
	const struct audit *audit = judge_conclude(made.judge);

	assert_non_null(audit);
	assert_true(site_draft_fill(&draft, &(struct audit){ .host_count = 0 }, arena));
	assert_true(
		site_unlisted_add(&draft, audit, made.policy, UNLISTED, arena, &added));
	draft_add_hosts(&draft, &text);
	draft_add_networks(&draft, &text, false);
	assert_string_equal(text.at ? text.at : "", expected);
	assert_int_equal(added, *expected != '\0');
	text_fini(&text);
	made_judge_fini(&made);
	arena_destroy(arena);
}

static void what_only_one_role_does_tells_it(void **state)
{
	(void)state;
	check((const struct talk[TALKS]){ { "10.9.9.9", "10.1.1.11", 4443, TLS },
	                                  { "10.9.9.9", "10.1.1.12", 4443, TLS } },
	      "  - {name: 10.9.9.9, addresses: [10.9.9.9], roles: [reverse-proxy]}\n"
	      "  #   reverse-proxy: of the roles that no topology lists the only one for "
	      "this; opens 4443/tcp\n");
	check((const struct talk[TALKS]){ { "10.9.9.9", "10.1.1.11", 5061, 0 },
	                                  { "10.9.9.9", "10.1.1.12", 5061, 0 },
	                                  { "10.1.1.11", "10.9.9.9", 5062, 0 },
	                                  { "10.1.1.12", "10.9.9.9", 5062, 0 } },
	      "  - {name: 10.9.9.9, addresses: [10.9.9.9], roles: [exchange-um]}\n"
	      "  #   exchange-um: of the roles that no topology lists the only one for "
	      "this; opens 5061/tcp; answers 5062/tcp\n");
}

static void a_balancer_can_be_nothing_else(void **state)
{
	(void)state;
	check((const struct talk[TALKS]){ { "10.9.9.9", "10.1.1.11", 443, TLS },
	                                  { "10.9.9.9", "10.1.1.12", 443, TLS },
	                                  { "10.9.9.9", "10.1.1.11", 444, TLS },
	                                  { "10.9.9.9", "10.1.1.12", 444, TLS } },
	      "  - {name: 10.9.9.9, addresses: [10.9.9.9], roles: [load-balancer], for: "
	      "[front-end]}\n"
	      "  #   load-balancer: of the roles that no topology lists the only one for "
	      "this; opens 443/tcp, 444/tcp\n");
	/* What it passes on may show certificates, but not what clients do. */
	check((const struct talk[TALKS]){ { "10.9.9.9", "10.1.1.11", 443, TLS },
	                                  { "10.9.9.9", "10.1.1.12", 443, TLS },
	                                  { "10.9.9.9", "10.1.1.11", 444, TLS | MTLS },
	                                  { "10.9.9.9", "10.1.1.12", 444, TLS | MTLS } },
	      "  - {name: 10.9.9.9, addresses: [10.9.9.9], roles: [load-balancer], for: "
	      "[front-end]}\n"
	      "  #   load-balancer: of the roles that no topology lists the only one for "
	      "this; opens 443/tcp, 444/tcp\n");
	check((const struct talk[TALKS]){ { "10.9.9.9", "10.1.1.11", 5061, TLS | MTLS },
	                                  { "10.9.9.9", "10.1.1.12", 5061, TLS | MTLS },
	                                  { "10.9.9.9", "10.1.1.11", 444, TLS | MTLS },
	                                  { "10.9.9.9", "10.1.1.12", 444, TLS | MTLS } },
	      "");
	/* Nothing of it is what clients do. */
	check((const struct talk[TALKS]){ { "10.9.9.9", "10.1.1.11", 444, TLS },
	                                  { "10.9.9.9", "10.1.1.12", 444, TLS } },
	      "");
}

static void one_strange_conversation_explains_nothing(void **state)
{
	(void)state;
	check((const struct talk[TALKS]){ { "10.9.9.9", "10.1.1.11", 4443, TLS } }, "");
	check((const struct talk[TALKS]){ { "10.9.9.9", "10.1.1.51", 5061, 0 },
	                                  { "10.1.1.11", "10.9.9.9", 5070, 0 } },
	      "");
	check((const struct talk[TALKS]){ { "10.7.7.7", "10.1.1.11", 5061, TLS } }, "");
}

static void what_clients_do_tells_a_network_of_two(void **state)
{
	(void)state;
	check((const struct talk[TALKS]){ { "10.7.7.7", "10.1.1.11", 5061, TLS },
	                                  { "10.7.7.7", "10.1.1.11", 443, TLS },
	                                  { "10.7.7.8", "10.1.1.12", 5061, TLS } },
	      "\n# Where clients and phones are.\nnetworks:\n"
	      "  # Their hosts opened what clients open, and nothing more shows what they "
	      "are.\n"
	      "  # 2 seen\n"
	      "  - {name: client-10.7.7.0, range: \"10.7.7.0/24\", roles: [client]}\n");
	/* Servers are near. */
	check((const struct talk[TALKS]){ { "10.1.1.7", "10.1.1.11", 5061, TLS },
	                                  { "10.1.1.8", "10.1.1.12", 5061, TLS } },
	      "");
	/* Clients show no certificate, and open nothing that no document has. */
	check((const struct talk[TALKS]){ { "10.7.7.7", "10.1.1.11", 5061, TLS | MTLS },
	                                  { "10.7.7.8", "10.1.1.12", 5061, TLS | MTLS } },
	      "");
	check((const struct talk[TALKS]){ { "10.7.7.7", "10.1.1.11", 5061, TLS },
	                                  { "10.7.7.7", "10.1.1.11", 4444, TLS },
	                                  { "10.7.7.8", "10.1.1.12", 5061, TLS } },
	      "");
}

static void public_hosts_are_nobodys(void **state)
{
	(void)state;
	check((const struct talk[TALKS]){ { "203.0.113.9", "10.1.1.11", 4443, TLS },
	                                  { "203.0.113.9", "10.1.1.12", 4443, TLS } },
	      "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_only_one_role_does_tells_it),
		cmocka_unit_test(a_balancer_can_be_nothing_else),
		cmocka_unit_test(one_strange_conversation_explains_nothing),
		cmocka_unit_test(what_clients_do_tells_a_network_of_two),
		cmocka_unit_test(public_hosts_are_nobodys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
