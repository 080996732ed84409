/* SPDX-License-Identifier: BSD-2-Clause */
#include "tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/prefetch.h"
#include "base/sum.h"
#include "judge/conversation.h"

#define FIRST_SLOTS 4096
#define FEWEST      1024

/* What has to agree; hashed and compared as bytes, so without padding. */
struct tally_key {
	uint64_t hints[2];
	uint32_t initiator, responder;
	uint16_t initiator_port, responder_port;
	uint8_t transport;
	uint8_t direction_by : 4, modality : 4;
	uint8_t state : 4, unseen : 4;
	uint8_t asked;
};

_Static_assert(sizeof(struct tally_key) == 32, "keys are compared as bytes");
_Static_assert(sizeof(((struct conversation *)0)->protocol) ==
                       sizeof(((struct tally *)0)->protocol) + 1,
               "all but the NUL is kept");

static struct tally_key key_of(const struct tally *tally)
{
	return (struct tally_key){
		.hints = { tally->hints[0], tally->hints[1] },
		.initiator = tally->initiator,
		.responder = tally->responder,
		.initiator_port = tally_may_turn(tally) ? tally->initiator_port : 0,
		.responder_port = tally->responder_port,
		.transport = tally->transport,
		.state = tally->state & 15,
		.unseen = tally->unseen & 15,
		.direction_by = tally->direction_by & 15,
		.modality = tally->modality & 15,
		.asked = tally->asked,
	};
}

bool tally_table_init(struct tally_table *table, size_t memory, size_t beside)
{
	*table = (struct tally_table){ .key = hash_key_random() };
	table->cost = sizeof(struct tally) + SLOT_INDEX_COST + beside;
	table->most = memory / table->cost;
	if (table->most < FEWEST)
		table->most = FEWEST;
	/* Once and for all: pages that are never written cost nothing. */
	table->tallies = malloc(table->most * sizeof(*table->tallies));
	return table->tallies && slot_index_init(&table->index, FIRST_SLOTS);
}

void tally_table_fini(struct tally_table *table)
{
	free(table->tallies);
	slot_index_fini(&table->index);
	*table = (struct tally_table){ 0 };
}

void tally_table_yield(struct tally_table *table, size_t bytes)
{
	size_t less = (bytes + table->cost - 1) / table->cost;

	table->most = table->most > FEWEST + less ? table->most - less : FEWEST;
}

void tally_table_clear(struct tally_table *table)
{
	table->count = 0;
	slot_index_clear(&table->index);
}

static void fold(struct tally *tally, const struct conversation *conversation)
{
	tally->flows += conversation->flows;
	for (size_t side = 0; side < 2; side++) {
		sum_add(&tally->packets[side], conversation->packets[side]);
		sum_add(&tally->bytes[side], conversation->bytes[side]);
	}
	tally->spoke |= conversation->spoke;
	tally->hours |= conversation->hours ? conversation->hours
	                                    : conversation_hours(conversation->first_us,
	                                                         conversation->last_us);
	if (conversation->first_us < tally->first_us)
		tally->first_us = conversation->first_us;
	if (conversation->last_us > tally->last_us)
		tally->last_us = conversation->last_us;
	if (!tally->protocol[0])
		memcpy(tally->protocol, conversation->protocol, sizeof(tally->protocol));
}

static struct tally begin(const struct conversation *conversation, uint32_t initiator,
                          uint32_t responder)
{
	return (struct tally){
		.hints = { conversation->hints[0], conversation->hints[1] },
		.first_us = conversation->first_us,
		.last_us = conversation->last_us,
		.initiator = initiator,
		.responder = responder,
		.initiator_port = conversation->initiator_port,
		.responder_port = conversation->responder_port,
		.transport = conversation->transport,
		.state = conversation->state & 15,
		.unseen = conversation->unseen & 15,
		.direction_by = conversation->direction_by & 15,
		.modality = conversation->modality & 15,
		.asked = conversation->asked,
		.sensors = conversation->sensors,
	};
}

uint32_t tally_table_hash(const struct tally_table *table,
                          const struct conversation *conversation, uint32_t initiator,
                          uint32_t responder)
{
	struct tally fresh = begin(conversation, initiator, responder);
	struct tally_key key = key_of(&fresh);
	uint32_t hash = (uint32_t)hash_bytes(&table->key, &key, sizeof(key)) ^
	                hash_number(conversation->sensors);

	slot_index_expect(&table->index, hash);
	return hash;
}

void tally_table_expect(const struct tally_table *table, uint32_t hash)
{
	size_t slot = hash;
	uint32_t number = slot_index_next(&table->index, hash, &slot);

	if (number != SLOT_INDEX_NONE)
		prefetch_object(&table->tallies[number], sizeof(struct tally));
}

static uint32_t find(const struct tally_table *table, const struct tally *like,
                     uint32_t hash)
{
	struct tally_key key = key_of(like);
	uint32_t number;

	for (size_t slot = hash;
	     (number = slot_index_next(&table->index, hash, &slot)) != SLOT_INDEX_NONE;) {
		struct tally_key other = key_of(&table->tallies[number]);

		if (memcmp(&key, &other, sizeof(key)) == 0 &&
		    table->tallies[number].sensors == like->sensors)
			break;
	}
	return number;
}

const struct tally *tally_table_find(const struct tally_table *table,
                                     const struct conversation *conversation,
                                     uint32_t initiator, uint32_t responder)
{
	struct tally like = begin(conversation, initiator, responder);
	uint32_t hash = tally_table_hash(table, conversation, initiator, responder);
	uint32_t number = find(table, &like, hash);

	return number == SLOT_INDEX_NONE ? NULL : &table->tallies[number];
}

bool tally_table_add(struct tally_table *table, const struct conversation *conversation,
                     uint32_t initiator, uint32_t responder, uint32_t hash)
{
	struct tally fresh = begin(conversation, initiator, responder);
	uint32_t number = find(table, &fresh, hash);

	if (number != SLOT_INDEX_NONE) {
		fold(&table->tallies[number], conversation);
		return true;
	}
	if (table->count >= table->most ||
	    !slot_index_add(&table->index, hash, (uint32_t)table->count))
		return false;
	fold(&fresh, conversation);
	table->tallies[table->count++] = fresh;
	return true;
}
