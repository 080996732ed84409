/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ntp - time, on port 123 only: 48 bytes with a few small numbers prove little.
 *
 * Source: RFC 5905 section 7.3.
 */
#include "decode/cursor.h"

#include "readers.h"

#define PORT_NTP   123
#define HEADER_LEN 48

/* RFC 5905 figure 10 */
enum {
	MODE_SYMMETRIC = 1,
	MODE_CLIENT = 3,
	MODE_SERVER = 4,
	MODE_BROADCAST = 5,
};

#define PRECISION_LEAST 0xE0 /* 2^-32 seconds, signed */
#define PRECISION_BLANK                                                                  \
	0x20 /* what chrony's clients state, to say nothing of themselves */

/* RFC 5905 section 7.3: exponents of a power of two, and delays below 256 seconds. */
static bool is_header(struct cursor *c)
{
	uint8_t first = cursor_u8(c);
	uint8_t stratum = cursor_u8(c);
	uint8_t poll = cursor_u8(c);
	uint8_t precision = cursor_u8(c);
	uint32_t delay = cursor_be32(c);
	uint32_t dispersion = cursor_be32(c);
	uint8_t version = first >> 3 & 7;
	uint8_t mode = first & 7;

	if (precision == PRECISION_BLANK &&
	    (mode != MODE_CLIENT || stratum || delay || dispersion))
		return false;
	return !c->truncated && version >= 1 && version <= 4 && mode >= MODE_SYMMETRIC &&
	       mode <= MODE_BROADCAST && stratum <= 16 && poll <= 17 &&
	       (precision == 0 || precision >= PRECISION_LEAST ||
	        precision == PRECISION_BLANK) &&
	       delay >> 24 == 0 && dispersion >> 24 == 0;
}

static enum reader_answer read_datagram(struct reader_view *view)
{
	const struct flow *flow = view->flow;
	struct cursor c = cursor_over(view->bytes, view->len);
	struct cursor header = c;
	uint8_t mode = cursor_u8(&c) & 7;

	if ((flow->end[0].port != PORT_NTP && flow->end[1].port != PORT_NTP) ||
	    view->wire_len < HEADER_LEN || view->wire_len % 4 != 0 || !is_header(&header))
		return READER_NO;
	reader_add_hint(view, HINT_NTP);
	if (mode == MODE_CLIENT || mode == MODE_SERVER)
		reader_sender_is_client(view, mode == MODE_CLIENT);
	return READER_YES;
}

const struct reader_spec ntp_reader = {
	.name = "ntp",
	.transports = READER_UDP,
	.read = read_datagram,
};
