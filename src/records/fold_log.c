/* SPDX-License-Identifier: BSD-2-Clause */
#include "fold_log.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/slot_index.h"
#include "inspect/detail.h"
#include "store/store.h"

#include "eve_own.h"
#include "field.h"
#include "kind_flow.h"
#include "words_kept.h"

#define FIRST_SLOTS 1024
#define ID_SIZE     17 /* a number of 64 bits in hexadecimal digits */
#define MOST_KINDS  (1u << 22)
#define MOST_FLOWS  (UINT64_C(1) << 40) /* alike; more no server holds */

struct fold_kind {
	char id[ID_SIZE];
	bool is_none;              /* it could not be read, or two have its number */
	struct record_flow record; /* its details owned */
};

struct fold_kinds {
	struct fold_kind *items; /* owned */
	size_t count, capacity;
	struct slot_index by_id;
	struct hash_key key;
	bool is_common; /* what comes now several sensors saw */
	bool has_ended;
	char why[256]; /* what the server said went wrong; "" */
};

static struct fold_kinds *create(void)
{
	struct fold_kinds *kinds = calloc(1, sizeof(*kinds));

	if (!kinds)
		return NULL;
	kinds->key = hash_key_random();
	if (slot_index_init(&kinds->by_id, FIRST_SLOTS))
		return kinds;
	free(kinds);
	return NULL;
}

void fold_log_end(struct log *log)
{
	struct fold_kinds *kinds = log->fold;

	log->fold = NULL;
	if (!kinds)
		return;
	for (size_t i = 0; i < kinds->count; i++)
		detail_list_destroy(kinds->items[i].record.flow.details);
	free(kinds->items);
	slot_index_fini(&kinds->by_id);
	free(kinds);
}

const char *fold_log_missing(const struct log *log)
{
	if (!log->fold || log->fold->has_ended)
		return NULL;
	return *log->fold->why ? log->fold->why : "the answer ends before its end";
}

/* --- Kinds ---------------------------------------------------------------------------- */

static uint32_t hash_of(const struct fold_kinds *kinds, const char *id)
{
	return (uint32_t)hash_bytes(&kinds->key, id, strlen(id));
}

static struct fold_kind *find(const struct fold_kinds *kinds, const char *id)
{
	uint32_t hash = hash_of(kinds, id), number;

	for (size_t slot = hash;
	     (number = slot_index_next(&kinds->by_id, hash, &slot)) != SLOT_INDEX_NONE;)
		if (strcmp(kinds->items[number].id, id) == 0)
			return &kinds->items[number];
	return NULL;
}

static enum log_answer read_kind(struct log *log, const json_t *object)
{
	struct fold_kinds *kinds = log->fold;
	const char *id = field_word(object, "k");
	size_t len;
	const char *eve = field_text(object, "eve", &len);
	struct fold_kind fresh = { .is_none = false }, *known;

	if (!id || !eve || strlen(id) >= ID_SIZE || kinds->count == MOST_KINDS)
		return LOG_LOST;
	/* Somebody made two texts that have one number: neither can be told from the other. */
	known = find(kinds, id);
	if (known)
		known->is_none = true;
	if (known || !array_reserve(&kinds->items, &kinds->capacity, kinds->count,
	                            sizeof(*kinds->items)))
		return LOG_LOST;
	strcpy(fresh.id, id);
	fresh.is_none = !kind_flow_read(log, eve, len, &fresh.record);
	if (!slot_index_add(&kinds->by_id, hash_of(kinds, id), (uint32_t)kinds->count)) {
		detail_list_destroy(fresh.record.flow.details);
		return LOG_LOST;
	}
	kinds->items[kinds->count++] = fresh;
	return fresh.is_none ? LOG_LOST : LOG_PASSED;
}

/* --- Flows ---------------------------------------------------------------------------- */

/* A number that is written as a text. */
static bool read_number(const json_t *object, const char *key, uint64_t most,
                        uint64_t *number)
{
	const char *word = field_word(object, key);
	char *end;

	if (!word || *word < '0' || *word > '9' || strlen(word) > 19)
		return false;
	*number = strtoull(word, &end, 10);
	return !*end && *number <= most;
}

static bool read_ends(const json_t *object, struct store_record *own)
{
	uint64_t from, to;

	if (!field_address(object, "src", &own->initiator) ||
	    !field_address(object, "dst", &own->responder) ||
	    !read_number(object, "sport", UINT16_MAX, &from) ||
	    !read_number(object, "dport", UINT16_MAX, &to))
		return false;
	own->initiator_port = (uint16_t)from;
	own->responder_port = (uint16_t)to;
	return true;
}

static bool read_counters(const json_t *object, struct store_record *own)
{
	uint64_t first_us, last_us;

	if (!read_number(object, "f", INT64_MAX, &first_us) ||
	    !read_number(object, "l", INT64_MAX, &last_us) || first_us > last_us)
		return false;
	own->first_us = (int64_t)first_us;
	own->last_us = (int64_t)last_us;
	return read_number(object, "pi", INT64_MAX, &own->packets[0]) &&
	       read_number(object, "pr", INT64_MAX, &own->packets[1]) &&
	       read_number(object, "bi", INT64_MAX, &own->bytes[0]) &&
	       read_number(object, "br", INT64_MAX, &own->bytes[1]);
}

static enum log_answer read_flows(struct log *log, const json_t *object)
{
	const char *id = field_word(object, "k"), *sensor = field_word(object, "s");
	const struct fold_kind *kind = id ? find(log->fold, id) : NULL;
	struct record_flow like = { .is_alone = !log->fold->is_common };
	struct store_record own = { .sensor = sensor ? sensor : "" };
	uint64_t hours;

	if (!kind || kind->is_none || !read_ends(object, &own) ||
	    !read_counters(object, &own) ||
	    !read_number(object, "n", MOST_FLOWS, &like.stands_for) ||
	    like.stands_for == 0 || !read_number(object, "h", (1u << 24) - 1, &hours))
		return LOG_LOST;
	like.hours = (uint32_t)hours;
	kind_flow_give(log, &kind->record, &own, &like);
	return LOG_TAKEN;
}

/* --- The rest ----------------------------------------------------------------------------- */

/* A record of its own, as the sensor wrote it. */
static enum log_answer read_event(struct log *log, const json_t *object)
{
	const char *event = field_word(object, "event"),
		   *sensor = field_word(object, "s");
	json_error_t reason;
	json_t *own = event ? json_loads(event, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES,
	                                 &reason)
	                    : NULL;
	enum log_answer answer = LOG_LOST;

	log->sensor = sensor ? words_kept_add(log->words, sensor) : NULL;
	if (json_is_object(own))
		answer = json_object_get(own, "learned") ? eve_own_learned(log, own)
		                                         : eve_own_account(log, own);
	log->sensor = NULL;
	log->without_account = 0;
	json_decref(own);
	return answer == LOG_TAKEN ? LOG_PASSED : answer;
}

static enum log_answer read_stage(struct log *log, const json_t *object)
{
	const char *stage = field_word(object, "stage");

	if (!stage)
		return LOG_LOST;
	log->fold->has_ended = strcmp(stage, "end") == 0;
	if (strcmp(stage, "common") == 0) {
		log->fold->is_common = true;
		if (log->taker->sorted)
			log->taker->sorted(log->taker->context);
	}
	return LOG_PASSED;
}

static enum log_answer read_error(struct log *log, const json_t *object)
{
	const char *why = field_word(object, "error");

	if (!why)
		return LOG_LOST;
	strncpy(log->fold->why, why, sizeof(log->fold->why) - 1);
	return LOG_PASSED;
}

/* So many clients of a network come as one. */
static enum log_answer read_network(struct log *log, const json_t *object)
{
	struct address network;
	uint64_t clients;

	if (!field_address(object, "network", &network) ||
	    !read_number(object, "clients", INT64_MAX, &clients))
		return LOG_LOST;
	if (log->taker->folded)
		log->taker->folded(&network, clients, log->taker->context);
	return LOG_PASSED;
}

static enum log_answer read_head(struct log *log, const json_t *object)
{
	(void)log, (void)object;
	return LOG_PASSED;
}

/* By the member that only it has. */
static const struct {
	const char *key;
	enum log_answer (*read)(struct log *log, const json_t *object);
} lines[] = {
	{ "n", read_flows },         { "eve", read_kind },    { "event", read_event },
	{ "stage", read_stage },     { "error", read_error }, { "fold", read_head },
	{ "network", read_network },
};

static bool recognises(const json_t *object)
{
	return field_word(object, "fold") != NULL;
}

static enum log_answer read_line(struct log *log, const json_t *object)
{
	if (!log->fold)
		log->fold = create();
	for (size_t i = 0; log->fold && i < ARRAY_LEN(lines); i++)
		if (json_object_get(object, lines[i].key))
			return lines[i].read(log, object);
	return LOG_LOST;
}

const struct log_kind fold_log = {
	.name = "fold",
	.recognises = recognises,
	.read = read_line,
};
