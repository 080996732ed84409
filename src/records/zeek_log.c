/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Zeek's logs as JSON: conn.log, and what ssl.log, x509.log, sip.log and dns.log say of its
 * connections, in whatever order they come.
 *
 * Source: the documentation of Zeek 4 to 7: base/protocols/conn/main.zeek (conn_state,
 * history), policy/tuning/json-logs.zeek; the package json-streaming-logs (_path).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/transport.h"
#include "flow/direction.h"
#include "inspect/detail.h"
#include "inspect/hint.h"

#include "field.h"
#include "foreign.h"
#include "joined_facts.h"
#include "waiting_flows.h"

#define MOST_SECONDS 4e9 /* beyond the year 2096 a time is none; more is milliseconds */

/* --- Members ---------------------------------------------------------------------- */

/* Seconds with a fraction, as durations are. */
static bool field_seconds(const json_t *object, const char *key, int64_t *us)
{
	const json_t *member = json_object_get(object, key);
	double seconds = json_number_value(member);

	if (!json_is_number(member) || !(seconds >= 0) || seconds > MOST_SECONDS)
		return false;
	*us = llround(seconds * 1e6);
	return true;
}

/* A time: json_timestamps is one of JSON::TS_EPOCH, TS_MILLIS and TS_ISO8601. */
static bool field_moment(const json_t *object, const char *key, int64_t *us)
{
	uint64_t ms;

	if (field_seconds(object, key, us) || field_time(object, key, us))
		return true;
	if (!field_unsigned(object, key, (uint64_t)(MOST_SECONDS * 1e3), &ms))
		return false;
	*us = (int64_t)ms * 1000;
	return true;
}

static uint64_t hash_of(const struct log *log, enum joined_space space, const char *text)
{
	return joined_facts_hash(log->joined, &(struct joined_id){
						      .space = space,
						      .text = text,
						      .len = strlen(text),
					      });
}

static struct joined_fact *fact_of(struct log *log, const json_t *object)
{
	const char *uid = field_word(object, "uid");

	return uid ? joined_facts_add(log->joined,
	                              hash_of(log, JOINED_ZEEK_CONNECTION, uid))
	           : NULL;
}

static void set_text(struct joined_fact *fact, enum detail key, const char *text,
                     size_t len)
{
	detail_set(&fact->details, key, text, len);
}

/* --- conn.log ------------------------------------------------------------------------ */

/* What conn_state says of TCP; others are told by packets. */
static const struct {
	const char *name;
	enum flow_state state;
} states[] = {
	{ "S0", FLOW_ATTEMPT },      { "REJ", FLOW_REFUSED },
	{ "S1", FLOW_ESTABLISHED },  { "S2", FLOW_ESTABLISHED },
	{ "S3", FLOW_ESTABLISHED },  { "SF", FLOW_CLOSED },
	{ "RSTO", FLOW_RESET },      { "RSTR", FLOW_RESET },
	{ "RSTOS0", FLOW_ATTEMPT },  { "SH", FLOW_ATTEMPT },
	{ "RSTRH", FLOW_MIDSTREAM }, { "SHR", FLOW_MIDSTREAM },
	{ "OTH", FLOW_MIDSTREAM },
};

/* Letters of history: an upper one is the originator's. */
static const struct {
	char letter;
	uint8_t flags;
} letters[] = {
	{ 's', TCP_SYN },           { 'h', TCP_SYN | TCP_ACK }, { 'a', TCP_ACK },
	{ 'd', TCP_PSH | TCP_ACK }, { 'f', TCP_FIN | TCP_ACK }, { 'r', TCP_RST },
};

static void read_history(struct flow *flow, const char *history)
{
	for (; *history; history++) {
		bool responder = *history >= 'a' && *history <= 'z';
		char letter = (char)(*history | 0x20);

		for (size_t i = 0; i < ARRAY_LEN(letters); i++)
			if (letters[i].letter == letter)
				flow->end[responder].tcp_flags |= letters[i].flags;
	}
}

static enum flow_direction_by direction_of(const struct flow *flow, const char *history)
{
	if (strchr(history, '^')) /* turned, because of a well-known port */
		return FLOW_BY_FIRST;
	if (flow->transport != TRANSPORT_TCP)
		return flow->transport == TRANSPORT_UDP ? FLOW_BY_FIRST_DATAGRAM
		                                        : FLOW_BY_FIRST;
	if (strchr(history, 'S'))
		return FLOW_BY_SYN;
	return strchr(history, 'h') ? FLOW_BY_SYNACK : FLOW_BY_FIRST;
}

static void read_state(struct flow *flow, const char *name, const char *history)
{
	foreign_settle(flow);
	if (flow->transport != TRANSPORT_TCP)
		return;
	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		if (strcmp(states[i].name, name) == 0 && flow->state != FLOW_SCANNED)
			flow->state = (uint8_t)states[i].state;
	/* With a bad checksum a packet is not counted: that none came is not known. */
	if (flow->packets[1] == 0 && strpbrk(history, "cC"))
		flow->state = FLOW_MIDSTREAM;
}

static bool read_ends(struct flow *flow, const json_t *object)
{
	const char *proto = field_word(object, "proto");

	return proto && transport_parse(&flow->transport, proto) &&
	       field_address(object, "id.orig_h", &flow->end[0].address) &&
	       field_address(object, "id.resp_h", &flow->end[1].address) &&
	       (!transport_has_ports(flow->transport) ||
	        (field_port(object, "id.orig_p", &flow->end[0].port) &&
	         field_port(object, "id.resp_p", &flow->end[1].port)));
}

static bool read_counters(struct flow *flow, const json_t *object)
{
	int64_t duration_us = 0;

	if (!field_moment(object, "ts", &flow->first_us) ||
	    (json_object_get(object, "duration") &&
	     !field_seconds(object, "duration", &duration_us)) ||
	    !field_count(object, "orig_pkts", &flow->packets[0]) ||
	    !field_count(object, "resp_pkts", &flow->packets[1]) ||
	    !field_count(object, "orig_ip_bytes", &flow->bytes[0]) ||
	    !field_count(object, "resp_ip_bytes", &flow->bytes[1]))
		return false;
	flow->last_us = flow->first_us + duration_us;
	return true;
}

/* "ssl,sip": only what it can be trusted with is a hint, and the initiator's alone. */
static void read_service(struct flow *flow, const char *services)
{
	while (*services) {
		size_t len = strcspn(services, ",");
		char name[16];

		if (len < sizeof(name)) {
			memcpy(name, services, len);
			name[len] = '\0';
			flow->hints[0] |= foreign_hint(name);
		}
		services += len + (services[len] == ',');
	}
}

static enum log_answer read_connection(struct log *log, const json_t *object)
{
	const char *state = field_word(object, "conn_state");
	const char *history = field_word(object, "history");
	const char *service = field_word(object, "service");
	const char *uid = field_word(object, "uid"), *proto = field_word(object, "proto");
	struct record_flow record = foreign_begin(log);
	struct flow *flow = &record.flow;

	/* Ports of ICMP are its types. */
	if (proto &&
	    (strcmp(proto, "icmp") == 0 || strcmp(proto, "unknown_transport") == 0))
		return LOG_PASSED;
	if (!uid || !state || !read_ends(flow, object) || !read_counters(flow, object))
		return LOG_LOST;
	history = history ? history : "";
	if (flow->transport == TRANSPORT_TCP)
		read_history(flow, history);
	flow->direction_by = (uint8_t)direction_of(flow, history);
	read_state(flow, state, history);
	if (service)
		read_service(flow, service);
	flow->id = foreign_id(uid);
	waiting_flows_add(log, &record, hash_of(log, JOINED_ZEEK_CONNECTION, uid),
	                  service && *service);
	return LOG_TAKEN;
}

/* --- What others say of it ------------------------------------------------------------- */

static const struct {
	const char *key;
	enum detail detail;
	bool is_name;
} ssl_texts[] = {
	{ "server_name", DETAIL_TLS_SNI, false },
	{ "subject", DETAIL_TLS_SUBJECT, true },
	{ "issuer", DETAIL_TLS_ISSUER, true },
	{ "client_subject", DETAIL_TLS_CLIENT_SUBJECT, true },
	{ "client_issuer", DETAIL_TLS_CLIENT_ISSUER, true },
	{ "next_protocol", DETAIL_TLS_ALPN, false },
};

/* "TLSv12" as everybody else writes it. */
static const char *const versions[][2] = {
	{ "SSLv2", "SSL 2.0" },  { "SSLv3", "SSL 3.0" },  { "TLSv10", "TLS 1.0" },
	{ "TLSv11", "TLS 1.1" }, { "TLSv12", "TLS 1.2" }, { "TLSv13", "TLS 1.3" },
};

static void learn(struct log *log, const json_t *object, const char *key,
                  enum learned_kind kind, enum learned_via via, const char *text,
                  size_t len)
{
	struct address address;
	int64_t time_us;

	if (field_address(object, key, &address) && field_moment(object, "ts", &time_us))
		foreign_learn(log, kind, via, &address, text, len, time_us);
}

/* Certificates of a connection: by fingerprints since Zeek 5, before by ids of files. */
static const struct {
	const char *key;
	enum flow_side side;
} chains[] = {
	{ "cert_chain_fuids", FLOW_RESPONDER },
	{ "client_cert_chain_fuids", FLOW_INITIATOR },
	{ "cert_chain_fps", FLOW_RESPONDER },
	{ "client_cert_chain_fps", FLOW_INITIATOR },
};

/* The first one of a chain is whose it is. */
static void keep_chains(struct log *log, struct joined_fact *fact, const json_t *object)
{
	for (size_t i = 0; i < ARRAY_LEN(chains); i++) {
		const char *print = json_string_value(
			json_array_get(json_object_get(object, chains[i].key), 0));

		if (print)
			fact->certificate[chains[i].side] =
				hash_of(log, JOINED_ZEEK_CERTIFICATE, print);
	}
}

static void keep_ssl_texts(struct log *log, struct joined_fact *fact,
                           const json_t *object)
{
	for (size_t i = 0; i < ARRAY_LEN(ssl_texts); i++) {
		const char *text = field_word(object, ssl_texts[i].key);
		size_t len = text ? strlen(text) : 0;

		if (text && ssl_texts[i].is_name)
			text = foreign_common_name(text, &len);
		if (!text)
			continue;
		set_text(fact, ssl_texts[i].detail, text, len);
		if (ssl_texts[i].detail == DETAIL_TLS_SNI)
			learn(log, object, "id.resp_h", LEARNED_NAME, LEARNED_BY_SNI,
			      text, len);
		else if (ssl_texts[i].detail == DETAIL_TLS_SUBJECT)
			learn(log, object, "id.resp_h", LEARNED_NAME,
			      LEARNED_BY_CERTIFICATE, text, len);
	}
}

static enum log_answer read_ssl(struct log *log, const json_t *object)
{
	struct joined_fact *fact = fact_of(log, object);
	const char *version = field_word(object, "version");

	if (!fact)
		return LOG_LOST;
	keep_ssl_texts(log, fact, object);
	keep_chains(log, fact, object);
	for (size_t i = 0; version && i < ARRAY_LEN(versions); i++)
		if (strcmp(version, versions[i][0]) == 0)
			set_text(fact, DETAIL_TLS_VERSION, versions[i][1],
			         strlen(versions[i][1]));
	/* MS-TURN's imitation has hellos, and no more. */
	if (!field_is_true(object, "established") && !fact->certificate[FLOW_RESPONDER])
		return LOG_TAKEN;
	fact->hints[FLOW_INITIATOR] |= HINT_BIT(HINT_TLS);
	fact->hints[FLOW_RESPONDER] |= HINT_BIT(HINT_TLS);
	if (fact->certificate[FLOW_INITIATOR] || field_word(object, "client_subject"))
		fact->hints[FLOW_INITIATOR] |= HINT_BIT(HINT_MTLS);
	return LOG_TAKEN;
}

static void keep_time(struct joined_fact *fact, enum detail key, const json_t *object,
                      const char *member)
{
	int64_t time_us;
	char text[CLOCK_TEXT_SIZE];

	if (!field_moment(object, member, &time_us))
		return;
	clock_format(time_us, text);
	memcpy(text + 19, "Z", 2); /* in whole seconds, as certificates have them */
	set_text(fact, key, text, strlen(text));
}

/* Kept as a server's; who shows it as a client's is asked when it is joined. */
static enum log_answer read_certificate(struct log *log, const json_t *object)
{
	static const struct {
		const char *key;
		enum detail detail;
	} texts[] = {
		{ "certificate.subject", DETAIL_TLS_SUBJECT },
		{ "certificate.issuer", DETAIL_TLS_ISSUER },
	};
	const char *print = field_word(object, "fingerprint");
	struct joined_fact *fact;

	print = print ? print : field_word(object, "id");
	fact = print ? joined_facts_add(log->joined,
	                                hash_of(log, JOINED_ZEEK_CERTIFICATE, print))
	             : NULL;
	if (!fact)
		return LOG_LOST;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		const char *text = field_word(object, texts[i].key);
		size_t len;

		if (text) {
			text = foreign_common_name(text, &len);
			set_text(fact, texts[i].detail, text, len);
		}
	}
	keep_time(fact, DETAIL_TLS_NOT_BEFORE, object, "certificate.not_valid_before");
	keep_time(fact, DETAIL_TLS_NOT_AFTER, object, "certificate.not_valid_after");
	return LOG_TAKEN;
}

static enum log_answer read_sip(struct log *log, const json_t *object)
{
	struct joined_fact *fact = fact_of(log, object);
	const char *agent = field_word(object, "user_agent");
	const char *method = field_word(object, "method");

	if (!fact)
		return LOG_LOST;
	fact->hints[FLOW_INITIATOR] |= HINT_BIT(HINT_SIP);
	if (json_is_integer(json_object_get(object, "status_code")))
		fact->hints[FLOW_RESPONDER] |= HINT_BIT(HINT_SIP);
	if (method)
		set_text(fact, DETAIL_SIP_METHOD, method, strlen(method));
	if (agent)
		learn(log, object, "id.orig_h", LEARNED_AGENT, LEARNED_BY_SIP, agent,
		      strlen(agent));
	return LOG_TAKEN;
}

/* Names of the addresses that were answered; of a CNAME's the one that was asked for. */
static enum log_answer read_dns(struct log *log, const json_t *object)
{
	const char *name = field_word(object, "query");
	const json_t *answer;
	struct address address;
	int64_t time_us;
	size_t index;

	if (!field_moment(object, "ts", &time_us))
		return LOG_LOST;
	json_array_foreach(json_object_get(object, "answers"), index, answer)
	{
		const char *text = json_string_value(answer);

		if (name && text && address_parse(&address, text))
			foreign_learn(log, LEARNED_NAME, LEARNED_BY_DNS, &address, name,
			              strlen(name), time_us);
	}
	return LOG_TAKEN;
}

/* --- Telling them ------------------------------------------------------------------------ */

/* Each has a name, if its lines say it, and else a member that none before it has. */
static const struct {
	const char *path, *member;
	enum log_answer (*read)(struct log *log, const json_t *object);
} logs[] = {
	{ "conn", "conn_state", read_connection },
	{ "x509", "certificate.subject", read_certificate },
	{ "sip", "request_path", read_sip },
	{ "ssl", "established", read_ssl },
	{ "dns", "qtype_name", read_dns },
};

static size_t find_log(const json_t *object)
{
	const char *path = field_word(object, "_path");
	size_t i = 0;

	while (i < ARRAY_LEN(logs) && (path ? strcmp(path, logs[i].path) != 0
	                                    : !json_object_get(object, logs[i].member)))
		i++;
	return i;
}

static bool recognises(const json_t *object)
{
	return find_log(object) < ARRAY_LEN(logs) ||
	       (json_object_get(object, "ts") &&
	        (field_word(object, "uid") || field_word(object, "_path")));
}

static enum log_answer read_line(struct log *log, const json_t *object)
{
	size_t number = find_log(object);

	return number < ARRAY_LEN(logs) ? logs[number].read(log, object) : LOG_PASSED;
}

const struct log_kind zeek_log = {
	.name = "Zeek",
	.recognises = recognises,
	.read = read_line,
};
