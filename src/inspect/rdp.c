/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rdp - Remote Desktop, and what else opens with a connection request of X.224.
 *
 * Much runs over X.224 in TPKT: industrial controls, H.323's data, mail of the nineties.
 * Only a cookie, a negotiation of security, or what comes next tells Remote Desktop.
 *
 * Source: RFC 1006 section 6 (TPKT), ITU-T X.224 section 13, [MS-RDPBCGR] 2.2.1.1 to
 * 2.2.1.4, ITU-T T.125 section 7; [MS-RDPEUDP] 2.2.1.1 to 2.2.2.1 and 3.1.5.1 (UDP).
 */
#include <string.h>

#include "base/array.h"
#include "base/transport.h"
#include "decode/cursor.h"

#include "readers.h"

#define TPKT_VERSION 3
#define TPKT_LEN     4
#define MTU_LEAST    1132
#define MTU_MOST     1232
#define SYN_FIELDS   80 /* of a SYN datagram; zeros follow, up to its MTU */
#define SYN_ZEROS    32 /* of those, to be believed by */

/* X.224 section 13: TPDU codes. */
enum {
	TPDU_REQUEST = 0xE0,
	TPDU_CONFIRM = 0xD0,
	TPDU_DATA = 0xF0,
};

/* [MS-RDPEUDP] 2.2.2.1 */
enum {
	FLAG_SYN = 0x0001,
	FLAG_ACK = 0x0004,
	FLAG_LOSSY = 0x0200,
	FLAG_CORRELATION = 0x0800,
	FLAG_SYN_EX = 0x1000,
};

enum look {
	LOOK_NO,
	LOOK_MORE,
	LOOK_X224, /* what it carries is something else */
	LOOK_RDP,
};

struct tpdu {
	uint8_t code;
	struct cursor variable; /* behind the fixed part */
};

/* [MS-RDPBCGR] 2.2.1.1.1, 2.2.1.2.1 and 2.2.1.2.2: a type, flags, and the length 8. */
static bool is_negotiation(struct cursor c, uint8_t code)
{
	uint8_t type = cursor_u8(&c);
	bool known = code == TPDU_REQUEST ? type == 1 : type == 2 || type == 3;

	cursor_take(&c, 1);
	return known && cursor_le16(&c) == 8 && cursor_left(&c) >= 4;
}

/* X.224 section 13.3.4: parameters of a code, a length and a value, to the end. */
static bool are_parameters(struct cursor c)
{
	while (cursor_left(&c)) {
		uint8_t code = cursor_u8(&c);

		if ((code < 0xC0 || code > 0xC6) && (code < 0x85 || code > 0x8B))
			return false;
		cursor_split(&c, cursor_u8(&c));
		if (c.truncated)
			return false;
	}
	return true;
}

/* X.224 section 13.3: a connection's first TPDU, alone in its TPKT. */
static enum look take_first(struct cursor *c, struct tpdu *tpdu)
{
	struct cursor all = *c;
	uint8_t version = cursor_u8(&all);
	uint8_t reserved = cursor_u8(&all);
	uint16_t len = cursor_be16(&all);
	uint8_t indicator = cursor_u8(&all);
	uint16_t target;

	tpdu->code = cursor_u8(&all);
	target = cursor_be16(&all);
	if (cursor_left(c) >= 1 && version != TPKT_VERSION)
		return LOOK_NO;
	if (all.truncated)
		return reserved ? LOOK_NO : LOOK_MORE;
	if (reserved || indicator < 6 || len != indicator + TPKT_LEN + 1u ||
	    (tpdu->code != TPDU_REQUEST && tpdu->code != TPDU_CONFIRM) ||
	    (tpdu->code == TPDU_REQUEST && target != 0))
		return LOOK_NO;
	tpdu->variable = cursor_split(c, len);
	if (c->truncated)
		return LOOK_MORE;
	cursor_take(&tpdu->variable, TPKT_LEN + 7);
	return LOOK_X224;
}

/* T.125 section 7, Connect-Initial or -Response in X.224 data; or TLS right away. */
static enum look look_behind(struct cursor c)
{
	static const uint8_t data[] = { 2, TPDU_DATA, 0x80, 0x7F };
	struct cursor tls = c;
	uint16_t handshake = cursor_be16(&tls);
	uint16_t version = cursor_be16(&c);

	cursor_take(&c, 2);
	if (c.truncated || cursor_left(&c) < sizeof(data) + 1)
		return LOOK_MORE;
	if (handshake == 0x1603)
		return LOOK_RDP;
	if (version != TPKT_VERSION << 8 || !cursor_starts_with(&c, data, sizeof(data)))
		return LOOK_X224;
	cursor_take(&c, sizeof(data));
	uint8_t kind = cursor_u8(&c);

	return kind == 0x65 || kind == 0x66 ? LOOK_RDP : LOOK_X224;
}

static enum look look_stream(struct cursor c, uint8_t *code)
{
	static const char cookie[] = "Cookie: msts"; /* mstshash= or msts= */
	struct tpdu tpdu;
	enum look found = take_first(&c, &tpdu);

	*code = tpdu.code;
	if (found != LOOK_X224)
		return found;
	if (tpdu.code == TPDU_REQUEST &&
	    cursor_starts_with(&tpdu.variable, cookie, sizeof(cookie) - 1))
		return LOOK_RDP;
	if (is_negotiation(tpdu.variable, tpdu.code))
		return LOOK_RDP;
	if (cursor_left(&tpdu.variable) == 0)
		return look_behind(c);
	return are_parameters(tpdu.variable) ? LOOK_X224 : LOOK_NO;
}

static enum reader_answer read_stream(struct reader_view *view)
{
	static const char name[] = "x224";
	uint8_t code;

	switch (look_stream(cursor_over(view->bytes, view->len), &code)) {
	case LOOK_NO:
		return READER_NO;
	case LOOK_MORE:
		return READER_MORE;
	case LOOK_X224:
		reader_add_hint(view, HINT_OTHER);
		detail_set(&view->flow->details, DETAIL_PROTOCOL, name, sizeof(name) - 1);
		break;
	case LOOK_RDP:
		reader_add_hint(view, HINT_RDP);
		break;
	}
	reader_sender_is_client(view, code == TPDU_REQUEST);
	return READER_YES;
}

/* Zeros fill up a SYN; of one that a snaplen cut, as many as are there. */
static bool ends_in_zeros(const uint8_t *bytes, size_t len)
{
	for (size_t i = SYN_FIELDS; i < len; i++)
		if (bytes[i])
			return false;
	return len >= SYN_FIELDS + SYN_ZEROS;
}

/* [MS-RDPEUDP] 2.2.2.1 and 2.2.2.5; version 2 of it opens in the same way. */
static enum reader_answer read_datagram(struct reader_view *view)
{
	const uint16_t optional = FLAG_LOSSY | FLAG_CORRELATION | FLAG_SYN_EX;
	struct cursor c = cursor_over(view->bytes, view->len);
	uint32_t acknowledged = cursor_be32(&c);
	uint16_t flags, up, down;

	cursor_take(&c, 2); /* window */
	flags = cursor_be16(&c) & (uint16_t)~optional;
	cursor_take(&c, 4); /* the first sequence number */
	up = cursor_be16(&c);
	down = cursor_be16(&c);
	if (c.truncated || (flags != FLAG_SYN && flags != (FLAG_SYN | FLAG_ACK)) ||
	    (flags == FLAG_SYN) != (acknowledged == UINT32_MAX) || up < MTU_LEAST ||
	    up > MTU_MOST || down < MTU_LEAST || down > MTU_MOST ||
	    view->wire_len < MTU_LEAST || view->wire_len > MTU_MOST ||
	    !ends_in_zeros(view->bytes, view->len))
		return READER_NO;
	reader_add_hint(view, HINT_RDP);
	reader_sender_is_client(view, flags == FLAG_SYN);
	return READER_YES;
}

static enum reader_answer read_any(struct reader_view *view)
{
	return view->transport == TRANSPORT_UDP ? read_datagram(view) : read_stream(view);
}

const struct reader_spec rdp_reader = {
	.name = "rdp",
	.transports = READER_TCP | READER_UDP,
	.read = read_any,
};
