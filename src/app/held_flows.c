/* SPDX-License-Identifier: BSD-2-Clause */
#include "held_flows.h"

#include <stdlib.h>

#include "base/array.h"
#include "inspect/detail.h"

/* Flows asked for before they are visited, and their details, of which they tell. */
#define FLOWS_AHEAD   16
#define DETAILS_AHEAD 8
#define CACHE_LINE    64
#define DETAIL_LINES  4

bool held_flows_add(struct held_flows *held, struct flow *flow,
                    enum flow_end_reason reason)
{
	size_t at = held->count;

	if (at >= UINT32_MAX ||
	    !array_reserve(&held->flows, &held->capacity, at, sizeof(*held->flows)) ||
	    !array_reserve(&held->turns, &held->turn_capacity, at, sizeof(*held->turns)))
		return false;
	held->flows[at] = (struct held_flow){ *flow, reason };
	held->turns[at] = (struct held_turn){ flow->first_us, flow->id, (uint32_t)at };
	if (reason == FLOW_END_ACTIVE)
		held->flows[at].flow.details = detail_copy(flow->details);
	else
		flow->details = NULL;
	held->count++;
	return true;
}

static int compare_turns(const void *a, const void *b)
{
	const struct held_turn *x = a, *y = b;

	if (x->first_us != y->first_us)
		return x->first_us < y->first_us ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

/*
 * Inlined in any case: gcc 12 takes a function that does nothing but fetch for one
 * that does nothing, and leaves out the calls.
 */
#define FETCHES __attribute__((always_inline)) static inline

FETCHES void fetch(const void *from, size_t lines)
{
	for (size_t i = 0; from && i < lines; i++)
		__builtin_prefetch((const char *)from + i * CACHE_LINE);
}

/* Start to fetch from memory what is visited soon after turn @at. */
FETCHES void fetch_ahead(const struct held_flows *held, size_t at)
{
	if (at + FLOWS_AHEAD < held->count)
		fetch(&held->flows[held->turns[at + FLOWS_AHEAD].index],
		      sizeof(struct held_flow) / CACHE_LINE + 1);
	if (at + DETAILS_AHEAD < held->count)
		fetch(held->flows[held->turns[at + DETAILS_AHEAD].index].flow.details,
		      DETAIL_LINES);
}

void held_flows_drain(struct held_flows *held,
                      void (*visit)(struct flow *flow, enum flow_end_reason reason,
                                    void *context),
                      void *context)
{
	array_sort(held->turns, held->count, sizeof(*held->turns), compare_turns);
	for (size_t i = 0; i < held->count; i++) {
		struct held_flow *turn = &held->flows[held->turns[i].index];

		fetch_ahead(held, i);
		visit(&turn->flow, turn->reason, context);
		detail_list_destroy(turn->flow.details);
	}
	held->count = 0;
}

void held_flows_fini(struct held_flows *held)
{
	for (size_t i = 0; i < held->count; i++)
		detail_list_destroy(held->flows[i].flow.details);
	free(held->flows);
	free(held->turns);
	*held = (struct held_flows){ 0 };
}
