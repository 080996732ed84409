/* SPDX-License-Identifier: BSD-2-Clause */
#include "layers.h"

#include "copies.h"
#include "fragments.h"

#define IPV4_HEADER_LEN     20
#define IPV6_HEADER_LEN     40
#define IPV4_MORE_FRAGMENTS 0x2000 /* RFC 791 section 3.1 */
#define IPV4_OFFSET_MASK    0x1fff /* in units of eight bytes */
#define IPV6_MORE_FRAGMENTS 0x0001 /* RFC 8200 section 4.5 */
#define IPV6_OFFSET_MASK    0xfff8

/* Hand on the datagram that @fragment completes. */
RARE static enum decode_verdict reassemble(struct decoding *d, struct fragment *fragment)
{
	struct datagram datagram;

	fragment->key.source = d->packet->source;
	fragment->key.target = d->packet->target;
	fragment->key.ip_version = d->ip_version;
	fragment->time_us = d->packet->time_us;
	fragment->wire_len = d->packet->wire_len;
	fragment->origin = (struct fragment_origin){
		.input = d->packet->input,
		.vlan = { d->packet->vlan[0], d->packet->vlan[1] },
		.vlan_count = d->packet->vlan_count,
		.tunnelled = d->packet->tunnelled,
		.dscp = d->packet->dscp,
	};
	if (UNLIKELY(d->missing || d->partial)) {
		/* A snaplen cut it. The first one still has the ports: better than nothing. */
		layer_join(d, fragments_spoil(d->fragments, &fragment->key,
		                              fragment->time_us));
		if (fragment->offset != 0)
			return DECODE_FRAGMENT_LOST;
		d->partial = true;
		return decode_transport(d, fragment->protocol);
	}
	fragment->len = (uint32_t)cursor_left(&d->rest);
	fragment->bytes = cursor_take(&d->rest, fragment->len);
	if (d->copies && copies_observe_fragment(d->copies, d->packet, fragment))
		return DECODE_COPY;

	const enum decode_verdict verdict =
		fragments_add(d->fragments, fragment, &datagram);

	layer_join(d, datagram.number);
	if (verdict != DECODE_OK)
		return verdict;
	d->counters->reassembled++;
	d->packet->reassembled = true;
	d->rest = cursor_over(datagram.bytes, datagram.len);
	d->packet->wire_len = datagram.wire_len;
	return decode_transport(d, datagram.protocol);
}

enum decode_verdict decode_remnant(struct decoding *d, const struct remnant *remnant)
{
	struct packet *packet = d->packet;

	*packet = (struct packet){ .time_us = remnant->time_us,
		                   .source = remnant->key.source,
		                   .target = remnant->key.target,
		                   .dscp = remnant->origin.dscp,
		                   .vlan_count = remnant->origin.vlan_count,
		                   .reassembled = true,
		                   .tunnelled = remnant->origin.tunnelled,
		                   .vlan = { remnant->origin.vlan[0],
		                             remnant->origin.vlan[1] },
		                   .input = remnant->origin.input,
		                   .wire_len = remnant->wire_len };
	d->rest = cursor_over(remnant->bytes, remnant->len);
	d->missing = remnant->missing;
	d->headers = 0;
	d->datagram_count = 0;
	layer_join(d, remnant->number);
	d->ip_version = remnant->key.ip_version;
	d->partial = true;
	return decode_transport(d, remnant->protocol);
}

RARE static enum decode_verdict reassemble_ipv4(struct decoding *d,
                                                uint16_t identification,
                                                uint16_t offset_more, uint8_t protocol)
{
	struct fragment fragment = {
		.key = { .identification = identification, .protocol = protocol },
		.offset = (offset_more & IPV4_OFFSET_MASK) * 8u,
		.more = offset_more & IPV4_MORE_FRAGMENTS,
		.protocol = protocol,
	};

	return reassemble(d, &fragment);
}

enum decode_verdict decode_ipv4(struct decoding *d)
{
	const uint8_t *bytes = cursor_take(&d->rest, IPV4_HEADER_LEN);

	if (UNLIKELY(!bytes))
		return DECODE_TRUNCATED;

	struct cursor header = cursor_over(bytes, IPV4_HEADER_LEN);
	uint8_t ipv4[2][4];
	const uint8_t version_len = cursor_u8(&header);
	const uint8_t service = cursor_u8(&header);
	const uint16_t total_len = cursor_be16(&header);
	const uint16_t identification = cursor_be16(&header);
	const uint16_t fragment = cursor_be16(&header);

	cursor_take(&header, 1); /* time to live */

	const uint8_t protocol = cursor_u8(&header);

	cursor_take(&header,
	            2); /* checksum: capturing hosts offload it, so it proves nothing */
	cursor_copy(&header, ipv4[0], 4);
	cursor_copy(&header, ipv4[1], 4);
	d->packet->source = address_from_ipv4(ipv4[0]);
	d->packet->target = address_from_ipv4(ipv4[1]);
	d->packet->dscp = service >> 2; /* RFC 2474 section 3 */
	d->ip_version = 4;
	d->identification = identification;

	const size_t header_len = (version_len & 0x0fu) * 4;

	if (UNLIKELY(version_len >> 4 != 4 || header_len < IPV4_HEADER_LEN))
		return DECODE_MALFORMED;
	if (LIKELY(total_len != 0)) {
		if (total_len < header_len ||
		    !layer_limit(d, total_len - (size_t)IPV4_HEADER_LEN))
			return DECODE_MALFORMED;
	} /* else a host that leaves segmentation to its NIC: the rest of the frame */
	if (UNLIKELY(header_len > IPV4_HEADER_LEN) &&
	    !cursor_take(&d->rest, header_len - IPV4_HEADER_LEN))
		return layer_cut(d);
	if (LIKELY(!(fragment & (IPV4_MORE_FRAGMENTS | IPV4_OFFSET_MASK))))
		return decode_transport(d, protocol);
	return reassemble_ipv4(d, identification, fragment, protocol);
}

enum decode_verdict decode_ipv6(struct decoding *d)
{
	const uint8_t *bytes = cursor_take(&d->rest, IPV6_HEADER_LEN);

	if (UNLIKELY(!bytes))
		return DECODE_TRUNCATED;

	struct cursor header = cursor_over(bytes, IPV6_HEADER_LEN);
	const uint32_t version_class_flow = cursor_be32(&header);
	const uint16_t payload_len = cursor_be16(&header);
	const uint8_t next = cursor_u8(&header);

	cursor_take(&header, 1); /* hop limit */
	cursor_copy(&header, &d->packet->source, 16);
	cursor_copy(&header, &d->packet->target, 16);
	d->packet->dscp = version_class_flow >> 22 & 0x3f;
	d->ip_version = 6;
	d->identification = 0;
	if (UNLIKELY(version_class_flow >> 28 != 6))
		return DECODE_MALFORMED;
	/* Zero for segmentation left to the NIC, or a jumbogram (RFC 2675). */
	if (payload_len != 0 && !layer_limit(d, payload_len))
		return DECODE_MALFORMED;
	return decode_transport(d, next);
}

enum decode_verdict decode_ip(struct decoding *d)
{
	struct cursor peek = d->rest;
	const uint8_t version = cursor_u8(&peek) >> 4;

	if (peek.truncated)
		return DECODE_TRUNCATED;
	if (version == 4)
		return decode_ipv4(d);
	return version == 6 ? decode_ipv6(d) : DECODE_MALFORMED;
}

/* Step over the rest of a header of @len bytes, of which two are read, and hand on. */
static enum decode_verdict step_over(struct decoding *d, uint8_t next, size_t len)
{
	cursor_take(&d->rest, len - 2);
	if (d->rest.truncated)
		return layer_cut(d);
	return layer_stack(d) ? decode_transport(d, next) : DECODE_TOO_DEEP;
}

enum decode_verdict decode_ipv6_options(struct decoding *d)
{
	const uint8_t next = cursor_u8(&d->rest);
	const uint8_t len = cursor_u8(&d->rest);

	if (d->ip_version != 6)
		return DECODE_OTHER_TRANSPORT;
	return step_over(d, next, (len + 1u) * 8);
}

enum decode_verdict decode_ah(struct decoding *d)
{
	const uint8_t next = cursor_u8(&d->rest);
	const uint8_t len = cursor_u8(&d->rest);

	return step_over(d, next, (len + 2u) * 4);
}

enum decode_verdict decode_ipv6_fragment(struct decoding *d)
{
	const uint8_t next = cursor_u8(&d->rest);

	cursor_take(&d->rest, 1);

	const uint16_t offset_more = cursor_be16(&d->rest);
	const uint32_t identification = cursor_be32(&d->rest);

	if (d->ip_version != 6)
		return DECODE_OTHER_TRANSPORT;
	if (d->rest.truncated)
		return layer_cut(d);
	if (!layer_stack(d))
		return DECODE_TOO_DEEP;
	/* RFC 6946: a fragment that is the whole datagram is no fragment. */
	if (!(offset_more & (IPV6_OFFSET_MASK | IPV6_MORE_FRAGMENTS)))
		return decode_transport(d, next);
	return reassemble(d,
	                  &(struct fragment){ .key = { .identification = identification },
	                                      .offset = offset_more & IPV6_OFFSET_MASK,
	                                      .more = offset_more & IPV6_MORE_FRAGMENTS,
	                                      .protocol = next });
}
