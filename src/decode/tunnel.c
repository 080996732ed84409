/* SPDX-License-Identifier: BSD-2-Clause */
#include "layers.h"

#include "base/array.h"

/* RFC 2784 section 2.1, RFC 2890 section 2; routing is RFC 1701's and long gone. */
enum gre_flag {
	GRE_CHECKSUM = 0x8000,
	GRE_ROUTING = 0x4000,
	GRE_KEY = 0x2000,
	GRE_SEQUENCE = 0x1000,
	GRE_VERSION = 0x0007,
};

#define GRE_ERSPAN   0x88be
#define GRE_ERSPAN_3 0x22eb

enum decode_verdict decode_ip_in_ip(struct decoding *d)
{
	return layer_enter(d, decode_ip);
}

enum decode_verdict decode_mpls_in_ip(struct decoding *d)
{
	return layer_enter(d, decode_mpls);
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

enum decode_verdict decode_gre(struct decoding *d)
{
	const uint16_t flags = cursor_be16(&d->rest);
	const uint16_t protocol = cursor_be16(&d->rest);

	if (d->rest.truncated)
		return layer_cut(d);
	/* Version 1 is PPTP's (RFC 2637), and what it carries is encrypted. */
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

static const struct {
	uint16_t port;
	layer_decoder decode;
} udp_tunnels[] = {
	{ 4789, decode_vxlan },  /* RFC 7348 */
	{ 8472, decode_vxlan },  /* Linux before there was a number for it */
	{ 6081, decode_geneve }, /* RFC 8926 */
};

/*
 * Any program may use these ports: what has nothing inside that we read is a datagram
 * like any other, or a listener could hide behind eight bytes.
 */
static bool is_tunnel(const struct decoding *d, enum decode_verdict inner)
{
	switch (inner) {
	case DECODE_OK:
	case DECODE_HELD:
	case DECODE_FRAGMENT_LOST:
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

RARE static bool try_tunnel(struct decoding *d, layer_decoder decode,
                            enum decode_verdict *verdict)
{
	struct decoding inner = *d;
	const struct packet outer = *d->packet;
	const enum decode_verdict tried = layer_enter(&inner, decode);

	if (is_tunnel(d, tried)) {
		*verdict = tried;
		return true;
	}
	*d->packet = outer;
	return false;
}

bool decode_udp_tunnel(struct decoding *d, uint16_t port, enum decode_verdict *verdict)
{
	for (size_t i = 0; i < ARRAY_LEN(udp_tunnels); i++)
		if (UNLIKELY(udp_tunnels[i].port == port))
			return try_tunnel(d, udp_tunnels[i].decode, verdict);
	return false;
}
