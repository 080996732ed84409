/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/sensor_join.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/ends.h"
#include "base/hash.h"
#include "base/slot_index.h"
#include "flow/unseen.h"
#include "inspect/detail.h"
#include "inspect/modality.h"
#include "judge/sensors.h"

#include "sensor_clocks.h"

#define FIRST_SLOTS 4096
#define FEWEST      1024
#define NONE        UINT32_MAX
/* Records of the same ends that are looked at for one: ports are not used again so soon. */
#define NEAR 64
/* Clocks that are known are apart by less, those that are not by more. */
#define SLACK_US         (2 * US_PER_SECOND)
#define SLACK_UNKNOWN_US (60 * US_PER_SECOND)

/* What one sensor saw of a conversation. */
struct held {
	struct conversation conversation;
	struct detail_list *details; /* owned */
	uint32_t next;               /* of the same ends; NONE: the last */
	uint32_t last;               /* of the first: the last one of them */
	uint32_t with;               /* the next one that it is one with; NONE */
	uint16_t sensor;
	bool is_first; /* of those with these ends */
	bool is_taken; /* it is another one's `with` */
};

struct sensor_join {
	struct sensors *sensors; /* borrowed */
	joined_taker take;
	void *context;
	struct held *held; /* owned */
	size_t count, capacity;
	struct slot_index by_ends;
	struct hash_key key;
	struct sensor_clocks *clocks; /* owned */
	size_t memory, used;
	bool sorted;
	uint64_t hurried;
};

static struct ends ends_of(const struct conversation *conversation)
{
	return ends_in_order(&conversation->initiator, conversation->initiator_port,
	                     &conversation->responder, conversation->responder_port,
	                     conversation->transport);
}

struct sensor_join *sensor_join_create(struct sensors *sensors, size_t memory,
                                       joined_taker take, void *context)
{
	struct sensor_join *join = calloc(1, sizeof(*join));

	if (!join)
		return NULL;
	join->sensors = sensors;
	join->take = take;
	join->context = context;
	join->memory = memory;
	join->key = hash_key_random();
	join->clocks = sensor_clocks_create();
	if (join->clocks && slot_index_init(&join->by_ends, FIRST_SLOTS))
		return join;
	sensor_join_destroy(join);
	return NULL;
}

void sensor_join_destroy(struct sensor_join *join)
{
	if (!join)
		return;
	for (size_t i = 0; i < join->count; i++)
		detail_list_destroy(join->held[i].details);
	free(join->held);
	slot_index_fini(&join->by_ends);
	sensor_clocks_destroy(join->clocks);
	free(join);
}

void sensor_join_expect_sorted(struct sensor_join *join)
{
	join->sorted = true;
}

uint64_t sensor_join_hurried(const struct sensor_join *join)
{
	return sensors_are_several(join->sensors) ? join->hurried : 0;
}

/* --- Clocks ---------------------------------------------------------------------- */

static bool begins_alike(const struct held *a, const struct held *b)
{
	return a->conversation.flows == 1 && b->conversation.flows == 1 &&
	       a->conversation.direction_by == b->conversation.direction_by &&
	       !flow_direction_is_guess(
		       (enum flow_direction_by)a->conversation.direction_by);
}

/* Of ends that each of two sensors saw once, and nobody else. */
static void compare_clocks(struct sensor_join *join, const struct held *first)
{
	const struct held *second = first->next == NONE ? NULL : &join->held[first->next];

	if (!second || second->next != NONE || first->sensor == second->sensor ||
	    first->sensor == SENSORS_NONE || second->sensor == SENSORS_NONE ||
	    !begins_alike(first, second))
		return;
	sensor_clocks_add(join->clocks, first->sensor, second->sensor,
	                  second->conversation.first_us - first->conversation.first_us);
}

/* --- Which of them are one --------------------------------------------------------- */

/* Times as the first sensor's clock shows them. */
static int64_t ahead(const struct sensor_join *join, const struct held *held)
{
	return held->sensor == SENSORS_NONE
	               ? 0
	               : sensors_at(join->sensors, held->sensor)->ahead_us;
}

static int64_t slack(const struct sensor_join *join, const struct held *a,
                     const struct held *b)
{
	return sensors_at(join->sensors, a->sensor)->common +
	                               sensors_at(join->sensors, b->sensor)->common >
	                       0
	               ? SLACK_US
	               : SLACK_UNKNOWN_US;
}

/* One of the same ends, in the order of time. */
struct near {
	int64_t first_us, last_us;
	uint32_t number;
	bool is_taken;
};

static int compare_near(const void *a, const void *b)
{
	const struct near *x = a, *y = b;

	if (x->first_us != y->first_us)
		return x->first_us < y->first_us ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

/* Join what others saw of @near[at], whose set is of its sensor alone. */
static void gather(struct sensor_join *join, struct near *near, size_t count, size_t at)
{
	struct held *begin = &join->held[near[at].number];
	struct held *end = begin;
	int64_t last_us = near[at].last_us;

	for (size_t i = at + 1; i < count && i <= at + NEAR; i++) {
		struct held *other = &join->held[near[i].number];

		if (near[i].is_taken || other->sensor == SENSORS_NONE ||
		    near[i].first_us > last_us + slack(join, begin, other) ||
		    sensors_has(join->sensors, begin->conversation.sensors,
		                other->sensor))
			continue;
		begin->conversation.sensors =
			sensors_union(join->sensors, begin->conversation.sensors,
		                      other->conversation.sensors);
		end->with = near[i].number;
		end = other;
		near[i].is_taken = other->is_taken = true;
		if (near[i].last_us > last_us)
			last_us = near[i].last_us;
	}
}

static size_t list_near(const struct sensor_join *join, const struct held *first,
                        struct near *near)
{
	uint32_t number = (uint32_t)(first - join->held);
	size_t count = 0;

	for (; number != NONE; number = join->held[number].next) {
		const struct held *held = &join->held[number];

		near[count++] = (struct near){
			.first_us = held->conversation.first_us - ahead(join, held),
			.last_us = held->conversation.last_us - ahead(join, held),
			.number = number,
		};
	}
	array_sort(near, count, sizeof(*near), compare_near);
	return count;
}

/* Of those with the same ends as @first; @near has room for all. */
static void group(struct sensor_join *join, const struct held *first, struct near *near)
{
	size_t count = list_near(join, first, near);

	for (size_t i = 0; i < count; i++)
		if (!near[i].is_taken &&
		    join->held[near[i].number].sensor != SENSORS_NONE)
			gather(join, near, count, i);
}

/* --- What they are together -------------------------------------------------------- */

/* How much a sensor saw of it: an answer most of all, then who began, and all of it. */
static unsigned worth_of(const struct conversation *conversation)
{
	return (unsigned)(conversation->packets[FLOW_RESPONDER] > 0) << 10 |
	       (unsigned)!flow_direction_is_guess(
		       (enum flow_direction_by)conversation->direction_by)
	               << 9 |
	       (unsigned)(conversation->unseen == 0) << 8 |
	       (unsigned)__builtin_popcountll(conversation_hints(conversation));
}

static uint64_t more(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* Its marks at either sensor, of both directions. */
static void compare_marks(struct sensor_join *join, const struct held *a,
                          const struct held *b, const struct conversation *other)
{
	const struct conversation *one = &a->conversation;
	bool turn = a->sensor > b->sensor;

	for (size_t side = 0; side < 2 && one->modality; side++) {
		const struct sensor_remark remark = {
			.sensor = { turn ? b->sensor : a->sensor,
			            turn ? a->sensor : b->sensor },
			.dscp = { turn ? other->dscp[side] : one->dscp[side],
			          turn ? one->dscp[side] : other->dscp[side] },
			.modality = one->modality,
			.streams = 1,
		};

		if (one->packets[side] > 0 && other->packets[side] > 0 &&
		    one->dscp[side] != other->dscp[side])
			sensors_remark(join->sensors, &remark);
	}
}

/* Add to @sum what @other, seen by another sensor whose clock is @apart_us ahead, has beside it. */
static void add(struct conversation *sum, const struct conversation *other,
                int64_t apart_us)
{
	for (size_t side = 0; side < 2; side++) {
		sum->hints[side] |= other->hints[side];
		sum->packets[side] = more(sum->packets[side], other->packets[side]);
		sum->bytes[side] = more(sum->bytes[side], other->bytes[side]);
	}
	sum->spoke |= other->spoke;
	sum->unseen &= other->unseen | (uint8_t)(other->unseen ? FLOW_UNSEEN_PART : 0);
	sum->flows = more(sum->flows, other->flows);
	if (other->first_us - apart_us < sum->first_us)
		sum->first_us = other->first_us - apart_us;
	if (other->last_us - apart_us > sum->last_us)
		sum->last_us = other->last_us - apart_us;
	if (!sum->modality)
		sum->modality = other->modality;
	if (!sum->protocol[0])
		memcpy(sum->protocol, other->protocol, sizeof(sum->protocol));
}

/* Whoever was read first: of two that saw as much it is always the same one. */
static bool is_better(const struct sensor_join *join, const struct held *a,
                      const struct held *b)
{
	unsigned worth = worth_of(&a->conversation), other = worth_of(&b->conversation);

	return worth != other ? worth > other
	                      : strcmp(sensors_at(join->sensors, a->sensor)->name,
	                               sensors_at(join->sensors, b->sensor)->name) < 0;
}

static const struct held *best_of(const struct sensor_join *join,
                                  const struct held *begin)
{
	const struct held *best = begin;

	for (uint32_t i = begin->with; i != NONE; i = join->held[i].with)
		if (is_better(join, &join->held[i], best))
			best = &join->held[i];
	return best;
}

/* One way round, as the best of them knows it. */
static struct conversation as_seen_by(const struct conversation *conversation,
                                      const struct conversation *best)
{
	struct conversation other = *conversation;

	if (!address_equal(&other.initiator, &best->initiator) ||
	    other.initiator_port != best->initiator_port)
		conversation_orient(&other, true,
		                    (enum flow_direction_by)best->direction_by);
	return other;
}

static void give_joined(struct sensor_join *join, const struct held *begin)
{
	const struct held *best = best_of(join, begin);
	struct conversation sum = best->conversation;
	const struct detail_list *details = best->details;

	sum.sensors = begin->conversation.sensors;
	/* What none of them saw alone is not there for not being seen. */
	if (sum.unseen)
		sum.unseen |= FLOW_UNSEEN_PART;
	for (const struct held *one = begin;; one = &join->held[one->with]) {
		if (one != best) {
			struct conversation other =
				as_seen_by(&one->conversation, &best->conversation);

			compare_marks(join, best, one, &other);
			add(&sum, &other, ahead(join, one) - ahead(join, best));
			if (!details)
				details = one->details;
		}
		if (one->with == NONE)
			break;
	}
	join->take(&sum, details, join->context);
}

static void give(struct sensor_join *join, const struct held *begin)
{
	if (begin->with == NONE)
		join->take(&begin->conversation, begin->details, join->context);
	else
		give_joined(join, begin);
}

/* --- All of them ------------------------------------------------------------------- */

static void join_held(struct sensor_join *join)
{
	struct near *near = malloc((join->count + 1) * sizeof(*near));

	for (size_t i = 0; i < join->count; i++)
		if (join->held[i].is_first)
			compare_clocks(join, &join->held[i]);
	sensor_clocks_settle(join->clocks, join->sensors);
	/* Without memory each is one. */
	for (size_t i = 0; near && i < join->count; i++)
		if (join->held[i].is_first && join->held[i].next != NONE)
			group(join, &join->held[i], near);
	free(near);
}

void sensor_join_settle(struct sensor_join *join)
{
	if (sensors_are_several(join->sensors))
		join_held(join);
	for (size_t i = 0; i < join->count; i++)
		if (!join->held[i].is_taken)
			give(join, &join->held[i]);
	for (size_t i = 0; i < join->count; i++)
		detail_list_destroy(join->held[i].details);
	join->count = 0;
	join->used = 0;
	slot_index_reset(&join->by_ends, FIRST_SLOTS);
}

/* --- Holding ------------------------------------------------------------------------ */

/* The first one with the same ends; NULL: there is none. */
static struct held *find_first(struct sensor_join *join, const struct ends *ends,
                               uint32_t hash)
{
	uint32_t number;

	for (size_t slot = hash; (number = slot_index_next(&join->by_ends, hash,
	                                                   &slot)) != SLOT_INDEX_NONE;) {
		struct ends others = ends_of(&join->held[number].conversation);

		if (memcmp(ends, &others, sizeof(others)) == 0)
			return &join->held[number];
	}
	return NULL;
}

/* @return false when there is no room for it */
static bool hold(struct sensor_join *join, const struct held *fresh)
{
	struct ends ends = ends_of(&fresh->conversation);
	uint32_t hash = (uint32_t)hash_bytes(&join->key, &ends, sizeof(ends));
	uint32_t number = (uint32_t)join->count;
	struct held *first;

	if (!array_reserve(&join->held, &join->capacity, join->count,
	                   sizeof(*join->held)))
		return false;
	first = find_first(join, &ends, hash);
	if (!first && !slot_index_add(&join->by_ends, hash, number))
		return false;
	join->held[number] = *fresh;
	join->held[number].is_first = !first;
	join->held[number].last = number;
	join->count++;
	if (!first)
		return true;
	join->held[first->last].next = number;
	first->last = number;
	return true;
}

static size_t cost_of(const struct held *held)
{
	return sizeof(*held) + sizeof(struct near) + SLOT_INDEX_COST +
	       detail_memory(held->details);
}

/* Those that come together wait for the last of them, within reason. */
static bool is_full(const struct sensor_join *join, const struct held *fresh)
{
	size_t needed = join->used + cost_of(fresh);
	struct ends ends, latest;

	if (join->count < FEWEST || needed <= join->memory)
		return false;
	if (!join->sorted || needed > 2 * join->memory)
		return true;
	ends = ends_of(&fresh->conversation);
	latest = ends_of(&join->held[join->count - 1].conversation);
	return memcmp(&ends, &latest, sizeof(ends)) != 0;
}

static void make_room(struct sensor_join *join)
{
	if (!join->sorted)
		join->hurried += join->count;
	sensor_join_settle(join);
}

void sensor_join_add(struct sensor_join *join, const struct conversation *conversation,
                     struct detail_list *details, uint16_t sensor)
{
	struct held fresh = {
		.conversation = *conversation,
		.details = details,
		.next = NONE,
		.with = NONE,
		.sensor = sensor,
	};

	fresh.conversation.sensors = sensors_alone(join->sensors, sensor);
	sensors_count_flows(join->sensors, sensor, conversation->flows);
	if (is_full(join, &fresh))
		make_room(join);
	if (hold(join, &fresh)) {
		join->used += cost_of(&fresh);
		return;
	}
	join->hurried++;
	give(join, &fresh);
	detail_list_destroy(details);
}
