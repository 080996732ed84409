/* SPDX-License-Identifier: BSD-2-Clause */
#include "eve_own.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/transport.h"
#include "flow/direction.h"
#include "flow/unseen.h"
#include "inspect/detail.h"
#include "inspect/hint.h"

#include "field.h"
#include "words_kept.h"

#define MOST_ID   ((UINT64_C(1) << 53) - 1)
#define MOST_DSCP 63

/* --- Words ----------------------------------------------------------------------- */

static const char *state_name(unsigned number)
{
	return flow_state_name((enum flow_state)number);
}

static const char *end_name(unsigned number)
{
	return flow_end_reason_name((enum flow_end_reason)number);
}

static const char *direction_name(unsigned number)
{
	return flow_direction_by_name((enum flow_direction_by)number);
}

/* The number of the word that is member @key, among the first @count that @name knows. */
static bool find_word(const json_t *object, const char *key,
                      const char *(*name)(unsigned number), unsigned count,
                      unsigned *number)
{
	const char *word = field_word(object, key);

	for (*number = 0; word && *number < count; (*number)++)
		if (strcmp(name(*number), word) == 0)
			return true;
	return false;
}

/* Does the array @key name @word? */
static bool has_word(const json_t *object, const char *key, const char *word)
{
	const json_t *array = json_object_get(object, key);
	const json_t *member;
	size_t index;

	json_array_foreach(array, index, member)
	{
		if (json_is_string(member) &&
		    strcmp(json_string_value(member), word) == 0)
			return true;
	}
	return false;
}

/* --- A flow ---------------------------------------------------------------------- */

/* Hints that this version does not know are none. */
static uint64_t hints_of(const json_t *lync, const char *key)
{
	const json_t *array = json_object_get(lync, key);
	const json_t *member;
	uint64_t hints = 0;
	size_t index;

	json_array_foreach(array, index, member)
	{
		const char *word = json_string_value(member);

		for (unsigned i = 0; word && i < HINTS; i++)
			if (strcmp(hint_name((enum hint)i), word) == 0)
				hints |= HINT_BIT(i);
	}
	return hints;
}

static bool read_ends(struct flow *flow, const json_t *object)
{
	if (!field_address(object, "src_ip", &flow->end[0].address) ||
	    !field_address(object, "dest_ip", &flow->end[1].address) ||
	    !field_unsigned(object, "flow_id", MOST_ID, &flow->id))
		return false;
	return !transport_has_ports(flow->transport) ||
	       (field_port(object, "src_port", &flow->end[0].port) &&
	        field_port(object, "dest_port", &flow->end[1].port));
}

static bool read_counters(struct flow *flow, const json_t *object)
{
	const json_t *counters = json_object_get(object, "flow");

	if (!field_unsigned(counters, "pkts_toserver", INT64_MAX, &flow->packets[0]) ||
	    !field_unsigned(counters, "pkts_toclient", INT64_MAX, &flow->packets[1]) ||
	    !field_unsigned(counters, "bytes_toserver", INT64_MAX, &flow->bytes[0]) ||
	    !field_unsigned(counters, "bytes_toclient", INT64_MAX, &flow->bytes[1]) ||
	    !field_time(counters, "start", &flow->first_us) ||
	    !field_time(counters, "end", &flow->last_us))
		return false;
	return flow->first_us <= flow->last_us;
}

/* Two hexadecimal digits. */
static bool read_flags(const json_t *tcp, const char *key, uint8_t *flags)
{
	const char *text = field_word(tcp, key);
	char *end;

	if (!text || strlen(text) != 2)
		return false;
	*flags = (uint8_t)strtoul(text, &end, 16);
	return !*end;
}

static bool read_tcp(struct flow *flow, const json_t *object)
{
	const json_t *tcp = json_object_get(object, "tcp");

	return flow->transport != TRANSPORT_TCP ||
	       (read_flags(tcp, "tcp_flags_ts", &flow->end[0].tcp_flags) &&
	        read_flags(tcp, "tcp_flags_tc", &flow->end[1].tcp_flags));
}

static bool read_vlans(struct flow *flow, const json_t *object)
{
	const json_t *vlans = json_object_get(object, "vlan");
	size_t count = json_array_size(vlans);

	if (!vlans)
		return true;
	if (!json_is_array(vlans) || count > ARRAY_LEN(flow->vlan))
		return false;
	for (size_t i = 0; i < count; i++)
		flow->vlan[i] = (uint16_t)json_integer_value(json_array_get(vlans, i));
	flow->vlan_count = count & 3;
	return true;
}

static bool read_dscp(struct flow *flow, const json_t *lync)
{
	const json_t *dscp = json_object_get(lync, "dscp");

	for (size_t end = 0; end < 2; end++) {
		const json_t *value = json_array_get(dscp, end);

		if (!json_is_integer(value) || json_integer_value(value) < 0 ||
		    json_integer_value(value) > MOST_DSCP)
			return false;
		flow->end[end].dscp = (uint8_t)json_integer_value(value);
	}
	return true;
}

static uint8_t marks_of(const json_t *lync)
{
	static const struct {
		const char *key;
		enum flow_flag flag;
	} marks[] = {
		{ "accepted", FLOW_ACCEPTED },
		{ "icmp_error", FLOW_ICMP_ERROR },
		{ "part", FLOW_CONTINUED },
	};
	unsigned flags = FLOW_DECIDED;

	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (field_is_true(lync, marks[i].key))
			flags |= marks[i].flag;
	if (has_word(lync, "payload", "initiator"))
		flags |= FLOW_PAYLOAD_0;
	if (has_word(lync, "payload", "responder"))
		flags |= FLOW_PAYLOAD_1;
	if (has_word(lync, "unseen", flow_unseen_name(FLOW_UNSEEN_PART)))
		flags |= FLOW_CUT;
	return (uint8_t)flags;
}

/* What the packets said; what the sensor guessed is guessed again, by all that is known. */
static bool read_direction(struct flow *flow, const json_t *lync)
{
	unsigned by;

	if (!find_word(lync, "dir_by", direction_name, FLOW_BY_FIRST + 1, &by))
		return false;
	flow->initiator = field_is_true(lync, "turned");
	flow->direction_by = (uint8_t)(flow_direction_is_guess((enum flow_direction_by)by)
	                                       ? FLOW_BY_FIRST
	                                       : by);
	return true;
}

static bool read_lync(struct record_flow *record, const json_t *lync)
{
	struct flow *flow = &record->flow;
	unsigned state;

	if (!read_direction(flow, lync) || !read_dscp(flow, lync) ||
	    !find_word(lync, "flow_state", state_name, FLOW_UNANSWERED + 1, &state))
		return false;
	flow->state = (uint8_t)state;
	flow->flags = marks_of(lync);
	flow->given_up = has_word(lync, "unseen", flow_unseen_name(FLOW_UNSEEN_GIVEN_UP));
	flow->hints[0] =
		hints_of(lync, "hints_initiator") | hints_of(lync, "outcome_initiator");
	flow->hints[1] =
		hints_of(lync, "hints_responder") | hints_of(lync, "outcome_responder");
	record->stands_for = 1;
	return !json_object_get(lync, "flows") ||
	       (field_unsigned(lync, "flows", INT64_MAX, &record->stands_for) &&
	        record->stands_for > 0);
}

static void read_details(struct flow *flow, const json_t *object)
{
	for (unsigned i = 0; i < DETAILS; i++) {
		enum detail key = (enum detail)i;
		const json_t *member =
			detail_object(key) ? json_object_get(object, detail_object(key))
					   : NULL;
		size_t len;
		const char *text =
			member ? field_text(member, detail_key(key), &len) : NULL;

		if (text)
			detail_restore(&flow->details, key, text, len);
	}
}

bool eve_own_kind(struct log *log, const json_t *object, struct record_flow *record)
{
	const json_t *lync = json_object_get(object, "lync");
	const char *proto = field_word(object, "proto"), *dpi = field_word(lync, "dpi");
	struct flow *flow = &record->flow;
	unsigned end;

	if (!proto || !transport_parse_eve(&flow->transport, proto) ||
	    !find_word(json_object_get(object, "flow"), "reason", end_name,
	               FLOW_END_CLOSED + 1, &end) ||
	    !read_tcp(flow, object) || !read_vlans(flow, object) ||
	    !read_lync(record, lync))
		return false;
	record->end = (enum flow_end_reason)end;
	record->dpi = dpi ? words_kept_add(log->words, dpi) : NULL;
	read_details(flow, object);
	return true;
}

enum log_answer eve_own_flow(struct log *log, const json_t *object)
{
	struct record_flow record = { .flow = { .input = log->input } };
	const char *host = field_word(object, "host");

	if (!eve_own_kind(log, object, &record) || !read_ends(&record.flow, object) ||
	    !read_counters(&record.flow, object)) {
		detail_list_destroy(record.flow.details);
		return LOG_LOST;
	}
	record.sensor = host ? words_kept_add(log->words, host) : NULL;
	log->without_account++;
	log_give_flow(log, &record);
	return LOG_TAKEN;
}

/* --- What was learned ------------------------------------------------------------ */

static bool read_listener(struct learned *learned, const json_t *object)
{
	const char *proto = field_word(object, "proto");

	if (!proto || !field_port(object, "port", &learned->port))
		return false;
	return transport_parse_eve(&learned->transport, proto);
}

static bool read_text(struct learned *learned, const json_t *object)
{
	size_t len;

	learned->text = field_text(object, "text", &len);
	if (!learned->text || len > UINT8_MAX)
		return false;
	learned->text_len = (uint8_t)len;
	return true;
}

enum log_answer eve_own_learned(struct log *log, const json_t *object)
{
	const json_t *fact = json_object_get(object, "learned");
	const char *kind = field_word(fact, "kind"), *via = field_word(fact, "via");
	struct learned learned = { .port = 0 };

	if (!kind || !via || !learned_kind_find(&learned.kind, kind) ||
	    !learned_via_find(&learned.via, via) ||
	    !field_address(fact, "ip", &learned.address) ||
	    !field_time(object, "timestamp", &learned.time_us) ||
	    !(learned.kind == LEARNED_LISTENER ? read_listener(&learned, fact)
	                                       : read_text(&learned, fact)))
		return LOG_LOST;
	if (!field_address(fact, "by", &learned.by))
		learned.by = (struct address){ 0 }; /* mostly nobody knows */
	log->without_account++;
	if (log->taker->learned)
		log->taker->learned(&learned, log->taker->context);
	return LOG_TAKEN;
}

/* --- How the sensor did ---------------------------------------------------------- */

static bool read_decoding(struct decode_counters *decode, const json_t *capture)
{
	const json_t *undecodable = json_object_get(capture, "undecodable");

	for (int i = 0; i < DECODE_VERDICTS; i++) {
		const char *key = decode_verdict_key((enum decode_verdict)i);

		if (key && !field_count(undecodable, key, &decode->verdicts[i]))
			return false;
	}
	return field_count(capture, "not_ip", &decode->verdicts[DECODE_NOT_IP]) &&
	       field_count(capture, "other_transport",
	                   &decode->verdicts[DECODE_OTHER_TRANSPORT]) &&
	       field_count(capture, "copies", &decode->verdicts[DECODE_COPY]) &&
	       field_count(capture, "truncated", &decode->snapped) &&
	       field_count(capture, "reassembled", &decode->reassembled) &&
	       field_count(capture, "merged", &decode->oversized) &&
	       field_count(capture, "tunnelled", &decode->tunnelled);
}

static bool read_capture(struct record_account *account, const json_t *capture)
{
	return field_unsigned(capture, "packets", INT64_MAX, &account->frames) &&
	       field_count(capture, "read", &account->read) &&
	       field_count(capture, "bytes", &account->bytes) &&
	       field_count(capture, "dropped", &account->dropped) &&
	       field_count(capture, "evicted", &account->evicted) &&
	       field_count(capture, "given_up", &account->given_up) &&
	       (account->frames == 0 ||
	        (field_time(capture, "first", &account->first_us) &&
	         field_time(capture, "last", &account->last_us))) &&
	       read_decoding(&account->decode, capture);
}

enum log_answer eve_own_account(struct log *log, const json_t *object)
{
	const json_t *capture =
		json_object_get(json_object_get(object, "stats"), "capture");
	const json_t *incomplete =
		json_object_get(json_object_get(object, "lync"), "incomplete");
	const char *host = field_word(object, "host");
	struct record_account account = {
		.input = log->input,
		.sensor = host ? words_kept_add(log->words, host) : log->sensor,
		.is_whole = json_array_size(incomplete) == 0,
	};
	const json_t *sentence;
	size_t index;

	if (!read_capture(&account, capture))
		return LOG_LOST;
	log->without_account = 0;
	if (log->taker->account)
		log->taker->account(&account, log->taker->context);
	json_array_foreach(incomplete, index, sentence)
	{
		if (json_is_string(sentence) && log->taker->incomplete)
			log->taker->incomplete(json_string_value(sentence),
			                       log->taker->context);
	}
	return LOG_TAKEN;
}
