/* SPDX-License-Identifier: BSD-2-Clause */
#include "joined_facts.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/slot_index.h"
#include "inspect/detail.h"

#define FIRST_SLOTS 1024

struct joined_facts {
	/* owned: JOINED_FACTS_MOST, the oldest is replaced; NULL until there is one */
	struct joined_fact *ring;
	uint64_t count;          /* ever added */
	uint64_t forgotten;      /* of those, replaced before a flow asked */
	struct slot_index index; /* of the ring */
	struct hash_key key;
};

struct joined_facts *joined_facts_create(void)
{
	struct joined_facts *facts = calloc(1, sizeof(*facts));

	if (!facts)
		return NULL;
	facts->key = hash_key_random();
	if (slot_index_init(&facts->index, FIRST_SLOTS))
		return facts;
	free(facts);
	return NULL;
}

uint64_t joined_facts_hash(const struct joined_facts *facts, const struct joined_id *id)
{
	const uint64_t words[] = { (uint64_t)id->space << 16 | id->input,
		                   hash_bytes(&facts->key, id->text, id->len) };
	uint64_t hash = hash_bytes(&facts->key, words, sizeof(words));

	return hash ? hash : 1;
}

static struct joined_fact *look_up(struct joined_facts *facts, uint64_t hash)
{
	size_t slot = (uint32_t)hash;
	uint32_t number;

	while ((number = slot_index_next(&facts->index, (uint32_t)hash, &slot)) !=
	       SLOT_INDEX_NONE)
		if (facts->ring[number].hash == hash)
			return &facts->ring[number];
	return NULL;
}

const struct joined_fact *joined_facts_find(struct joined_facts *facts, uint64_t hash)
{
	struct joined_fact *fact = look_up(facts, hash);

	if (fact)
		fact->asked = true;
	return fact;
}

/* What says nothing of a flow's words is a certificate, which not every flow shows. */
static bool is_missed(const struct joined_fact *fact)
{
	return !fact->asked && (fact->hints[0] | fact->hints[1]) != 0;
}

struct joined_fact *joined_facts_add(struct joined_facts *facts, uint64_t hash)
{
	struct joined_fact *fact = look_up(facts, hash);
	uint32_t number = (uint32_t)(facts->count % JOINED_FACTS_MOST);

	if (fact)
		return fact;
	if (!facts->ring)
		facts->ring = calloc(JOINED_FACTS_MOST, sizeof(*facts->ring));
	if (!facts->ring)
		return NULL;
	fact = &facts->ring[number];
	if (fact->hash) {
		facts->forgotten += is_missed(fact);
		slot_index_remove(&facts->index, (uint32_t)fact->hash, number);
		detail_list_destroy(fact->details);
	}
	*fact = (struct joined_fact){ .hash = 0 };
	if (!slot_index_add(&facts->index, (uint32_t)hash, number))
		return NULL;
	fact->hash = hash;
	facts->count++;
	return fact;
}

uint64_t joined_facts_forgotten(const struct joined_facts *facts)
{
	return facts->forgotten;
}

void joined_facts_destroy(struct joined_facts *facts)
{
	if (!facts)
		return;
	for (size_t i = 0; i < JOINED_FACTS_MOST && i < facts->count; i++)
		detail_list_destroy(facts->ring[i].details);
	slot_index_fini(&facts->index);
	free(facts->ring);
	free(facts);
}
