/* SPDX-License-Identifier: BSD-2-Clause */
#include "layers.h"

#include "base/array.h"

#define ETHERNET_HEADER_LEN 14
#define ETHERTYPE_IPV4      0x0800
#define ETHERTYPE_FIRST     0x0600 /* below: a length. IEEE 802.3 section 3.2.6 */

struct row {
	uint16_t selector;
	layer_decoder decode;
};

static enum decode_verdict decode_ethertype(struct decoding *d, uint16_t ethertype);

/* The first row of @rows for @selector; NULL when there is none. */
static layer_decoder find_row(const struct row *rows, size_t count, uint16_t selector)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].selector == selector)
			return rows[i].decode;
	return NULL;
}

/* IEEE 802.1Q section 9.6: priority and identifier, then the type of what follows. */
static enum decode_verdict decode_vlan(struct decoding *d)
{
	const uint16_t identifier = cursor_be16(&d->rest) & 0x0fff;
	const uint16_t ethertype = cursor_be16(&d->rest);

	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	if (!layer_stack(d))
		return DECODE_TOO_DEEP;
	/* Identifier 0 is a priority without a VLAN. */
	if (identifier && d->packet->vlan_count < ARRAY_LEN(d->packet->vlan))
		d->packet->vlan[d->packet->vlan_count++] = identifier;
	return decode_ethertype(d, ethertype);
}

/* RFC 2516 section 4: version and type 1, code 0 for a session. */
static enum decode_verdict decode_pppoe(struct decoding *d)
{
	const uint8_t version_type = cursor_u8(&d->rest);
	const uint8_t code = cursor_u8(&d->rest);

	cursor_take(&d->rest, 2); /* session */

	const uint16_t len = cursor_be16(&d->rest);

	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	if (version_type != 0x11 || len < 2)
		return DECODE_MALFORMED;
	if (code != 0)
		return DECODE_NOT_IP;
	if (!layer_limit(d, len))
		return DECODE_MALFORMED;
	return decode_ppp(d);
}

/* RFC 1042: LLC for SNAP, no organisation, an Ethernet type. */
static enum decode_verdict decode_llc(struct decoding *d)
{
	static const uint8_t snap[] = { 0xaa, 0xaa, 0x03, 0x00, 0x00, 0x00 };

	if (!cursor_starts_with(&d->rest, snap, sizeof(snap)))
		return cursor_left(&d->rest) < sizeof(snap) ? DECODE_TRUNCATED
		                                            : DECODE_NOT_IP;
	cursor_take(&d->rest, sizeof(snap));

	const uint16_t ethertype = cursor_be16(&d->rest);

	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	return ethertype < ETHERTYPE_FIRST ? DECODE_NOT_IP
	                                   : decode_ethertype(d, ethertype);
}

static const struct row ethertypes[] = {
	{ ETHERTYPE_IPV4, decode_ipv4 }, { 0x86dd, decode_ipv6 },
	{ 0x8100, decode_vlan },  /* IEEE 802.1Q, customer tag */
	{ 0x88a8, decode_vlan },  /* IEEE 802.1ad, service tag */
	{ 0x9100, decode_vlan },  /* QinQ before 802.1ad */
	{ 0x8847, decode_mpls },  /* RFC 5332 */
	{ 0x8848, decode_mpls },  /* RFC 5332 */
	{ 0x8864, decode_pppoe }, /* RFC 2516 */
};

static enum decode_verdict decode_ethertype(struct decoding *d, uint16_t ethertype)
{
	if (LIKELY(ethertype == ETHERTYPE_IPV4))
		return decode_ipv4(d);
	if (ethertype < ETHERTYPE_FIRST)
		return decode_llc(d);

	const layer_decoder decode =
		find_row(ethertypes, ARRAY_LEN(ethertypes), ethertype);

	return decode ? decode(d) : DECODE_NOT_IP;
}

enum decode_verdict decode_ethernet(struct decoding *d)
{
	const uint8_t *bytes = cursor_take(&d->rest, ETHERNET_HEADER_LEN);

	if (UNLIKELY(!bytes))
		return DECODE_TRUNCATED;

	struct cursor header = cursor_over(bytes, ETHERNET_HEADER_LEN);

	cursor_take(&header, 12); /* target, source */
	return decode_ethertype(d, cursor_be16(&header));
}

static const struct row ppp_protocols[] = {
	{ 0x0021, decode_ipv4 }, /* RFC 1332 section 2 */
	{ 0x0057, decode_ipv6 }, /* RFC 5072 section 2 */
	{ 0x0281, decode_mpls }, /* RFC 3032 section 4.3 */
};

enum decode_verdict decode_ppp(struct decoding *d)
{
	uint16_t protocol = cursor_u8(&d->rest);

	/* RFC 1661 section 2: an odd octet ends the field, so compression shortens it. */
	if (!(protocol & 1))
		protocol = (uint16_t)(protocol << 8 | cursor_u8(&d->rest));
	if (d->rest.truncated)
		return DECODE_TRUNCATED;

	const layer_decoder decode =
		find_row(ppp_protocols, ARRAY_LEN(ppp_protocols), protocol);

	return decode ? decode(d) : DECODE_NOT_IP;
}

/* Try @inner on a copy; an answer that says "not this" leaves everything as it was. */
static bool attempt(struct decoding *d, layer_decoder inner, size_t skip,
                    enum decode_verdict *verdict)
{
	struct decoding copy = *d;
	const struct packet before = *d->packet;

	cursor_take(&copy.rest, skip);
	*verdict = inner(&copy);
	if (*verdict != DECODE_MALFORMED && *verdict != DECODE_NOT_IP)
		return true;
	*d->packet = before;
	return false;
}

static enum decode_verdict decode_pseudo_wire(struct decoding *d)
{
	return layer_enter(d, decode_ethernet);
}

/*
 * Nothing in the stack names what is below it. RFC 4928 section 3: the first
 * nibble is 4 or 6 for IP; RFC 4448 section 4.6: an Ethernet pseudo-wire has a
 * control word of which the first 16 bits are zero, or none.
 */
enum decode_verdict decode_mpls(struct decoding *d)
{
	static const uint8_t control_word[] = { 0, 0 };
	enum decode_verdict verdict;
	uint32_t entry;

	do {
		entry = cursor_be32(&d->rest);
		if (d->rest.truncated)
			return DECODE_TRUNCATED;
		if (!layer_stack(d))
			return DECODE_TOO_DEEP;
	} while (!(entry & 0x100)); /* bottom of stack */
	if (attempt(d, decode_ip, 0, &verdict))
		return verdict;
	if (cursor_starts_with(&d->rest, control_word, sizeof(control_word)) &&
	    attempt(d, decode_pseudo_wire, 4, &verdict))
		return verdict;
	return attempt(d, decode_pseudo_wire, 0, &verdict) ? verdict : DECODE_NOT_IP;
}

/* An Ethernet type between @before and @after bytes of other fields. */
static enum decode_verdict decode_typed(struct decoding *d, size_t before, size_t after)
{
	cursor_take(&d->rest, before);

	const uint16_t ethertype = cursor_be16(&d->rest);

	cursor_take(&d->rest, after);
	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	/* Linux names frames without a type by small numbers: 4 is IEEE 802.2. */
	if (ethertype < ETHERTYPE_FIRST && ethertype != 4)
		return DECODE_NOT_IP;
	return decode_ethertype(d, ethertype);
}

static enum decode_verdict decode_linux_sll(struct decoding *d)
{
	return decode_typed(d, 14, 0);
}

static enum decode_verdict decode_linux_sll2(struct decoding *d)
{
	return decode_typed(d, 0, 18);
}

static enum decode_verdict decode_cisco_hdlc(struct decoding *d)
{
	return decode_typed(d, 2, 0);
}

/* An address family of the machine that captured: systems number IPv6 differently. */
static enum decode_verdict decode_family(struct decoding *d, uint32_t family)
{
	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	switch (family) {
	case 2:
		return decode_ipv4(d);
	case 10: /* Linux */
	case 23: /* Windows */
	case 24: /* NetBSD, OpenBSD */
	case 28: /* FreeBSD */
	case 30: /* macOS */
		return decode_ipv6(d);
	default:
		return DECODE_NOT_IP;
	}
}

static enum decode_verdict decode_null(struct decoding *d)
{
	const struct cursor start = d->rest;
	const uint32_t family = cursor_le32(&d->rest);

	if (family <= UINT16_MAX)
		return decode_family(d, family);
	d->rest = start; /* the capturing machine was big-endian */
	return decode_family(d, cursor_be32(&d->rest));
}

static enum decode_verdict decode_loop(struct decoding *d)
{
	return decode_family(d, cursor_be32(&d->rest));
}

/* RFC 1662 section 3.1: address and control, which some captures leave out. */
static enum decode_verdict decode_ppp_hdlc(struct decoding *d)
{
	static const uint8_t all_stations[] = { 0xff };

	if (cursor_starts_with(&d->rest, all_stations, sizeof(all_stations)))
		cursor_take(&d->rest, 2);
	return decode_ppp(d);
}

static const struct row link_types[] = {
	{ 0, decode_null },         /* LINKTYPE_NULL */
	{ 1, decode_ethernet },     /* LINKTYPE_ETHERNET */
	{ 9, decode_ppp_hdlc },     /* LINKTYPE_PPP */
	{ 12, decode_ip },          /* DLT_RAW of most systems, found in files */
	{ 14, decode_ip },          /* DLT_RAW of OpenBSD, found in files */
	{ 50, decode_ppp_hdlc },    /* LINKTYPE_PPP_HDLC */
	{ 101, decode_ip },         /* LINKTYPE_RAW */
	{ 104, decode_cisco_hdlc }, /* LINKTYPE_C_HDLC */
	{ 108, decode_loop },       /* LINKTYPE_LOOP */
	{ 113, decode_linux_sll },  /* LINKTYPE_LINUX_SLL */
	{ 228, decode_ipv4 },       /* LINKTYPE_IPV4 */
	{ 229, decode_ipv6 },       /* LINKTYPE_IPV6 */
	{ 276, decode_linux_sll2 }, /* LINKTYPE_LINUX_SLL2 */
};

enum decode_verdict decode_link(struct decoding *d)
{
	if (LIKELY(d->frame->link_type == 1))
		return decode_ethernet(d);

	const layer_decoder decode =
		find_row(link_types, ARRAY_LEN(link_types), d->frame->link_type);

	return decode ? decode(d) : DECODE_LINK_TYPE;
}
