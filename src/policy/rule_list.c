/* SPDX-License-Identifier: BSD-2-Clause */
#include "rule_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "policy/catalogue.h"
#include "policy/row_set.h"
#include "policy/site.h"

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

static bool add_rule(struct rule_list *list, const struct rule *rule, struct error *err)
{
	if (list->count == ROW_SET_BITS)
		return error_set(err,
		                 "%s:%u: more than %d rules in all catalogues together",
		                 rule->row->file, rule->row->line, ROW_SET_BITS);
	if (!array_reserve(&list->rules, &list->capacity, list->count,
	                   sizeof(*list->rules)))
		return error_set(err, "out of memory");
	list->rules[list->count++] = *rule;
	return true;
}

/* The row's listener: for peers of whom a certificate is asked, and for the others. */
static bool add_listening(struct rule_list *list, const struct row *row, bool known_only,
                          struct error *err)
{
	struct rule others = make_rule(row, true, known_only, list->site);
	struct rule asked = others;

	others.initiator_any &= ~row->mutual_for;
	asked.initiator_any = row->mutual_for;
	asked.any_initiator = false;
	asked.mutual = true;
	asked.open_to_users = others.any_initiator || others.initiator_any & ROLE_USERS;
	if (row->mutual_for == 0)
		return add_rule(list, &others, err);
	return ((others.initiator_any == 0 && !others.any_initiator) ||
	        add_rule(list, &others, err)) &&
	       add_rule(list, &asked, err);
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

static bool add_inapplicable(struct rule_list *list, const struct row *row,
                             bool known_only, struct error *err)
{
	if (!array_reserve(&list->inapplicable, &list->inapplicable_capacity,
	                   list->inapplicable_count, sizeof(*list->inapplicable)))
		return error_set(err, "out of memory");
	list->inapplicable[list->inapplicable_count++] =
		make_rule(row, row->direction != ROW_OUT, known_only, list->site);
	return true;
}

static bool add_row(struct rule_list *list, const struct row *row, bool known_only,
                    struct error *err)
{
	if (!row_applies(row, list->site))
		return add_inapplicable(list, row, known_only, err);
	if (row->direction != ROW_OUT && !add_listening(list, row, known_only, err))
		return false;

	const struct rule initiates = make_rule(row, false, known_only, list->site);

	return row->direction == ROW_IN || add_rule(list, &initiates, err);
}

static bool add_catalogue(struct rule_list *list, const struct catalogue *catalogue,
                          struct error *err)
{
	for (size_t i = 0; i < catalogue->row_count; i++)
		if (!add_row(list, &catalogue->rows[i], catalogue->known_only, err))
			return false;
	return true;
}

static bool key_exists(const struct rule_list *list, const char *key)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->rules[i].row->service, key) == 0 ||
		    strcmp(list->rules[i].row->id, key) == 0)
			return true;
	for (size_t i = 0; i < list->inapplicable_count; i++)
		if (strcmp(list->inapplicable[i].row->service, key) == 0 ||
		    strcmp(list->inapplicable[i].row->id, key) == 0)
			return true;
	return false;
}

static bool keys_exist(const struct rule_list *list, const struct site_ports_list *ports,
                       struct error *err)
{
	for (size_t i = 0; i < ports->count; i++)
		if (!key_exists(list, ports->items[i].service))
			return error_set(err,
			                 "%s:%u: no row has the service or id '%s'; see "
			                 "lynctap rows",
			                 list->site->file, ports->items[i].line,
			                 ports->items[i].service);
	return true;
}

static bool services_exist(const struct rule_list *list, struct error *err)
{
	const struct site *site = list->site;

	if (!site)
		return true;
	if (!keys_exist(list, &site->ports, err))
		return false;
	for (size_t i = 0; i < site->host_count; i++)
		if (!keys_exist(list, &site->hosts[i].ports, err))
			return false;
	for (size_t i = 0; i < site->pool_count; i++)
		if (!keys_exist(list, &site->pools[i].ports, err))
			return false;
	return true;
}

bool rule_list_build(struct rule_list *list, const struct catalogue *const *catalogues,
                     size_t count, const struct site *site, struct error *err)
{
	*list = (struct rule_list){ .site = site };
	for (size_t i = 0; i < count; i++)
		if (!add_catalogue(list, catalogues[i], err))
			return false;
	return services_exist(list, err);
}

void rule_list_fini(struct rule_list *list)
{
	free(list->inapplicable);
	free(list->rules);
	*list = (struct rule_list){ 0 };
}
