/* SPDX-License-Identifier: BSD-2-Clause */
#include "layers.h"

#include "base/array.h"

#include "link_table.h"

/* RFC 2784 section 2.1, RFC 2890 section 2; routing is RFC 1701's and long gone. */
enum gre_flag {
	GRE_CHECKSUM = 0x8000,
	GRE_ROUTING = 0x4000,
	GRE_KEY = 0x2000,
	GRE_SEQUENCE = 0x1000,
	GRE_ACKNOWLEDGMENT = 0x0080, /* of version 1, RFC 2637 section 4.1 */
	GRE_VERSION = 0x0007,
};

#define GRE_ERSPAN   0x88be
#define GRE_ERSPAN_3 0x22eb
#define GRE_PPP      0x880b

enum decode_verdict decode_ip_in_ip(struct decoding *d)
{
	return layer_enter(d, decode_ip);
}

enum decode_verdict decode_mpls_in_ip(struct decoding *d)
{
	return layer_enter(d, decode_mpls);
}

/* Version 3 and twelve bits of nothing, a frame. */
enum decode_verdict decode_etherip(struct decoding *d)
{
	const uint16_t version = cursor_be16(&d->rest);

	if (d->rest.truncated)
		return layer_cut(d);
	return version == 0x3000 ? layer_enter(d, decode_ethernet)
	                         : DECODE_OTHER_TRANSPORT;
}

/* draft-foschiano-erspan-03 section 4.2: version 1, VLAN, session, port index. */
static enum decode_verdict decode_erspan_2(struct decoding *d)
{
	const uint8_t version = cursor_u8(&d->rest) >> 4;

	cursor_take(&d->rest, 7);
	if (d->rest.truncated)
		return layer_cut(d);
	return version == 1 ? decode_ethernet(d) : DECODE_MALFORMED;
}

/* draft-foschiano-erspan-03 section 4.3: version 2, and a sub-header if O is set. */
static enum decode_verdict decode_erspan_3(struct decoding *d)
{
	const uint8_t version = cursor_u8(&d->rest) >> 4;

	cursor_take(&d->rest, 9);

	const uint16_t word = cursor_be16(&d->rest);
	const uint8_t frame_type = word >> 10 & 0x1f;

	if (word & 1) /* O: optional sub-header */
		cursor_take(&d->rest, 8);
	if (d->rest.truncated)
		return layer_cut(d);
	if (version != 2)
		return DECODE_MALFORMED;
	switch (frame_type) {
	case 0:
		return decode_ethernet(d);
	case 2:
		return decode_ip(d);
	default:
		return decode_type(d, DECODE_SPACE_GRE, GRE_ERSPAN_3);
	}
}

static const struct {
	uint16_t protocol;
	uint16_t flags; /* that must be set */
	layer_decoder decode;
} gre_protocols[] = {
	{ 0x0800, 0, decode_ipv4 },
	{ 0x86dd, 0, decode_ipv6 },     /* RFC 7676 */
	{ 0x6558, 0, decode_ethernet }, /* transparent Ethernet bridging, RFC 1701 */
	{ GRE_ERSPAN, GRE_SEQUENCE, decode_erspan_2 },
	{ GRE_ERSPAN, 0, decode_ethernet }, /* type I has no header of its own */
	{ GRE_ERSPAN_3, 0, decode_erspan_3 },
	{ 0x8847, 0, decode_mpls }, /* RFC 4023 section 4 */
	{ 0x8848, 0, decode_mpls },
};

/* Is there something in it that we read, or that the capture cut? */
static bool is_tunnel(const struct decoding *d, enum decode_verdict inner)
{
	switch (inner) {
	case DECODE_OK:
	case DECODE_HELD:
	case DECODE_COPY:
	case DECODE_FRAGMENT_LOST:
	case DECODE_FRAGMENT_MEMORY:
		return true;
	case DECODE_TRUNCATED:
		return d->missing;
	case DECODE_NOT_IP:
	case DECODE_OTHER_TRANSPORT:
	case DECODE_LINK_TYPE:
	case DECODE_UNKNOWN_TYPE:
	case DECODE_MISLABELLED:
	case DECODE_MALFORMED:
	case DECODE_TOO_DEEP:
	case DECODE_VERDICTS:
		return false;
	}
	return false;
}

/*
 * PPTP (RFC 2637 section 4.1). What its PPP encrypts or compresses stays a conversation
 * of another transport, as ESP is; so does an acknowledgment without a payload.
 */
static enum decode_verdict decode_pptp(struct decoding *d, uint16_t flags)
{
	struct decoding inner = *d;
	const struct packet outer = *d->packet;

	cursor_take(&inner.rest, 4); /* key: payload length and call */
	if (flags & GRE_SEQUENCE)
		cursor_take(&inner.rest, 4);
	if (flags & GRE_ACKNOWLEDGMENT)
		cursor_take(&inner.rest, 4);
	if (inner.rest.truncated)
		return layer_cut(d);
	if (!(flags & GRE_SEQUENCE))
		return DECODE_OTHER_TRANSPORT;

	const enum decode_verdict tried = layer_enter(&inner, decode_ppp_hdlc);

	if (is_tunnel(d, tried) || tried == DECODE_TOO_DEEP) {
		*d = inner;
		return tried;
	}
	*d->packet = outer;
	return DECODE_OTHER_TRANSPORT;
}

enum decode_verdict decode_gre(struct decoding *d)
{
	const uint16_t flags = cursor_be16(&d->rest);
	const uint16_t protocol = cursor_be16(&d->rest);

	if (d->rest.truncated)
		return layer_cut(d);
	if ((flags & GRE_VERSION) == 1 && protocol == GRE_PPP)
		return decode_pptp(d, flags);
	if (flags & (GRE_VERSION | GRE_ROUTING))
		return DECODE_OTHER_TRANSPORT;
	if (flags & GRE_CHECKSUM)
		cursor_take(&d->rest, 4);
	if (flags & GRE_KEY)
		cursor_take(&d->rest, 4);
	if (flags & GRE_SEQUENCE)
		cursor_take(&d->rest, 4);
	if (d->rest.truncated)
		return layer_cut(d);
	for (size_t i = 0; i < ARRAY_LEN(gre_protocols); i++)
		if (gre_protocols[i].protocol == protocol &&
		    (flags & gre_protocols[i].flags) == gre_protocols[i].flags)
			return layer_enter(d, gre_protocols[i].decode);
	return DECODE_OTHER_TRANSPORT;
}

/*
 * RFC 7348 section 5: flags with I set, network identifier, zeros. The group
 * policy extension adds flags and a group in front of it, hence no more checks.
 */
static enum decode_verdict decode_vxlan(struct decoding *d)
{
	const uint8_t flags = cursor_u8(&d->rest);

	cursor_take(&d->rest, 6);

	const uint8_t reserved = cursor_u8(&d->rest);

	if (d->rest.truncated || (flags & 0x7f) != 0x08 || reserved != 0)
		return DECODE_MALFORMED;
	return decode_ethernet(d);
}

/* draft-ietf-nvo3-vxlan-gpe-13 section 3.1: version 0, I and P set, what follows. */
static enum decode_verdict decode_vxlan_gpe(struct decoding *d)
{
	const uint8_t flags = cursor_u8(&d->rest);

	cursor_take(&d->rest, 2);

	const uint8_t next = cursor_u8(&d->rest);

	cursor_take(&d->rest, 3);

	const uint8_t reserved = cursor_u8(&d->rest);

	if (d->rest.truncated || (flags & 0xfc) != 0x0c || reserved != 0)
		return DECODE_MALFORMED;
	return decode_next_protocol(d, next);
}

enum tzsp {
	TZSP_RECEIVED = 0,
	TZSP_TO_SEND = 1,
	TZSP_TAG_PADDING = 0, /* this and the next have no length */
	TZSP_TAG_END = 1,
};

/* Its numbers are those of link types where they agree, which is where we read them. */
static enum decode_verdict decode_tzsp(struct decoding *d)
{
	const uint8_t version = cursor_u8(&d->rest);
	const uint8_t type = cursor_u8(&d->rest);
	const uint16_t encapsulated = cursor_be16(&d->rest);
	uint8_t tag;

	if (d->rest.truncated || version != 1 || type > TZSP_TO_SEND)
		return DECODE_MALFORMED;
	do {
		tag = cursor_u8(&d->rest);
		if (tag > TZSP_TAG_END)
			cursor_take(&d->rest, cursor_u8(&d->rest));
		if (d->rest.truncated)
			return DECODE_MALFORMED;
	} while (tag != TZSP_TAG_END);
	switch (encapsulated) {
	case 1:
		return decode_ethernet(d);
	case 18:
		return decode_wifi(d);
	case 127:
		return decode_radiotap(d);
	default:
		return DECODE_MALFORMED;
	}
}

/* RFC 8926 section 3.4: version 0, options in words of four bytes, an Ethernet type. */
static enum decode_verdict decode_geneve(struct decoding *d)
{
	const uint8_t version_len = cursor_u8(&d->rest);
	const uint8_t flags = cursor_u8(&d->rest);
	const uint16_t protocol = cursor_be16(&d->rest);

	cursor_take(&d->rest, 3);

	const uint8_t reserved = cursor_u8(&d->rest);

	cursor_take(&d->rest, (version_len & 0x3fu) * 4);
	if (d->rest.truncated || version_len >> 6 != 0 || (flags & 0x3f) != 0 || reserved)
		return DECODE_MALFORMED;
	switch (protocol) {
	case 0x6558:
		return decode_ethernet(d);
	case 0x0800:
		return decode_ipv4(d);
	case 0x86dd:
		return decode_ipv6(d);
	default:
		return DECODE_MALFORMED;
	}
}

/*
 * A row without a decoder names a tunnel that is not read. Its payload begins with bytes
 * that are `looks` where `mask` has bits: any program may use the port.
 */
static const struct {
	uint16_t port;
	layer_decoder decode;
	uint16_t mask, looks;
} udp_tunnels[] = {
	{ 4789, decode_vxlan, 0, 0 },  /* RFC 7348 */
	{ 8472, decode_vxlan, 0, 0 },  /* Linux before there was a number for it */
	{ 6081, decode_geneve, 0, 0 }, /* RFC 8926 */
	{ 4790, decode_vxlan_gpe, 0, 0 },
	{ 37008, decode_tzsp, 0, 0 },   /* access points and RouterOS mirror by it */
	{ 1701, NULL, 0x000f, 0x0002 }, /* version 2 */
	{ 2152, NULL, 0xf0ff, 0x30ff }, /* version 1, a user's packet */
	{ 3544, NULL, 0xf000, 0x6000 }, /* IPv6 */
	{ 5247, NULL, 0xff00, 0x0000 }, /* version 0, not encrypted */
	{ 7932, NULL, 0, 0 },
	{ 48879, NULL, 0x0800, 0x0800 }, /* an identifier is there */
};

/* A bit for the last six of each port's: few packets have to look at the rows. */
#define PORT_BIT(port) (UINT64_C(1) << ((port) % 64))
#define PORTS                                                                            \
	(PORT_BIT(4789) | PORT_BIT(8472) | PORT_BIT(6081) | PORT_BIT(4790) |             \
	 PORT_BIT(37008) | PORT_BIT(1701) | PORT_BIT(2152) | PORT_BIT(3544) |            \
	 PORT_BIT(5247) | PORT_BIT(7932) | PORT_BIT(48879))

/*
 * Any program may use these ports: what has nothing inside that we read is a datagram
 * like any other, or a listener could hide behind eight bytes.
 */
static bool try_tunnel(struct decoding *d, layer_decoder decode,
                       enum decode_verdict *verdict)
{
	struct decoding inner = *d;
	const struct packet outer = *d->packet;

	decode_keep_carrier(&inner, TRANSPORT_UDP, outer.source_port, outer.target_port);

	const enum decode_verdict tried = layer_enter(&inner, decode);

	if (is_tunnel(d, tried)) {
		*d = inner; /* whose numbers tell a copy, and the datagrams it belongs to */
		*verdict = tried;
		return true;
	}
	*d->packet = outer;
	return false;
}

/* The datagram is read, what it carries is not. */
static void count_unread(struct decoding *d, size_t row)
{
	struct cursor peek = d->rest;
	const uint16_t begins = cursor_be16(&peek);

	if (!peek.truncated && (begins & udp_tunnels[row].mask) == udp_tunnels[row].looks)
		(void)link_table_count(d->counters->unread, /* more places than rows */
		                       &d->counters->unread_count, DECODE_SPACE_UDP,
		                       udp_tunnels[row].port);
}

RARE static bool find_tunnel(struct decoding *d, uint16_t port,
                             enum decode_verdict *verdict)
{
	for (size_t i = 0; i < ARRAY_LEN(udp_tunnels); i++) {
		if (udp_tunnels[i].port != port)
			continue;
		if (udp_tunnels[i].decode)
			return try_tunnel(d, udp_tunnels[i].decode, verdict);
		count_unread(d, i);
	}
	return false;
}

bool decode_udp_tunnel(struct decoding *d, uint16_t port, enum decode_verdict *verdict)
{
	return UNLIKELY(PORTS & PORT_BIT(port)) && find_tunnel(d, port, verdict);
}
