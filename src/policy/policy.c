/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/policy.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/hash.h"
#include "policy/catalogue.h"
#include "policy/site.h"

#include "class_table.h"
#include "port_index.h"
#include "row_memo.h"
#include "rule_fit.h"

struct declared_host {
	struct address address;
	uint32_t host; /* index into the site's hosts */
};

struct policy {
	const struct site *site;             /* borrowed; may be NULL */
	const struct catalogue **catalogues; /* the array is owned */
	size_t catalogue_count;
	struct rule *rules; /* owned */
	size_t rule_count, rule_capacity;
	struct rule *inapplicable; /* owned: of the table of another mode */
	size_t inapplicable_count, inapplicable_capacity;
	struct port_index ports;
	struct row_set any_listener;
	struct class_table classes;
	struct row_memo hints;
	struct declared_host *hosts; /* owned, sorted by address */
	size_t host_count;
};

/* --- From rows to rules ------------------------------------------------------ */

/* Split a set of row roles into "has all of" and, for the groups, "has one of". */
static void split_roles(role_set roles, role_set *all, role_set *any)
{
	role_set groups = roles & (ROLE_BIT(ROLE_ALL_SERVERS) |
	                           ROLE_BIT(ROLE_ALL_INTERNAL_SERVERS));

	*all = roles & ~groups;
	*any = 0;
	if (groups & ROLE_BIT(ROLE_ALL_SERVERS))
		*any |= role_members(ROLE_ALL_SERVERS);
	if (groups & ROLE_BIT(ROLE_ALL_INTERNAL_SERVERS))
		*any |= role_members(ROLE_ALL_INTERNAL_SERVERS);
}

static role_set peers_of(const struct row *row)
{
	role_set all, any;

	split_roles(row->peers, &all, &any);
	return all | any;
}

static const struct site_ports *find_ports(const struct site_ports_list *list,
                                           const char *key)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i].service, key) == 0)
			return &list->items[i];
	return NULL;
}

/* What the site says of this row, else of its service. */
static const struct site_ports *changed_ports(const struct site *site,
                                              const struct row *row)
{
	const struct site_ports *ports = site ? find_ports(&site->ports, row->id) : NULL;

	return ports || !site ? ports : find_ports(&site->ports, row->service);
}

static struct rule make_rule(const struct row *row, bool listens, bool known_only,
                             const struct site *site)
{
	const struct site_ports *changed = changed_ports(site, row);
	struct rule rule = { .row = row,
		             .known_only = known_only,
		             .mutual = row->tls == ROW_TLS_MUTUAL };
	role_set all, any;

	split_roles(row->roles, &all, &any);
	all |= role_set_balancing(row->balances);
	if (listens) {
		rule.listener_all = all;
		rule.listener_any = any;
		rule.initiator_any = peers_of(row);
		rule.any_initiator = row->any_peer;
	} else {
		rule.initiator_all = all;
		rule.initiator_any = any;
		rule.listener_any = peers_of(row);
		rule.any_listener = row->any_peer;
	}
	rule_set_ports(&rule, changed ? changed->ports : row->ports,
	               changed ? changed->port_count : row->port_count);
	return rule;
}

static bool add_rule(struct policy *policy, const struct rule *rule, struct error *err)
{
	if (policy->rule_count == ROW_SET_BITS)
		return error_set(err,
		                 "%s:%u: more than %d rules in all catalogues together",
		                 rule->row->file, rule->row->line, ROW_SET_BITS);
	if (!array_reserve(&policy->rules, &policy->rule_capacity, policy->rule_count,
	                   sizeof(*policy->rules)))
		return error_set(err, "out of memory");
	policy->rules[policy->rule_count] = *rule;
	if (rule->any_listener)
		row_set_add(&policy->any_listener, (unsigned)policy->rule_count);
	policy->rule_count++;
	return true;
}

/* The row's listener: for peers of whom a certificate is asked, and for the others. */
static bool add_listening(struct policy *policy, const struct row *row, bool known_only,
                          struct error *err)
{
	struct rule others = make_rule(row, true, known_only, policy->site);
	struct rule asked = others;

	others.initiator_any &= ~row->mutual_for;
	asked.initiator_any = row->mutual_for;
	asked.any_initiator = false;
	asked.mutual = true;
	asked.open_to_users = others.any_initiator || others.initiator_any & ROLE_USERS;
	if (row->mutual_for == 0)
		return add_rule(policy, &others, err);
	return ((others.initiator_any == 0 && !others.any_initiator) ||
	        add_rule(policy, &others, err)) &&
	       add_rule(policy, &asked, err);
}

/* The two tables of load balancer ports exclude each other. */
static bool row_applies(const struct row *row, const struct site *site)
{
	enum load_balancing mode = site ? site->load_balancing : LOAD_BALANCING_UNSTATED;
	bool hardware_table = strcmp(row->table, "hlb") == 0;
	bool dns_table = strcmp(row->table, "dnslb") == 0;

	switch (mode) {
	case LOAD_BALANCING_UNSTATED:
		return true;
	case LOAD_BALANCING_DNS:
		return !hardware_table;
	case LOAD_BALANCING_HARDWARE:
		return !dns_table;
	case LOAD_BALANCING_NONE:
		return !hardware_table && !dns_table;
	}
	return true;
}

static bool add_inapplicable(struct policy *policy, const struct row *row,
                             bool known_only, struct error *err)
{
	if (!array_reserve(&policy->inapplicable, &policy->inapplicable_capacity,
	                   policy->inapplicable_count, sizeof(*policy->inapplicable)))
		return error_set(err, "out of memory");
	policy->inapplicable[policy->inapplicable_count++] =
		make_rule(row, row->direction != ROW_OUT, known_only, policy->site);
	return true;
}

static bool add_row(struct policy *policy, const struct row *row, bool known_only,
                    struct error *err)
{
	if (!row_applies(row, policy->site))
		return add_inapplicable(policy, row, known_only, err);
	if (row->direction != ROW_OUT && !add_listening(policy, row, known_only, err))
		return false;

	const struct rule initiates = make_rule(row, false, known_only, policy->site);

	return row->direction == ROW_IN || add_rule(policy, &initiates, err);
}

static bool add_catalogues(struct policy *policy,
                           const struct catalogue *const *catalogues, size_t count,
                           struct error *err)
{
	policy->catalogues = calloc(count ? count : 1, sizeof(*policy->catalogues));
	if (!policy->catalogues)
		return error_set(err, "out of memory");
	policy->catalogue_count = count;
	for (size_t i = 0; i < count; i++) {
		policy->catalogues[i] = catalogues[i];
		for (size_t j = 0; j < catalogues[i]->row_count; j++)
			if (!add_row(policy, &catalogues[i]->rows[j],
			             catalogues[i]->known_only, err))
				return false;
	}
	return true;
}

static bool key_exists(const struct policy *policy, const char *key)
{
	for (size_t i = 0; i < policy->rule_count; i++)
		if (strcmp(policy->rules[i].row->service, key) == 0 ||
		    strcmp(policy->rules[i].row->id, key) == 0)
			return true;
	for (size_t i = 0; i < policy->inapplicable_count; i++)
		if (strcmp(policy->inapplicable[i].row->service, key) == 0 ||
		    strcmp(policy->inapplicable[i].row->id, key) == 0)
			return true;
	return false;
}

static bool keys_exist(const struct policy *policy, const struct site_ports_list *list,
                       struct error *err)
{
	for (size_t i = 0; i < list->count; i++)
		if (!key_exists(policy, list->items[i].service))
			return error_set(err,
			                 "%s:%u: no row has the service or id '%s'; see "
			                 "lynctap rows",
			                 policy->site->file, list->items[i].line,
			                 list->items[i].service);
	return true;
}

static bool services_exist(const struct policy *policy, struct error *err)
{
	const struct site *site = policy->site;

	if (!site)
		return true;
	if (!keys_exist(policy, &site->ports, err))
		return false;
	for (size_t i = 0; i < site->host_count; i++)
		if (!keys_exist(policy, &site->hosts[i].ports, err))
			return false;
	for (size_t i = 0; i < site->pool_count; i++)
		if (!keys_exist(policy, &site->pools[i].ports, err))
			return false;
	return true;
}

/* --- Declared hosts ---------------------------------------------------------- */

static int compare_hosts(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct address));
}

static bool index_hosts(struct policy *policy)
{
	const struct site *site = policy->site;
	size_t total = 0;

	for (size_t i = 0; site && i < site->host_count; i++)
		total += site->hosts[i].address_count;
	if (total == 0)
		return true;
	policy->hosts = calloc(total, sizeof(*policy->hosts));
	if (!policy->hosts)
		return false;
	for (size_t i = 0; i < site->host_count; i++)
		for (size_t j = 0; j < site->hosts[i].address_count; j++)
			policy->hosts[policy->host_count++] =
				(struct declared_host){ site->hosts[i].addresses[j],
				                        (uint32_t)i };
	array_sort(policy->hosts, policy->host_count, sizeof(*policy->hosts),
	           compare_hosts);
	return true;
}

/* The most specific network that holds @address decides. */
static const struct site_network *find_network(const struct site *site,
                                               const struct address *address)
{
	const struct site_network *best = NULL;

	for (size_t i = 0; i < site->network_count; i++) {
		const struct site_network *network = &site->networks[i];

		if (address_range_contains(&network->range, address) &&
		    (!best || network->range.prefix_len > best->range.prefix_len))
			best = network;
	}
	return best;
}

role_set policy_declared_roles(const struct policy *policy, const struct address *address,
                               const char **name)
{
	const struct declared_host *found = NULL;

	if (name)
		*name = NULL;
	if (!policy->site)
		return 0;
	if (policy->host_count > 0)
		found = bsearch(address, policy->hosts, policy->host_count,
		                sizeof(*policy->hosts), compare_hosts);
	if (found) {
		const struct site_host *host = &policy->site->hosts[found->host];

		if (name)
			*name = host->name;
		return host->roles;
	}
	const struct site_network *network = find_network(policy->site, address);

	return network ? network->roles : 0;
}

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

const struct hint_rows *policy_by_hints(struct policy *policy, uint64_t hints)
{
	bool fresh;
	struct hint_rows *rows = row_memo_find(&policy->hints, hints, &fresh);

	if (!rows)
		return &nothing;
	for (size_t i = 0; fresh && i < policy->rule_count; i++) {
		enum rule_hint_fit fit = rule_fits_hints(&policy->rules[i], hints);

		if (fit != RULE_CONTRADICTED)
			row_set_add(&rows->possible, (unsigned)i);
		if (fit == RULE_SUPPORTED)
			row_set_add(&rows->supported, (unsigned)i);
	}
	return rows;
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
	const struct rule *rule = find_rule(policy->rules, policy->rule_count, row);

	return rule ? rule
	            : find_rule(policy->inapplicable, policy->inapplicable_count, row);
}

const struct rule *policy_inapplicable(const struct policy *policy, uint8_t transport,
                                       uint16_t port, role_set roles)
{
	for (size_t i = 0; i < policy->inapplicable_count; i++) {
		const struct rule *rule = &policy->inapplicable[i];
		role_set balances = rule->row->balances;

		if (rule_lists_port(rule, transport, port) &&
		    (role_set_balanced(roles) & balances) == balances)
			return rule;
	}
	return NULL;
}

const struct catalogue *const *policy_catalogues(const struct policy *policy,
                                                 size_t *count)
{
	*count = policy->catalogue_count;
	return policy->catalogues;
}

const struct rule *policy_rules(const struct policy *policy, size_t *count)
{
	*count = policy->rule_count;
	return policy->rules;
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

struct policy *policy_create(const struct catalogue *const *catalogues, size_t count,
                             const struct site *site, struct error *err)
{
	struct policy *policy = calloc(1, sizeof(*policy));

	if (!policy) {
		error_set(err, "out of memory");
		return NULL;
	}
	policy->site = site;
	if (!add_catalogues(policy, catalogues, count, err) ||
	    !services_exist(policy, err))
		goto fail;
	if (!index_hosts(policy) || !row_memo_init(&policy->hints) ||
	    !class_table_init(&policy->classes, policy->rules, policy->rule_count,
	                      site == NULL) ||
	    !port_index_build(&policy->ports, policy->rules, policy->rule_count)) {
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
	free(policy->hosts);
	free(policy->catalogues);
	free(policy->inapplicable);
	free(policy->rules);
	free(policy);
}
