/* SPDX-License-Identifier: BSD-2-Clause */
#include "eve_events.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/transport.h"
#include "inspect/learned.h"
#include "report/report.h"

#include "capture_json.h"
#include "json.h"

#define SCHEMA "lynctap/flow/1"
#define FACTS  65536 /* remembered; a power of two */

/*
 * Hashes of facts, each where the hash says. Not keyed, so that what is written is the
 * same in every run; whoever makes facts collide has one of them written again.
 */
struct eve_told {
	uint64_t facts[FACTS];
	struct text key;
};

struct eve_told *eve_told_create(void)
{
	return calloc(1, sizeof(struct eve_told));
}

void eve_told_destroy(struct eve_told *told)
{
	if (!told)
		return;
	text_fini(&told->key);
	free(told);
}

/* Remember @learned. @return whether it was already */
static bool is_told(struct eve_told *told, const struct learned *learned)
{
	static const struct hash_key no_key;
	const bool listens = learned->kind == LEARNED_LISTENER;
	const uint8_t head[] = { (uint8_t)learned->kind, (uint8_t)learned->via,
		                 listens ? learned->transport : 0,
		                 (uint8_t)(listens ? learned->port >> 8 : 0),
		                 (uint8_t)(listens ? learned->port : 0) };
	uint64_t fact;

	text_clear(&told->key);
	text_add_bytes(&told->key, head, sizeof(head));
	text_add_bytes(&told->key, learned->address.bytes,
	               sizeof(learned->address.bytes));
	text_add_bytes(&told->key, learned->by.bytes, sizeof(learned->by.bytes));
	text_add_bytes(&told->key, learned->text, learned->text_len);
	if (told->key.failed)
		return false;
	fact = hash_bytes(&no_key, told->key.at, told->key.len);
	if (told->facts[fact % FACTS] == fact)
		return true;
	told->facts[fact % FACTS] = fact;
	return false;
}

/* What begins every record that is about no flow. */
static void add_head(struct text *out, int64_t time_us, const char *type,
                     const char *sensor)
{
	text_add_char(out, '{');
	json_add_time(out, "timestamp", time_us);
	json_add_plain(out, "event_type", type);
	if (sensor)
		json_add_string(out, "host", sensor);
}

void eve_add_learned(struct eve_told *told, struct text *out,
                     const struct report_learned *record)
{
	const struct learned *learned = record->learned;

	if (is_told(told, learned))
		return;
	add_head(out, learned->time_us, "learned", record->sensor);
	json_open(out, "learned", '{');
	json_add_plain(out, "kind", learned_kind_name(learned->kind));
	json_add_plain(out, "via", learned_via_name(learned->via));
	json_add_address(out, "ip", &learned->address);
	if (!address_is_unspecified(&learned->by))
		json_add_address(out, "by", &learned->by);
	if (learned->kind == LEARNED_LISTENER) {
		json_add_unsigned(out, "port", learned->port);
		json_add_plain(out, "proto",
		               learned->transport == TRANSPORT_TCP ? "TCP" : "UDP");
	} else {
		json_key(out, "text");
		text_add_json(out, learned->text, learned->text_len);
	}
	text_add(out, "}}\n");
}

void eve_add_account(struct text *out, const struct report_context *context,
                     const char *sensor)
{
	add_head(out, context->capture.last_us, "stats", sensor);
	json_open(out, "stats", '{');
	json_open(out, "capture", '{');
	capture_json_add(out, &context->capture);
	json_close(out, '}');
	json_close(out, '}');
	json_open(out, "lync", '{');
	json_add_plain(out, "schema", SCHEMA);
	json_add_string(out, "version", context->version);
	json_open(out, "incomplete", '[');
	for (size_t i = 0; i < context->incomplete_count; i++)
		json_string(out, context->incomplete[i]);
	json_close(out, ']');
	text_add(out, "}}\n");
}
