/* SPDX-License-Identifier: BSD-2-Clause */
#include "rtp.h"

#include "decode/cursor.h"

#define HEADER_LEN 12

/* RFC 3550 section 12.1, RFC 4585 section 9, RFC 3611 section 6. */
enum {
	RTCP_SR = 200,
	RTCP_RR = 201,
	RTCP_SDES = 202,
	RTCP_BYE = 203,
	RTCP_LAST = 211,
};

bool rtp_decode(struct rtp_header *header, const uint8_t *bytes, size_t len,
                size_t wire_len)
{
	struct cursor c = cursor_over(bytes, len);
	uint8_t first = cursor_u8(&c);
	uint8_t second = cursor_u8(&c);
	struct rtp_header decoded = {
		.payload_type = second & 0x7F,
		.marker = second >> 7,
		.sequence = cursor_be16(&c),
		.timestamp = cursor_be32(&c),
		.ssrc = cursor_be32(&c),
	};
	size_t header_len = HEADER_LEN + (first & 0x0F) * (size_t)4;

	/* RFC 5761 section 4: 64 to 95 are RTCP's when both share a port. */
	if (c.truncated || first >> 6 != 2 ||
	    (decoded.payload_type >= 64 && decoded.payload_type <= 95))
		return false;
	cursor_take(&c, header_len - HEADER_LEN);
	if (first & 0x10) {
		cursor_be16(&c);
		header_len += 4 + cursor_be16(&c) * (size_t)4;
	}
	if ((c.truncated && len >= wire_len) || header_len >= wire_len)
		return false;
	*header = decoded;
	return true;
}

/* The words after the first one that @type must have, with @count in its first byte. */
static size_t least_words(uint8_t type, uint8_t count)
{
	switch (type) {
	case RTCP_SR:
		return 6 + 6 * (size_t)count;
	case RTCP_RR:
		return 1 + 6 * (size_t)count;
	case RTCP_SDES:
		return count ? 2 : 0;
	case RTCP_BYE:
		return count;
	default:
		return 2; /* APP, feedback: two sources, or a source and a name */
	}
}

/* The packets after the first, when they are in the clear. */
static void follow_chain(struct rtcp_header *header, struct cursor *c)
{
	while (cursor_left(c)) {
		uint8_t first = cursor_u8(c);
		uint8_t type = cursor_u8(c);
		uint16_t words = cursor_be16(c);
		struct cursor body = cursor_split(c, words * (size_t)4);

		if (body.truncated || first >> 6 != 2 || type < RTCP_SR ||
		    type > RTCP_LAST)
			return;
		header->named |= words > 0 && cursor_be32(&body) == header->ssrc;
	}
	header->chained = true;
}

bool rtcp_decode(struct rtcp_header *header, const uint8_t *bytes, size_t len,
                 size_t wire_len)
{
	struct cursor c = cursor_over(bytes, len);
	uint8_t first = cursor_u8(&c);
	struct rtcp_header decoded = { .type = cursor_u8(&c) };
	size_t words = cursor_be16(&c);
	uint8_t count = first & 0x1F;
	struct cursor body;

	decoded.ssrc = cursor_be32(&c);
	if (c.truncated || first >> 6 != 2 || decoded.type < RTCP_SR ||
	    decoded.type > RTCP_LAST || words == 0)
		return false;
	if (words < least_words(decoded.type, count) || words * 4 + 4 > wire_len)
		return false;
	body = cursor_split(&c, words * 4 - 4);
	if (body.truncated && len >= wire_len)
		return false;
	if (decoded.type == RTCP_SR)
		cursor_take(&body, 20);
	if (count && (decoded.type == RTCP_SR || decoded.type == RTCP_RR))
		decoded.about_ssrc = cursor_be32(&body);
	if (!c.truncated && len >= wire_len)
		follow_chain(&decoded, &c);
	*header = decoded;
	return true;
}
