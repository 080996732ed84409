/* SPDX-License-Identifier: BSD-2-Clause */
#include "../judge/made_judge.h"

#include <string.h>

#include "load/site_file.h"
#include "policy/row_set.h"

#define TCP TRANSPORT_TCP
#define UDP TRANSPORT_UDP

/* Index of the first rule of the row called @id, or ROW_SET_BITS. */
static unsigned find_rule(const struct policy *policy, const char *id)
{
	size_t count;
	const struct rule *rules = policy_rules(policy, &count);

	for (unsigned i = 0; i < count; i++)
		if (strcmp(rules[i].row->id, id) == 0)
			return i;
	return ROW_SET_BITS;
}

/* Is the listening rule of the row called @id in @set? */
static bool holds(const struct policy *policy, const struct row_set *set, const char *id)
{
	unsigned rule = find_rule(policy, id);

	return rule < ROW_SET_BITS && row_set_contains(set, rule);
}

static host_class class_of(struct policy *policy, role_set roles)
{
	return policy_class_of(policy, &(struct host_traits){ .roles = roles });
}

static struct policy *policy_of(struct made_judge *made, const char *site)
{
	made_judge_init(made, site, false, 0);
	return made->policy;
}

static void ports_select_rows_and_wide_ones_apart(void **state)
{
	static const struct {
		uint16_t port;
		uint8_t transport;
		const char *id;
		bool narrow, wide;
	} cases[] = {
		{ 5061, TCP, "server-3", true, false },
		{ 5061, UDP, "server-3", false, false },
		{ 5060, TCP, "server-3", false, false },
		{ 5062, TCP, "server-3", false, false },
		{ 6891, TCP, "client-7", true, false },
		{ 6901, TCP, "client-7", true, false },
		{ 6890, TCP, "client-7", false, false },
		{ 6902, TCP, "client-7", false, false },
		{ 49152, UDP, "server-39", false, true },
		{ 49151, UDP, "server-39", false, false },
		{ 57500, UDP, "server-39", false, true },
		{ 57501, UDP, "server-39", false, false },
		{ 65535, TCP, "server-10", false, true },
		{ 1024, TCP, "client-8", false, true },
		{ 1023, TCP, "client-8", false, false },
		{ 0, TCP, "client-8", false, false },
	};
	struct made_judge made;
	struct policy *policy = policy_of(&made, NULL);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		uint8_t transport = cases[i].transport;

		if (holds(policy, policy_by_port(policy, transport, cases[i].port),
		          cases[i].id) != cases[i].narrow ||
		    holds(policy, policy_wide_by_port(policy, transport, cases[i].port),
		          cases[i].id) != cases[i].wide)
			fail_msg("%u of %s", cases[i].port, cases[i].id);
	}
	assert_int_equal(policy_port_rank(policy, TCP, 5061), 2);
	assert_int_equal(policy_port_rank(policy, TCP, 3000), 1);
	assert_int_equal(policy_port_rank(policy, TCP, 1000), 0);
	made_judge_fini(&made);
}

static void listeners_need_every_role_of_a_row(void **state)
{
	static const struct {
		role_set roles;
		const char *id;
		bool fits;
	} cases[] = {
		{ ROLE_BIT(ROLE_FRONT_END), "server-3", true },
		{ ROLE_BIT(ROLE_DIRECTOR), "server-3", false },
		{ ROLE_BIT(ROLE_FRONT_END), "server-22", false },
		{ ROLE_BIT(ROLE_MEDIATION), "server-22", false },
		{ ROLE_BIT(ROLE_FRONT_END) | ROLE_BIT(ROLE_MEDIATION), "server-22",
		  true },
		/* groups: any of their members */
		{ ROLE_BIT(ROLE_DIRECTOR), "server-39", true },
		{ ROLE_BIT(ROLE_EDGE), "server-39", false },
		{ ROLE_BIT(ROLE_EDGE), "server-1", true },
		{ ROLE_BIT(ROLE_SQL_SERVER), "server-1", false },
		{ ROLE_BIT(ROLE_CLIENT), "server-39", false },
		/* a load balancer is one for somebody */
		{ ROLE_BIT(ROLE_LOAD_BALANCER), "hlb-1", false },
		{ ROLE_BIT(ROLE_LOAD_BALANCER) | ROLE_BALANCED_BIT(ROLE_DIRECTOR),
		  "hlb-1", false },
		{ ROLE_BIT(ROLE_LOAD_BALANCER) | ROLE_BALANCED_BIT(ROLE_FRONT_END),
		  "hlb-1", true },
		{ ROLE_BIT(ROLE_FRONT_END), "hlb-1", false },
		/* nobody knows what an unknown host listens to */
		{ 0, "server-3", false },
		{ 0, "server-39", false },
	};
	struct made_judge made;
	struct policy *policy = policy_of(&made, NULL);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (holds(policy,
		          policy_by_listener(policy, class_of(policy, cases[i].roles)),
		          cases[i].id) != cases[i].fits)
			fail_msg("case %zu: %s", i, cases[i].id);
	made_judge_fini(&made);
}

static void initiators_are_doubted_only_with_a_site(void **state)
{
	static const struct {
		role_set roles;
		const char *id;
		bool without_site, with_site;
	} cases[] = {
		{ ROLE_BIT(ROLE_CLIENT), "server-3", true, true },
		{ ROLE_BIT(ROLE_CLIENT), "server-27", false, false },
		{ ROLE_BIT(ROLE_FRONT_END), "server-27", true, true },
		{ 0, "server-27", true, false },
		{ 0, "edge-1", true, true }, /* anybody */
		{ ROLE_BIT(ROLE_LOAD_BALANCER) | ROLE_BALANCED_BIT(ROLE_FRONT_END),
		  "server-27", true, true },
		{ ROLE_BIT(ROLE_LOAD_BALANCER) | ROLE_BALANCED_BIT(ROLE_DIRECTOR),
		  "server-27", false, false },
	};

	(void)state;
	for (int with_site = 0; with_site < 2; with_site++) {
		struct made_judge made;
		struct policy *policy = policy_of(&made, with_site ? "site: s\n" : NULL);

		for (size_t i = 0; i < ARRAY_LEN(cases); i++)
			if (holds(policy,
			          policy_by_initiator(policy,
			                              class_of(policy, cases[i].roles)),
			          cases[i].id) !=
			    (with_site ? cases[i].with_site : cases[i].without_site))
				fail_msg("case %zu: %s", i, cases[i].id);
		made_judge_fini(&made);
	}
}

static void hints_support_contradict_or_say_nothing(void **state)
{
#define H(hint) HINT_BIT(HINT_##hint)
	static const struct {
		uint64_t hints;
		const char *id;
		bool possible, supported;
	} cases[] = {
		{ 0, "server-3", true, false },
		{ H(TLS), "server-3", true, true },
		{ H(TLS) | H(MTLS), "server-3", true, true },
		{ H(SIP), "server-3", false, false }, /* in clear */
		{ H(SIP), "server-2", true, true },
		{ H(TLS), "server-2", true, true }, /* optional */
		{ H(SSH), "server-2", false, false },
		{ H(TLS), "server-13", false, false }, /* none */
		{ H(HTTP), "server-13", true, true },
		{ H(TLS) | H(TLS_NO_CLIENT_CERTIFICATE), "server-15", false, false },
		{ H(TLS) | H(TLS_NO_CLIENT_CERTIFICATE), "server-3", true, true },
		{ H(TLS), "server-15", true, true },
		{ H(TLS_NO_CLIENT_CERTIFICATE), "server-3", true, false },
		{ H(TLS) | H(SSH), "server-3", false, false },
		{ H(NOT_TLS), "server-3", false, false },          /* required */
		{ H(NOT_TLS), "server-15", false, false },         /* mutual */
		{ H(NOT_TLS) | H(TLS), "server-3", false, false }, /* the other end */
		{ H(NOT_TLS), "server-2", true, false },
		{ H(NOT_TLS), "server-13", true, false },
		{ H(UNKNOWN), "server-2", false, false },  /* SIP begins as SIP does */
		{ H(UNKNOWN), "server-13", false, false }, /* and HTTP as HTTP does */
		{ H(UNKNOWN), "server-28", true, false },  /* media may be anything */
		{ H(UNKNOWN), "server-36", false,
		  false }, /* on a narrow port it begins as it does */
		{ H(PSEUDOTLS), "client-4", true, true },
		{ H(PSEUDOTLS) | H(TLS), "client-4", false, false },
		{ H(RTP) | H(STUN), "server-39", true, true },
		{ H(DNS), "server-39", false, false },
	};
	struct made_judge made;
	struct policy *policy = policy_of(&made, NULL);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct hint_rows *rows = policy_by_hints(policy, cases[i].hints);

		if (holds(policy, &rows->possible, cases[i].id) != cases[i].possible ||
		    holds(policy, &rows->supported, cases[i].id) != cases[i].supported)
			fail_msg("case %zu: %s", i, cases[i].id);
	}
	made_judge_fini(&made);
#undef H
}

static void equal_traits_are_one_class(void **state)
{
	const role_set pool = ROLE_BIT(ROLE_FRONT_END) | ROLE_BIT(ROLE_CMS);
	struct made_judge made;
	struct policy *policy = policy_of(&made, NULL);
	host_class class = class_of(policy, pool);

	(void)state;
	assert_int_equal(class_of(policy, 0), HOST_CLASS_UNKNOWN);
	assert_int_not_equal(class_of(policy, ROLE_BIT(ROLE_FRONT_END)), class);
	assert_int_equal(class_of(policy, pool), class);
	assert_int_equal(policy_traits(policy, class)->roles, pool);
	made_judge_fini(&made);
}

static void beyond_the_bound_a_lync_server_is_still_one(void **state)
{
	struct made_judge made;
	struct policy *policy = policy_of(&made, NULL);

	(void)state;
	for (uint64_t i = 0; i < 20000; i++) {
		host_class class = class_of(policy, i);
		role_set roles = policy_traits(policy, class)->roles;

		assert_int_equal(roles & ~i, 0);
		assert_int_equal((roles & ROLE_LYNC_SERVERS) != 0,
		                 (i & ROLE_LYNC_SERVERS) != 0);
		if (i < 4000)
			assert_int_equal(roles, i);
		assert_int_equal(
			holds(policy, policy_by_listener(policy, class), "server-3"),
			(roles & ROLE_BIT(ROLE_FRONT_END)) != 0);
	}
	made_judge_fini(&made);
}

static void load_balancing_mode_chooses_the_table(void **state)
{
	static const struct {
		const char *site;
		bool hardware, dns;
	} cases[] = {
		{ NULL, true, true },
		{ "site: s\n", true, true },
		{ "load-balancing: hardware\n", true, false },
		{ "load-balancing: dns\n", false, true },
		{ "load-balancing: none\n", false, false },
	};
	const role_set pool =
		ROLE_BIT(ROLE_LOAD_BALANCER) | ROLE_BALANCED_BIT(ROLE_FRONT_END);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct made_judge made;
		struct policy *policy = policy_of(&made, cases[i].site);
		const struct rule *other;
		struct address vip = made_address("10.1.1.61");
		host_class class = policy_class_with_roles(
			policy, policy_class_at(policy, &vip, NULL), pool);

		assert_int_equal(find_rule(policy, "hlb-1") < ROW_SET_BITS,
		                 cases[i].hardware);
		assert_int_equal(find_rule(policy, "dnslb-1") < ROW_SET_BITS,
		                 cases[i].dns);
		other = policy_other_mode(policy, class, TCP, 5061);
		assert_int_equal(other != NULL, !cases[i].hardware);
		if (other)
			assert_string_equal(other->row->id, "hlb-1");
		assert_null(policy_other_mode(policy, class, TCP, 4444));
		assert_null(policy_other_mode(policy, class, UDP, 5061));
		made_judge_fini(&made);
	}
}

static void hosts_beat_networks_and_long_prefixes_short_ones(void **state)
{
	static const char site[] =
		"hosts:\n"
		"  - {name: fe, addresses: [10.1.1.11, \"2001:db8::11\"],"
		" roles: [front-end, cms]}\n"
		"networks:\n"
		"  - {name: all, range: 10.0.0.0/8, roles: [client]}\n"
		"  - {name: phones, range: 10.1.0.0/16, roles: [phone]}\n"
		"  - {name: lab, range: 10.1.2.0/24, roles: [gateway]}\n"
		"  - {name: six, range: \"2001:db8::/32\", roles: [client]}\n";
	static const struct {
		const char *address;
		role_set roles;
		const char *name;
	} cases[] = {
		{ "10.1.1.11", ROLE_BIT(ROLE_FRONT_END) | ROLE_BIT(ROLE_CMS), "fe" },
		{ "2001:db8::11", ROLE_BIT(ROLE_FRONT_END) | ROLE_BIT(ROLE_CMS), "fe" },
		{ "10.1.1.12", ROLE_BIT(ROLE_PHONE), NULL },
		{ "10.1.2.255", ROLE_BIT(ROLE_GATEWAY), NULL },
		{ "10.1.3.0", ROLE_BIT(ROLE_PHONE), NULL },
		{ "10.2.0.0", ROLE_BIT(ROLE_CLIENT), NULL },
		{ "11.0.0.0", 0, NULL },
		{ "2001:db8::12", ROLE_BIT(ROLE_CLIENT), NULL },
		{ "2001:db9::12", 0, NULL },
	};
	struct made_judge made;
	struct policy *policy = policy_of(&made, site);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct address address = made_address(cases[i].address);
		const char *name = "unset";

		if (policy_traits(policy, policy_class_at(policy, &address, &name))
		                    ->roles != cases[i].roles ||
		    !name != !cases[i].name)
			fail_msg("%s is %s", cases[i].address, name ? name : "nobody");
		if (name)
			assert_string_equal(name, cases[i].name);
	}
	made_judge_fini(&made);
}

static void addresses_of_an_edge_server_have_sides(void **state)
{
	static const char site[] =
		"hosts:\n"
		"  - {name: nat, addresses: [10.2.2.1], external: [10.2.3.1], roles: [edge]}\n"
		"  - {name: public, addresses: [10.2.2.2, 203.0.113.2], roles: [edge]}\n"
		"  - {name: unknown, addresses: [10.2.2.3, 10.2.3.3], roles: [edge]}\n"
		"  - {name: campus, addresses: [192.0.2.4], external: [203.0.113.4],"
		" roles: [edge]}\n"
		"  - {name: both, addresses: [10.2.2.5, 203.0.113.5],"
		" external: [203.0.113.6], roles: [reverse-proxy]}\n"
		"  - {name: fe, addresses: [203.0.113.7], roles: [front-end]}\n"
		"networks:\n"
		"  - {name: far, range: 198.51.100.0/25, roles: [edge]}\n";
	static const struct {
		const char *address;
		enum row_interface side;
		bool outside;
	} cases[] = {
		{ "10.2.2.1", ROW_INTERFACE_INTERNAL, false },
		{ "10.2.3.1", ROW_INTERFACE_EXTERNAL, false },
		{ "10.2.2.2", ROW_INTERFACE_INTERNAL, false },
		{ "203.0.113.2", ROW_INTERFACE_EXTERNAL, false },
		{ "10.2.2.3", ROW_INTERFACE_UNSTATED, false },
		{ "10.2.3.3", ROW_INTERFACE_UNSTATED, false },
		{ "192.0.2.4", ROW_INTERFACE_INTERNAL, false },
		{ "203.0.113.4", ROW_INTERFACE_EXTERNAL, false },
		{ "10.2.2.5", ROW_INTERFACE_INTERNAL, false },
		{ "203.0.113.5", ROW_INTERFACE_EXTERNAL, false },
		{ "203.0.113.6", ROW_INTERFACE_EXTERNAL, false },
		{ "203.0.113.7", ROW_INTERFACE_UNSTATED, false },
		{ "198.51.100.1", ROW_INTERFACE_EXTERNAL, true },
		{ "198.51.100.200", ROW_INTERFACE_UNSTATED, true },
		{ "10.66.0.1", ROW_INTERFACE_UNSTATED, false },
	};
	struct made_judge made;
	struct policy *policy = policy_of(&made, site);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct address address = made_address(cases[i].address);
		const struct host_traits *traits =
			policy_traits(policy, policy_class_at(policy, &address, NULL));

		if (traits->interface != cases[i].side ||
		    !(traits->standing & HOST_OUTSIDE) == cases[i].outside)
			fail_msg("%s", cases[i].address);
	}
	made_judge_fini(&made);
}

static void rows_of_a_side_fit_its_addresses_alone(void **state)
{
	static const struct {
		uint8_t side;
		const char *id;
		bool fits, fits_other;
	} cases[] = {
		{ ROW_INTERFACE_INTERNAL, "edge-17", true, false },
		{ ROW_INTERFACE_EXTERNAL, "edge-17", false, true },
		{ ROW_INTERFACE_UNSTATED, "edge-17", true, false },
		{ ROW_INTERFACE_INTERNAL, "edge-1", false, true },
		{ ROW_INTERFACE_EXTERNAL, "edge-1", true, false },
		{ ROW_INTERFACE_UNSTATED, "edge-1", true, false },
		{ ROW_INTERFACE_EXTERNAL, "server-1", true, false },
		{ ROW_INTERFACE_EXTERNAL, "server-3", false, false },
	};
	struct made_judge made;
	struct policy *policy = policy_of(&made, "site: s\n");

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct host_traits traits = { .roles = ROLE_BIT(ROLE_EDGE),
			                            .interface = cases[i].side };
		host_class class = policy_class_of(policy, &traits);

		if (holds(policy, policy_by_listener(policy, class), cases[i].id) !=
		            cases[i].fits ||
		    holds(policy, policy_by_other_listener(policy, class), cases[i].id) !=
		            cases[i].fits_other)
			fail_msg("case %zu: %s", i, cases[i].id);
	}
	made_judge_fini(&made);
}

static void the_internet_has_no_benefit_of_doubt(void **state)
{
	static const struct {
		const char *id;
		bool fits, fits_outside;
	} cases[] = {
		{ "server-27", true, false }, /* peers are named */
		{ "edge-1", true, true },     /* anybody */
		{ "edge-17", true, false },   /* inner, peers are named */
		{ "edge-22", true, false },   /* inner, anybody */
	};
	const struct host_traits outside = { .standing = HOST_OUTSIDE };
	struct made_judge made;
	struct policy *policy = policy_of(&made, NULL);
	host_class internet = policy_class_of(policy, &outside);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (holds(policy, policy_by_initiator(policy, HOST_CLASS_UNKNOWN),
		          cases[i].id) != cases[i].fits ||
		    holds(policy, policy_by_initiator(policy, internet), cases[i].id) !=
		            cases[i].fits_outside)
			fail_msg("%s", cases[i].id);
	made_judge_fini(&made);
}

static void changed_ports_replace_those_of_the_row(void **state)
{
	struct made_judge made;
	struct policy *policy =
		policy_of(&made, "ports:\n"
	                         "  audio: [50000-50059/udp]\n"
	                         "  web-conferencing: [8157/tcp, 9000-9001/tcp]\n");

	(void)state;
	assert_false(holds(policy, policy_by_port(policy, TCP, 8057), "server-7"));
	assert_true(holds(policy, policy_by_port(policy, TCP, 8157), "server-7"));
	assert_true(holds(policy, policy_by_port(policy, TCP, 9001), "server-7"));
	assert_false(holds(policy, policy_by_port(policy, TCP, 9002), "server-7"));
	/* Narrowed, the range is not wide any more, and its other transport is gone. */
	assert_true(holds(policy, policy_by_port(policy, UDP, 50059), "server-39"));
	assert_false(holds(policy, policy_by_port(policy, UDP, 50060), "server-39"));
	assert_false(holds(policy, policy_wide_by_port(policy, UDP, 50000), "server-39"));
	assert_false(holds(policy, policy_wide_by_port(policy, TCP, 50000), "server-39"));
	/* The row itself still says what the document says. */
	size_t count;
	const struct rule *rule =
		&policy_rules(policy, &count)[find_rule(policy, "server-7")];

	assert_ptr_equal(policy_rule_of(policy, rule->row), rule);
	assert_int_equal(rule->row->ports[0].low, 8057);
	assert_int_equal(rule->ports[0].low, 8157);
	made_judge_fini(&made);
}

static void ports_of_one_row_come_before_those_of_its_service(void **state)
{
	struct made_judge made;
	struct policy *policy = policy_of(&made, "ports:\n"
	                                         "  web-compatibility: [8081/tcp]\n"
	                                         "  server-11: [81/tcp]\n");

	(void)state;
	assert_true(holds(policy, policy_by_port(policy, TCP, 81), "server-11"));
	assert_false(holds(policy, policy_by_port(policy, TCP, 8081), "server-11"));
	assert_true(holds(policy, policy_by_port(policy, TCP, 8081), "server-12"));
	made_judge_fini(&made);
}

static void service_that_no_row_has_is_an_error(void **state)
{
	struct made_judge made;
	struct site *site = made_site("ports:\n  audoi: [50000/udp]\n");
	struct error err = { "" };

	(void)state;
	made_judge_init(&made, NULL, false, 0);
	assert_null(policy_create((const struct catalogue *const *)made.catalogues,
	                          MADE_CATALOGUES, site, &err));
	assert_non_null(strstr(err.text, ":2: "));
	assert_non_null(strstr(err.text, "audoi"));
	site_destroy(site);
	made_judge_fini(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ports_select_rows_and_wide_ones_apart),
		cmocka_unit_test(listeners_need_every_role_of_a_row),
		cmocka_unit_test(initiators_are_doubted_only_with_a_site),
		cmocka_unit_test(hints_support_contradict_or_say_nothing),
		cmocka_unit_test(equal_traits_are_one_class),
		cmocka_unit_test(beyond_the_bound_a_lync_server_is_still_one),
		cmocka_unit_test(load_balancing_mode_chooses_the_table),
		cmocka_unit_test(hosts_beat_networks_and_long_prefixes_short_ones),
		cmocka_unit_test(addresses_of_an_edge_server_have_sides),
		cmocka_unit_test(rows_of_a_side_fit_its_addresses_alone),
		cmocka_unit_test(the_internet_has_no_benefit_of_doubt),
		cmocka_unit_test(changed_ports_replace_those_of_the_row),
		cmocka_unit_test(ports_of_one_row_come_before_those_of_its_service),
		cmocka_unit_test(service_that_no_row_has_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
