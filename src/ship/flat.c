/* SPDX-License-Identifier: BSD-2-Clause */
#include "flat.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/clock.h"

/* What is a column, or not kept. */
static const char *const own_members[] = {
	"timestamp", "event_type",    "flow_id",  "community_id", "host",      "in_iface",
	"src_ip",    "pcap_filename", "src_port", "dest_ip",      "dest_port",
};
static const char *const own_counters[] = {
	"pkts_toserver", "pkts_toclient", "bytes_toserver", "bytes_toclient", "start",
	"end",           "age",
};

static void add_text(struct text *out, const char *key, const char *value, size_t len)
{
	text_addf(out, "%s\"%s\":", out->at[out->len - 1] == '{' ? "" : ",", key);
	text_add_json(out, value, len);
}

static bool add_word(struct text *out, const char *key, const json_t *member)
{
	if (!json_is_string(member))
		return false;
	add_text(out, key, json_string_value(member), json_string_length(member));
	return true;
}

static bool add_number(struct text *out, const char *key, const json_t *member,
                       json_int_t most)
{
	if (!json_is_integer(member) || json_integer_value(member) < 0 ||
	    json_integer_value(member) > most)
		return false;
	text_addf(out, ",\"%s\":%lld", key, (long long)json_integer_value(member));
	return true;
}

static bool add_time(struct text *out, const char *key, const json_t *member)
{
	const char *word = json_string_value(member);
	int64_t time_us;

	if (!word || !clock_parse(&time_us, word) || time_us < 0)
		return false;
	text_addf(out, ",\"%s\":%lld", key, (long long)time_us);
	return true;
}

/* What is left once columns are taken out. */
static bool add_kind(struct text *out, json_t *object)
{
	json_t *flow = json_object_get(object, "flow");
	char *kind;

	for (size_t i = 0; i < ARRAY_LEN(own_members); i++)
		json_object_del(object, own_members[i]);
	for (size_t i = 0; i < ARRAY_LEN(own_counters); i++)
		json_object_del(flow, own_counters[i]);
	json_object_del(json_object_get(object, "lync"), "reasons");
	kind = json_dumps(object, JSON_COMPACT);
	if (!kind)
		return false;
	add_text(out, "kind", kind, strlen(kind));
	free(kind);
	return true;
}

static bool add_flow(struct text *out, json_t *object)
{
	json_t *flow = json_object_get(object, "flow");
	const json_t *proto = json_object_get(object, "proto");
	/* What has no ports says none. */
	const json_t *from = json_object_get(object, "src_port");
	const json_t *to = json_object_get(object, "dest_port");

	return json_is_object(json_object_get(object, "lync")) &&
	       add_time(out, "first_us", json_object_get(flow, "start")) &&
	       add_time(out, "last_us", json_object_get(flow, "end")) &&
	       add_word(out, "init_ip", json_object_get(object, "src_ip")) &&
	       (!from || add_number(out, "init_port", from, UINT16_MAX)) &&
	       add_word(out, "resp_ip", json_object_get(object, "dest_ip")) &&
	       (!to || add_number(out, "resp_port", to, UINT16_MAX)) &&
	       add_word(out, "proto", proto) &&
	       add_number(out, "flow_id", json_object_get(object, "flow_id"),
	                  INT64_MAX) &&
	       add_number(out, "pkts_i", json_object_get(flow, "pkts_toserver"),
	                  INT64_MAX) &&
	       add_number(out, "pkts_r", json_object_get(flow, "pkts_toclient"),
	                  INT64_MAX) &&
	       add_number(out, "bytes_i", json_object_get(flow, "bytes_toserver"),
	                  INT64_MAX) &&
	       add_number(out, "bytes_r", json_object_get(flow, "bytes_toclient"),
	                  INT64_MAX) &&
	       add_kind(out, object);
}

static bool add_object(struct text *out, const struct flat_place *place, json_t *object,
                       const char *eve, size_t len)
{
	const json_t *type = json_object_get(object, "event_type");
	const json_t *host = json_object_get(object, "host");
	const char *word = json_string_value(type);

	if (!word)
		return false;
	text_add_char(out, '{');
	if (!add_word(out, "sensor", host))
		add_text(out, "sensor", place->sensor, strlen(place->sensor));
	add_text(out, "spool", place->spool, strlen(place->spool));
	text_addf(out, ",\"pos\":%llu", (unsigned long long)place->pos);
	(void)add_word(out, "type", type);
	if (strcmp(word, "flow") == 0) {
		if (!add_flow(out, object))
			return false;
	} else {
		/* Whole: it is about no flow. */
		if (!add_time(out, "first_us", json_object_get(object, "timestamp")))
			return false;
		add_text(out, "kind", eve, len);
	}
	text_add(out, "}\n");
	return !out->failed;
}

bool flat_add(struct text *out, const struct flat_place *place, const char *eve,
              size_t len)
{
	json_error_t reason;
	size_t whole = out->len;
	json_t *object =
		json_loadb(eve, len, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &reason);
	bool added = json_is_object(object) && add_object(out, place, object, eve, len);

	json_decref(object);
	if (!added && out->len > whole)
		text_shorten(out, whole);
	return added;
}
