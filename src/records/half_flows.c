/* SPDX-License-Identifier: BSD-2-Clause */
#include "half_flows.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/slot_index.h"
#include "base/transport.h"
#include "flow/direction.h"

#include "foreign.h"

#define FIRST_SLOTS 1024
/* Longer than the exporters' timeouts: what comes later on the same ports is another. */
#define APART_US (600 * US_PER_SECOND)

struct half_flows {
	struct record_flow *flows; /* owned; end 0 is whose half came first */
	size_t count, capacity;
	uint64_t given; /* so far: their numbers, for the log has none */
	struct slot_index index;
	struct hash_key key;
};

struct half_flows *half_flows_create(void)
{
	struct half_flows *halves = calloc(1, sizeof(*halves));

	if (!halves)
		return NULL;
	halves->key = hash_key_random();
	if (slot_index_init(&halves->index, FIRST_SLOTS))
		return halves;
	free(halves);
	return NULL;
}

/* Both ways of a flow have the same: what an end is hashed to is added up. */
static uint32_t hash_of(const struct half_flows *halves, const struct flow *flow)
{
	uint64_t hash = flow->transport;

	for (size_t end = 0; end < 2; end++) {
		struct {
			struct address address;
			uint64_t port;
		} key = { flow->end[end].address, flow->end[end].port };

		hash += hash_bytes(&halves->key, &key, sizeof(key));
	}
	return (uint32_t)(hash ^ hash >> 32);
}

static bool is_end(const struct flow_end *a, const struct flow_end *b)
{
	return a->port == b->port && address_equal(&a->address, &b->address);
}

/* @turned: its end 0 is the other's end 1 */
static bool is_same(const struct flow *flow, const struct flow *half, bool *turned)
{
	if (flow->transport != half->transport)
		return false;
	*turned = is_end(&flow->end[0], &half->end[1]);
	return is_end(&flow->end[*turned], &half->end[0]) &&
	       is_end(&flow->end[!*turned], &half->end[1]);
}

static bool is_apart(const struct flow *flow, const struct flow *half)
{
	return half->first_us > flow->last_us + APART_US ||
	       half->last_us < flow->first_us - APART_US;
}

/* Take the ends the other way round: the half that came first decides. */
static void turn(struct flow *flow)
{
	const struct flow before = *flow;

	for (size_t end = 0; end < 2; end++) {
		flow->end[end] = before.end[!end];
		flow->packets[end] = before.packets[!end];
		flow->bytes[end] = before.bytes[!end];
	}
}

static void add_to(struct flow *flow, const struct flow *half, bool turned)
{
	flow->packets[turned] += half->packets[0];
	flow->bytes[turned] += half->bytes[0];
	flow->end[turned].tcp_flags |= half->end[0].tcp_flags;
	flow->end[turned].dscp = half->end[0].dscp;
	if (half->last_us > flow->last_us)
		flow->last_us = half->last_us;
	if (half->first_us >= flow->first_us)
		return;
	flow->first_us = half->first_us;
	if (turned)
		turn(flow);
}

static void give(struct log *log, struct record_flow *record)
{
	struct flow *flow = &record->flow;

	/* Times are of milliseconds, and ports will be asked. */
	flow->direction_by = FLOW_BY_FIRST;
	flow->id = ++log->halves->given;
	foreign_settle(flow);
	log_give_flow(log, record);
}

void half_flows_drain(struct log *log)
{
	struct half_flows *halves = log->halves;

	for (size_t i = 0; i < halves->count; i++)
		give(log, &halves->flows[i]);
	halves->count = 0;
	slot_index_reset(&halves->index, FIRST_SLOTS);
}

static void begin(struct log *log, const struct record_flow *half, uint32_t hash)
{
	struct half_flows *halves = log->halves;
	struct record_flow alone = *half;

	if (halves->count == HALF_FLOWS_MOST)
		half_flows_drain(log);
	if (!array_reserve(&halves->flows, &halves->capacity, halves->count,
	                   sizeof(*halves->flows)) ||
	    !slot_index_add(&halves->index, hash, (uint32_t)halves->count)) {
		give(log, &alone);
		return;
	}
	halves->flows[halves->count++] = alone;
}

void half_flows_add(struct log *log, const struct record_flow *half)
{
	struct half_flows *halves = log->halves;
	uint32_t hash = hash_of(halves, &half->flow), number;
	size_t slot = hash;

	while ((number = slot_index_next(&halves->index, hash, &slot)) !=
	       SLOT_INDEX_NONE) {
		struct record_flow *known = &halves->flows[number];
		bool turned;

		if (!is_same(&known->flow, &half->flow, &turned))
			continue;
		if (!is_apart(&known->flow, &half->flow)) {
			add_to(&known->flow, &half->flow, turned);
			return;
		}
		give(log, known);
		*known = *half;
		return;
	}
	begin(log, half, hash);
}

void half_flows_destroy(struct half_flows *halves)
{
	if (!halves)
		return;
	free(halves->flows);
	slot_index_fini(&halves->index);
	free(halves);
}
