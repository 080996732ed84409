/* SPDX-License-Identifier: BSD-2-Clause */
#include "tally.h"

#include <stdlib.h>
#include <string.h>

#include "judge/conversation.h"

#define FIRST_SLOTS 4096
#define EMPTY       UINT32_MAX
#define FEWEST      1024
#define SLOT_BYTES  (4 * sizeof(struct tally_slot)) /* a table at half load, at most */

/* What has to agree; hashed and compared as bytes, so without padding. */
struct tally_key {
	uint64_t hints;
	uint32_t initiator, responder;
	uint16_t initiator_port, responder_port;
	uint8_t transport, state, direction_by, modality;
};

_Static_assert(sizeof(struct tally_key) == 24, "keys are compared as bytes");

static struct tally_key key_of(const struct tally *tally)
{
	return (struct tally_key){
		.hints = tally->hints,
		.initiator = tally->initiator,
		.responder = tally->responder,
		.initiator_port =
			tally->direction_by > FLOW_BY_HELLO ? tally->initiator_port : 0,
		.responder_port = tally->responder_port,
		.transport = tally->transport,
		.state = tally->state,
		.direction_by = tally->direction_by,
		.modality = tally->modality,
	};
}

static void place(struct tally_slot *slots, size_t mask, struct tally_slot entry)
{
	size_t slot = entry.hash & mask;

	while (slots[slot].number != EMPTY)
		slot = (slot + 1) & mask;
	slots[slot] = entry;
}

static bool make_slots(struct tally_table *table, size_t count)
{
	struct tally_slot *slots = malloc(count * sizeof(*slots));

	if (!slots)
		return false;
	memset(slots, 0xff, count * sizeof(*slots)); /* all EMPTY */
	for (size_t i = 0; table->slots && i <= table->slot_mask; i++)
		if (table->slots[i].number != EMPTY)
			place(slots, count - 1, table->slots[i]);
	free(table->slots);
	table->slots = slots;
	table->slot_mask = count - 1;
	return true;
}

bool tally_table_init(struct tally_table *table, size_t memory)
{
	*table = (struct tally_table){ .key = hash_key_random() };
	table->most = memory / (sizeof(struct tally) + SLOT_BYTES);
	if (table->most < FEWEST)
		table->most = FEWEST;
	/* Once and for all: pages that are never written cost nothing. */
	table->tallies = malloc(table->most * sizeof(*table->tallies));
	return table->tallies && make_slots(table, FIRST_SLOTS);
}

void tally_table_fini(struct tally_table *table)
{
	free(table->tallies);
	free(table->slots);
	*table = (struct tally_table){ 0 };
}

void tally_table_clear(struct tally_table *table)
{
	table->count = 0;
	memset(table->slots, 0xff, (table->slot_mask + 1) * sizeof(*table->slots));
}

static void fold(struct tally *tally, const struct conversation *conversation)
{
	tally->flows += conversation->flows;
	for (size_t side = 0; side < 2; side++) {
		tally->packets[side] += conversation->packets[side];
		tally->bytes[side] += conversation->bytes[side];
	}
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
		.hints = conversation->hints,
		.first_us = conversation->first_us,
		.last_us = conversation->last_us,
		.initiator = initiator,
		.responder = responder,
		.initiator_port = conversation->initiator_port,
		.responder_port = conversation->responder_port,
		.transport = conversation->transport,
		.state = conversation->state,
		.direction_by = conversation->direction_by,
		.modality = conversation->modality,
	};
}

bool tally_table_add(struct tally_table *table, const struct conversation *conversation,
                     uint32_t initiator, uint32_t responder)
{
	struct tally fresh = begin(conversation, initiator, responder);
	struct tally_key key = key_of(&fresh);
	uint32_t hash = (uint32_t)hash_bytes(&table->key, &key, sizeof(key));
	size_t slot = hash & table->slot_mask;

	for (; table->slots[slot].number != EMPTY; slot = (slot + 1) & table->slot_mask) {
		if (table->slots[slot].hash != hash)
			continue;

		struct tally *tally = &table->tallies[table->slots[slot].number];
		struct tally_key other = key_of(tally);

		if (memcmp(&key, &other, sizeof(key)) == 0) {
			fold(tally, conversation);
			return true;
		}
	}
	if (table->count >= table->most)
		return false;
	fold(&fresh, conversation);
	table->slots[slot] = (struct tally_slot){ hash, (uint32_t)table->count };
	table->tallies[table->count++] = fresh;
	return table->count * 2 <= table->slot_mask ||
	       make_slots(table, (table->slot_mask + 1) * 2);
}
