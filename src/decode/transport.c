/* SPDX-License-Identifier: BSD-2-Clause */
#include "layers.h"

#include "base/array.h"

#define TCP_HEADER_LEN 20
#define UDP_HEADER_LEN 8
#define TCP_FLAGS      0x1f /* those of enum tcp_flag */

static enum decode_verdict finish(struct decoding *d)
{
	struct packet *packet = d->packet;
	const size_t left = cursor_left(&d->rest);

	packet->kind = PACKET_DATA;
	packet->payload_len = (uint32_t)left;
	packet->payload_wire_len = (uint32_t)(left + d->missing);
	packet->payload = cursor_take(&d->rest, left);
	return DECODE_OK;
}

/* Captures of 54 to 68 bytes a frame cut the options of a SYN: nobody here reads them. */
static bool skip_options(struct decoding *d, size_t len)
{
	const size_t left = cursor_left(&d->rest);

	if (UNLIKELY(len > left)) {
		const size_t cut = len - left;

		if (cut > d->missing && !d->partial)
			return false;
		d->missing -= (uint32_t)(cut < d->missing ? cut : d->missing);
		len = left;
	}
	return cursor_take(&d->rest, len) != NULL;
}

/* A first fragment of eight bytes: ports and a sequence number, and they are enough. */
RARE static enum decode_verdict decode_ports(struct decoding *d)
{
	struct packet *packet = d->packet;

	if (!d->partial)
		return layer_cut(d);
	packet->transport = TRANSPORT_TCP;
	packet->source_port = cursor_be16(&d->rest);
	packet->target_port = cursor_be16(&d->rest);
	packet->sequence = cursor_be32(&d->rest);
	packet->acknowledgment = 0;
	packet->tcp_flags = 0;
	if (d->rest.truncated)
		return layer_cut(d);
	cursor_limit(&d->rest, 0);
	return finish(d);
}

/* RFC 9293 section 3.1. */
static enum decode_verdict decode_tcp(struct decoding *d)
{
	struct packet *packet = d->packet;

	if (UNLIKELY(cursor_left(&d->rest) < TCP_HEADER_LEN))
		return decode_ports(d);

	const uint8_t *bytes = cursor_take(&d->rest, TCP_HEADER_LEN);
	struct cursor header = cursor_over(bytes, TCP_HEADER_LEN);

	packet->transport = TRANSPORT_TCP;
	packet->source_port = cursor_be16(&header);
	packet->target_port = cursor_be16(&header);
	packet->sequence = cursor_be32(&header);
	packet->acknowledgment = cursor_be32(&header);

	const uint16_t offset_flags = cursor_be16(&header);
	const size_t header_len = (size_t)(offset_flags >> 12) * 4;

	packet->tcp_flags = offset_flags & TCP_FLAGS;
	if (UNLIKELY(header_len < TCP_HEADER_LEN))
		return DECODE_MALFORMED;
	if (UNLIKELY(!skip_options(d, header_len - TCP_HEADER_LEN)))
		return DECODE_MALFORMED;
	return finish(d);
}

/* Cut the rest to what the UDP length says. */
static bool limit_udp(struct decoding *d, uint16_t len)
{
	const size_t left = cursor_left(&d->rest);

	/* RFC 2675 section 4, and hosts that leave segmentation to the NIC. */
	if (len == 0)
		return true;
	if (len < UDP_HEADER_LEN)
		return false;
	if (len - (size_t)UDP_HEADER_LEN > left + d->missing && !d->partial)
		return false;
	return layer_limit(d, len - (size_t)UDP_HEADER_LEN);
}

/* RFC 768. */
static enum decode_verdict decode_udp(struct decoding *d)
{
	struct packet *packet = d->packet;
	const uint8_t *bytes = cursor_take(&d->rest, UDP_HEADER_LEN);
	enum decode_verdict verdict;

	if (UNLIKELY(!bytes))
		return layer_cut(d);

	struct cursor header = cursor_over(bytes, UDP_HEADER_LEN);

	packet->transport = TRANSPORT_UDP;
	packet->source_port = cursor_be16(&header);
	packet->target_port = cursor_be16(&header);
	packet->sequence = 0;
	packet->acknowledgment = 0;
	packet->tcp_flags = 0;
	if (UNLIKELY(!limit_udp(d, cursor_be16(&header))))
		return DECODE_MALFORMED;
	if (UNLIKELY(decode_udp_tunnel(d, packet->target_port, &verdict)))
		return verdict;
	return finish(d);
}

/* Sent to a group it is nobody's conversation. */
void decode_keep_carrier(struct decoding *d, uint8_t transport, uint16_t source_port,
                         uint16_t target_port)
{
	struct packet *carrier = &d->carriers[d->carrier_count];

	if (d->carrier_count == CARRIERS_MAX || address_is_group(&d->packet->target))
		return;
	*carrier = *d->packet;
	carrier->kind = PACKET_DATA;
	carrier->transport = transport;
	carrier->source_port = source_port;
	carrier->target_port = target_port;
	carrier->sequence = carrier->acknowledgment = 0;
	carrier->tcp_flags = 0;
	carrier->reassembled = false;
	carrier->payload = d->rest.at;
	carrier->payload_len = (uint32_t)cursor_left(&d->rest);
	carrier->payload_wire_len = carrier->payload_len + d->missing;
	d->carrier_count++;
}

static enum decode_verdict decode_nothing(struct decoding *d)
{
	(void)d;
	return DECODE_OTHER_TRANSPORT;
}

/* Source: the IANA registry of protocol numbers. ESP hides all that follows it. */
static const struct {
	uint8_t protocol;
	bool is_carrier; /* as is every protocol that has no row */
	layer_decoder decode;
} protocols[] = {
	{ 1, false, decode_icmp },
	{ 58, false, decode_icmpv6 },
	{ 0, false, decode_ipv6_options },  /* hop-by-hop options */
	{ 43, false, decode_ipv6_options }, /* routing */
	{ 44, false, decode_ipv6_fragment },
	{ 60, false, decode_ipv6_options }, /* destination options */
	{ 59, false, decode_nothing },      /* no next header */
	{ 2, false, decode_nothing },       /* IGMP */
	{ 51, true, decode_ah },
	{ 4, true, decode_ip_in_ip },
	{ 41, true, decode_ip_in_ip },
	{ 47, true, decode_gre },
	{ 97, true, decode_etherip },
	{ 137, true, decode_mpls_in_ip },
};

bool decode_is_conversation(uint8_t protocol)
{
	for (size_t i = 0; i < ARRAY_LEN(protocols); i++)
		if (protocols[i].protocol == protocol)
			return protocols[i].is_carrier;
	return true;
}

enum decode_verdict decode_transport(struct decoding *d, uint8_t protocol)
{
	if (LIKELY(protocol == TRANSPORT_TCP))
		return decode_tcp(d);
	if (LIKELY(protocol == TRANSPORT_UDP))
		return decode_udp(d);
	for (size_t i = 0; i < ARRAY_LEN(protocols); i++) {
		if (protocols[i].protocol != protocol)
			continue;
		if (protocols[i].is_carrier)
			decode_keep_carrier(d, protocol, 0, 0);
		return protocols[i].decode(d);
	}
	decode_keep_carrier(d, protocol, 0, 0);
	return DECODE_OTHER_TRANSPORT;
}
