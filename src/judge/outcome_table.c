/* SPDX-License-Identifier: BSD-2-Clause */
#include "outcome_table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/sum.h"

#define FIRST_SLOTS 1024
#define FEWEST      1024
/* With one peer, as most have; more are taken as they come. */
#define OUTCOME_BYTES                                                                    \
	(sizeof(struct outcome) + sizeof(struct outcome_peer) + SLOT_INDEX_COST)
#define SCAN_BYTES (sizeof(struct outcome_scan) + SLOT_INDEX_COST)

struct outcome_key {
	struct address listener;
	const struct row *row, *nearest;
	uint16_t port;
	uint8_t transport, kind, twist, expired;
	uint16_t allow;
};

_Static_assert(sizeof(struct outcome_key) == 40, "keys are compared as bytes");

/* Both directions of a row are one service. */
static const struct row *row_of(const struct rule *rule)
{
	return rule ? rule->row : NULL;
}

static struct outcome_key key_of(const struct outcome *outcome)
{
	return (struct outcome_key){
		.listener = outcome->listener,
		.row = row_of(outcome->rule),
		.nearest = row_of(outcome->nearest),
		.port = outcome->port,
		.transport = outcome->transport,
		.kind = outcome->kind,
		.twist = outcome->twist,
		.expired = outcome->expired_allow,
		.allow = (uint16_t)outcome->allow,
	};
}

static size_t at_least(size_t most, size_t fewest)
{
	return most < fewest ? fewest : most;
}

bool outcome_table_init(struct outcome_table *table, size_t memory,
                        struct sensors *sensors)
{
	*table = (struct outcome_table){
		.sensors = sensors,
		.key = hash_key_random(),
		.most = at_least(memory / 16 * 11 / OUTCOME_BYTES, FEWEST),
		.most_scans = at_least(memory / 4 / SCAN_BYTES, FEWEST),
	};
	table->memory_left = table->most * OUTCOME_BYTES;
	/* Once and for all: pages that are never written cost nothing. */
	table->outcomes = malloc(table->most * sizeof(*table->outcomes));
	table->scans = malloc(table->most_scans * sizeof(*table->scans));
	return table->outcomes && table->scans &&
	       slot_index_init(&table->by_key, FIRST_SLOTS) &&
	       slot_index_init(&table->by_source, FIRST_SLOTS) &&
	       attempt_table_init(&table->attempts, memory / 16, sensors) &&
	       traffic_table_init(&table->traffic);
}

bool outcome_table_grant(struct outcome_table *table, size_t bytes)
{
	size_t most = table->most + bytes / OUTCOME_BYTES;
	struct outcome *more = realloc(table->outcomes, most * sizeof(*more));

	if (!more)
		return false;
	table->outcomes = more;
	table->most = most;
	table->memory_left += bytes;
	return true;
}

size_t outcome_table_settle(struct outcome_table *table, size_t bytes)
{
	size_t back = table->memory_left < bytes ? table->memory_left : bytes;

	table->memory_left -= back;
	return bytes - back;
}

void outcome_table_fini(struct outcome_table *table)
{
	for (size_t i = 0; i < table->count; i++)
		free(table->outcomes[i].peers);
	free(table->outcomes);
	free(table->scans);
	slot_index_fini(&table->by_key);
	slot_index_fini(&table->by_source);
	attempt_table_fini(&table->attempts);
	traffic_table_fini(&table->traffic);
	*table = (struct outcome_table){ 0 };
}

/* Listeners of a media range are one service, not thousands. */
static uint16_t folded_port(const struct conversation *conversation,
                            const struct verdict *verdict)
{
	const struct rule *rule = verdict->rule;

	if (!rule || verdict_is_unexpected(verdict->kind) ||
	    !(rule_is_wide(rule) || rule_is_media_range(rule)))
		return conversation->responder_port;
	return 0;
}

/* Sides that carried payload. */
static uint8_t worth_of(const struct conversation *conversation)
{
	return (uint8_t)(conversation_spoke(conversation, FLOW_INITIATOR) +
	                 conversation_spoke(conversation, FLOW_RESPONDER));
}

static struct outcome begin(const struct conversation *conversation,
                            const struct verdict *verdict, bool expired_allow)
{
	return (struct outcome){
		.listener = conversation->responder,
		.port = folded_port(conversation, verdict),
		.transport = conversation->transport,
		.kind = (uint8_t)verdict->kind,
		.twist = (uint8_t)verdict->twist,
		.worth = worth_of(conversation),
		.allow = verdict->allow,
		.expired_allow = expired_allow,
		.rule = verdict->rule,
		.nearest = verdict->nearest,
		.verdict = *verdict,
		.sample = *conversation,
		.port_low = conversation->responder_port,
		.port_high = conversation->responder_port,
		.first_us = conversation->first_us,
		.last_us = conversation->last_us,
		.sensors = conversation->sensors,
	};
}

/* One that was never folded knows its own period only. */
static void count_hours(struct outcome *outcome, const struct conversation *conversation)
{
	uint32_t hours = conversation->hours ? conversation->hours
	                                     : conversation_hours(conversation->first_us,
	                                                          conversation->last_us);

	for (; hours; hours &= hours - 1)
		outcome->hours[__builtin_ctz(hours)]++;
}

static void fold(struct outcome_table *table, struct outcome *outcome,
                 const struct conversation *conversation, const struct verdict *verdict)
{
	bool new_peer = outcome->peers_total == 0 ||
	                !address_equal(&outcome->last_peer, &conversation->initiator);

	outcome->flows += conversation->flows;
	for (size_t side = 0; side < 2; side++) {
		sum_add(&outcome->packets, conversation->packets[side]);
		sum_add(&outcome->bytes, conversation->bytes[side]);
		outcome->hints[side] |= conversation->hints[side];
	}
	if (worth_of(conversation) > outcome->worth)
		outcome->worth = worth_of(conversation);
	outcome->confirmed |= verdict->confirmed;
	/* What is known explains more than what was guessed. */
	if (flow_direction_is_guess(
		    (enum flow_direction_by)outcome->sample.direction_by) &&
	    !flow_direction_is_guess((enum flow_direction_by)conversation->direction_by))
		outcome->sample = *conversation;
	if (verdict->severity > outcome->verdict.severity)
		outcome->verdict.severity = verdict->severity;
	if (conversation->responder_port < outcome->port_low)
		outcome->port_low = conversation->responder_port;
	if (conversation->responder_port > outcome->port_high)
		outcome->port_high = conversation->responder_port;
	if (conversation->first_us < outcome->first_us)
		outcome->first_us = conversation->first_us;
	if (conversation->last_us > outcome->last_us)
		outcome->last_us = conversation->last_us;
	count_hours(outcome, conversation);
	outcome->sensors =
		sensors_union(table->sensors, outcome->sensors, conversation->sensors);
	outcome->peers_total += new_peer;
	outcome->last_peer = conversation->initiator;
	peer_list_add(&outcome->peers, &outcome->peer_count, &conversation->initiator,
	              conversation->flows, &table->memory_left);
}

static uint32_t hash_of(const struct outcome_table *table, const struct outcome *outcome)
{
	struct outcome_key key = key_of(outcome);

	return (uint32_t)hash_bytes(&table->key, &key, sizeof(key));
}

/*
 * The first outcome of less worth than @worth, from @from on. An outcome is never worth
 * less than it was, nor is what takes its place: nobody looks behind @from again.
 */
static struct outcome *find_lesser(struct outcome_table *table, uint8_t worth,
                                   size_t *from)
{
	for (; *from < table->count; ++*from)
		if (table->outcomes[*from].worth < worth)
			return &table->outcomes[*from];
	return NULL;
}

/* Have @fresh take the place of an outcome of less worth, of the least there is. */
static struct outcome *displace(struct outcome_table *table, const struct outcome *fresh,
                                uint32_t hash)
{
	struct outcome *least = NULL;

	if (fresh->worth > 0)
		least = find_lesser(table, 1, &table->worth_one);
	if (!least && fresh->worth > 1)
		least = find_lesser(table, 2, &table->worth_two);
	if (!least)
		return NULL;

	uint32_t number = (uint32_t)(least - table->outcomes);

	slot_index_remove(&table->by_key, hash_of(table, least), number);
	table->memory_left += peer_list_memory(least->peer_count);
	free(least->peers);
	table->lost += least->flows;
	*least = *fresh;
	if (slot_index_add(&table->by_key, hash, number))
		return least;
	assert(!"one was just removed");
	return NULL;
}

static struct outcome *find_or_begin(struct outcome_table *table,
                                     const struct outcome *fresh)
{
	struct outcome_key key = key_of(fresh);
	uint32_t hash = hash_of(table, fresh), number;

	for (size_t slot = hash; (number = slot_index_next(&table->by_key, hash,
	                                                   &slot)) != SLOT_INDEX_NONE;) {
		struct outcome_key other = key_of(&table->outcomes[number]);

		if (memcmp(&key, &other, sizeof(key)) == 0)
			return &table->outcomes[number];
	}
	if (table->count >= table->most || table->memory_left < OUTCOME_BYTES ||
	    !slot_index_add(&table->by_key, hash, (uint32_t)table->count))
		return displace(table, fresh, hash);
	table->memory_left -= sizeof(struct outcome) + SLOT_INDEX_COST;
	table->outcomes[table->count] = *fresh;
	return &table->outcomes[table->count++];
}

static int compare_scans(const void *a, const void *b)
{
	const struct outcome_scan *x = a, *y = b;

	return memcmp(&x->source, &y->source, sizeof(x->source));
}

void outcome_table_sort_scans(struct outcome_table *table)
{
	array_sort(table->scans, table->scan_count, sizeof(*table->scans), compare_scans);
}

/* The scan of the conversation's initiator. @return NULL when there is no room for another source */
static struct outcome_scan *scan_of(struct outcome_table *table,
                                    const struct conversation *conversation)
{
	const struct address *source = &conversation->initiator;
	uint32_t hash = (uint32_t)hash_bytes(&table->key, source, sizeof(*source));
	uint32_t number;

	for (size_t slot = hash; (number = slot_index_next(&table->by_source, hash,
	                                                   &slot)) != SLOT_INDEX_NONE;)
		if (address_equal(&table->scans[number].source, source))
			return &table->scans[number];
	if (table->scan_count >= table->most_scans ||
	    !slot_index_add(&table->by_source, hash, (uint32_t)table->scan_count))
		return NULL;
	table->scans[table->scan_count] =
		(struct outcome_scan){ .source = *source,
		                       .lowest_port = conversation->responder_port,
		                       .first_us = conversation->first_us,
		                       .last_us = conversation->last_us,
		                       .sensors = conversation->sensors };
	return &table->scans[table->scan_count++];
}

bool outcome_scan_is_one(const struct outcome_scan *scan)
{
	return scan->unexplained >= (address_is_public(&scan->source)
	                                     ? SCAN_LISTENERS_PUBLIC
	                                     : SCAN_LISTENERS);
}

bool outcome_table_scans(const struct outcome_table *table, const struct address *source)
{
	struct outcome_scan like = { .source = *source };
	const struct outcome_scan *scan =
		table->scan_count ? bsearch(&like, table->scans, table->scan_count,
	                                    sizeof(like), compare_scans)
				  : NULL;

	return scan && outcome_scan_is_one(scan);
}

/* Was nothing found where nothing is documented or allowed? ICE tries what may not work, RFC
 * 8445 section 2.2, and what a declared server tries is shown as its attempts. */
static bool has_no_reason(const struct conversation *conversation,
                          const struct verdict *verdict, bool excused)
{
	return !verdict->rule && !excused && conversation->state != FLOW_SCANNED &&
	       !(conversation_hints(conversation) & HINT_BIT(HINT_STUN)) &&
	       !(verdict->initiator_declared && verdict->initiator_roles & ~ROLE_USERS);
}

/* @return whether its initiator scans, as far as was seen */
static bool add_to_scan(struct outcome_table *table,
                        const struct conversation *conversation,
                        const struct verdict *verdict, bool excused)
{
	struct outcome_scan *scan = scan_of(table, conversation);

	if (!scan) {
		table->lost++;
		return false;
	}

	bool new_target = scan->listeners == 0 ||
	                  !address_equal(&scan->last_target, &conversation->responder);
	bool new_listener = new_target || scan->last_port != conversation->responder_port;

	scan->flows += conversation->flows;
	sum_add(&scan->bytes, conversation->bytes[0]);
	sum_add(&scan->bytes, conversation->bytes[1]);
	scan->targets += new_target;
	scan->listeners += new_listener;
	scan->unexplained +=
		new_listener && has_no_reason(conversation, verdict, excused);
	if (new_listener)
		scan->last_answered = false;
	if (conversation->state == FLOW_SCANNED && !scan->last_answered) {
		scan->answered++;
		scan->last_answered = true;
	}
	scan->sensors =
		sensors_union(table->sensors, scan->sensors, conversation->sensors);
	scan->last_target = conversation->responder;
	scan->last_port = conversation->responder_port;
	if (conversation->responder_port < scan->lowest_port)
		scan->lowest_port = conversation->responder_port;
	if (conversation->responder_port > scan->highest_port)
		scan->highest_port = conversation->responder_port;
	if (conversation->first_us < scan->first_us)
		scan->first_us = conversation->first_us;
	if (conversation->last_us > scan->last_us)
		scan->last_us = conversation->last_us;
	return outcome_scan_is_one(scan);
}

/* Keep what was tried in vain; a scan is told once, not listener by listener. */
static void add_attempt(struct outcome_table *table,
                        const struct conversation *conversation,
                        const struct verdict *verdict, bool scans, bool excused)
{
	if (!verdict_is_attempt(verdict->kind) || (excused && !verdict->rule))
		return;
	attempt_table_add(&table->attempts, conversation, verdict,
	                  scans && !verdict->rule);
}

void outcome_table_add(struct outcome_table *table,
                       const struct conversation *conversation,
                       const struct verdict *verdict, bool expired_allow)
{
	table->flows_by_verdict[verdict->kind] += conversation->flows;
	judged_add(&table->judged, verdict, conversation->flows);
	bool excused = verdict->allow >= 0 && !expired_allow, scans = false;

	traffic_table_add(&table->traffic, conversation, verdict, excused);
	if (verdict->kind == VERDICT_OUT_OF_SCOPE)
		return;

	/* Who was accepted scans nothing. */
	if (verdict->kind == VERDICT_REFUSED || verdict->kind == VERDICT_NO_ANSWER ||
	    conversation->state == FLOW_SCANNED)
		scans = add_to_scan(table, conversation, verdict, excused);
	add_attempt(table, conversation, verdict, scans, excused);
	if (verdict_is_attempt(verdict->kind) && !verdict->rule)
		return;

	struct outcome fresh = begin(conversation, verdict, expired_allow);
	struct outcome *outcome = find_or_begin(table, &fresh);

	if (outcome)
		fold(table, outcome, conversation, verdict);
	else
		table->lost++;
}
