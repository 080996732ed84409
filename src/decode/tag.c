/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tag - what switches put in front of a frame or between its addresses and its type.
 */
#include "layers.h"

/* @len bytes of a tag, then the type of what it was put in front of. */
static enum decode_verdict step_over_tag(struct decoding *d, size_t len)
{
	cursor_take(&d->rest, len);

	const uint16_t ethertype = cursor_be16(&d->rest);

	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	return layer_stack(d) ? decode_ethertype(d, ethertype) : DECODE_TOO_DEEP;
}

/* @len bytes of a header, then a whole frame with addresses of its own. */
static enum decode_verdict enter_frame(struct decoding *d, size_t len)
{
	cursor_take(&d->rest, len);
	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	return layer_enter(d, decode_ethernet);
}

/* Direction, list, looped, version; destination and source of the virtual interfaces. */
enum decode_verdict decode_vn_tag(struct decoding *d)
{
	return step_over_tag(d, 4);
}

enum decode_verdict decode_e_tag(struct decoding *d)
{
	return step_over_tag(d, 6);
}

/* Version, length, kind of option, security group. */
enum decode_verdict decode_cisco_metadata(struct decoding *d)
{
	return step_over_tag(d, 6);
}

/* A time in 48 bits. */
enum decode_verdict decode_cisco_timestamp(struct decoding *d)
{
	return step_over_tag(d, 6);
}

/* Forwarding tag and time to live; the outer addresses were those of switches. */
enum decode_verdict decode_fabric_path(struct decoding *d)
{
	return enter_frame(d, 2);
}

/* IEEE 802.1Q section 9.7: flags and a service identifier of 24 bits. */
enum decode_verdict decode_backbone(struct decoding *d)
{
	return enter_frame(d, 4);
}

enum decode_verdict decode_next_protocol(struct decoding *d, uint8_t next)
{
	switch (next) {
	case 1:
		return decode_ipv4(d);
	case 2:
		return decode_ipv6(d);
	case 3:
		return decode_ethernet(d);
	case 4:
		return decode_nsh(d);
	case 5:
		return decode_mpls(d);
	default:
		return decode_type(d, DECODE_SPACE_NSH, next);
	}
}

/* RFC 8300 section 2.2: the length counts words of four bytes, these two among them. */
enum decode_verdict decode_nsh(struct decoding *d)
{
	const size_t len = (cursor_be16(&d->rest) & 0x3fu) * 4;

	cursor_take(&d->rest, 1); /* kind of metadata */

	const uint8_t next = cursor_u8(&d->rest);

	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	if (len < 8)
		return DECODE_MALFORMED;
	cursor_take(&d->rest, len - 4);
	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	return layer_stack(d) ? decode_next_protocol(d, next) : DECODE_TOO_DEEP;
}
