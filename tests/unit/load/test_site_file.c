/* SPDX-License-Identifier: BSD-2-Clause */
#include "../source_file.h"
#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../../src/load/loaders.h"
#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "base/transport.h"
#include "inspect/hint.h"
#include "load/site_file.h"
#include "policy/site.h"

/* The file docs/site-file.md shows. */
static struct site *load_fixture(void)
{
	const char *srcdir = getenv("srcdir");
	struct error err = { "" };
	char path[1024];

	snprintf(path, sizeof(path), "%s/tests/fixtures/site-full.yaml",
	         srcdir ? srcdir : ".");

	struct site *site = site_load(path, &err);

	if (!site)
		fail_msg("%s", err.text);
	return site;
}

static struct site *load_text(const char *yaml)
{
	struct error err = { "" };
	struct site *site = site_load_bytes("s.yaml", yaml, strlen(yaml), &err);

	if (!site)
		fail_msg("%s", err.text);
	return site;
}

static void assert_address(const struct address *address, const char *text)
{
	char formatted[ADDRESS_TEXT_SIZE];

	assert_string_equal(address_format(address, formatted), text);
}

static void assert_range(const struct address_range *range, const char *base,
                         unsigned prefix_len)
{
	assert_address(&range->base, base);
	assert_int_equal(range->prefix_len, prefix_len);
}

static void a_site_says_which_catalogues_and_balancing(void **state)
{
	struct site *site = load_fixture();

	(void)state;
	assert_string_equal(site->name, "contoso-hq");
	assert_non_null(strstr(site->file, "site-full.yaml"));
	assert_int_equal(site->catalogue_count, 4);
	assert_string_equal(site->catalogues[0].name, "lync-2013");
	assert_string_equal(site->catalogues[3].name, "windows-domain");
	assert_int_equal(site->load_balancing, LOAD_BALANCING_HARDWARE);
	site_destroy(site);
}

static void hosts_have_addresses_and_roles(void **state)
{
	struct site *site = load_fixture();

	(void)state;
	assert_int_equal(site->host_count, 7);
	assert_string_equal(site->hosts[0].name, "fe01.contoso.example");
	assert_int_equal(site->hosts[0].address_count, 2);
	assert_address(&site->hosts[0].addresses[0], "10.1.1.11");
	assert_address(&site->hosts[0].addresses[1], "2001:db8::11");
	assert_true(site->hosts[0].roles ==
	            (ROLE_BIT(ROLE_FRONT_END) | ROLE_BIT(ROLE_MEDIATION) |
	             ROLE_BIT(ROLE_CMS)));
	assert_int_equal(site->hosts[0].line, 6);
	assert_true(site->hosts[2].roles ==
	            (ROLE_BIT(ROLE_LOAD_BALANCER) |
	             role_set_balancing(ROLE_BIT(ROLE_FRONT_END))));
	assert_int_equal(site->hosts[2].line, 8);
	assert_true(site->hosts[4].roles == 0);
	site_destroy(site);
}

static void networks_and_changed_ports_are_kept(void **state)
{
	struct site *site = load_fixture();

	(void)state;
	assert_int_equal(site->network_count, 3);
	assert_string_equal(site->networks[1].name, "phones");
	assert_range(&site->networks[1].range, "10.120.0.0", 96 + 16);
	assert_true(site->networks[1].roles == ROLE_BIT(ROLE_PHONE));
	assert_range(&site->networks[2].range, "2001:db8:9::", 48);

	assert_int_equal(site->ports.count, 2);
	assert_string_equal(site->ports.items[0].service, "audio");
	assert_int_equal(site->ports.items[0].port_count, 2);
	assert_int_equal(site->ports.items[0].ports[1].transport, TRANSPORT_UDP);
	assert_int_equal(site->ports.items[0].ports[1].high, 57499);
	assert_int_equal(site->ports.items[0].line, 21);
	assert_string_equal(site->ports.items[1].service, "application-sharing-media");
	assert_int_equal(site->ports.items[1].port_count, 1);
	site_destroy(site);
}

static void an_allow_has_ends_ports_hints_and_an_end_date(void **state)
{
	struct site *site = load_fixture();
	const struct site_allow *allow = &site->allows[0];

	(void)state;
	assert_int_equal(site->allow_count, 3);
	assert_int_equal(allow->from.range_count, 1);
	assert_true(allow->from.roles == 0);
	assert_range(&allow->from.ranges[0], "10.9.0.5", 128);
	assert_true(allow->to.roles == ROLE_BIT(ROLE_FRONT_END));
	assert_int_equal(allow->to.range_count, 0);
	assert_int_equal(allow->port_count, 1);
	assert_int_equal(allow->ports[0].low, 3389);
	assert_true(allow->speaks == HINT_BIT(HINT_RDP));
	assert_string_equal(allow->reason, "admin jump host");
	assert_string_equal(allow->ticket, "CHG-1042");
	assert_string_equal(allow->until, "2027-01-31");
	assert_true(allow->until_us == INT64_C(1801439999999999));
	assert_int_equal(allow->line, 24);
	assert_string_equal(allow->file, site->file);
	site_destroy(site);
}

static void names_in_an_allow_stand_for_what_they_name(void **state)
{
	struct site *site = load_fixture();
	const struct site_allow *named = &site->allows[1], *open = &site->allows[2];

	(void)state;
	assert_int_equal(named->from.range_count, 2);
	assert_range(&named->from.ranges[0], "10.9.0.5", 128);
	assert_range(&named->from.ranges[1], "2001:db8:9::", 48);
	assert_int_equal(named->to.range_count, 2);
	assert_range(&named->to.ranges[1], "2001:db8::11", 128);
	assert_true(named->to.roles == ROLE_RUNS_LYNC);
	assert_int_equal(named->port_count, 2);
	assert_true(named->speaks == (HINT_BIT(HINT_SSH) | HINT_BIT(HINT_SNMP)));
	assert_true(named->until_us == INT64_MAX);
	assert_string_equal(named->until, "");
	assert_string_equal(named->ticket, "");

	assert_true(open->from.roles == 0 && open->from.range_count == 0);
	assert_range(&open->to.ranges[0], "10.1.1.0", 96 + 24);
	assert_true(open->speaks == 0);
	site_destroy(site);
}

static void a_site_may_say_next_to_nothing(void **state)
{
	struct site *site = load_text("hosts: []\nnetworks: []\nports: {}\nallow: []\n");

	(void)state;
	assert_string_equal(site->name, "");
	assert_int_equal(site->catalogue_count, 0);
	assert_int_equal(site->load_balancing, LOAD_BALANCING_UNSTATED);
	assert_int_equal(site->host_count + site->network_count + site->ports.count +
	                         site->allow_count,
	                 0);
	site_destroy(site);
}

static void an_allow_may_come_before_the_hosts_it_names(void **state)
{
	struct site *site = load_text("allow:\n  - {from: JUMP, to: any}\n"
	                              "hosts:\n  - {name: jump, addresses: 10.9.0.5}\n");

	(void)state;
	assert_range(&site->allows[0].from.ranges[0], "10.9.0.5", 128);
	assert_int_equal(site->allows[0].port_count, 0);
	site_destroy(site);
}

static void networks_may_overlap(void **state)
{
	struct site *site =
		load_text("networks:\n  - {name: a, range: 10.0.0.0/8, roles: client}\n"
	                  "  - {name: b, range: 10.1.0.0/16, roles: phone}\n"
	                  "  - {name: c, range: 0.0.0.0/0}\n"
	                  "  - {name: d, range: '::/0'}\n");

	(void)state;
	assert_int_equal(site->network_count, 4);
	assert_range(&site->networks[2].range, "0.0.0.0", 96);
	assert_range(&site->networks[3].range, "::", 0);
	site_destroy(site);
}

#define HOST "hosts:\n  - {name: a, addresses: 10.1.1.1}\n"

static void what_is_wrong_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *yaml, *reason;
	} rows[] = {
		{ "sites: x", "1: unknown key 'sites', did you mean 'site'?" },
		{ "site:", "1: 'site' is empty" },
		{ "catalogues: []",
		  "1: 'catalogues' is empty: leave it out for the default ones" },
		{ "catalogues: [a, b, a]",
		  "1: catalogue 'a' was already given on line 1" },
		{ "catalogues: [../a]",
		  "1: '../a' is not a short name: use letters, digits and dashes" },
		{ "load-balancing: f5",
		  "1: unknown load-balancing 'f5', it is one of dns, "
		  "hardware or none" },
		{ "load-balancing: unstated",
		  "1: unknown load-balancing 'unstated', it is "
		  "one of dns, hardware or none" },
		{ "hosts:\n  - {name: a, adress: [10.1.1.1]}",
		  "2: unknown key 'adress', did you mean 'addresses'?" },
		{ "hosts:\n  - {name: a}", "2: 'addresses' is missing" },
		{ "hosts:\n  - {addresses: 10.1.1.1}", "2: 'name' is missing" },
		{ "hosts:\n  - {name: a, addresses: []}", "2: 'addresses' is empty" },
		{ "hosts:\n  - {name: a, addresses: [10.1.1]}",
		  "2: '10.1.1' is not an address: write 10.1.1.11 or 2001:db8::11" },
		{ "hosts:\n  - {name: a, addresses: [10.1.1.0/24]}",
		  "2: '10.1.1.0/24' is not an address: write 10.1.1.11 or 2001:db8::11" },
		{ "hosts:\n  - {name: a, addresses: [224.0.0.1]}",
		  "2: '224.0.0.1' is not the address of one host" },
		{ "hosts:\n  - {name: a, addresses: [\"::\"]}",
		  "2: '::' is not the address of one host" },
		{ HOST "  - {name: b, addresses: [10.1.1.1]}",
		  "3: address '10.1.1.1' was already given on line 2" },
		{ HOST "  - {name: b, addresses: ['::ffff:10.1.1.1']}",
		  "3: address '10.1.1.1' was already given on line 2" },
		{ "hosts:\n  - {name: a, addresses: [2001:db8::1, '2001:DB8:0::1']}",
		  "2: address '2001:db8::1' was already given on line 2" },
		{ HOST "  - {name: A, addresses: [10.1.1.2]}",
		  "3: name 'A' was already given on line 2" },
		{ HOST "networks:\n  - {name: a, range: 10.0.0.0/8}",
		  "4: name 'a' was already given on line 2" },
		{ "hosts:\n  - {name: a, addresses: 10.1.1.1, roles: [frontend]}",
		  "2: unknown role 'frontend', did you mean 'front-end'?" },
		{ "hosts:\n  - {name: a, addresses: 10.1.1.1, roles: [all-servers]}",
		  "2: 'all-servers' is for rows of a catalogue, a host is one of them: "
		  "say "
		  "which" },
		{ "hosts:\n  - {name: a, addresses: 10.1.1.1, roles: []}",
		  "2: 'roles' is empty" },
		{ "hosts:\n  - {name: a, addresses: 10.1.1.1, roles: load-balancer}",
		  "2: a load balancer needs 'for', the roles behind it" },
		{ "hosts:\n  - {name: a, addresses: 10.1.1.1, roles: edge, for: edge}",
		  "2: 'for' is only for role load-balancer" },
		{ "hosts:\n  - {name: a, addresses: 10.1.1.1, for: edge}",
		  "2: 'for' is only for role load-balancer" },
		{ "hosts:\n  - a", "2: each item here takes keys with values" },
		{ "networks:\n  - {name: a, range: 10.1.1.1/8}",
		  "2: '10.1.1.1/8' is not a range: write 10.100.0.0/16 or 2001:db8::/32, "
		  "with "
		  "zero bits after the prefix" },
		{ "networks:\n  - {name: a, range: 10.0.0.0/33}",
		  "2: '10.0.0.0/33' is not a range: write 10.100.0.0/16 or "
		  "2001:db8::/32, "
		  "with zero bits after the prefix" },
		{ "networks:\n  - {name: a, range: [10.0.0.0/8]}",
		  "2: 'range' takes one text" },
		{ "ports:\n  audio: []", "2: 'audio' is empty" },
		{ "ports:\n  audio: {a: b}", "2: 'audio' takes one port or a list" },
		{ "ports:\n  audio: 80",
		  "2: '80' is not a port: write 5061/tcp, or 49152-57500/udp with the "
		  "lower "
		  "end first" },
		{ "ports:\n  audio:", "2: 'audio' is empty" },
		{ "ports:\n  audio: 80/tcp\n  b: 1/tcp\n  audio: 81/tcp",
		  "4: service 'audio' was already given on line 2" },
		{ "ports:\n  a b: 80/tcp",
		  "2: 'a b' is not a short name: use letters, digits and dashes" },
		{ "ports: [80/tcp]", "1: 'ports' takes keys with values" },
		{ "allow:\n  - {to: any}", "2: 'from' is missing" },
		{ "allow:\n  - {from: any}", "2: 'to' is missing" },
		{ "allow:\n  - {from: [], to: any}", "2: 'from' is empty" },
		{ "allow:\n  - {from: any, to: [any, edge]}",
		  "2: 'any' is everybody: leave the others out" },
		{ "hosts:\n  - {name: fe01, addresses: 10.1.1.11, roles: front-end}\n"
		  "allow:\n  - {from: any, to: [edge, fe1]}",
		  "4: 'fe1' is no role, address or range, nor a host or network of this "
		  "file, did you mean 'fe01'?" },
		{ "allow:\n  - {from: any, to: [edge, frontend]}",
		  "2: 'frontend' is no role, address or range, nor a host or network of "
		  "this file, did you mean 'front-end'?" },
		{ "allow:\n  - from: any\n    to:\n    - edge\n    - nobody",
		  "5: 'nobody' is no role, address or range, nor a host or network of "
		  "this "
		  "file" },
		{ "allow:\n  - {from: 10.9.0.5/16, to: any}",
		  "2: '10.9.0.5/16' is not a range: bits after the prefix must be zero, "
		  "as in "
		  "10.9.0.0/16" },
		{ "allow:\n  - {from: any, to: any, port: []}", "2: 'port' is empty" },
		{ "allow:\n  - from: any\n    to: any\n    port: 1/tcp\n    ports: 2/tcp",
		  "5: 'port' and 'ports' are the same: give one of them" },
		{ "allow:\n  - {from: any, to: any, speaks: rpd}",
		  "2: unknown hint 'rpd', did you mean 'rdp'?" },
		{ "allow:\n  - {from: any, to: any, speaks: []}",
		  "2: 'speaks' is empty" },
		{ "allow:\n  - {from: any, to: any, until: 2027-02-30}",
		  "2: '2027-02-30' is not a date: write 2027-01-31" },
		{ "allow:\n  - {from: any, to: any, until: tomorrow}",
		  "2: 'tomorrow' is not a date: write 2027-01-31" },
		{ "allow:\n  - {from: any, to: any, reason: }", "2: 'reason' is empty" },
		{ "allow: any", "1: 'allow' takes a list" },
		{ "allow:\n  - any", "2: this takes keys with values" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct error err = { "" };
		char expected[300];

		snprintf(expected, sizeof(expected), "s.yaml:%s", rows[i].reason);
		assert_null(site_load_bytes("s.yaml", rows[i].yaml, strlen(rows[i].yaml),
		                            &err));
		assert_string_equal(err.text, expected);
	}
}

static void a_missing_file_is_named(void **state)
{
	struct error err = { "" };

	(void)state;
	assert_null(site_load("/nonexistent/site.yaml", &err));
	assert_string_equal(err.text,
	                    "/nonexistent/site.yaml: No such file or directory");
	site_destroy(NULL);
}

static void balancing_modes_have_names(void **state)
{
	(void)state;
	assert_string_equal(load_balancing_name(LOAD_BALANCING_UNSTATED), "unstated");
	assert_string_equal(load_balancing_name(LOAD_BALANCING_DNS), "dns");
	assert_string_equal(load_balancing_name(LOAD_BALANCING_HARDWARE), "hardware");
	assert_string_equal(load_balancing_name(LOAD_BALANCING_NONE), "none");
}

static void the_documented_example_is_the_one_that_is_loaded(void **state)
{
	char *page = source_file_read("docs/site-file.md");
	char *example = source_file_read("tests/fixtures/site-full.yaml");

	(void)state;
	assert_non_null(strstr(page, example));
	free(page);
	free(example);
}

static const struct site_host *find_host(const struct site *site, const char *name)
{
	for (size_t i = 0; i < site->host_count; i++)
		if (strcmp(site->hosts[i].name, name) == 0)
			return &site->hosts[i];
	fail_msg("no host %s", name);
	return NULL;
}

static void members_have_the_roles_of_their_pool(void **state)
{
	struct site *site = load_text(
		"hosts:\n"
		"  - {name: fe01, addresses: 10.0.0.1, roles: [mediation]}\n"
		"  - {name: fe02, addresses: 10.0.0.2}\n"
		"pools:\n"
		"  - {name: pool01, roles: [front-end], members: [FE01, fe02, fe03]}\n");

	(void)state;
	assert_true(find_host(site, "fe01")->roles ==
	            (ROLE_BIT(ROLE_FRONT_END) | ROLE_BIT(ROLE_MEDIATION)));
	assert_true(find_host(site, "fe02")->roles == ROLE_BIT(ROLE_FRONT_END));
	assert_int_equal(site->host_count, 2);
	assert_int_equal(site->pools[0].member_count, 3);
	site_destroy(site);
}

static void a_vip_is_a_load_balancer_for_what_the_pool_is(void **state)
{
	struct site *site = load_text(
		"hosts:\n"
		"  - {name: pool02, addresses: 10.0.0.62, roles: [load-balancer], for: [director]}\n"
		"pools:\n"
		"  - {name: pool01, roles: [front-end], vips: [10.0.0.61, 10.0.0.62]}\n");
	const struct site_host *fresh = find_host(site, "pool01");

	(void)state;
	assert_int_equal(fresh->address_count, 1);
	assert_address(&fresh->addresses[0], "10.0.0.61");
	assert_true(fresh->roles == (ROLE_BIT(ROLE_LOAD_BALANCER) |
	                             role_set_balancing(ROLE_BIT(ROLE_FRONT_END))));
	assert_true(find_host(site, "pool02")->roles ==
	            (ROLE_BIT(ROLE_LOAD_BALANCER) |
	             role_set_balancing(ROLE_BIT(ROLE_FRONT_END)) |
	             role_set_balancing(ROLE_BIT(ROLE_DIRECTOR))));
	site_destroy(site);
}

static void external_addresses_come_last_and_are_counted(void **state)
{
	struct site *site = load_text(
		"hosts:\n"
		"  - {name: edge, external: [203.0.113.4], addresses: [10.0.0.4], roles: edge}\n"
		"  - {name: outside, external: [203.0.113.5], roles: edge}\n");

	(void)state;
	assert_int_equal(site->hosts[0].address_count, 2);
	assert_int_equal(site->hosts[0].external_count, 1);
	assert_address(&site->hosts[0].addresses[1], "203.0.113.4");
	assert_int_equal(site->hosts[1].address_count, 1);
	assert_int_equal(site->hosts[1].external_count, 1);
	site_destroy(site);
}

static void what_is_judged_later_is_kept(void **state)
{
	struct site *site = load_text(
		"product: skype-2019\n"
		"undeclared: [client, phone]\n"
		"hosts:\n"
		"  - name: app\n"
		"    addresses: 10.0.0.9\n"
		"    roles: trusted-application\n"
		"    listens: [6000/tcp]\n"
		"    dedicated: true\n"
		"    ports: {centralized-logging: 50001/tcp}\n"
		"pools:\n"
		"  - {name: p, roles: [mediation], load-balancing: dns, product: skype-2015,"
		" ports: {audio: [49152-50000/udp]}}\n"
		"accept:\n"
		"  - {finding: F-7399b711, reason: r, ticket: t, until: 2027-03-31}\n");

	(void)state;
	assert_int_equal(site->product, PRODUCT_SKYPE_2019);
	assert_true(site->undeclared == (ROLE_BIT(ROLE_CLIENT) | ROLE_BIT(ROLE_PHONE)));
	assert_int_equal(site->hosts[0].listens[0].low, 6000);
	assert_int_equal(site->hosts[0].dedicated, SITE_GUARD_ON);
	assert_string_equal(site->hosts[0].ports.items[0].service, "centralized-logging");
	assert_int_equal(site->pools[0].load_balancing, LOAD_BALANCING_DNS);
	assert_int_equal(site->pools[0].product, PRODUCT_SKYPE_2015);
	assert_int_equal(site->pools[0].ports.items[0].ports[0].high, 50000);
	assert_string_equal(site->accepts[0].finding, "F-7399b711");
	assert_true(site->accepts[0].until_us == INT64_C(1806537599999999));
	site_destroy(site);
}

static void refusals_of_pools_and_accepts_name_the_line(void **state)
{
	static const struct {
		const char *yaml, *reason;
	} cases[] = {
		{ "product: lync-2012", "1: unknown product 'lync-2012', it is one of" },
		{ "undeclared: everything",
		  "1: 'undeclared' is suspect, infer or a list" },
		{ "pools:\n  - {name: p}", "2: 'roles' is missing" },
		{ "pools:\n  - {name: p, roles: edge, member: x}",
		  "2: unknown key 'member', did you mean 'members'?" },
		{ "pools:\n  - {name: p, roles: load-balancer}",
		  "2: a pool is no load balancer" },
		{ "pools:\n  - {name: p, roles: edge}\n  - {name: P, roles: edge}",
		  "3: pool 'P' was already given on line 2" },
		{ "hosts:\n  - {name: m, addresses: 10.0.0.1}\n"
		  "pools:\n  - {name: p, roles: edge, members: m, vips: 10.0.0.1}",
		  "4: vip 10.0.0.1 of pool 'p' is its member 'm'" },
		{ "hosts:\n  - {name: m, roles: edge}", "2: 'addresses' is missing" },
		{ "accept:\n  - {finding: f-1}", "2: 'f-1' is not the id of a finding" },
		{ "accept:\n  - {finding: F-1}\n  - {finding: F-1}",
		  "3: finding 'F-1' was already given on line 2" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error err = { "" };

		assert_null(site_load_bytes("s.yaml", cases[i].yaml,
		                            strlen(cases[i].yaml), &err));
		if (!strstr(err.text, cases[i].reason))
			fail_msg("%s, not %s", err.text, cases[i].reason);
	}
}

static void every_mistake_of_a_file_is_told_in_its_order(void **state)
{
	static const char yaml[] =
		"sites: x\n"
		"ports:\n"
		"  audio: 99999/tcp\n"
		"allow:\n"
		"  - {from: nowhere, to: [front-end, fe01], until: never}\n"
		"hosts:\n"
		"  - {name: fe01, addresses: [10.0.0.1, 10.0.0.300], roles: [frontend]}\n"
		"  - {name: fe02, adresses: 10.0.0.2}\n"
		"  - {name: fe03, addresses: 10.0.0.3}\n";
	static const char wanted[] =
		":1: unknown key 'sites', did you mean 'site'?\n"
		":3: '99999/tcp' is not a port: write 5061/tcp, or 49152-57500/udp with "
		"the lower end first\n"
		":5: 'never' is not a date: write 2027-01-31\n"
		":7: '10.0.0.300' is not an address: write 10.1.1.11 or 2001:db8::11\n"
		":7: unknown role 'frontend', did you mean 'front-end'?\n"
		":8: unknown key 'adresses', did you mean 'addresses'?\n";
	char path[] = "site-XXXXXX";
	int fd = mkstemp(path);
	struct text mistakes = { 0 }, without_name = { 0 };
	struct error err = { "" };

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, yaml, sizeof(yaml) - 1), sizeof(yaml) - 1);
	close(fd);
	assert_null(site_load_all(path, &mistakes, &err));
	unlink(path);
	for (const char *at = mistakes.at; *at; at += strcspn(at, "\n") + 1) {
		assert_int_equal(strncmp(at, path, strlen(path)), 0);
		text_add_bytes(&without_name, at + strlen(path),
		               strcspn(at, "\n") + 1 - strlen(path));
	}
	assert_string_equal(without_name.at, wanted);
	text_fini(&mistakes);
	text_fini(&without_name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_mistake_of_a_file_is_told_in_its_order),
		cmocka_unit_test(members_have_the_roles_of_their_pool),
		cmocka_unit_test(a_vip_is_a_load_balancer_for_what_the_pool_is),
		cmocka_unit_test(external_addresses_come_last_and_are_counted),
		cmocka_unit_test(what_is_judged_later_is_kept),
		cmocka_unit_test(refusals_of_pools_and_accepts_name_the_line),
		cmocka_unit_test(a_site_says_which_catalogues_and_balancing),
		cmocka_unit_test(hosts_have_addresses_and_roles),
		cmocka_unit_test(networks_and_changed_ports_are_kept),
		cmocka_unit_test(an_allow_has_ends_ports_hints_and_an_end_date),
		cmocka_unit_test(names_in_an_allow_stand_for_what_they_name),
		cmocka_unit_test(a_site_may_say_next_to_nothing),
		cmocka_unit_test(an_allow_may_come_before_the_hosts_it_names),
		cmocka_unit_test(networks_may_overlap),
		cmocka_unit_test(what_is_wrong_is_refused_with_its_line),
		cmocka_unit_test(a_missing_file_is_named),
		cmocka_unit_test(balancing_modes_have_names),
		cmocka_unit_test(the_documented_example_is_the_one_that_is_loaded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
