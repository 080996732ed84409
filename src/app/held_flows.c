/* SPDX-License-Identifier: BSD-2-Clause */
#include "held_flows.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/prefetch.h"
#include "inspect/detail.h"

/* Flows asked for before they are visited, and their details, of which they tell. */
#define FLOWS_AHEAD   16
#define DETAILS_AHEAD 8
#define DETAIL_BYTES  256 /* most take less */

bool held_flows_add(struct held_flows *held, struct ended_flow *ended)
{
	size_t at = held->count;

	if (at >= UINT32_MAX ||
	    !array_reserve(&held->flows, &held->capacity, at, sizeof(*held->flows)) ||
	    !array_reserve(&held->turns, &held->turn_capacity, at, sizeof(*held->turns)))
		return false;
	held->flows[at] = *ended;
	held->turns[at] =
		(struct held_turn){ ended->flow.first_us, ended->flow.id, (uint32_t)at };
	held->memory +=
		sizeof(*held->flows) + sizeof(*held->turns) + ended->detail_memory;
	ended->flow.details = NULL;
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

/* Start to fetch from memory what is visited soon after turn @at. */
static ALWAYS_INLINE void fetch_ahead(const struct held_flows *held, size_t at)
{
	if (at + FLOWS_AHEAD < held->count)
		prefetch_object(&held->flows[held->turns[at + FLOWS_AHEAD].index],
		                sizeof(struct ended_flow));
	if (at + DETAILS_AHEAD < held->count) {
		uint32_t index = held->turns[at + DETAILS_AHEAD].index;
		const struct detail_list *details = held->flows[index].flow.details;

		if (details)
			prefetch_object(details, DETAIL_BYTES);
	}
}

void held_flows_drain(struct held_flows *held,
                      void (*visit)(struct ended_flow *ended, void *context),
                      void *context)
{
	array_sort(held->turns, held->count, sizeof(*held->turns), compare_turns);
	for (size_t i = 0; i < held->count; i++) {
		struct ended_flow *ended = &held->flows[held->turns[i].index];

		fetch_ahead(held, i);
		visit(ended, context);
		detail_list_destroy(ended->flow.details);
	}
	held->count = held->memory = 0;
}

void held_flows_fini(struct held_flows *held)
{
	for (size_t i = 0; i < held->count; i++)
		detail_list_destroy(held->flows[i].flow.details);
	free(held->flows);
	free(held->turns);
	*held = (struct held_flows){ 0 };
}
