/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/passage.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "policy/policy.h"
#include "policy/site.h"

/* The work, and room for who opens one passage. */
struct making {
	struct passage_list *list;
	struct policy *policy;
	const struct rule *rules;
	size_t rule_count;
	uint32_t *from; /* as many as there are ends */
	size_t from_count;
	size_t capacity; /* of the passages */
};

/* --- Who opens what ----------------------------------------------------------------------- */

static bool fits_initiator(const struct making *making, const struct passage_end *end,
                           unsigned rule)
{
	return row_set_contains(policy_by_initiator(making->policy, end->class), rule);
}

/* A row that names no interface is meant for the inner side of who has one. */
static bool is_for_side(const struct passage_end *to, const struct rule *rule)
{
	return !to->outer || rule->row->interface != ROW_INTERFACE_UNSTATED ||
	       rule->any_initiator;
}

/* What is inside is opened from the inner side. */
static bool is_from_side(const struct passage_end *from, const struct passage_end *to)
{
	return !from->outer || to->side == ROW_INTERFACE_EXTERNAL;
}

/* One address does not talk to itself over a network; what only a pool may stays in it. */
static bool may_open(const struct making *making, const struct passage_end *from,
                     const struct passage_end *to, unsigned rule)
{
	const struct row_set *same_pool = policy_same_pool(making->policy);

	if (from == to && to->range_count == 1)
		return false;
	if (!to->judged && !from->judged && !to->guarded)
		return false;
	if (same_pool && row_set_contains(same_pool, rule) &&
	    !policy_share_pool(making->policy, from->class, to->class))
		return false;
	return is_from_side(from, to) && fits_initiator(making, from, rule);
}

static void collect_initiators(struct making *making, const struct passage_end *to,
                               unsigned rule)
{
	const struct passage_list *list = making->list;

	making->from_count = 0;
	for (size_t i = 0; i < list->end_count; i++)
		if (to ? may_open(making, &list->ends[i], to, rule)
		       : list->ends[i].judged &&
		                    fits_initiator(making, &list->ends[i], rule))
			making->from[making->from_count++] = (uint32_t)i;
}

/* --- As few as do --------------------------------------------------------------------------- */

static bool spans_within(const struct passage *inner, const struct passage *outer)
{
	for (size_t i = 0; i < inner->span_count; i++) {
		const struct port_span *span = &inner->spans[i];
		bool found = false;

		for (size_t j = 0; j < outer->span_count && !found; j++)
			found = outer->spans[j].transport == span->transport &&
			        outer->spans[j].low <= span->low &&
			        span->high <= outer->spans[j].high;
		if (!found)
			return false;
	}
	return true;
}

/* Both ascend. */
static bool ends_within(const struct passage *inner, const struct passage *outer)
{
	size_t j = 0;

	for (size_t i = 0; i < inner->from_count; i++) {
		while (j < outer->from_count && outer->from[j] < inner->from[i])
			j++;
		if (j == outer->from_count || outer->from[j] != inner->from[i])
			return false;
	}
	return true;
}

static bool initiators_within(const struct passage *inner, const struct passage *outer)
{
	if (passage_has_nobody(inner) || passage_has_nobody(outer))
		return passage_has_nobody(inner) && passage_has_nobody(outer);
	if (outer->from_reach == PASSAGE_ANYBODY)
		return true;
	return inner->from_reach == outer->from_reach &&
	       (inner->from_reach != PASSAGE_DECLARED || ends_within(inner, outer));
}

static bool is_within(const struct passage *inner, const struct passage *outer)
{
	return inner->to == outer->to && inner->to_reach == outer->to_reach &&
	       outer->either_first >= inner->either_first && spans_within(inner, outer) &&
	       initiators_within(inner, outer);
}

/* @passage also stands for the rules of @other. */
static bool take_rules(struct passage_list *list, struct passage *passage,
                       const struct passage *other)
{
	const struct rule **rules = arena_alloc(
		list->arena, passage->rule_count + other->rule_count, sizeof(*rules));

	if (!rules)
		return false;
	memcpy(rules, passage->rules, passage->rule_count * sizeof(*rules));
	memcpy(rules + passage->rule_count, other->rules,
	       other->rule_count * sizeof(*rules));
	passage->rules = rules;
	passage->rule_count += other->rule_count;
	return true;
}

/* Drop those from @first on that others allow as well, keeping whose rules they were. */
static bool fold(struct passage_list *list, size_t first)
{
	for (size_t i = first; i < list->passage_count;) {
		struct passage *passage = &list->passages[i];
		size_t j = first;

		while (j < list->passage_count &&
		       (j == i || !is_within(passage, &list->passages[j])))
			j++;
		if (j == list->passage_count) {
			i++;
			continue;
		}
		if (!take_rules(list, &list->passages[j], passage))
			return false;
		memmove(passage, passage + 1,
		        (--list->passage_count - i) * sizeof(*passage));
		/* What moved up may have been an outer one that was asked before. */
	}
	return true;
}

/* --- The rules of one listener ----------------------------------------------------------------- */

static bool add_passage(struct making *making, uint32_t to, unsigned number,
                        enum passage_reach from_reach)
{
	struct passage_list *list = making->list;
	const struct rule *rule = &making->rules[number];
	const bool declared = to < list->end_count;
	uint32_t *from = arena_alloc(list->arena, making->from_count + 1, sizeof(*from));
	const struct rule **rules = arena_alloc(list->arena, 1, sizeof(const void *));

	if (!from || !rules ||
	    !array_reserve(&list->passages, &making->capacity, list->passage_count,
	                   sizeof(*list->passages)))
		return false;
	*rules = rule;
	if (making->from_count > 0)
		memcpy(from, making->from, making->from_count * sizeof(*from));
	list->passages[list->passage_count++] = (struct passage){
		/* Rows about names are about names of the Internet. */
		.to_reach = declared                     ? PASSAGE_DECLARED
		            : rule->row->asked_count > 0 ? PASSAGE_OUTSIDE
		                                         : PASSAGE_ANYBODY,
		.to = to,
		.from_reach = from_reach,
		.from = from,
		.from_count = from_reach == PASSAGE_DECLARED ? making->from_count : 0,
		.spans = rule->ports,
		.span_count = rule->port_count,
		.either_first =
			declared && list->ends[to].judged && rule_is_media_range(rule),
		.rules = rules,
		.rule_count = 1,
	};
	return true;
}

/* Anybody may open what a server's row says so of; the Internet no inner side, whatever it says. */
static enum passage_reach reach_of(const struct rule *rule, const struct passage_end *to)
{
	if (!rule->any_initiator || !to->judged)
		return PASSAGE_DECLARED;
	return rule->row->interface == ROW_INTERFACE_INTERNAL ? PASSAGE_LOCAL
	                                                      : PASSAGE_ANYBODY;
}

/* Only a Lync server's listener may lack its peers: who fits no row at all is nobody's gap. */
static bool add_listener(struct making *making, uint32_t number)
{
	const struct passage_end *to = &making->list->ends[number];
	const struct row_set *rules = policy_by_listener(making->policy, to->class);
	const struct row_set *anybody = policy_any_listener(making->policy);
	size_t first = making->list->passage_count;

	for (unsigned i = row_set_next(rules, 0); i < making->rule_count;
	     i = row_set_next(rules, i + 1)) {
		if (row_set_contains(anybody, i) || !is_for_side(to, &making->rules[i]))
			continue;
		collect_initiators(making, to, i);
		if (making->from_count == 0 && !to->judged)
			continue;
		if (!add_passage(making, number, i, reach_of(&making->rules[i], to)))
			return false;
	}
	return fold(making->list, first);
}

/* What servers open to hosts that may be anybody. */
static bool add_anywhere(struct making *making)
{
	const struct row_set *anybody = policy_any_listener(making->policy);
	size_t first = making->list->passage_count;

	for (unsigned i = row_set_next(anybody, 0); i < making->rule_count;
	     i = row_set_next(anybody, i + 1)) {
		collect_initiators(making, NULL, i);
		if (making->from_count > 0 &&
		    !add_passage(making, (uint32_t)making->list->end_count, i,
		                 PASSAGE_DECLARED))
			return false;
	}
	return fold(making->list, first);
}

/* --- What is allowed besides ---------------------------------------------------------------------- */

/* The ends that have any of @roles. @return false when out of memory */
static bool find_ends(struct passage_list *list, role_set roles, uint32_t **numbers,
                      size_t *count)
{
	*numbers = arena_alloc(list->arena, list->end_count + 1, sizeof(**numbers));
	*count = 0;
	for (size_t i = 0; *numbers && i < list->end_count; i++)
		if (list->ends[i].roles & roles)
			(*numbers)[(*count)++] = (uint32_t)i;
	return *numbers != NULL;
}

static bool add_allows(struct passage_list *list, const struct site *site, int64_t now_us)
{
	list->allows =
		arena_alloc(list->arena, site->allow_count + 1, sizeof(*list->allows));
	if (!list->allows)
		return false;
	for (size_t i = 0; i < site->allow_count; i++) {
		const struct site_allow *allow = &site->allows[i];
		struct passage_allow *made = &list->allows[list->allow_count];

		if (allow->until_us < now_us)
			continue;
		made->allow = allow;
		if (!find_ends(list, allow->from.roles, &made->from, &made->from_count) ||
		    !find_ends(list, allow->to.roles, &made->to, &made->to_count))
			return false;
		list->allow_count++;
	}
	return true;
}

/* --- All of it --------------------------------------------------------------------------------------- */

static bool add_local(struct passage_list *list)
{
	struct address_range range;

	while (address_local_range(list->local_count, &range))
		list->local_count++;
	list->local = arena_alloc(list->arena, list->local_count, sizeof(range));
	for (size_t i = 0; list->local && i < list->local_count; i++)
		if (!address_local_range(i, &list->local[i]))
			return false;
	return list->local != NULL;
}

static void find_servers(struct passage_list *list)
{
	for (uint32_t i = 0; i < list->end_count; i++)
		if (list->ends[i].judged)
			list->servers[list->server_count++] = i;
}

static bool fill(struct passage_list *list, struct policy *policy, int64_t now_us)
{
	struct making making = { .list = list, .policy = policy };
	struct passage_ends ends;

	if (!add_local(list) || !passage_ends_find(&ends, policy, list->arena))
		return false;
	list->ends = ends.items;
	list->end_count = ends.count;
	making.rules = policy_rules(policy, &making.rule_count);
	making.from = arena_alloc(list->arena, list->end_count + 1, sizeof(*making.from));
	list->servers =
		arena_alloc(list->arena, list->end_count + 1, sizeof(*list->servers));
	if (!making.from || !list->servers)
		return false;
	for (uint32_t i = 0; i < list->end_count; i++)
		if (!add_listener(&making, i))
			return false;
	find_servers(list);
	return add_anywhere(&making) && add_allows(list, policy_site(policy), now_us);
}

struct passage_list *passage_list_make(struct policy *policy, int64_t now_us)
{
	struct passage_list *list = calloc(1, sizeof(*list));

	if (!list)
		return NULL;
	list->arena = arena_create();
	if (list->arena && fill(list, policy, now_us))
		return list;
	passage_list_destroy(list);
	return NULL;
}

void passage_list_destroy(struct passage_list *list)
{
	if (!list)
		return;
	arena_destroy(list->arena);
	free(list->passages);
	free(list);
}
