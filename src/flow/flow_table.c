/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow/flow_table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/prefetch.h"
#include "base/slot_index.h"
#include "decode/packet.h"
#include "flow/direction.h"

#include "flow_key.h"
#include "flow_pool.h"
#include "flow_state.h"
#include "flow_wheel.h"

#define FIRST_SLOTS 4096
#define ID_BITS     53 /* what every JSON reader keeps exactly: RFC 8259 section 6 */

static_assert(FLOW_POOL_NONE == SLOT_INDEX_NONE, "no flow has no number in the index");
#define END_AHEAD     4  /* flows looked ahead at in a batch */
#define ATTACHED_PART 16 /* of the memory, what hangs on flows has one at least */

struct flow_table {
	struct flow_table_options options;
	struct hash_key key;
	struct flow_pool pool;
	struct slot_index index;
	struct flow_wheel wheel;
	int64_t now_us;         /* the latest packet time seen: never runs backwards */
	uint64_t attached_most; /* bytes that may hang on the flows there are */
	struct flow_table_counters counters;
	const uint16_t *sensors; /* borrowed; by input; NULL: they are one */
};

/* Did the sensor that saw @flow see @packet? */
static bool is_of_sensor(const struct flow_table *table, const struct flow *flow,
                         const struct packet *packet)
{
	return LIKELY(!table->sensors) ||
	       table->sensors[flow->input] == table->sensors[packet->input];
}

static uint32_t find(const struct flow_table *table, uint32_t tag,
                     const struct packet *packet, unsigned *end)
{
	size_t slot = tag;
	uint32_t number;

	while ((number = slot_index_next(&table->index, tag, &slot)) != FLOW_POOL_NONE) {
		const struct flow *flow = flow_pool_at(&table->pool, number);

		if (flow_key_end_of(flow, packet, end) &&
		    is_of_sensor(table, flow, packet))
			return number;
	}
	return FLOW_POOL_NONE;
}

static void end_flow(struct flow_table *table, uint32_t number,
                     enum flow_end_reason reason)
{
	struct flow *flow = flow_pool_at(&table->pool, number);

	table->options.ended(flow, reason, table->options.ended_context);
	slot_index_remove(&table->index, flow_pool_key(&table->pool, number)->tag,
	                  number);
	flow_pool_give_back(&table->pool, number);
	table->counters.flows--;
}

static void evict(struct flow_table *table, uint32_t number)
{
	end_flow(table, number, FLOW_END_EVICTED);
	table->counters.evicted++;
}

static int64_t deadline_of(const struct flow *flow)
{
	return flow->last_us + flow_state_timeout(flow);
}

static enum flow_end_reason reason_of_silence(const struct flow *flow)
{
	return flow->state == FLOW_CLOSED || flow->state == FLOW_RESET ||
	                       flow->state == FLOW_SCANNED
	               ? FLOW_END_CLOSED
	               : FLOW_END_IDLE;
}

/* Let the flows of a batch and their index entries come. */
static ALWAYS_INLINE void prefetch_batch(const struct flow_table *table,
                                         const uint32_t *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint32_t tag = flow_pool_key(&table->pool, numbers[i])->tag;

		prefetch_object(flow_pool_at(&table->pool, numbers[i]),
		                sizeof(struct flow));
		slot_index_expect(&table->index, tag);
	}
}

/* Let come what hangs on a flow that will be looked at soon. */
static ALWAYS_INLINE void prefetch_end(const struct flow_table *table,
                                       const uint32_t *numbers, size_t count, size_t at)
{
	if (at >= count)
		return;

	const struct flow *flow = flow_pool_at(&table->pool, numbers[at]);

	prefetch_line(flow->details);
	prefetch_line(flow->inspection);
}

/* End a flow that is quiet, put one that is not where it belongs now. */
static void look_at(struct flow_table *table, uint32_t number)
{
	const struct flow *flow = flow_pool_at(&table->pool, number);
	int64_t deadline_us = deadline_of(flow);

	if (deadline_us <= table->now_us)
		end_flow(table, number, reason_of_silence(flow));
	else if (!flow_wheel_put(&table->wheel, &table->pool, number, deadline_us))
		evict(table, number); /* nobody would ever look at it again */
}

/* Visit every flow of one slot, each of which leaves it by that. */
static void visit_slot(struct flow_table *table, int64_t second,
                       void (*visit)(struct flow_table *table, uint32_t number))
{
	uint32_t numbers[FLOW_WHEEL_BATCH];
	size_t count;

	while ((count = flow_wheel_take(&table->wheel, &table->pool, second, numbers))) {
		prefetch_batch(table, numbers, count);
		for (size_t i = 0; i < count; i++) {
			prefetch_end(table, numbers, count, i + END_AHEAD);
			if (flow_wheel_holds(&table->pool, numbers[i], second))
				visit(table, numbers[i]);
		}
	}
}

void flow_table_advance(struct flow_table *table, int64_t now_us)
{
	if (now_us <= table->now_us)
		return;
	table->now_us = now_us;

	int64_t second = now_us / US_PER_SECOND;

	if (second == table->wheel.second)
		return;
	/* A jump of more than a turn looks at every slot once. */
	if (second - table->wheel.second > FLOW_WHEEL_SLOTS)
		table->wheel.second = second - FLOW_WHEEL_SLOTS;
	while (table->wheel.second < second) {
		table->wheel.second++;
		visit_slot(table, table->wheel.second, look_at);
	}
}

/*
 * The flow's timeout got shorter. One that is to stay longer is put where it belongs
 * when its old time comes, as after every packet: most flows of a handshake never
 * move. So every move is to an earlier slot, and a flow has fewer than it has states.
 */
static void reschedule(struct flow_table *table, uint32_t number)
{
	int64_t deadline_us = deadline_of(flow_pool_at(&table->pool, number));
	uint16_t slot = flow_pool_key(&table->pool, number)->slot;
	int64_t second = flow_wheel_second_of(&table->wheel, slot);

	/* Nothing comes before the next second, not even a deadline of the past. */
	if (deadline_us / US_PER_SECOND >= second || second == table->wheel.second + 1)
		return;
	/* Without memory it stays where it is, and ends later than it should. */
	if (flow_wheel_put(&table->wheel, &table->pool, number, deadline_us))
		flow_wheel_tidy(&table->wheel, &table->pool, table->counters.flows);
}

/* The flow that would expire next, with those before it put where they belong now. */
static uint32_t first_to_expire(struct flow_table *table)
{
	for (;;) {
		uint32_t number = flow_wheel_first(&table->wheel, &table->pool);

		if (number == FLOW_POOL_NONE)
			return number;

		int64_t deadline_us = deadline_of(flow_pool_at(&table->pool, number));
		uint16_t slot = flow_pool_key(&table->pool, number)->slot;

		if (deadline_us / US_PER_SECOND <=
		            flow_wheel_second_of(&table->wheel, slot) ||
		    !flow_wheel_put(&table->wheel, &table->pool, number, deadline_us))
			return number;
	}
}

/* A SYN or its answer says who opened the flow. */
static void read_direction(struct flow *flow, const struct packet *packet, unsigned end)
{
	if (packet->transport != TRANSPORT_TCP || !(packet->tcp_flags & TCP_SYN))
		return;
	if (packet->tcp_flags & TCP_ACK)
		flow_direction_accept(flow, end);
	else
		flow_direction_say(flow, end, FLOW_BY_SYN);
}

/* The same in every run and for every thread count, unlike the table's own hash. */
static uint64_t stable_id(const struct packet *packet)
{
	static const struct hash_key fixed = { UINT64_C(0x6c796e63746170), 1 };
	struct ends ends = flow_key_order(packet);
	uint64_t parts[2] = { hash_bytes(&fixed, &ends, sizeof(ends)),
		              (uint64_t)packet->time_us };

	return hash_bytes(&fixed, parts, sizeof(parts)) >> (64 - ID_BITS);
}

static void fill_new_flow(const struct flow_table *table, struct flow *flow,
                          const struct packet *packet)
{
	flow->end[0].address = packet->source;
	flow->end[0].port = packet->source_port;
	flow->end[1].address = packet->target;
	flow->end[1].port = packet->target_port;
	flow->transport = packet->transport;
	flow_direction_begin(flow);
	flow->state = (uint8_t)flow_state_begin(packet);
	flow->vlan_count = packet->vlan_count & 3;
	flow->vlan[0] = packet->vlan[0];
	flow->vlan[1] = packet->vlan[1];
	flow->input = packet->input;
	flow->first_us = flow->last_us = packet->time_us;
	flow->id = stable_id(packet);
	if (!table->options.of_interest ||
	    table->options.of_interest(flow, table->options.interest_context))
		flow->flags = FLOW_OF_INTEREST;
}

/* What hangs on flows of which nobody says what does. */
static const uint64_t nothing;

static uint64_t attached(const struct flow_table *table)
{
	return *table->options.attached;
}

/* What is kept for the bytes that hang on flows, however many flows there are. */
static size_t kept_for_attached(const struct flow_table *table)
{
	return table->options.attached == &nothing
	               ? 0
	               : table->options.memory / ATTACHED_PART;
}

static size_t above_zero(size_t value, size_t less)
{
	return value > less ? value - less : 0;
}

static void count_memory(struct flow_table *table)
{
	size_t own = flow_pool_memory(&table->pool) + slot_index_memory(&table->index) +
	             flow_wheel_memory(&table->wheel);
	size_t kept = kept_for_attached(table);
	size_t left = above_zero(table->options.memory, own);

	table->counters.memory = own;
	table->attached_most = left > kept ? left : kept;
}

/* End the flow that would expire next. @return false when there is none */
static bool evict_first(struct flow_table *table)
{
	uint32_t victim = first_to_expire(table);

	if (victim == FLOW_POOL_NONE)
		return false;
	evict(table, victim);
	return true;
}

/* What hangs on flows is too much: flows end, and with them what hangs on them. */
static void shed_attached(struct flow_table *table)
{
	while (attached(table) > table->attached_most && evict_first(table))
		;
}

/* A number from the pool, ending the flow that would expire next when memory is full. */
static uint32_t take_number(struct flow_table *table)
{
	size_t kept = kept_for_attached(table);
	size_t others = slot_index_memory(&table->index) +
	                flow_wheel_memory(&table->wheel) +
	                (attached(table) > kept ? attached(table) : kept);
	size_t left = above_zero(table->options.memory, others);
	uint32_t number = flow_pool_take(&table->pool, left);

	if (number != FLOW_POOL_NONE || !evict_first(table))
		return number;
	return flow_pool_take(&table->pool, left);
}

/* Have @number found by @tag, and looked at when it may be over. */
static bool enter_flow(struct flow_table *table, uint32_t tag, uint32_t number)
{
	int64_t deadline_us = deadline_of(flow_pool_at(&table->pool, number));

	if (!slot_index_add(&table->index, tag, number))
		return false;
	if (!flow_wheel_put(&table->wheel, &table->pool, number, deadline_us)) {
		slot_index_remove(&table->index, tag, number);
		return false;
	}
	flow_pool_key(&table->pool, number)->tag = tag;
	return true;
}

static uint32_t begin_flow(struct flow_table *table, uint32_t tag,
                           const struct packet *packet)
{
	uint32_t number = take_number(table);

	if (number == FLOW_POOL_NONE)
		return FLOW_POOL_NONE;

	struct flow *flow = flow_pool_at(&table->pool, number);

	fill_new_flow(table, flow, packet);
	for (bool again = true; UNLIKELY(!enter_flow(table, tag, number));
	     again = false) {
		/* Without memory, an older flow leaves its place in the index. */
		if (!again || !evict_first(table)) {
			flow_pool_give_back(&table->pool, number);
			return FLOW_POOL_NONE;
		}
	}
	table->counters.begun++;
	if (++table->counters.flows > table->counters.peak)
		table->counters.peak = table->counters.flows;
	flow_wheel_tidy(&table->wheel, &table->pool, table->counters.flows);
	count_memory(table);
	return number;
}

/* Record the conversation so far and let it go on with fresh counters. */
static void begin_next_part(struct flow_table *table, struct flow *flow, int64_t now_us)
{
	table->options.ended(flow, FLOW_END_ACTIVE, table->options.ended_context);
	flow->flags |= FLOW_CONTINUED;
	flow->packets[0] = flow->packets[1] = 0;
	flow->bytes[0] = flow->bytes[1] = 0;
	flow->first_us = now_us;
}

static void count_packet(struct flow *flow, const struct packet *packet, unsigned end)
{
	flow->packets[end]++;
	flow->bytes[end] += packet->wire_len;
	flow->end[end].dscp = packet->dscp;
	if (packet->time_us > flow->last_us)
		flow->last_us = packet->time_us;
}

static void observe_error(struct flow_table *table, uint32_t tag,
                          const struct packet *packet)
{
	unsigned end;
	uint32_t number = find(table, tag, packet, &end);

	if (number == FLOW_POOL_NONE)
		table->counters.unmatched_errors++;
	else
		flow_state_follow_error(flow_pool_at(&table->pool, number), end);
}

void flow_table_part_sensors(struct flow_table *table, const uint16_t *sensors)
{
	table->sensors = sensors;
}

uint32_t flow_table_tag(const struct flow_table *table, const struct packet *packet)
{
	if (address_is_ipv4(&packet->source) && address_is_ipv4(&packet->target))
		return (uint32_t)flow_key_hash_short(&table->key, packet);

	struct ends ends = flow_key_order(packet);

	return (uint32_t)hash_bytes(&table->key, &ends, sizeof(ends));
}

void flow_table_expect(const struct flow_table *table, const uint32_t *tags, size_t count,
                       const struct flow **flows)
{
	/* The second round works on what the first one asked for. */
	for (size_t i = 0; i < count; i++)
		slot_index_expect(&table->index, tags[i]);
	for (size_t i = 0; i < count; i++) {
		size_t slot = tags[i];
		uint32_t number = slot_index_next(&table->index, tags[i], &slot);

		flows[i] = NULL;
		if (number == FLOW_POOL_NONE)
			continue;
		flows[i] = flow_pool_at(&table->pool, number);
		prefetch_object(flows[i], sizeof(struct flow));
	}
}

struct flow *flow_table_follow(struct flow_table *table, const struct packet *packet,
                               uint32_t tag, unsigned *end)
{
	flow_table_advance(table, packet->time_us);
	if (UNLIKELY(packet->kind == PACKET_ERROR)) {
		observe_error(table, tag, packet);
		return NULL;
	}

	if (UNLIKELY(attached(table) > table->attached_most))
		shed_attached(table);

	uint32_t number = find(table, tag, packet, end);
	struct flow *flow =
		number != FLOW_POOL_NONE ? flow_pool_at(&table->pool, number) : NULL;

	if (flow && UNLIKELY(flow_state_begins_anew(flow, packet, *end))) {
		end_flow(table, number, FLOW_END_CLOSED);
		flow = NULL;
	}
	if (!flow) {
		number = begin_flow(table, tag, packet);
		if (UNLIKELY(number == FLOW_POOL_NONE)) {
			table->counters.refused++;
			return NULL;
		}
		flow = flow_pool_at(&table->pool, number);
		*end = 0;
	}
	if (table->options.active_timeout_us > 0 &&
	    UNLIKELY(packet->time_us - flow->first_us > table->options.first_part_us) &&
	    (!(flow->flags & FLOW_CONTINUED) ||
	     packet->time_us - flow->first_us > table->options.active_timeout_us))
		begin_next_part(table, flow, packet->time_us);
	read_direction(flow, packet, *end);
	count_packet(flow, packet, *end);
	if (flow_state_follow(flow, packet, *end))
		reschedule(table, number);
	return flow;
}

struct telling {
	struct flow_table *table;
	int64_t before_us;
};

static void tell_one(uint32_t number, void *context)
{
	const struct telling *telling = context;
	struct flow *flow = flow_pool_at(&telling->table->pool, number);

	if (!(flow->flags & FLOW_CONTINUED) && flow->first_us < telling->before_us)
		begin_next_part(telling->table, flow, telling->table->now_us);
}

void flow_table_tell(struct flow_table *table, int64_t before_us)
{
	flow_wheel_visit(&table->wheel, &table->pool, tell_one,
	                 &(struct telling){ table, before_us });
}

/* Nobody looks for it any more, so the index need not know. */
static void flush_one(struct flow_table *table, uint32_t number)
{
	table->options.ended(flow_pool_at(&table->pool, number), FLOW_END_FORCED,
	                     table->options.ended_context);
	flow_pool_give_back(&table->pool, number);
	table->counters.flows--;
}

void flow_table_flush(struct flow_table *table)
{
	slot_index_reset(&table->index, FIRST_SLOTS);
	for (int64_t ahead = 1; ahead <= FLOW_WHEEL_SLOTS; ahead++)
		visit_slot(table, table->wheel.second + ahead, flush_one);
	/* What concludes from the flows needs the memory next. */
	flow_pool_fini(&table->pool);
	flow_wheel_fini(&table->wheel);
	count_memory(table);
}

const struct flow_table_counters *flow_table_counters(const struct flow_table *table)
{
	return &table->counters;
}

struct flow_table *flow_table_create(const struct flow_table_options *options)
{
	struct flow_table *table = calloc(1, sizeof(*table));

	if (!table)
		return NULL;
	table->options = *options;
	if (!table->options.first_part_us)
		table->options.first_part_us = table->options.active_timeout_us;
	if (!options->attached)
		table->options.attached = &nothing;
	table->key = hash_key_random();
	table->now_us = INT64_MIN;
	flow_pool_init(&table->pool);
	flow_wheel_init(&table->wheel);
	if (!slot_index_init(&table->index, FIRST_SLOTS)) {
		flow_table_destroy(table);
		return NULL;
	}
	count_memory(table);
	return table;
}

void flow_table_destroy(struct flow_table *table)
{
	if (!table)
		return;
	slot_index_fini(&table->index);
	flow_pool_fini(&table->pool);
	flow_wheel_fini(&table->wheel);
	free(table);
}
