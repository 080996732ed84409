/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/text.h"
#include "judge/audit.h"
#include "report/site_draft.h"

#define NAMES 3

struct seen {
	const char *address;
	role_set roles;
	const char *names[NAMES];
	bool faces_public;
};

/* @hosts in the order of an audit: by role, then by address. */
static struct draft drafted(struct arena *arena, const struct seen *seen, size_t count)
{
	struct audit_host *hosts = arena_alloc(arena, count, sizeof(*hosts));
	struct audit audit = { .hosts = hosts, .host_count = count };
	struct draft draft;

	for (size_t i = 0; i < count; i++) {
		assert_true(address_parse(&hosts[i].address, seen[i].address));
		hosts[i].role_set = seen[i].roles;
		hosts[i].faces_public = seen[i].faces_public;
		hosts[i].names = arena_alloc(arena, NAMES, sizeof(*hosts[i].names));
		for (size_t j = 0; j < NAMES && seen[i].names[j]; j++)
			hosts[i].names[hosts[i].name_count++] = seen[i].names[j];
	}
	assert_true(site_draft_fill(&draft, &audit, arena));
	return draft;
}

static void check(const struct seen *seen, size_t count, const char *hosts,
                  const char *pools, const char *networks)
{
	struct arena *arena = arena_create();
	struct draft draft = drafted(arena, seen, count);
	struct text text = { 0 };

	draft_add_hosts(&draft, &text);
	assert_string_equal(text.at ? text.at : "", hosts);
	text_clear(&text);
	draft_add_pools(&draft, &text);
	assert_string_equal(text.len ? text.at : "", pools);
	text_clear(&text);
	draft_add_networks(&draft, &text, true);
	assert_string_equal(text.len ? text.at : "", networks);
	text_fini(&text);
	arena_destroy(arena);
}

#define FRONT_END ROLE_BIT(ROLE_FRONT_END)
#define CLIENT    ROLE_BIT(ROLE_CLIENT)

static void a_name_that_its_like_share_is_a_pools(void **state)
{
	static const struct seen seen[] = {
		{ "10.1.1.11", FRONT_END, { "sip.a.b", "pool.a.b", "fe1.a.b" }, false },
		{ "10.1.1.12", FRONT_END, { "sip.a.b", "fe2.a.b", "pool.a.b" }, false },
		{ "10.1.1.13", ROLE_BIT(ROLE_DIRECTOR), { "sip.a.b" }, false },
	};

	(void)state;
	check(seen, ARRAY_LEN(seen),
	      "  - {name: fe1.a.b, addresses: [10.1.1.11], roles: [front-end]}\n"
	      "  - {name: fe2.a.b, addresses: [10.1.1.12], roles: [front-end]}\n"
	      "  - {name: 10.1.1.13, addresses: [10.1.1.13], roles: [director]}\n",
	      "\npools:\n"
	      "  - {name: pool.a.b, roles: [front-end], members: [fe1.a.b, fe2.a.b]}\n",
	      "");
}

/* Names are captured bytes, and a word of the site file is no host's. */
static void what_is_no_host_name_is_not_written(void **state)
{
	static const struct seen seen[] = {
		{ "10.1.1.11", FRONT_END, { "a.b, roles: [edge]}\n- {name: c" }, false },
		{ "10.1.1.12", FRONT_END, { "edge", "10.1.1.11", "*.a.b" }, false },
		{ "fd00::11", FRONT_END, { "client-10.100.0.0", "any" }, false },
	};

	(void)state;
	check(seen, ARRAY_LEN(seen),
	      "  - {name: 10.1.1.11, addresses: [10.1.1.11], roles: [front-end]}\n"
	      "  - {name: 10.1.1.12, addresses: [10.1.1.12], roles: [front-end]}\n"
	      "  - {name: \"fd00::11\", addresses: [\"fd00::11\"], roles: "
	      "[front-end]}\n",
	      "", "");
}

static void what_the_internet_opens_is_external_and_public_hosts_are_nobodys(void **state)
{
	static const struct seen seen[] = {
		{ "10.3.1.11", ROLE_BIT(ROLE_EDGE), { NULL }, false },
		{ "10.3.2.11", ROLE_BIT(ROLE_EDGE), { NULL }, true },
		{ "203.0.113.9", ROLE_BIT(ROLE_EDGE), { NULL }, true },
		{ "10.1.1.61",
		  ROLE_BIT(ROLE_LOAD_BALANCER) | ROLE_BALANCED_BIT(ROLE_FRONT_END),
		  { NULL },
		  true },
	};

	(void)state;
	check(seen, ARRAY_LEN(seen),
	      "  - {name: 10.3.1.11, addresses: [10.3.1.11], roles: [edge]}\n"
	      "  - {name: 10.3.2.11, external: [10.3.2.11], roles: [edge]}\n"
	      "  - {name: 10.1.1.61, addresses: [10.1.1.61], roles: [load-balancer], "
	      "for: [front-end]}\n",
	      "", "");
}

static void clients_are_covered_by_networks_without_servers(void **state)
{
	static const struct seen seen[] = {
		{ "10.1.1.11", FRONT_END, { NULL }, false },
		{ "10.1.1.200", CLIENT, { NULL }, false },
		{ "10.100.0.7", CLIENT, { NULL }, false },
		{ "10.100.0.9", CLIENT, { NULL }, false },
		{ "10.100.1.7", CLIENT, { NULL }, false },
		{ "10.100.3.7", CLIENT, { NULL }, false },
		{ "10.120.0.1", ROLE_BIT(ROLE_PHONE), { NULL }, false },
		{ "198.51.100.1", CLIENT, { NULL }, false },
	};

	(void)state;
	check(seen, ARRAY_LEN(seen),
	      "  - {name: 10.1.1.11, addresses: [10.1.1.11], roles: [front-end]}\n", "",
	      "\n# Where clients and phones are.\nnetworks:\n"
	      "  # 1 seen\n"
	      "  - {name: client-10.1.1.200, range: \"10.1.1.200/32\", roles: [client]}\n"
	      "  # 3 seen\n"
	      "  - {name: client-10.100.0.0, range: \"10.100.0.0/23\", roles: [client]}\n"
	      "  # 1 seen\n"
	      "  - {name: client-10.100.3.0, range: \"10.100.3.0/24\", roles: [client]}\n"
	      "  # 1 seen\n"
	      "  - {name: phone-10.120.0.0, range: \"10.120.0.0/24\", roles: [phone]}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_that_its_like_share_is_a_pools),
		cmocka_unit_test(what_is_no_host_name_is_not_written),
		cmocka_unit_test(
			what_the_internet_opens_is_external_and_public_hosts_are_nobodys),
		cmocka_unit_test(clients_are_covered_by_networks_without_servers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
