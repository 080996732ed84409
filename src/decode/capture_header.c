/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * capture_header - what capturing hosts and cards put in front of a frame.
 *
 * Source: www.tcpdump.org/linktypes.html and the pages it leads to, for all of them.
 */
#include "layers.h"

/* The frame behind a header, of a link type that the header names. */
static enum decode_verdict decode_labelled(struct decoding *d, uint32_t link_type)
{
	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	return layer_stack(d) ? decode_type(d, DECODE_SPACE_LINK, link_type)
	                      : DECODE_TOO_DEEP;
}

/* Version and flags, the length of all of the header, a link type, fields. */
enum decode_verdict decode_ppi(struct decoding *d)
{
	const uint8_t version = cursor_u8(&d->rest);

	cursor_take(&d->rest, 1);

	const uint16_t len = cursor_le16(&d->rest);
	const uint32_t link_type = cursor_le32(&d->rest);

	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	if (version != 0 || len < 8)
		return DECODE_MALFORMED;
	cursor_take(&d->rest, len - 8u);
	return decode_labelled(d, link_type);
}

/* Length, kind of record, link type, and much about process and interface. */
enum decode_verdict decode_pktap(struct decoding *d)
{
	const uint32_t len = cursor_le32(&d->rest);

	cursor_take(&d->rest, 4);

	const uint32_t link_type = cursor_le32(&d->rest);

	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	if (len < 12)
		return DECODE_MALFORMED;
	cursor_take(&d->rest, len - 12u);
	return decode_labelled(d, link_type);
}

/* --- NFLOG ------------------------------------------------------------------------- */

enum nflog_attribute {
	NFLOG_PACKET_HEADER = 1, /* Ethernet type, hook */
	NFLOG_PAYLOAD = 9,
};

#define NFLOG_ATTRIBUTE 0x7fff /* the other bits are flags. linux/netlink.h */

/* Attributes have the byte order of the machine that captured: a length tells which. */
static uint16_t nflog_number(struct cursor *rest, bool big)
{
	return big ? cursor_be16(rest) : cursor_le16(rest);
}

static bool nflog_is_big(const struct decoding *d)
{
	struct cursor peek = d->rest;
	const uint16_t len = cursor_le16(&peek);

	return len < 4 || len > cursor_left(&d->rest) + d->missing;
}

enum decode_verdict decode_nflog(struct decoding *d)
{
	cursor_take(&d->rest, 1); /* family */

	const uint8_t version = cursor_u8(&d->rest);

	cursor_take(&d->rest, 2); /* group */
	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	if (version != 0)
		return DECODE_MALFORMED;

	const bool big = nflog_is_big(d);
	uint16_t ethertype = 0;

	while (cursor_left(&d->rest) > 0) {
		const uint16_t len = nflog_number(&d->rest, big);
		const uint16_t type = nflog_number(&d->rest, big) & NFLOG_ATTRIBUTE;

		if (d->rest.truncated)
			return DECODE_TRUNCATED;
		if (len < 4)
			return DECODE_MALFORMED;
		if (type == NFLOG_PAYLOAD)
			return ethertype ? decode_ethertype(d, ethertype) : decode_ip(d);

		struct cursor value = cursor_split(&d->rest, len - 4u);

		if (type == NFLOG_PACKET_HEADER)
			ethertype = cursor_be16(&value);
		if (len % 4 != 0)
			cursor_take(&d->rest, 4 - len % 4u);
		if (d->rest.truncated)
			return DECODE_TRUNCATED;
	}
	return layer_cut(d);
}

/* --- ERF --------------------------------------------------------------------------- */

#define ERF_MORE                                                                         \
	0x80 /* of the type: a header of eight bytes follows, which says so too */

/* Cards of Endace: time, type, flags, lengths, a count of lost records. */
enum decode_verdict decode_erf(struct decoding *d)
{
	cursor_take(&d->rest, 8);

	const uint8_t type = cursor_u8(&d->rest);
	uint8_t more = type;

	cursor_take(&d->rest, 1); /* flags */

	const uint16_t record_len = cursor_be16(&d->rest);
	size_t headers = 16;

	cursor_take(&d->rest, 4); /* lost or colour, length on the wire */
	for (; more & ERF_MORE && !d->rest.truncated; headers += 8) {
		more = cursor_u8(&d->rest);
		cursor_take(&d->rest, 7);
	}
	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	if (record_len < headers)
		return DECODE_MALFORMED;
	/* What the record does not hold was not captured, or is padding behind it. */
	cursor_limit(&d->rest, record_len - headers);
	return decode_type(d, DECODE_SPACE_ERF, type & ~(unsigned)ERF_MORE);
}

enum decode_verdict decode_erf_ethernet(struct decoding *d)
{
	cursor_take(&d->rest, 2); /* offset and padding */
	return decode_ethernet(d);
}
