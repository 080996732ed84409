/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Suricata's EVE, 6 to 8. Three of its habits decide what is read: a flow's timestamp is
 * not its time; with bad checksums (offload) flags and state are those of a flow that
 * nobody answered while packets are counted, so packets are trusted; and what looks like
 * TLS is called so, also MS-TURN's imitation, so only a certificate shows TLS.
 */
#include "eve_suricata.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/transport.h"
#include "flow/direction.h"
#include "inspect/detail.h"
#include "inspect/hint.h"

#include "field.h"
#include "foreign.h"
#include "joined_facts.h"

#define TIME_SIZE 24

/* --- Flows ----------------------------------------------------------------------- */

static bool read_ends(struct flow *flow, const json_t *object)
{
	return field_address(object, "src_ip", &flow->end[0].address) &&
	       field_address(object, "dest_ip", &flow->end[1].address) &&
	       (!transport_has_ports(flow->transport) ||
	        (field_port(object, "src_port", &flow->end[0].port) &&
	         field_port(object, "dest_port", &flow->end[1].port)));
}

static bool read_counters(struct flow *flow, const json_t *object)
{
	const json_t *counters = json_object_get(object, "flow");

	return field_unsigned(counters, "pkts_toserver", INT64_MAX, &flow->packets[0]) &&
	       field_unsigned(counters, "pkts_toclient", INT64_MAX, &flow->packets[1]) &&
	       field_unsigned(counters, "bytes_toserver", INT64_MAX, &flow->bytes[0]) &&
	       field_unsigned(counters, "bytes_toclient", INT64_MAX, &flow->bytes[1]) &&
	       field_time(counters, "start", &flow->first_us) &&
	       field_time(counters, "end", &flow->last_us) &&
	       flow->first_us <= flow->last_us;
}

static uint8_t flags_of(const json_t *tcp, const char *key)
{
	const char *text = field_word(tcp, key);

	return text ? (uint8_t)strtoul(text, NULL, 16) : 0;
}

static void read_direction(struct flow *flow, const json_t *object)
{
	const json_t *tcp = json_object_get(object, "tcp");

	if (flow->transport == TRANSPORT_TCP) {
		flow->end[0].tcp_flags = flags_of(tcp, "tcp_flags_ts");
		flow->end[1].tcp_flags = flags_of(tcp, "tcp_flags_tc");
	}
	if (flow->transport == TRANSPORT_UDP)
		flow->direction_by = FLOW_BY_FIRST_DATAGRAM;
	else if (flow->end[0].tcp_flags & TCP_SYN)
		flow->direction_by = FLOW_BY_SYN;
	else
		flow->direction_by = FLOW_BY_FIRST;
}

/* "1642118520558096"; ids are those of one sensor. */
static bool id_of(const struct log *log, const json_t *object, char text[static 24],
                  uint64_t *hash)
{
	uint64_t id;
	int len;

	if (!field_unsigned(object, "flow_id", INT64_MAX, &id))
		return false;
	len = snprintf(text, 24, "%llu", (unsigned long long)id);
	*hash = joined_facts_hash(log->joined, &(struct joined_id){
						       .space = JOINED_SURICATA_FLOW,
						       .input = log->input,
						       .text = text,
						       .len = (size_t)len,
					       });
	return true;
}

static void join(struct log *log, struct flow *flow, const json_t *object)
{
	const char *protocol = field_word(object, "app_proto");
	const struct joined_fact *fact;
	char text[24];
	uint64_t hash;

	if (protocol && flow->packets[0] > 0)
		flow->hints[0] |= foreign_hint(protocol);
	if (!id_of(log, object, text, &hash))
		return;
	flow->id = foreign_id(text);
	fact = joined_facts_find(log->joined, hash);
	if (!fact)
		return;
	for (size_t side = 0; side < 2; side++)
		flow->hints[side] |= fact->hints[side];
	detail_merge(&flow->details, fact->details);
}

enum log_answer eve_suricata_flow(struct log *log, const json_t *object)
{
	struct record_flow record = foreign_begin(log);
	struct flow *flow = &record.flow;
	const char *proto = field_word(object, "proto");

	log->suricata_flows++;
	if (!proto)
		return LOG_LOST;
	if (!transport_parse_eve(&flow->transport, proto))
		return LOG_PASSED; /* ICMP, for one */
	if (!read_ends(flow, object) || !read_counters(flow, object))
		return LOG_LOST;
	read_direction(flow, object);
	foreign_settle(flow);
	join(log, flow, object);
	log_give_flow(log, &record);
	return LOG_TAKEN;
}

/* --- What others say of them ------------------------------------------------------- */

/* Of an event that the server answered, this member of its object is there. */
static const struct {
	const char *type, *answer;
	enum hint hint;
} answers[] = {
	{ "tls", "subject", HINT_TLS },        { "http", "status", HINT_HTTP },
	{ "sip", "code", HINT_SIP },           { "smb", "status", HINT_SMB },
	{ "dcerpc", "response", HINT_DCERPC }, { "ssh", "server", HINT_SSH },
	{ "dns", "answers", HINT_DNS },        { "dhcp", "assigned_ip", HINT_DHCP },
	{ "dns", "grouped", HINT_DNS },        { "ldap", "responses", HINT_LDAP },
	{ "krb5", "msg_type", HINT_KERBEROS },
};

/* Texts of the tls object; of names the common one. */
static const struct {
	const char *key;
	enum detail detail;
	bool is_name, is_time;
} tls_texts[] = {
	{ "version", DETAIL_TLS_VERSION, false, false },
	{ "sni", DETAIL_TLS_SNI, false, false },
	{ "subject", DETAIL_TLS_SUBJECT, true, false },
	{ "issuerdn", DETAIL_TLS_ISSUER, true, false },
	{ "notbefore", DETAIL_TLS_NOT_BEFORE, false, true },
	{ "notafter", DETAIL_TLS_NOT_AFTER, false, true },
	{ "serial", DETAIL_TLS_SERIAL, false, false },
};

/* Who is called what: of the end that @key names. */
static void learn(struct log *log, const json_t *object, const char *key,
                  enum learned_kind kind, enum learned_via via, const char *text,
                  size_t len)
{
	struct address address;
	int64_t time_us;

	if (field_address(object, key, &address) &&
	    field_time(object, "timestamp", &time_us))
		foreign_learn(log, kind, via, &address, text, len, time_us);
}

/* That @address, if it is one, is called @name. */
static void learn_address(struct log *log, const json_t *object, const char *address,
                          enum learned_via via, const char *name)
{
	struct address parsed;
	int64_t time_us;

	if (address && address_parse(&parsed, address) &&
	    field_time(object, "timestamp", &time_us))
		foreign_learn(log, LEARNED_NAME, via, &parsed, name, strlen(name),
		              time_us);
}

/* What the initiator showed, which Suricata writes since version 7 if it is told to. */
static void keep_client(struct joined_fact *fact, const json_t *client)
{
	static const struct {
		const char *key;
		enum detail detail;
	} texts[] = {
		{ "subject", DETAIL_TLS_CLIENT_SUBJECT },
		{ "issuerdn", DETAIL_TLS_CLIENT_ISSUER },
	};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		const char *text = field_word(client, texts[i].key);
		size_t len;

		if (!text)
			continue;
		text = foreign_common_name(text, &len);
		detail_set(&fact->details, texts[i].detail, text, len);
		fact->hints[FLOW_INITIATOR] |= HINT_BIT(HINT_MTLS);
	}
}

static void keep_tls(struct log *log, struct joined_fact *fact, const json_t *object)
{
	const json_t *tls = json_object_get(object, "tls");

	keep_client(fact, json_object_get(tls, "client"));

	for (size_t i = 0; i < ARRAY_LEN(tls_texts); i++) {
		const char *text = field_word(tls, tls_texts[i].key);
		size_t len = text ? strlen(text) : 0;
		char time[TIME_SIZE];

		if (!text || strcmp(text, "UNDETERMINED") == 0)
			continue;
		if (tls_texts[i].is_name)
			text = foreign_common_name(text, &len);
		if (tls_texts[i].is_time) { /* UTC, and does not say so */
			len = (size_t)snprintf(time, sizeof(time), "%.19sZ", text);
			text = time;
		}
		detail_set(&fact->details, tls_texts[i].detail, text, len);
		if (tls_texts[i].detail == DETAIL_TLS_SNI)
			learn(log, object, "dest_ip", LEARNED_NAME, LEARNED_BY_SNI, text,
			      len);
		else if (tls_texts[i].detail == DETAIL_TLS_SUBJECT)
			learn(log, object, "dest_ip", LEARNED_NAME,
			      LEARNED_BY_CERTIFICATE, text, len);
	}
}

/* Format "grouped": only the addresses, of the name that was asked for. */
static void learn_grouped(struct log *log, const json_t *object, const json_t *dns)
{
	static const char *const types[] = { "A", "AAAA" };
	const json_t *grouped = json_object_get(dns, "grouped"), *answer;
	const json_t *query = json_array_get(json_object_get(dns, "queries"), 0);
	const char *name = field_word(query ? query : dns, "rrname");
	size_t index;

	for (size_t i = 0; name && i < ARRAY_LEN(types); i++)
		json_array_foreach(json_object_get(grouped, types[i]), index, answer)
			learn_address(log, object, json_string_value(answer),
		                      LEARNED_BY_DNS, name);
}

static void learn_dns(struct log *log, const json_t *object)
{
	const json_t *dns = json_object_get(object, "dns");
	const json_t *list = json_object_get(dns, "answers");
	const json_t *answer;
	size_t index;

	learn_grouped(log, object, dns);

	json_array_foreach(list, index, answer)
	{
		const char *name = field_word(answer, "rrname");

		/* What is no address, of a CNAME for one, names nobody. */
		if (name)
			learn_address(log, object, field_word(answer, "rdata"),
			              LEARNED_BY_DNS, name);
	}
}

static void learn_others(struct log *log, const json_t *object)
{
	const json_t *dhcp = json_object_get(object, "dhcp");
	const char *agent =
		field_word(json_object_get(object, "http"), "http_user_agent");
	const char *name = field_word(dhcp, "hostname");

	learn_dns(log, object);
	if (agent)
		learn(log, object, "src_ip", LEARNED_AGENT, LEARNED_BY_HTTP, agent,
		      strlen(agent));
	if (name)
		learn_address(log, object, field_word(dhcp, "assigned_ip"),
		              LEARNED_BY_DHCP, name);
}

/* What an event of @type, whose object is @own, shows of its flow. @return whether it is of one */
static bool find_hints(const char *type, const json_t *own, uint64_t *hints)
{
	bool is_known = false;

	for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
		if (strcmp(answers[i].type, type) != 0)
			continue;
		is_known = true;
		if (json_object_get(own, answers[i].answer))
			*hints |= HINT_BIT(answers[i].hint);
	}
	return is_known;
}

enum log_answer eve_suricata_event(struct log *log, const json_t *object)
{
	const char *type = field_word(object, "event_type");
	const json_t *own = json_object_get(object, type);
	struct joined_fact *fact;
	uint64_t hash, hints = 0;
	char text[24];

	if (strcmp(type, "netflow") == 0)
		log->suricata_netflows++;
	if (!find_hints(type, own, &hints) || !id_of(log, object, text, &hash))
		return LOG_PASSED;
	learn_others(log, object);
	fact = joined_facts_add(log->joined, hash);
	if (!fact)
		return LOG_PASSED;
	if (strcmp(type, "tls") == 0)
		keep_tls(log, fact, object);
	for (size_t side = 0; side < 2; side++)
		fact->hints[side] |= hints;
	return LOG_TAKEN;
}
