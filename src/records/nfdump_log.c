/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nfdump -o json: NetFlow and IPFIX, one way a record, in milliseconds. Times have no
 * zone and are those of whoever ran nfdump: TZ=UTC is what is expected here.
 */
#include <string.h>

#include "base/transport.h"

#include "field.h"
#include "foreign.h"
#include "half_flows.h"

#define ICMP   1
#define ICMPV6 58

static bool recognises(const json_t *object)
{
	return json_object_get(object, "in_packets") && field_word(object, "first") &&
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
	    !field_time(object, "first", &flow->first_us) ||
	    !field_time(object, "last", &flow->last_us) ||
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

static enum log_answer read_record(struct log *log, const json_t *object)
{
	struct record_flow half = foreign_begin(log);
	uint64_t proto;

	if (!field_unsigned(object, "proto", UINT8_MAX, &proto))
		return LOG_LOST;
	if (proto == ICMP || proto == ICMPV6)
		return LOG_PASSED;
	half.flow.transport = (uint8_t)proto;
	if (!read_half(&half.flow, object))
		return LOG_LOST;
	half_flows_add(log, &half);
	return LOG_TAKEN;
}

const struct log_kind nfdump_log = {
	.name = "nfdump",
	.recognises = recognises,
	.read = read_record,
};
