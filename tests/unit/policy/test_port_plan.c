/* SPDX-License-Identifier: BSD-2-Clause */
#include "../judge/made_judge.h"

#include <string.h>

#include "../../../src/policy/membership.h"
#include "../../../src/policy/port_plan.h"

struct planned {
	struct made_judge made; /* for its catalogues and its site */
	struct membership pools;
	struct port_plans plans;
};

static void plan(struct planned *planned, const char *site)
{
	struct error err = { "" };

	made_judge_init(&planned->made, site, false, 0);
	if (!membership_init(&planned->pools, planned->made.site, &err) ||
	    !port_plans_init(&planned->plans, planned->made.site, &planned->pools,
	                     (const struct catalogue *const *)planned->made.catalogues,
	                     MADE_CATALOGUES, &err))
		fail_msg("%s", err.text);
}

static void unplan(struct planned *planned)
{
	port_plans_fini(&planned->plans);
	membership_fini(&planned->pools);
	made_judge_fini(&planned->made);
}

static const struct row *row_of(const struct planned *planned, const char *id)
{
	for (size_t i = 0; i < MADE_CATALOGUES; i++)
		for (size_t j = 0; j < planned->made.catalogues[i]->row_count; j++)
			if (strcmp(planned->made.catalogues[i]->rows[j].id, id) == 0)
				return &planned->made.catalogues[i]->rows[j];
	fail_msg("no row %s", id);
	abort(); /* cmocka has jumped away */
}

/* The ports that @host has of the row @id, as "5066/tcp 5060-5061/tcp"; by the site's without. */
static void expect(const struct planned *planned, const char *host, const char *id,
                   const char *ports)
{
	const struct site *site = planned->made.site;
	struct row_ports got;
	struct text text = { 0 };
	size_t number = 0;

	for (size_t i = 0; host && i < site->host_count; i++)
		if (strcmp(site->hosts[i].name, host) == 0)
			number = planned->plans.plan_of[i];
	assert_true(port_plans_ports(&planned->plans, number, row_of(planned, id), &got));
	for (size_t i = 0; i < got.count; i++) {
		text_addf(&text, "%s%u", i ? " " : "", got.spans[i].low);
		if (got.spans[i].high != got.spans[i].low)
			text_addf(&text, "-%u", got.spans[i].high);
		text_addf(&text, "/%s", transport_name(got.spans[i].transport));
	}
	if (strcmp(text.at ? text.at : "", ports) != 0)
		fail_msg("%s of %s: %s", id, host ? host : "the site",
		         text.at ? text.at : "none");
	text_fini(&text);
}

static void a_documented_port_stays_with_its_rows(void **state)
{
	struct planned planned;

	(void)state;
	plan(&planned, "ports:\n"
	               "  gateway-sip: [5060/tcp, 5067/tcp]\n"
	               "  audio: [40000-49160/udp, 57490-57510/udp]\n"
	               "  server-48: 5061/tcp\n");
	expect(&planned, NULL, "undocumented-17",
	       "5060/tcp"); /* its 5066 is not listed */
	expect(&planned, NULL, "undocumented-18",
	       "5060/tcp 5067/tcp"); /* its own stays */
	expect(&planned, NULL, "undocumented-19", "5060/tcp");
	expect(&planned, NULL, "server-39",
	       "49152-49160/udp 40000-49151/udp 57490-57500/udp 57501-57510/udp");
	expect(&planned, NULL, "server-48", "5061/tcp"); /* by its id, as it stands */
	expect(&planned, NULL, "server-47", "5067/tcp"); /* the same service: untouched */
	unplan(&planned);
}

static const char layers[] =
	"ports: {gateway-sip: 5060/tcp, server-3: 5061/tcp}\n"
	"pools:\n"
	"  - {name: branch, roles: [gateway], members: [gw1, gw2],"
	" ports: {gateway-sip: 5071/tcp}}\n"
	"hosts:\n"
	"  - {name: gw1, addresses: [10.1.2.1], roles: [gateway],"
	" ports: {gateway-sip: 5072/tcp}}\n"
	"  - {name: gw2, addresses: [10.1.2.2], roles: [gateway]}\n"
	"  - {name: gw3, addresses: [10.1.2.3], roles: [gateway], listens: [5073/tcp]}\n"
	"  - {name: gw4, addresses: [10.1.2.4], roles: [gateway]}\n"
	"  - {name: gw5, addresses: [10.1.2.5], roles: [gateway], listens: [5073/tcp]}\n"
	"  - {name: app, addresses: [10.1.1.95], roles: [trusted-application],"
	" listens: [6000/tcp]}\n";

static void the_most_specific_of_host_pool_and_site_counts_alone(void **state)
{
	struct planned planned;

	(void)state;
	plan(&planned, layers);
	expect(&planned, "gw1", "undocumented-17", "5072/tcp");
	expect(&planned, "gw2", "undocumented-17", "5071/tcp");
	expect(&planned, "gw3", "undocumented-17", "5073/tcp"); /* what it listens to */
	expect(&planned, "gw4", "undocumented-17", "5060/tcp");
	expect(&planned, "gw1", "server-3", "5061/tcp"); /* it says nothing of that row */
	expect(&planned, "app", "undocumented-36", "6000/tcp");
	expect(&planned, NULL, "undocumented-36", "");
	unplan(&planned);
}

static void hosts_of_which_the_same_is_said_share_a_plan(void **state)
{
	struct planned planned;

	(void)state;
	plan(&planned, layers);
	assert_int_equal(planned.plans.plan_of[2], planned.plans.plan_of[4]);
	assert_int_equal(planned.plans.plan_of[3], 0);
	assert_int_equal(planned.plans.count, 5); /* the site's, gw1, gw2, gw3, app */
	unplan(&planned);
}

static void who_is_in_one_pool_shares_it(void **state)
{
	static const char site[] =
		"pools:\n"
		"  - {name: one, roles: [front-end], members: [A, b], vips: [10.1.1.60]}\n"
		"  - {name: two, roles: [mediation], members: [b, c]}\n"
		"  - {name: three, roles: [front-end], members: [d]}\n"
		"hosts:\n"
		"  - {name: a, addresses: [10.1.1.1]}\n"
		"  - {name: b, addresses: [10.1.1.2]}\n"
		"  - {name: c, addresses: [10.1.1.3]}\n"
		"  - {name: d, addresses: [10.1.1.4]}\n"
		"  - {name: e, addresses: [10.1.1.5]}\n"
		"  - {name: three, addresses: [10.1.1.6], roles: [load-balancer],"
		" for: [front-end]}\n";
	static const bool share[7][7] = {
		/* a, b, c, d, e, three, and the balancer that the vip makes */
		{ 1, 1, 0, 0, 0, 0, 1 }, { 1, 1, 1, 0, 0, 0, 1 }, { 0, 1, 1, 0, 0, 0, 0 },
		{ 0, 0, 0, 1, 0, 1, 0 }, { 0, 0, 0, 0, 0, 0, 0 }, { 0, 0, 0, 1, 0, 1, 0 },
		{ 1, 1, 0, 0, 0, 0, 1 },
	};
	struct planned planned;

	(void)state;
	plan(&planned, site);
	assert_int_equal(planned.made.site->host_count, 7);
	for (size_t i = 0; i < 7; i++)
		for (size_t j = 0; j < 7; j++)
			if (membership_share(&planned.pools, planned.pools.set_of[i],
			                     planned.pools.set_of[j]) != share[i][j])
				fail_msg("%zu and %zu", i, j);
	unplan(&planned);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_documented_port_stays_with_its_rows),
		cmocka_unit_test(the_most_specific_of_host_pool_and_site_counts_alone),
		cmocka_unit_test(hosts_of_which_the_same_is_said_share_a_plan),
		cmocka_unit_test(who_is_in_one_pool_shares_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
