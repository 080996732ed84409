/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nfdump -o json and -o ndjson, of 1.6 and 1.7: NetFlow and IPFIX, mostly one way a record,
 * in milliseconds. Times have no zone and are those of whoever ran nfdump: TZ=UTC is what
 * is expected here.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/transport.h"

#include "field.h"
#include "foreign.h"
#include "half_flows.h"

#define ICMP   1
#define ICMPV6 58

/* What 1.7 calls first and last, and 1.6 t_first and t_last. */
static const char *const first_keys[] = { "first", "t_first" };
static const char *const last_keys[] = { "last", "t_last" };

/* 1.6 writes milliseconds as a number: ".7" is seven of them. */
static bool read_old_moment(const char *text, int64_t *time_us)
{
	const char *dot = strchr(text, '.');
	size_t len = dot ? (size_t)(dot - text) : strlen(text);
	unsigned long ms = dot ? strtoul(dot + 1, NULL, 10) : 0;
	char whole[32];

	if (len >= sizeof(whole) || ms > 999)
		return false;
	memcpy(whole, text, len);
	whole[len] = '\0';
	if (!clock_parse(time_us, whole))
		return false;
	*time_us += (int64_t)ms * 1000;
	return true;
}

static bool read_moment(const json_t *object, const char *const keys[static 2],
                        int64_t *time_us)
{
	const char *text = field_word(object, keys[1]);

	return field_time(object, keys[0], time_us) ||
	       (text && read_old_moment(text, time_us));
}

static bool recognises(const json_t *object)
{
	return json_object_get(object, "in_packets") &&
	       (field_word(object, first_keys[0]) || field_word(object, first_keys[1])) &&
	       json_object_get(object, "proto");
}

/* "...AP.SF": the letter of each flag that is set. */
static uint8_t flags_of(const char *text)
{
	static const struct {
		char letter;
		uint8_t flag;
	} flags[] = {
		{ 'F', TCP_FIN }, { 'S', TCP_SYN }, { 'R', TCP_RST },
		{ 'P', TCP_PSH }, { 'A', TCP_ACK },
	};
	unsigned set = 0;

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (text && strchr(text, flags[i].letter))
			set |= flags[i].flag;
	return (uint8_t)set;
}

static bool read_end(struct flow_end *end, const json_t *object, const char *ipv4,
                     const char *ipv6, const char *port, uint8_t transport)
{
	return (field_address(object, ipv4, &end->address) ||
	        field_address(object, ipv6, &end->address)) &&
	       (!transport_has_ports(transport) || field_port(object, port, &end->port));
}

static bool read_half(struct flow *flow, const json_t *object)
{
	uint64_t tos;

	if (!read_end(&flow->end[0], object, "src4_addr", "src6_addr", "src_port",
	              flow->transport) ||
	    !read_end(&flow->end[1], object, "dst4_addr", "dst6_addr", "dst_port",
	              flow->transport) ||
	    !read_moment(object, first_keys, &flow->first_us) ||
	    !read_moment(object, last_keys, &flow->last_us) ||
	    !field_unsigned(object, "in_packets", INT64_MAX, &flow->packets[0]) ||
	    !field_count(object, "in_bytes", &flow->bytes[0]) ||
	    flow->first_us > flow->last_us)
		return false;
	if (field_unsigned(object, "src_tos", UINT8_MAX, &tos))
		flow->end[0].dscp = (uint8_t)(tos >> 2);
	if (flow->transport == TRANSPORT_TCP)
		flow->end[0].tcp_flags = flags_of(field_word(object, "tcp_flags"));
	return true;
}

/* What came back, of a record of both ways: it says no flags of its own. */
static bool read_back(struct flow *back, const struct flow *half, const json_t *object)
{
	*back = *half;
	back->end[0] = half->end[1];
	back->end[1] = half->end[0];
	back->end[1].tcp_flags = 0;
	return field_count(object, "out_packets", &back->packets[0]) &&
	       field_count(object, "out_bytes", &back->bytes[0]);
}

static enum log_answer read_record(struct log *log, const json_t *object)
{
	struct record_flow half = foreign_begin(log), back = half;
	uint64_t proto;

	if (!field_unsigned(object, "proto", UINT8_MAX, &proto))
		return LOG_LOST;
	if (proto == ICMP || proto == ICMPV6)
		return LOG_PASSED;
	half.flow.transport = (uint8_t)proto;
	if (!read_half(&half.flow, object) || !read_back(&back.flow, &half.flow, object))
		return LOG_LOST;
	half_flows_add(log, &half);
	if (back.flow.packets[0] > 0)
		half_flows_add(log, &back);
	return LOG_TAKEN;
}

const struct log_kind nfdump_log = {
	.name = "nfdump",
	.recognises = recognises,
	.read = read_record,
};
