/* SPDX-License-Identifier: BSD-2-Clause */
#include "rule_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/spelling.h"
#include "policy/catalogue.h"
#include "policy/row_set.h"
#include "policy/site.h"

#include "port_plan.h"

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

/* What a row has of its catalogue, and what it is with. */
struct source {
	const struct row *row;
	const struct catalogue *catalogue;
	struct row_ports ports;
	uint16_t *variants; /* NULL: hosts have no ports of their own */
	uint16_t variant;
};

/* The two tables of load balancer ports exclude each other. */
static enum load_balancing mode_of(const struct row *row)
{
	if (strcmp(row->table, "hlb") == 0)
		return LOAD_BALANCING_HARDWARE;
	return strcmp(row->table, "dnslb") == 0 ? LOAD_BALANCING_DNS
	                                        : LOAD_BALANCING_UNSTATED;
}

static struct rule make_rule(const struct source *source, bool listens)
{
	const struct row *row = source->row;
	struct rule rule = { .row = row,
		             .role_listens = listens,
		             .known_only = source->catalogue->known_only,
		             .products = source->catalogue->products,
		             .mode = (uint8_t)mode_of(row),
		             .variants = source->variants,
		             .variant = source->variant,
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
	rule_set_ports(&rule, source->ports.spans, source->ports.count);
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
static bool add_listening(struct rule_list *list, const struct source *source,
                          struct error *err)
{
	const struct row *row = source->row;
	struct rule others = make_rule(source, true);
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

static bool add_directions(struct rule_list *list, const struct source *source,
                           struct error *err)
{
	const struct rule initiates = make_rule(source, false);

	if (source->row->direction != ROW_OUT && !add_listening(list, source, err))
		return false;
	return source->row->direction == ROW_IN || add_rule(list, &initiates, err);
}

/* Is there a balancer of that mode at all: the site's, or one of its pools'? */
static bool has_mode(const struct site *site, enum load_balancing mode)
{
	if (!site || mode == LOAD_BALANCING_UNSTATED || site->load_balancing == mode ||
	    site->load_balancing == LOAD_BALANCING_UNSTATED)
		return true;
	for (size_t i = 0; i < site->pool_count; i++)
		if (site->pools[i].load_balancing == mode)
			return true;
	return false;
}

static bool add_inapplicable(struct rule_list *list, const struct source *source,
                             struct error *err)
{
	if (!array_reserve(&list->inapplicable, &list->inapplicable_capacity,
	                   list->inapplicable_count, sizeof(*list->inapplicable)))
		return error_set(err, "out of memory");
	list->inapplicable[list->inapplicable_count++] =
		make_rule(source, source->row->direction != ROW_OUT);
	return true;
}

static bool same_ports(const struct row_ports *a, const struct row_ports *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->spans[i].transport != b->spans[i].transport ||
		    a->spans[i].low != b->spans[i].low ||
		    a->spans[i].high != b->spans[i].high)
			return false;
	return true;
}

/* The number of the variant with these ports, @count when there is none yet. */
static uint16_t find_variant(const struct row_ports *variants, uint16_t count,
                             const struct row_ports *ports)
{
	uint16_t i = 0;

	while (i < count && !same_ports(&variants[i], ports))
		i++;
	return i;
}

/* Rules of the row for every list of ports that hosts have of it. */
static bool add_variants(struct rule_list *list, struct source *source,
                         struct row_ports *variants, struct error *err)
{
	uint16_t count = 0;

	for (size_t plan = 0; plan < list->plans->count; plan++) {
		if (!port_plans_ports(list->plans, plan, source->row, &source->ports))
			return error_set(err, "out of memory");
		source->variant = find_variant(variants, count, &source->ports);
		if (source->variants)
			source->variants[plan] = source->variant;
		if (source->variant < count)
			continue;
		variants[count++] = source->ports;
		if (!add_directions(list, source, err))
			return false;
	}
	return true;
}

static bool add_row(struct rule_list *list, struct source *source,
                    struct row_ports *variants, struct error *err)
{
	if (has_mode(list->site, mode_of(source->row)))
		return add_variants(list, source, variants, err);
	return port_plans_ports(list->plans, 0, source->row, &source->ports)
	               ? add_inapplicable(list, source, err)
	               : error_set(err, "out of memory");
}

static bool add_catalogue(struct rule_list *list, const struct catalogue *catalogue,
                          uint16_t *variants, struct row_ports *scratch,
                          struct error *err)
{
	for (size_t i = 0; i < catalogue->row_count; i++) {
		struct source source = { .row = &catalogue->rows[i],
			                 .catalogue = catalogue };

		if (variants)
			source.variants = &variants[i * list->plans->count];
		if (!add_row(list, &source, scratch, err))
			return false;
	}
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

static bool refuse_key(const struct rule_list *list, const struct site_ports *ports,
                       struct error *err)
{
	struct spelling spelling = spelling_of(ports->service);
	char hint[SPELLING_HINT_SIZE];

	for (size_t i = 0; i < list->count; i++)
		spelling_consider(&spelling, list->rules[i].row->service);
	return error_set(err, "%s:%u: no row has the service or id '%s'%s",
	                 list->site->file, ports->line, ports->service,
	                 spelling_hint(&spelling, "; see lynctap rows", hint));
}

static bool keys_exist(const struct rule_list *list, const struct site_ports_list *ports,
                       struct error *err)
{
	for (size_t i = 0; i < ports->count; i++)
		if (!key_exists(list, ports->items[i].service))
			return refuse_key(list, &ports->items[i], err);
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

static size_t count_rows(const struct catalogue *const *catalogues, size_t count)
{
	size_t rows = 0;

	for (size_t i = 0; i < count; i++)
		rows += catalogues[i]->row_count;
	return rows;
}

bool rule_list_build(struct rule_list *list, const struct catalogue *const *catalogues,
                     size_t count, const struct port_plans *plans, struct error *err)
{
	struct row_ports *scratch = calloc(plans->count, sizeof(*scratch));
	uint16_t *variants = NULL;
	bool ok = scratch != NULL;

	*list = (struct rule_list){ .site = plans->site, .plans = plans };
	if (plans->count > 1) {
		list->variants = calloc(count_rows(catalogues, count) * plans->count + 1,
		                        sizeof(*list->variants));
		ok = ok && list->variants;
	}
	if (!ok)
		error_set(err, "out of memory");
	variants = list->variants;
	for (size_t i = 0; ok && i < count; i++) {
		ok = add_catalogue(list, catalogues[i], variants, scratch, err);
		if (variants)
			variants += catalogues[i]->row_count * plans->count;
	}
	free(scratch);
	return ok && services_exist(list, err);
}

void rule_list_fini(struct rule_list *list)
{
	free(list->variants);
	free(list->inapplicable);
	free(list->rules);
	*list = (struct rule_list){ 0 };
}
