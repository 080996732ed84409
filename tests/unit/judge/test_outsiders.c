/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Made of the shipped rows: whoever the site file does not declare, however well he speaks,
 * is explained by no row that names its peers; and no row of one side of an edge server or
 * reverse proxy explains what happens on the other.
 */
#include "made_judge.h"

#define PRIVATE_STRANGER "10.66.0.9"
#define PUBLIC_STRANGER  "198.51.100.9"
#define MOST_HOSTS       64

/* What a row's own role, or one of its peers, is: a host of the site has it and no other. */
struct declared_role {
	role_set roles;
	char address[ADDRESS_TEXT_SIZE], outer[ADDRESS_TEXT_SIZE];
};

struct world {
	struct made_judge made;
	struct declared_role hosts[MOST_HOSTS];
	size_t count;
};

static void add_host(struct world *world, role_set roles)
{
	struct declared_role *host;

	for (size_t i = 0; i < world->count; i++)
		if (world->hosts[i].roles == roles)
			return;
	assert_true(world->count < MOST_HOSTS);
	host = &world->hosts[world->count++];
	host->roles = roles;
	snprintf(host->address, sizeof(host->address), "10.1.1.%zu", world->count);
	snprintf(host->outer, sizeof(host->outer), "203.0.113.%zu", world->count);
}

static const struct declared_role *find_host(const struct world *world, role_set roles)
{
	for (size_t i = 0; i < world->count; i++)
		if (world->hosts[i].roles == roles)
			return &world->hosts[i];
	fail_msg("no host has roles %llx", (unsigned long long)roles);
	abort(); /* cmocka has jumped away */
}

/* A group of rows stands for its first member. */
static role_set roles_of(const struct row *row)
{
	role_set roles = row->roles | role_set_balancing(row->balances);

	if (roles & (ROLE_BIT(ROLE_ALL_SERVERS) | ROLE_BIT(ROLE_ALL_INTERNAL_SERVERS)))
		return ROLE_BIT(ROLE_FRONT_END);
	if (roles == ROLE_BIT(ROLE_LOAD_BALANCER)) /* for whomever */
		return roles | ROLE_BALANCED_BIT(ROLE_FRONT_END);
	return roles;
}

static role_set first_peer(const struct row *row)
{
	role_set peers = row->peers;

	if (peers & (ROLE_BIT(ROLE_ALL_SERVERS) | ROLE_BIT(ROLE_ALL_INTERNAL_SERVERS)))
		return ROLE_BIT(ROLE_FRONT_END);
	if (peers == ROLE_BIT(ROLE_LOAD_BALANCER))
		return peers | ROLE_BALANCED_BIT(ROLE_FRONT_END);
	peers &= ~ROLE_BIT(ROLE_LOAD_BALANCER);
	return peers & -peers;
}

static void add_all(struct world *world, const struct made_judge *rows)
{
	for (size_t i = 0; i < MADE_CATALOGUES; i++) {
		for (size_t j = 0; j < rows->catalogues[i]->row_count; j++) {
			const struct row *row = &rows->catalogues[i]->rows[j];

			add_host(world, roles_of(row));
			if (first_peer(row))
				add_host(world, first_peer(row));
		}
	}
}

static void describe(const struct declared_role *host, bool sides, struct text *site)
{
	role_set balanced = role_set_balanced(host->roles);

	text_addf(site, "  - {name: host-%s, addresses: [%s], roles: [", host->address,
	          host->address);
	text_add_roles(site, host->roles, ", ");
	text_add(site, "]");
	if (balanced) {
		text_add(site, ", for: [");
		text_add_roles(site, balanced, ", ");
		text_add(site, "]");
	}
	if (sides && host->roles & ROLE_HAS_SIDES)
		text_addf(site, ", external: [%s]", host->outer);
	if (host->roles == ROLE_BIT(ROLE_TRUSTED_APPLICATION))
		text_add(site, ", listens: [6000/tcp]");
	text_add(site, "}\n");
}

/* A site with a host for whatever a row asks; of some the outer address is known. */
static void world_init(struct world *world, bool sides)
{
	struct made_judge rows;
	struct text site = { 0 };

	*world = (struct world){ .count = 0 };
	made_judge_init(&rows, NULL, false, 0);
	add_all(world, &rows);
	made_judge_fini(&rows);
	text_add(&site, "site: all\nhosts:\n");
	for (size_t i = 0; i < world->count; i++)
		describe(&world->hosts[i], sides, &site);
	made_judge_init(&world->made, site.at, false, 0);
	text_fini(&site);
}

static void world_fini(struct world *world)
{
	made_judge_fini(&world->made);
}

/* What the row's document says is spoken, by both ends and with both certificates. */
static uint64_t words_of(const struct row *row)
{
	uint64_t tls = HINT_BIT(HINT_TLS) | HINT_BIT(HINT_TLS_COMPLETE);

	switch (row->tls) {
	case ROW_TLS_NONE:
	case ROW_TLS_OPTIONAL:
		return row->speaks & ~HINTS_OF(HINT_ENCRYPTED)
		               ? row->speaks & -row->speaks
		               : tls;
	case ROW_TLS_REQUIRED:
	case ROW_TLS_MUTUAL:
		break;
	}
	return tls | HINT_BIT(HINT_MTLS);
}

static struct conversation spoken(const struct rule *rule, const char *initiator,
                                  const char *responder)
{
	return made_conversation(initiator, responder, rule->ports[0].low,
	                         rule->ports[0].transport, words_of(rule->row));
}

/* Which end of the rule is to be a stranger. */
struct stranger {
	const char *address;
	bool listens;
};

static struct conversation of_stranger(const struct world *world, const struct rule *rule,
                                       const struct stranger *stranger)
{
	/* Of a rule for the other direction the row's own role initiates. */
	bool own_listens =
		rule->listener_all || rule->listener_any
			? rule->row->direction != ROW_OUT && !rule->any_listener
			: rule->initiator_any || rule->any_initiator;
	bool own_is_left = own_listens != stranger->listens;
	role_set left = own_is_left ? roles_of(rule->row) : first_peer(rule->row);
	const char *other =
		find_host(world, left ? left : ROLE_BIT(ROLE_CLIENT))->address;

	return stranger->listens ? spoken(rule, other, stranger->address)
	                         : spoken(rule, stranger->address, other);
}

/* `any` names him as well, but for an inner side from the Internet. */
static bool may_be_explained(const struct rule *rule, const struct stranger *stranger)
{
	bool any = stranger->listens ? rule->any_listener : rule->any_initiator;
	const struct address address = made_address(stranger->address);

	return any && !(rule->row->interface == ROW_INTERFACE_INTERNAL &&
	                address_is_public(&address));
}

static void judge_strangers(bool with_sides)
{
	static const struct stranger strangers[] = {
		{ PRIVATE_STRANGER, false },
		{ PUBLIC_STRANGER, false },
		{ PRIVATE_STRANGER, true },
		{ PUBLIC_STRANGER, true },
	};
	struct world world;
	size_t count, asked = 0;
	const struct rule *rules;

	world_init(&world, with_sides);
	rules = policy_rules(world.made.policy, &count);
	/* First all that they do is seen, so that whatever roles they act, they act. */
	for (size_t i = 0; i < count * ARRAY_LEN(strangers); i++) {
		const struct rule *rule = &rules[i / ARRAY_LEN(strangers)];
		struct conversation one;

		if (rule->port_count == 0)
			continue; /* the site says elsewhere on what ports */
		one = of_stranger(&world, rule, &strangers[i % ARRAY_LEN(strangers)]);
		judge_observe(world.made.judge, &one, NULL);
	}
	judge_settle_roles(world.made.judge);
	for (size_t i = 0; i < count * ARRAY_LEN(strangers); i++) {
		const struct rule *rule = &rules[i / ARRAY_LEN(strangers)];
		const struct stranger *stranger = &strangers[i % ARRAY_LEN(strangers)];
		struct conversation one;
		struct verdict verdict;

		if (rule->port_count == 0)
			continue;
		one = of_stranger(&world, rule, stranger);
		verdict = judge_decide(world.made.judge, &one);
		if (verdict.kind != VERDICT_EXPECTED)
			continue;
		asked++;
		if (!may_be_explained(verdict.rule, stranger))
			fail_msg("%s %s as %s says: explained by %s", stranger->address,
			         stranger->listens ? "listens" : "asks", rule->row->id,
			         verdict.rule->row->id);
	}
	assert_true(asked > 1); /* `any` is he as well */
	world_fini(&world);
}

static void no_row_that_names_its_peers_explains_a_stranger(void **state)
{
	(void)state;
	judge_strangers(true);
	judge_strangers(false);
}

/* Does a row that lists the port fit @address as its listener? */
static bool is_documented_at(const struct world *world, const struct rule *rule,
                             const char *address)
{
	struct policy *policy = world->made.policy;
	const struct address at = made_address(address);
	const struct row_set listed = row_set_and(
		policy_by_port(policy, rule->ports[0].transport, rule->ports[0].low),
		policy_by_listener(policy, policy_class_at(policy, &at, NULL)));

	return !row_set_is_empty(&listed);
}

/* @return whether the rule is one of a side's */
static bool judge_other_side(const struct world *world, const struct rule *rule)
{
	bool inner = rule->row->interface == ROW_INTERFACE_INTERNAL;
	const struct declared_role *host;
	const char *own, *peer = PRIVATE_STRANGER;
	struct verdict verdict;
	struct conversation one;

	if (rule->row->interface == ROW_INTERFACE_UNSTATED ||
	    !(rule->row->roles & ROLE_HAS_SIDES))
		return false;
	host = find_host(world, roles_of(rule->row));
	own = inner ? host->outer : host->address;
	if (first_peer(rule->row))
		peer = find_host(world, first_peer(rule->row))->address;
	one = rule->listener_all ? spoken(rule, peer, own) : spoken(rule, own, peer);
	verdict = judge_decide(world->made.judge, &one);
	/* Between two hosts of the administrator's own, neither of them a Lync server. */
	if (verdict.kind == VERDICT_OUT_OF_SCOPE && !verdict.rule &&
	    first_peer(rule->row) == rule->row->roles)
		return false;
	if (verdict.rule == rule || verdict.nearest == rule)
		assert_int_equal(verdict.kind, VERDICT_WRONG_INTERFACE);
	if (verdict.kind != VERDICT_WRONG_INTERFACE &&
	    !is_documented_at(world, rule, rule->listener_all ? own : peer))
		fail_msg("%s on the other side is %s", rule->row->id,
		         verdict_kind_name(verdict.kind));
	return verdict.kind == VERDICT_WRONG_INTERFACE;
}

static void no_row_of_one_side_explains_the_other(void **state)
{
	struct world world;
	size_t count, wrong = 0;
	const struct rule *rules;

	(void)state;
	world_init(&world, true);
	rules = policy_rules(world.made.policy, &count);
	for (size_t i = 0; i < count; i++)
		wrong += judge_other_side(&world, &rules[i]);
	assert_true(wrong >= 15);
	world_fini(&world);
}

/* Behind NAT the sides of an edge server are unknown, and those of its callers are not. */
static void the_internet_never_reaches_an_inner_row(void **state)
{
	struct world world;
	size_t count, wrong = 0;
	const struct rule *rules;

	(void)state;
	world_init(&world, false);
	rules = policy_rules(world.made.policy, &count);
	for (size_t i = 0; i < count; i++) {
		const struct row *row = rules[i].row;
		const struct declared_role *host;
		struct conversation one;
		struct verdict verdict;

		if (row->interface != ROW_INTERFACE_INTERNAL || !rules[i].listener_all)
			continue;
		host = find_host(&world, roles_of(row));
		one = spoken(&rules[i], PUBLIC_STRANGER, host->address);
		verdict = judge_decide(world.made.judge, &one);
		assert_ptr_not_equal(verdict.rule, &rules[i]);
		if (verdict.kind != VERDICT_WRONG_INTERFACE)
			continue; /* an outer row lists the port as well */
		assert_int_equal(verdict.severity, SEVERITY_HIGH);
		wrong++;
	}
	assert_true(wrong >= 4);
	world_fini(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_row_that_names_its_peers_explains_a_stranger),
		cmocka_unit_test(no_row_of_one_side_explains_the_other),
		cmocka_unit_test(the_internet_never_reaches_an_inner_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
