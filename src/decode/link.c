/* SPDX-License-Identifier: BSD-2-Clause */
#include "layers.h"

#include "base/array.h"

#include "link_table.h"

#define LINKTYPE_ETHERNET   1
#define ETHERNET_HEADER_LEN 14
#define PPP_CONTROL         0x8000 /* from here on: no datagrams. RFC 1661 section 2 */
#define ETHERTYPE_IPV4      0x0800
#define ETHERTYPE_FIRST     0x0600 /* below: a length. IEEE 802.3 section 3.2.6 */
#define LINUX_BROADCAST     1 /* packet type of SLL and SLL2: to everybody on the link */

enum decode_verdict decode_type(struct decoding *d, enum decode_space space,
                                uint64_t number)
{
	const struct link_row *row = link_table_find(space, number);

	d->space = (uint8_t)space;
	d->number = number;
	return row ? row->decode(d) : DECODE_UNKNOWN_TYPE;
}

enum decode_verdict decode_ethertype(struct decoding *d, uint16_t ethertype)
{
	if (LIKELY(ethertype == ETHERTYPE_IPV4))
		return decode_ipv4(d);
	if (ethertype < ETHERTYPE_FIRST)
		return decode_llc(d);
	return decode_type(d, DECODE_SPACE_ETHERTYPE, ethertype);
}

enum decode_verdict decode_vlan(struct decoding *d)
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

/* Version and type 1, code 0 for a session. */
enum decode_verdict decode_pppoe(struct decoding *d)
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

/* RFC 1042: no organisation, an Ethernet type; else the organisation's own numbers. */
static enum decode_verdict decode_snap(struct decoding *d)
{
	const uint32_t organisation = cursor_be24(&d->rest);
	const uint16_t protocol = cursor_be16(&d->rest);

	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	if (organisation != 0 || protocol < ETHERTYPE_FIRST)
		return decode_type(d, DECODE_SPACE_SNAP,
		                   (uint64_t)organisation << 16 | protocol);
	return decode_ethertype(d, protocol);
}

enum decode_verdict decode_llc(struct decoding *d)
{
	static const uint8_t snap[] = { 0xaa, 0xaa, 0x03 };
	struct cursor peek = d->rest;
	const uint8_t target = cursor_u8(&peek);

	cursor_take(&peek, 2); /* source, control */
	if (peek.truncated)
		return DECODE_TRUNCATED;
	if (!cursor_starts_with(&d->rest, snap, sizeof(snap)))
		return decode_type(d, DECODE_SPACE_SAP, target);
	cursor_take(&d->rest, sizeof(snap));
	return decode_snap(d);
}

enum decode_verdict decode_llc_ip(struct decoding *d)
{
	cursor_take(&d->rest, 3);
	return decode_ip(d);
}

enum decode_verdict decode_ethernet(struct decoding *d)
{
	const uint8_t *bytes = cursor_take(&d->rest, ETHERNET_HEADER_LEN);

	if (UNLIKELY(!bytes))
		return DECODE_TRUNCATED;

	struct cursor header = cursor_over(bytes, ETHERNET_HEADER_LEN);

	struct cursor target = header;

	d->packet->to_all = UNLIKELY(cursor_be32(&target) == UINT32_MAX) &&
	                    cursor_be16(&target) == UINT16_MAX;
	cursor_take(&header, 12); /* target, source */
	return decode_ethertype(d, cursor_be16(&header));
}

enum decode_verdict decode_ppp(struct decoding *d)
{
	uint16_t protocol = cursor_u8(&d->rest);

	/* RFC 1661 section 2: an odd octet ends the field, so compression shortens it. */
	if (!(protocol & 1))
		protocol = (uint16_t)(protocol << 8 | cursor_u8(&d->rest));
	if (d->rest.truncated)
		return DECODE_TRUNCATED;

	if (protocol >= PPP_CONTROL)
		return DECODE_NOT_IP;
	return decode_type(d, DECODE_SPACE_PPP, protocol);
}

/* Try @inner on a copy; an answer that says "not this" leaves everything as it was. */
static bool attempt(struct decoding *d, layer_decoder inner, size_t skip,
                    enum decode_verdict *verdict)
{
	struct decoding copy = *d;
	const struct packet before = *d->packet;

	cursor_take(&copy.rest, skip);
	*verdict = inner(&copy);
	if (*verdict != DECODE_MALFORMED && *verdict != DECODE_UNKNOWN_TYPE &&
	    *verdict != DECODE_NOT_IP) {
		*d = copy;
		return true;
	}
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
	enum decode_verdict verdict, without;
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
	if (attempt(d, decode_pseudo_wire, 0, &without))
		return without;
	/* A frame that carries no IP, by either reading of it, or nothing we know. */
	return verdict == DECODE_NOT_IP || without == DECODE_NOT_IP ? DECODE_NOT_IP
	                                                            : DECODE_UNKNOWN_TYPE;
}

/* An Ethernet type between @before and @after bytes of other fields. */
static enum decode_verdict decode_typed(struct decoding *d, size_t before, size_t after)
{
	cursor_take(&d->rest, before);

	const uint16_t ethertype = cursor_be16(&d->rest);

	cursor_take(&d->rest, after);
	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	if (ethertype < ETHERTYPE_FIRST)
		return decode_type(d, DECODE_SPACE_LINUX, ethertype);
	return decode_ethertype(d, ethertype);
}

enum decode_verdict decode_linux_sll(struct decoding *d)
{
	struct cursor header = d->rest;

	d->packet->to_all = cursor_be16(&header) == LINUX_BROADCAST;
	return decode_typed(d, 14, 0);
}

enum decode_verdict decode_linux_sll2(struct decoding *d)
{
	struct cursor header = d->rest;

	(void)cursor_take(&header, 10);
	d->packet->to_all = cursor_u8(&header) == LINUX_BROADCAST;
	return decode_typed(d, 0, 18);
}

enum decode_verdict decode_cisco_hdlc(struct decoding *d)
{
	return decode_typed(d, 2, 0);
}

static enum decode_verdict decode_family(struct decoding *d, uint32_t family)
{
	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	return decode_type(d, DECODE_SPACE_FAMILY, family);
}

enum decode_verdict decode_null(struct decoding *d)
{
	const struct cursor start = d->rest;
	const uint32_t family = cursor_le32(&d->rest);

	if (family <= UINT16_MAX)
		return decode_family(d, family);
	d->rest = start; /* the capturing machine was big-endian */
	return decode_family(d, cursor_be32(&d->rest));
}

enum decode_verdict decode_loop(struct decoding *d)
{
	return decode_family(d, cursor_be32(&d->rest));
}

enum decode_verdict decode_ppp_hdlc(struct decoding *d)
{
	static const uint8_t all_stations[] = { 0xff };

	if (cursor_starts_with(&d->rest, all_stations, sizeof(all_stations)))
		cursor_take(&d->rest, 2);
	return decode_ppp(d);
}

/* A MAC address of that look would have to agree with the length of the frame. */
bool link_is_mislabelled(const struct frame *frame)
{
	if (frame->link_type != LINKTYPE_ETHERNET)
		return false;

	struct cursor header = cursor_over(frame->bytes, frame->len);
	const uint8_t version_len = cursor_u8(&header);

	cursor_take(&header, 1);

	const uint16_t ipv4_len = cursor_be16(&header);
	const uint16_t ipv6_len = cursor_be16(&header);

	if (header.truncated)
		return false;
	if (version_len >> 4 == 4)
		return (version_len & 0x0f) >= 5 && ipv4_len == frame->wire_len;
	return version_len >> 4 == 6 && ipv6_len + 40u == frame->wire_len;
}

RARE static enum decode_verdict decode_other_link(struct decoding *d)
{
	const enum decode_verdict verdict =
		decode_type(d, DECODE_SPACE_LINK, d->frame->link_type);

	return verdict == DECODE_UNKNOWN_TYPE && d->space == DECODE_SPACE_LINK
	               ? DECODE_LINK_TYPE
	               : verdict;
}

enum decode_verdict decode_link(struct decoding *d)
{
	if (UNLIKELY(d->frame->link_type != LINKTYPE_ETHERNET))
		return decode_other_link(d);
	return decode_ethernet(d);
}
