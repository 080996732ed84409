/* SPDX-License-Identifier: BSD-2-Clause */
#include "attempt_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/transport.h"

#define FIRST_SLOTS 1024
#define FEWEST      1024
#define ATTEMPT_BYTES                                                                    \
	(sizeof(struct attempt) + OUTCOME_PEERS * sizeof(struct outcome_peer) +          \
	 SLOT_INDEX_COST)

struct attempt_key {
	struct address listener;
	uint16_t port;
	uint8_t transport, how;
};

_Static_assert(sizeof(struct attempt_key) == 20, "keys are compared as bytes");

static struct attempt_key key_of(const struct attempt *attempt)
{
	return (struct attempt_key){
		.listener = attempt->listener,
		.port = attempt->port,
		.transport = attempt->transport,
		.how = attempt->how,
	};
}

bool attempt_table_init(struct attempt_table *table, size_t memory,
                        struct sensors *sensors)
{
	*table = (struct attempt_table){
		.sensors = sensors,
		.key = hash_key_random(),
	};
	table->most = memory / ATTEMPT_BYTES;
	if (table->most < FEWEST)
		table->most = FEWEST;
	/* Once and for all: pages that are never written cost nothing. */
	table->memory_left = table->most * OUTCOME_PEERS * sizeof(struct outcome_peer);
	table->attempts = malloc(table->most * sizeof(*table->attempts));
	return table->attempts && slot_index_init(&table->by_key, FIRST_SLOTS);
}

void attempt_table_fini(struct attempt_table *table)
{
	for (size_t i = 0; i < table->count; i++)
		free(table->attempts[i].peers);
	free(table->attempts);
	slot_index_fini(&table->by_key);
	*table = (struct attempt_table){ 0 };
}

/* One reset among them is the responder's own word; an ICMP error is somebody else's. */
static enum attempt_how how_of(const struct conversation *conversation,
                               enum verdict_kind kind)
{
	switch (kind) {
	case VERDICT_UNANSWERED:
		return ATTEMPT_BY_UNANSWERED;
	case VERDICT_FAILED:
		return ATTEMPT_BY_HANDSHAKE;
	case VERDICT_REFUSED:
		return conversation->transport == TRANSPORT_TCP &&
		                       conversation->packets[FLOW_RESPONDER] > 0
		               ? ATTEMPT_BY_RESET
		               : ATTEMPT_BY_ICMP;
	default:
		return ATTEMPT_BY_SILENCE;
	}
}

/* ICE tries what may not work, RFC 8445 section 2.2; resets without a SYN come after a
 * conversation's end; to a group nobody answers. */
static bool says_nothing(const struct conversation *conversation,
                         const struct verdict *verdict)
{
	return conversation_is_to_many(conversation) ||
	       (conversation->transport == TRANSPORT_TCP &&
	        conversation->state == FLOW_NEW) ||
	       (verdict->rule && rule_is_media_range(verdict->rule) &&
	        conversation_hints(conversation) & HINT_BIT(HINT_STUN));
}

static struct attempt begin(const struct conversation *conversation,
                            const struct verdict *verdict)
{
	const struct rule *rule = verdict->rule;
	bool range = rule && (rule_is_wide(rule) || rule_is_media_range(rule));

	return (struct attempt){
		.listener = conversation->responder,
		.rule = rule,
		.port = range ? 0 : conversation->responder_port,
		.transport = conversation->transport,
		.how = (uint8_t)how_of(conversation, verdict->kind),
		.port_low = conversation->responder_port,
		.port_high = conversation->responder_port,
		.first_us = conversation->first_us,
		.last_us = conversation->last_us,
		.sensors = conversation->sensors,
	};
}

/* A connection that was accepted is one try; else every SYN or datagram is. */
static uint64_t tries_of(const struct conversation *conversation, uint8_t how)
{
	return how == ATTEMPT_BY_UNANSWERED || how == ATTEMPT_BY_HANDSHAKE
	               ? conversation->flows
	               : conversation->packets[FLOW_INITIATOR];
}

/* One listener that several rows ask for, of clients and of servers say, is told once: by
 * the first of them in the tables' order. */
static void tell_rule(struct attempt_table *table, struct attempt *attempt,
                      const struct rule *rule)
{
	if (!rule)
		return;
	if (!attempt->rule)
		table->without_row--;
	if (!attempt->rule || rule < attempt->rule)
		attempt->rule = rule;
}

static void fold(struct attempt_table *table, struct attempt *attempt,
                 const struct conversation *conversation)
{
	const struct address *peer = &conversation->initiator;

	attempt->flows += conversation->flows;
	attempt->tries += tries_of(conversation, attempt->how);
	if (conversation->responder_port < attempt->port_low)
		attempt->port_low = conversation->responder_port;
	if (conversation->responder_port > attempt->port_high)
		attempt->port_high = conversation->responder_port;
	if (conversation->first_us < attempt->first_us)
		attempt->first_us = conversation->first_us;
	if (conversation->last_us > attempt->last_us)
		attempt->last_us = conversation->last_us;
	attempt->sensors =
		sensors_union(table->sensors, attempt->sensors, conversation->sensors);
	attempt->peers_total +=
		attempt->peers_total == 0 || !address_equal(&attempt->last_peer, peer);
	attempt->last_peer = *peer;
	peer_list_add(&attempt->peers, &attempt->peer_count, peer, conversation->flows,
	              &table->memory_left);
}

static uint32_t hash_of(const struct attempt_table *table, const struct attempt *attempt)
{
	struct attempt_key key = key_of(attempt);

	return (uint32_t)hash_bytes(&table->key, &key, sizeof(key));
}

static struct attempt *find(struct attempt_table *table, const struct attempt *like,
                            uint32_t hash)
{
	struct attempt_key key = key_of(like);
	uint32_t number;

	for (size_t slot = hash; (number = slot_index_next(&table->by_key, hash,
	                                                   &slot)) != SLOT_INDEX_NONE;) {
		struct attempt_key other = key_of(&table->attempts[number]);

		if (memcmp(&key, &other, sizeof(key)) == 0)
			return &table->attempts[number];
	}
	return NULL;
}

/* @return NULL when there is no room */
static struct attempt *keep(struct attempt_table *table, const struct attempt *fresh,
                            uint32_t hash)
{
	bool full = table->count >= table->most ||
	            (!fresh->rule && table->without_row >= table->most / 2);

	if (full || !slot_index_add(&table->by_key, hash, (uint32_t)table->count)) {
		table->lost++;
		return NULL;
	}
	table->without_row += !fresh->rule;
	table->attempts[table->count] = *fresh;
	return &table->attempts[table->count++];
}

void attempt_table_add(struct attempt_table *table,
                       const struct conversation *conversation,
                       const struct verdict *verdict, bool known_only)
{
	struct attempt fresh = begin(conversation, verdict);
	uint32_t hash = hash_of(table, &fresh);
	struct attempt *attempt;

	if (says_nothing(conversation, verdict))
		return;
	attempt = find(table, &fresh, hash);
	if (!attempt && !known_only)
		attempt = keep(table, &fresh, hash);
	if (!attempt)
		return;
	tell_rule(table, attempt, verdict->rule);
	fold(table, attempt, conversation);
}
