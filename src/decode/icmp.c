/* SPDX-License-Identifier: BSD-2-Clause */
#include "layers.h"

#define ICMP_UNREACHABLE          3
#define ICMP_FRAGMENTATION_NEEDED 4 /* a path MTU, not a refusal. RFC 1191 */
#define ICMP_CODES                16
#define ICMPV6_UNREACHABLE        1
#define IPV4_HEADER_LEN           20
#define IPV4_OFFSET_MASK          0x1fff

/* RFC 792: at least eight bytes of it, so ports and a TCP sequence number. */
static enum decode_verdict decode_quoted_transport(struct decoding *d, uint8_t protocol)
{
	struct packet *packet = d->packet;

	if (!decode_is_conversation(protocol))
		return DECODE_OTHER_TRANSPORT;

	const bool ports = transport_has_ports(protocol);
	const uint16_t source_port = ports ? cursor_be16(&d->rest) : 0;
	const uint16_t target_port = ports ? cursor_be16(&d->rest) : 0;

	if (d->rest.truncated)
		return layer_cut(d);
	packet->kind = PACKET_ERROR;
	packet->transport = protocol;
	packet->source_port = source_port;
	packet->target_port = target_port;
	packet->tcp_flags = 0;
	packet->sequence = protocol == TRANSPORT_TCP ? cursor_be32(&d->rest) : 0;
	packet->acknowledgment = 0;
	packet->payload = d->rest.at;
	packet->payload_len = 0;
	packet->payload_wire_len = 0;
	return DECODE_OK;
}

/* The total length is not looked at: some routers quote it after changing it. */
static enum decode_verdict decode_quoted_ipv4(struct decoding *d)
{
	const uint8_t version_len = cursor_u8(&d->rest);

	cursor_take(&d->rest, 5);

	const uint16_t fragment = cursor_be16(&d->rest);

	cursor_take(&d->rest, 1);

	const uint8_t protocol = cursor_u8(&d->rest);

	cursor_take(&d->rest, 2);

	const uint8_t *source = cursor_take(&d->rest, 4);
	const uint8_t *target = cursor_take(&d->rest, 4);

	if (!source || !target)
		return layer_cut(d);

	const size_t header_len = (version_len & 0x0fu) * 4;

	if (version_len >> 4 != 4 || header_len < IPV4_HEADER_LEN)
		return DECODE_MALFORMED;
	if (!cursor_take(&d->rest, header_len - IPV4_HEADER_LEN))
		return layer_cut(d);
	if (fragment & IPV4_OFFSET_MASK) /* no ports in it */
		return DECODE_OTHER_TRANSPORT;
	d->packet->source = address_from_ipv4(source);
	d->packet->target = address_from_ipv4(target);
	return decode_quoted_transport(d, protocol);
}

/* Of the extension headers, those that plain traffic has in front of TCP or UDP. */
static enum decode_verdict decode_quoted_ipv6(struct decoding *d)
{
	const uint32_t version = cursor_be32(&d->rest) >> 28;

	cursor_take(&d->rest, 2);

	uint8_t next = cursor_u8(&d->rest);

	cursor_take(&d->rest, 1);

	const uint8_t *source = cursor_take(&d->rest, 16);
	const uint8_t *target = cursor_take(&d->rest, 16);

	if (!source || !target)
		return layer_cut(d);
	if (version != 6)
		return DECODE_MALFORMED;
	while (next == 0 || next == 43 || next == 60) {
		next = cursor_u8(&d->rest);
		cursor_take(&d->rest, cursor_u8(&d->rest) * 8u + 6);
		if (d->rest.truncated)
			return layer_cut(d);
		if (!layer_stack(d))
			return DECODE_TOO_DEEP;
	}
	memcpy(d->packet->source.bytes, source, sizeof(d->packet->source.bytes));
	memcpy(d->packet->target.bytes, target, sizeof(d->packet->target.bytes));
	return decode_quoted_transport(d, next);
}

enum decode_verdict decode_icmp(struct decoding *d)
{
	const uint8_t type = cursor_u8(&d->rest);
	const uint8_t code = cursor_u8(&d->rest);

	cursor_take(&d->rest, 6); /* checksum, unused */
	if (d->rest.truncated)
		return layer_cut(d);
	if (d->ip_version != 4 || type != ICMP_UNREACHABLE ||
	    code == ICMP_FRAGMENTATION_NEEDED || code >= ICMP_CODES)
		return DECODE_OTHER_TRANSPORT;
	return decode_quoted_ipv4(d);
}

enum decode_verdict decode_icmpv6(struct decoding *d)
{
	const uint8_t type = cursor_u8(&d->rest);

	cursor_take(&d->rest, 7); /* code, checksum, unused */
	if (d->rest.truncated)
		return layer_cut(d);
	if (d->ip_version != 6 || type != ICMPV6_UNREACHABLE)
		return DECODE_OTHER_TRANSPORT;
	return decode_quoted_ipv6(d);
}
