/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/policy.h"

#include <stdlib.h>

#include "base/error.h"
#include "policy/catalogue.h"
#include "policy/site.h"

#include "asked_names.h"
#include "class_table.h"
#include "declared.h"
#include "membership.h"
#include "port_index.h"
#include "port_plan.h"
#include "row_memo.h"
#include "rule_fit.h"
#include "rule_list.h"

struct policy_port {
	uint8_t transport;
	uint16_t port;
};

struct policy {
	const struct site *site;             /* borrowed; may be NULL */
	const struct catalogue **catalogues; /* the array is owned */
	size_t catalogue_count;
	struct membership pools;
	struct port_plans plans;
	struct rule_list list;
	struct port_index ports;
	struct row_set any_listener, same_pool;
	bool has_same_pool; /* it is not empty */
	struct asked_names asked;
	struct class_table classes;
	struct row_memo hints;
	struct declared declared;
};

/* --- The four look-ups -------------------------------------------------------- */

const struct row_set *policy_by_port(const struct policy *policy, uint8_t transport,
                                     uint16_t port)
{
	return &port_index_find(&policy->ports, transport, port)->narrow;
}

const struct row_set *policy_wide_by_port(const struct policy *policy, uint8_t transport,
                                          uint16_t port)
{
	return &port_index_find(&policy->ports, transport, port)->wide;
}

/* What a memo answers when memory ran out: nothing fits, nobody is accused of a row. */
static const struct hint_rows nothing;

host_class policy_class_of(struct policy *policy, const struct host_traits *traits)
{
	return class_table_find(&policy->classes, traits);
}

host_class policy_class_at(struct policy *policy, const struct address *address,
                           const char **name)
{
	const struct host_traits traits =
		declared_traits(&policy->declared, address, name);

	return class_table_find(&policy->classes, &traits);
}

host_class policy_class_of_server(struct policy *policy, const struct address *address,
                                  const char *name, size_t len, const char **called)
{
	struct host_traits traits;

	return declared_server(&policy->declared, address, name, len, &traits, called)
	               ? class_table_find(&policy->classes, &traits)
	               : HOST_CLASS_UNKNOWN;
}

host_class policy_class_in(struct policy *policy, const struct site_network *network)
{
	const struct host_traits traits =
		declared_network_traits(&policy->declared, network);

	return class_table_find(&policy->classes, &traits);
}

host_class policy_class_with_roles(struct policy *policy, host_class class,
                                   role_set roles)
{
	struct host_traits traits;

	if (policy_traits(policy, class)->roles == roles)
		return class;
	traits = *policy_traits(policy, class);
	declared_take_roles(&policy->declared, &traits, roles);
	return class_table_find(&policy->classes, &traits);
}

const struct host_traits *policy_traits(const struct policy *policy, host_class class)
{
	return &policy->classes.classes[class].traits;
}

const struct row_set *policy_by_listener(const struct policy *policy, host_class class)
{
	return &policy->classes.classes[class].listener;
}

const struct row_set *policy_any_listener(const struct policy *policy)
{
	return &policy->any_listener;
}

const struct row_set *policy_by_initiator(const struct policy *policy, host_class class)
{
	return &policy->classes.classes[class].initiator;
}

const struct row_set *policy_by_other_listener(const struct policy *policy,
                                               host_class class)
{
	return &policy->classes.classes[class].other_listener;
}

const struct row_set *policy_by_other_initiator(const struct policy *policy,
                                                host_class class)
{
	return &policy->classes.classes[class].other_initiator;
}

const struct hint_rows *policy_by_hints(struct policy *policy, uint64_t hints)
{
	bool fresh;
	struct hint_rows *rows = row_memo_find(&policy->hints, hints, &fresh);

	if (!rows)
		return &nothing;
	for (size_t i = 0; fresh && i < policy->list.count; i++) {
		enum rule_hint_fit fit = rule_fits_hints(&policy->list.rules[i], hints);

		if (fit != RULE_CONTRADICTED)
			row_set_add(&rows->possible, (unsigned)i);
		if (fit == RULE_SUPPORTED)
			row_set_add(&rows->supported, (unsigned)i);
	}
	return rows;
}

uint8_t policy_asked_for(const struct policy *policy, const char *name, size_t len)
{
	return asked_names_find(&policy->asked, name, len);
}

uint8_t policy_asked_bit(const struct policy *policy, const char *id)
{
	return asked_names_bit(&policy->asked, id);
}

uint8_t policy_asked_as(const struct policy *policy, const struct policy *before,
                        uint8_t asked)
{
	uint8_t same = 0;

	for (; asked; asked &= (uint8_t)(asked - 1))
		same |= asked_names_bit(&policy->asked,
		                        before->asked.rows[__builtin_ctz(asked)].row->id);
	return same;
}

struct row_set policy_by_asked(const struct policy *policy, const struct row_set *set,
                               uint8_t asked)
{
	return asked_names_keep(&policy->asked, set, asked);
}

unsigned policy_port_rank(const struct policy *policy, uint8_t transport, uint16_t port)
{
	const struct port_sets *sets = port_index_find(&policy->ports, transport, port);

	if (!row_set_is_empty(&sets->narrow))
		return 2;
	return row_set_is_empty(&sets->wide) ? 0 : 1;
}

static const struct rule *find_rule(const struct rule *rules, size_t count,
                                    const struct row *row)
{
	for (size_t i = 0; i < count; i++)
		if (rules[i].row == row)
			return &rules[i];
	return NULL;
}

const struct rule *policy_rule_of(const struct policy *policy, const struct row *row)
{
	const struct rule *rule = find_rule(policy->list.rules, policy->list.count, row);

	return rule ? rule
	            : find_rule(policy->list.inapplicable,
	                        policy->list.inapplicable_count, row);
}

/* The first rule that lists the port and balances what a host with @traits does, in a mode
 * that is not its own. */
static const struct rule *find_other_mode(const struct rule *rules, size_t count,
                                          const struct policy_port *port,
                                          const struct host_traits *traits)
{
	for (size_t i = 0; i < count; i++) {
		role_set balances = rules[i].row->balances;

		if (rules[i].mode && rules[i].mode != traits->mode &&
		    rule_lists_port(&rules[i], port->transport, port->port) &&
		    (role_set_balanced(traits->roles) & balances) == balances)
			return &rules[i];
	}
	return NULL;
}

const struct rule *policy_other_mode(const struct policy *policy, host_class class,
                                     uint8_t transport, uint16_t port)
{
	const struct policy_port listed = { transport, port };
	const struct host_traits *traits = policy_traits(policy, class);
	const struct rule *rule;

	if (!(traits->roles & ROLE_BIT(ROLE_LOAD_BALANCER)) || !traits->mode)
		return NULL;
	rule = find_other_mode(policy->list.rules, policy->list.count, &listed, traits);
	return rule ? rule
	            : find_other_mode(policy->list.inapplicable,
	                              policy->list.inapplicable_count, &listed, traits);
}

bool policy_share_pool(const struct policy *policy, host_class one, host_class other)
{
	return membership_share(&policy->pools, policy_traits(policy, one)->pools,
	                        policy_traits(policy, other)->pools);
}

const struct row_set *policy_same_pool(const struct policy *policy)
{
	return policy->has_same_pool ? &policy->same_pool : NULL;
}

const struct catalogue *const *policy_catalogues(const struct policy *policy,
                                                 size_t *count)
{
	*count = policy->catalogue_count;
	return policy->catalogues;
}

const struct rule *policy_rules(const struct policy *policy, size_t *count)
{
	*count = policy->list.count;
	return policy->list.rules;
}

const struct site *policy_site(const struct policy *policy)
{
	return policy->site;
}

role_set policy_earnable_roles(const struct policy *policy)
{
	return policy->site
	               ? policy->site->undeclared | ROLE_BIT(ROLE_DOMAIN_CONTROLLER) |
	                         ROLE_BIT(ROLE_DHCP_SERVER)
	               : ~(role_set)0;
}

/* --- Life ----------------------------------------------------------------------- */

/* Does the site say which hosts of the row's roles are in one pool? */
static bool has_pools_of(const struct site *site, const struct row *row)
{
	for (size_t i = 0; site && i < site->pool_count; i++)
		if (site->pools[i].roles & row->roles && site->pools[i].member_count > 0)
			return true;
	return false;
}

static void find_masks(struct policy *policy)
{
	for (size_t i = 0; i < policy->list.count; i++) {
		const struct rule *rule = &policy->list.rules[i];

		if (rule->any_listener)
			row_set_add(&policy->any_listener, (unsigned)i);
		if (rule->row->same_pool && has_pools_of(policy->site, rule->row)) {
			row_set_add(&policy->same_pool, (unsigned)i);
			policy->has_same_pool = true;
		}
	}
}

struct policy *policy_create(const struct catalogue *const *catalogues, size_t count,
                             const struct site *site, struct error *err)
{
	struct policy *policy = calloc(1, sizeof(*policy));

	if (!policy) {
		error_set(err, "out of memory");
		return NULL;
	}
	policy->site = site;
	policy->catalogue_count = count;
	policy->catalogues = calloc(count ? count : 1, sizeof(*policy->catalogues));
	if (!policy->catalogues) {
		error_set(err, "out of memory");
		goto fail;
	}
	for (size_t i = 0; i < count; i++)
		policy->catalogues[i] = catalogues[i];
	if (!membership_init(&policy->pools, site, err) ||
	    !port_plans_init(&policy->plans, site, &policy->pools, policy->catalogues,
	                     count, err) ||
	    !rule_list_build(&policy->list, catalogues, count, &policy->plans, err))
		goto fail;
	if (!asked_names_build(&policy->asked, policy->list.rules, policy->list.count,
	                       err))
		goto fail;
	find_masks(policy);
	if (!declared_init(&policy->declared, site, &policy->pools, &policy->plans) ||
	    !row_memo_init(&policy->hints) ||
	    !class_table_init(&policy->classes, policy->list.rules, policy->list.count,
	                      site == NULL) ||
	    !port_index_build(&policy->ports, policy->list.rules, policy->list.count)) {
		error_set(err, "out of memory");
		goto fail;
	}
	return policy;

fail:
	policy_destroy(policy);
	return NULL;
}

void policy_destroy(struct policy *policy)
{
	if (!policy)
		return;
	port_index_fini(&policy->ports);
	class_table_fini(&policy->classes);
	row_memo_fini(&policy->hints);
	declared_fini(&policy->declared);
	rule_list_fini(&policy->list);
	port_plans_fini(&policy->plans);
	membership_fini(&policy->pools);
	free(policy->catalogues);
	free(policy);
}
