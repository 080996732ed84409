/* SPDX-License-Identifier: BSD-2-Clause */
#include "qos_table.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "inspect/detail.h"
#include "inspect/hint.h"
#include "inspect/modality.h"
#include "judge/conversation.h"

#define FIRST_SLOTS  64
#define STREAM_LEAST 10 /* packets; what is less was a check */
#define THOUSANDTHS  1000

bool qos_table_init(struct qos_table *table)
{
	*table = (struct qos_table){ .key = hash_key_random() };
	return slot_index_init(&table->index, FIRST_SLOTS);
}

void qos_table_fini(struct qos_table *table)
{
	free(table->pairs);
	slot_index_fini(&table->index);
	*table = (struct qos_table){ 0 };
}

static uint32_t hash_of(const struct qos_table *table, const struct address *from,
                        const struct address *to, uint8_t modality)
{
	uint8_t key[2 * sizeof(from->bytes) + 1];

	memcpy(key, from->bytes, sizeof(from->bytes));
	memcpy(key + sizeof(from->bytes), to->bytes, sizeof(to->bytes));
	key[sizeof(key) - 1] = modality;
	return (uint32_t)hash_bytes(&table->key, key, sizeof(key));
}

/* @return NULL when there is no room */
static struct qos_pair *find_or_add(struct qos_table *table, const struct address *from,
                                    const struct address *to, uint8_t modality)
{
	uint32_t hash = hash_of(table, from, to, modality), number;

	for (size_t slot = hash;
	     (number = slot_index_next(&table->index, hash, &slot)) != SLOT_INDEX_NONE;) {
		struct qos_pair *pair = &table->pairs[number];

		if (pair->modality == modality && address_equal(&pair->from, from) &&
		    address_equal(&pair->to, to))
			return pair;
	}
	if (table->count == QOS_PAIRS ||
	    !array_reserve(&table->pairs, &table->capacity, table->count,
	                   sizeof(*table->pairs)) ||
	    !slot_index_add(&table->index, hash, (uint32_t)table->count))
		return NULL;
	table->pairs[table->count] =
		(struct qos_pair){ .from = *from, .to = *to, .modality = modality };
	return &table->pairs[table->count++];
}

static void add_mark(struct qos_pair *pair, uint8_t dscp, uint64_t streams)
{
	size_t i = 0;

	while (i < pair->mark_count && pair->marks[i].dscp != dscp)
		i++;
	if (i == pair->mark_count) {
		if (i == QOS_MARKS)
			i--;
		else
			pair->marks[pair->mark_count++] =
				(struct qos_mark){ .dscp = dscp };
	}
	pair->marks[i].streams += streams;
}

/* "0.12" of a per cent; not there when it was not measured. */
static void add_measured(struct qos_sum *sum, const struct detail_list *details,
                         enum detail key, uint64_t streams)
{
	char text[16] = { 0 }, *end;
	size_t len;
	const char *value = detail_get(details, key, &len);
	double number;

	if (!value || len == 0 || len >= sizeof(text))
		return;
	memcpy(text, value, len);
	number = strtod(text, &end);
	if (end == text || !(number >= 0 && number < 1e9))
		return;
	sum->thousandths += (uint64_t)(number * THOUSANDTHS + 0.5) * streams;
	sum->streams += streams;
}

static void observe_side(struct qos_table *table, const struct conversation *conversation,
                         const struct detail_list *details, enum flow_side side)
{
	const struct address *ends[2] = { &conversation->initiator,
		                          &conversation->responder };
	unsigned end = conversation->initiator_end ^ (unsigned)side;
	uint64_t streams = conversation->flows;
	struct qos_pair *pair =
		find_or_add(table, ends[side], ends[!side], conversation->modality);

	if (!pair) {
		table->left_out += streams;
		return;
	}
	pair->streams += streams;
	add_mark(pair, conversation->dscp[side], streams);
	add_measured(&pair->loss, details, detail_by_end(DETAIL_RTP_LOSS, end), streams);
	add_measured(&pair->jitter, details, detail_by_end(DETAIL_RTP_JITTER, end),
	             streams);
}

void qos_table_observe(struct qos_table *table, const struct conversation *conversation,
                       const struct detail_list *details)
{
	const uint64_t media = HINT_BIT(HINT_RTP) | HINT_BIT(HINT_RFC4571);

	if (conversation->modality == MODALITY_UNKNOWN || conversation->flows == 0)
		return;
	for (unsigned side = 0; side < 2; side++)
		if (conversation->hints[side] & media &&
		    conversation->packets[side] >= STREAM_LEAST)
			observe_side(table, conversation, details, (enum flow_side)side);
}
