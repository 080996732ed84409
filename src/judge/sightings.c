/* SPDX-License-Identifier: BSD-2-Clause */
#include "sightings.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/slot_index.h"
#include "judge/conversation.h"
#include "judge/sensors.h"

#include "knowledge.h"
#include "tally.h"

#define FIRST_SLOTS 1024
#define MOST_PAIRS  (1u << 20) /* of hosts: 36 MB and their index */
#define MOST        4096       /* listeners, for each sensor */
#define MARGIN_US   US_PER_SECOND

/* Two hosts, whoever of them asks. */
struct pair {
	struct address low, high;
	uint32_t sensors; /* a set */
};

struct sightings {
	struct sensors *sensors; /* borrowed */
	struct hash_key key;
	struct pair *pairs; /* owned */
	size_t pair_count, pair_capacity;
	struct slot_index by_hosts;
	struct sighting *items; /* owned */
	size_t count, capacity;
	struct slot_index by_listener;
};

void sightings_destroy(struct sightings *sightings)
{
	if (!sightings)
		return;
	free(sightings->pairs);
	free(sightings->items);
	slot_index_fini(&sightings->by_hosts);
	slot_index_fini(&sightings->by_listener);
	free(sightings);
}

const struct sighting *sightings_all(const struct sightings *sightings, size_t *count)
{
	*count = sightings->count;
	return sightings->items;
}

/* --- Who stands between two hosts ----------------------------------------------------- */

static struct pair pair_of(const struct conversation *conversation)
{
	bool low = memcmp(&conversation->initiator, &conversation->responder,
	                  sizeof(conversation->initiator)) < 0;

	return (struct pair){
		.low = low ? conversation->initiator : conversation->responder,
		.high = low ? conversation->responder : conversation->initiator,
		.sensors = conversation->sensors,
	};
}

static uint32_t hash_pair(const struct sightings *sightings, const struct pair *pair)
{
	struct address both[2] = { pair->low, pair->high };

	return (uint32_t)hash_bytes(&sightings->key, both, sizeof(both));
}

static struct pair *find_pair(const struct sightings *sightings, const struct pair *like,
                              uint32_t hash)
{
	uint32_t number;

	for (size_t slot = hash; (number = slot_index_next(&sightings->by_hosts, hash,
	                                                   &slot)) != SLOT_INDEX_NONE;) {
		struct pair *pair = &sightings->pairs[number];

		if (address_equal(&pair->low, &like->low) &&
		    address_equal(&pair->high, &like->high))
			return pair;
	}
	return NULL;
}

static void meet(struct sightings *sightings, const struct conversation *conversation)
{
	struct pair fresh = pair_of(conversation);
	uint32_t hash = hash_pair(sightings, &fresh);
	struct pair *pair = find_pair(sightings, &fresh, hash);

	if (pair) {
		pair->sensors = sensors_union(sightings->sensors, (uint16_t)pair->sensors,
		                              conversation->sensors);
		return;
	}
	if (sightings->pair_count < MOST_PAIRS &&
	    array_reserve(&sightings->pairs, &sightings->pair_capacity,
	                  sightings->pair_count, sizeof(*sightings->pairs)) &&
	    slot_index_add(&sightings->by_hosts, hash, (uint32_t)sightings->pair_count))
		sightings->pairs[sightings->pair_count++] = fresh;
}

struct sightings *sightings_create(struct sensors *sensors,
                                   const struct knowledge *knowledge)
{
	struct sightings *sightings = calloc(1, sizeof(*sightings));

	if (!sightings)
		return NULL;
	sightings->sensors = sensors;
	sightings->key = hash_key_random();
	if (!slot_index_init(&sightings->by_hosts, FIRST_SLOTS) ||
	    !slot_index_init(&sightings->by_listener, FIRST_SLOTS)) {
		sightings_destroy(sightings);
		return NULL;
	}
	for (size_t i = 0; i < knowledge->tallies->count; i++) {
		struct conversation conversation = knowledge_conversation(
			knowledge, &knowledge->tallies->tallies[i]);

		meet(sightings, &conversation);
	}
	return sightings;
}

/* --- Who did not see what ------------------------------------------------------------- */

/* What clocks show is a moment: by which of them a conversation's times are, nobody knows. */
struct clocks {
	int64_t least_us, most_us; /* that those which saw it are ahead */
};

static struct clocks clocks_of(const struct sightings *sightings, uint16_t set)
{
	struct clocks clocks = { INT64_MAX, INT64_MIN };

	for (size_t i = 0; i < sensors_count(sightings->sensors); i++) {
		int64_t ahead_us = sensors_at(sightings->sensors, (uint16_t)i)->ahead_us;

		if (!sensors_has(sightings->sensors, set, (uint16_t)i))
			continue;
		clocks.least_us = ahead_us < clocks.least_us ? ahead_us : clocks.least_us;
		clocks.most_us = ahead_us > clocks.most_us ? ahead_us : clocks.most_us;
	}
	return clocks;
}

/* Not just begun to look, nor about to end. */
static bool looked(const struct sensor *sensor, const struct conversation *conversation,
                   const struct clocks *clocks)
{
	int64_t from_us = sensor->first_us - sensor->ahead_us + MARGIN_US;
	int64_t to_us = sensor->last_us - sensor->ahead_us - MARGIN_US;

	return sensor->whole && from_us <= conversation->first_us - clocks->most_us &&
	       conversation->last_us - clocks->least_us <= to_us;
}

static struct sighting *find_or_add(struct sightings *sightings,
                                    const struct sighting *fresh)
{
	struct {
		struct address listener;
		uint16_t port, missed_by;
		uint32_t transport;
	} key = { fresh->listener, fresh->port, fresh->missed_by, fresh->transport };
	uint32_t hash = (uint32_t)hash_bytes(&sightings->key, &key, sizeof(key)), number;

	for (size_t slot = hash; (number = slot_index_next(&sightings->by_listener, hash,
	                                                   &slot)) != SLOT_INDEX_NONE;) {
		struct sighting *item = &sightings->items[number];

		if (address_equal(&item->listener, &fresh->listener) &&
		    item->port == fresh->port && item->transport == fresh->transport &&
		    item->missed_by == fresh->missed_by && item->rule == fresh->rule)
			return item;
	}
	if (sightings->count == MOST ||
	    !array_reserve(&sightings->items, &sightings->capacity, sightings->count,
	                   sizeof(*sightings->items)) ||
	    !slot_index_add(&sightings->by_listener, hash, (uint32_t)sightings->count))
		return NULL;
	sightings->items[sightings->count] = *fresh;
	return &sightings->items[sightings->count++];
}

static void add_one(struct sightings *sightings, const struct conversation *conversation,
                    const struct rule *rule, uint16_t missed_by)
{
	const struct sighting fresh = {
		.listener = conversation->responder,
		.port = conversation->responder_port,
		.transport = conversation->transport,
		.rule = rule,
		.missed_by = missed_by,
		.seen_by = conversation->sensors,
		.first_us = conversation->first_us,
		.last_us = conversation->last_us,
	};
	struct sighting *item = find_or_add(sightings, &fresh);

	if (!item)
		return;
	item->seen_by = sensors_union(sightings->sensors, item->seen_by, fresh.seen_by);
	item->flows += conversation->flows;
	if (fresh.first_us < item->first_us)
		item->first_us = fresh.first_us;
	if (fresh.last_us > item->last_us)
		item->last_us = fresh.last_us;
}

void sightings_add(struct sightings *sightings, const struct conversation *conversation,
                   const struct rule *rule)
{
	struct pair like = pair_of(conversation);
	const struct pair *pair =
		find_pair(sightings, &like, hash_pair(sightings, &like));
	struct clocks clocks;

	if (!pair || !conversation->sensors || conversation->flows == 0)
		return;
	clocks = clocks_of(sightings, conversation->sensors);
	for (size_t i = 0; i < sensors_count(sightings->sensors); i++) {
		uint16_t sensor = (uint16_t)i;

		if (sensors_has(sightings->sensors, (uint16_t)pair->sensors, sensor) &&
		    !sensors_has(sightings->sensors, conversation->sensors, sensor) &&
		    looked(sensors_at(sightings->sensors, sensor), conversation, &clocks))
			add_one(sightings, conversation, rule, sensor);
	}
}
