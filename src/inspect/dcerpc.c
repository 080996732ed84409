/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dcerpc - DCE/RPC version 5 on TCP, and what the endpoint mapper answers.
 *
 * Sources: C706 (The Open Group, DCE 1.1: RPC) section 12.6 for the PDUs, 14
 * for NDR, appendix L for towers, appendix O for the endpoint mapper; [MS-RPCE]
 * 2.2.5 for NDR64, which Windows uses with its own mapper.
 */
#include <assert.h>
#include <string.h>

#include "base/array.h"
#include "base/digits.h"
#include "base/transport.h"
#include "decode/cursor.h"

#include "offsets.h"
#include "readers.h"

#define HEADER_LEN    16
#define UUID_LEN      16
#define FLAG_WHOLE    0x03 /* first and last fragment */
#define FLAG_OBJECT   0x80
#define OPNUM_EPT_MAP 3
#define PDUS_ENOUGH   12 /* looked at in a conversation with the endpoint mapper */
#define TOWERS_MAX    64
#define TOWER_LEN_MAX 512

enum {
	PDU_REQUEST = 0,
	PDU_RESPONSE = 2,
	PDU_FAULT = 3,
	PDU_BIND = 11,
	PDU_BIND_ACK = 12,
	PDU_BIND_NAK = 13,
	PDU_ALTER_CONTEXT = 14,
	PDU_ALTER_CONTEXT_RESPONSE = 15,
	PDU_AUTH3 = 16,
	PDU_SHUTDOWN = 17,
	PDU_CANCEL = 18,
	PDU_ORPHANED = 19,
};

struct dcerpc_state {
	struct offsets read;
	uint32_t map_call;      /* call id of the last ept_map request */
	uint64_t ndr64;         /* bit n: presentation context n speaks NDR64 */
	bool mapper, asked_map; /* bound to the endpoint mapper; map_call is set */
	bool recognised;
	uint8_t pdus;
};

static_assert(sizeof(struct dcerpc_state) <= READER_STATE_MAX, "reader state");

struct pdu {
	uint8_t type, flags;
	bool little;
	uint16_t len;
	uint32_t call;
};

static uint16_t u16(struct cursor *c, bool little)
{
	return little ? cursor_le16(c) : cursor_be16(c);
}

static uint32_t u32(struct cursor *c, bool little)
{
	return little ? cursor_le32(c) : cursor_be32(c);
}

/* The header's fixed values leave random bytes one chance in about 2^45. C706 section 12.6.3.1. */
static bool decode_header(struct pdu *pdu, struct cursor *c)
{
	static const uint32_t known_types =
		1u << PDU_REQUEST | 1u << PDU_RESPONSE | 1u << PDU_FAULT |
		1u << PDU_BIND | 1u << PDU_BIND_ACK | 1u << PDU_BIND_NAK |
		1u << PDU_ALTER_CONTEXT | 1u << PDU_ALTER_CONTEXT_RESPONSE |
		1u << PDU_AUTH3 | 1u << PDU_SHUTDOWN | 1u << PDU_CANCEL |
		1u << PDU_ORPHANED;
	uint8_t version = cursor_u8(c);
	uint8_t minor = cursor_u8(c);
	uint16_t auth_len;
	uint8_t integers, floats;
	uint16_t reserved;

	pdu->type = cursor_u8(c);
	pdu->flags = cursor_u8(c);
	integers = cursor_u8(c);
	floats = cursor_u8(c);
	reserved = cursor_be16(c);
	pdu->little = integers >> 4 == 1;
	pdu->len = u16(c, pdu->little);
	auth_len = u16(c, pdu->little);
	pdu->call = u32(c, pdu->little);
	return !c->truncated && version == 5 && minor <= 1 && pdu->type <= PDU_ORPHANED &&
	       known_types >> pdu->type & 1 && integers >> 4 <= 1 &&
	       (integers & 0x0F) <= 1 && floats <= 3 && reserved == 0 &&
	       pdu->len >= HEADER_LEN && (size_t)auth_len + HEADER_LEN <= pdu->len;
}

/* Where each byte of a UUID is that is sent, or said, with its first three fields turned round. */
static const uint8_t little_order[UUID_LEN] = { 3, 2, 1,  0,  5,  4,  7,  6,
	                                        8, 9, 10, 11, 12, 13, 14, 15 };

static bool uuid_is(const uint8_t uuid[static UUID_LEN],
                    const uint8_t wanted[static UUID_LEN])
{
	return memcmp(uuid, wanted, UUID_LEN) == 0;
}

/* Wire order for little-endian senders; others send the first three fields turned round. */
static void uuid_to_little(uint8_t uuid[static UUID_LEN], const uint8_t *wire,
                           bool little)
{
	for (size_t i = 0; i < UUID_LEN; i++)
		uuid[i] = wire[little ? i : little_order[i]];
}

static void set_interface(struct flow *flow, const uint8_t u[static UUID_LEN])
{
	static const unsigned dashes = 1 << 4 | 1 << 6 | 1 << 8 | 1 << 10;
	char text[2 * UUID_LEN + 4], *at = text;
	size_t had_len;

	if (detail_get(flow->details, DETAIL_DCERPC_INTERFACE, &had_len))
		return;
	for (size_t i = 0; i < UUID_LEN; i++) {
		if (dashes >> i & 1)
			*at++ = '-';
		at = digits_put_hex(at, u[little_order[i]]);
	}
	detail_set(&flow->details, DETAIL_DCERPC_INTERFACE, text, sizeof(text));
}

/* C706 section 12.6.4.3: the contexts a client proposes. */
static bool read_bind(struct reader_view *view, struct cursor *c, const struct pdu *pdu)
{
	static const uint8_t mapper[UUID_LEN] = { 0x08, 0x83, 0xaf, 0xe1, 0x1f, 0x5d,
		                                  0xc9, 0x11, 0x91, 0xa4, 0x08, 0x00,
		                                  0x2b, 0x14, 0xa0, 0xfa };
	static const uint8_t ndr64[UUID_LEN] = { 0x33, 0x05, 0x71, 0x71, 0xba, 0xbe,
		                                 0x37, 0x49, 0x83, 0x19, 0xb5, 0xdb,
		                                 0xef, 0x9c, 0xcc, 0x36 };
	struct dcerpc_state *state = view->state;
	uint8_t uuid[UUID_LEN];
	uint8_t contexts;

	cursor_take(c, 8); /* fragment sizes, association group */
	contexts = cursor_u8(c);
	cursor_take(c, 3);
	for (uint8_t i = 0; i < contexts; i++) {
		uint16_t id = u16(c, pdu->little);
		uint8_t syntaxes = cursor_u8(c);
		const uint8_t *wire;

		cursor_take(c, 1);
		wire = cursor_take(c, UUID_LEN + 4);
		if (!wire)
			return false;
		uuid_to_little(uuid, wire, pdu->little);
		set_interface(view->flow, uuid);
		state->mapper |= uuid_is(uuid, mapper);
		for (uint8_t j = 0; j < syntaxes; j++) {
			wire = cursor_take(c, UUID_LEN + 4);
			if (!wire)
				return false;
			uuid_to_little(uuid, wire, pdu->little);
			if (id < 64 && uuid_is(uuid, ndr64))
				state->ndr64 |= UINT64_C(1) << id;
		}
	}
	return contexts > 0 && !c->truncated;
}

/* An unsigned that is 4 bytes in NDR and 8, aligned, in NDR64. @at is where the stub starts. */
static uint64_t ndr_size(struct cursor *c, const uint8_t *at, bool little, bool wide)
{
	size_t misaligned = (size_t)(c->at - at) & (wide ? 7 : 3);
	uint64_t first, second;

	if (misaligned)
		cursor_take(c, (wide ? 8 : 4) - misaligned);
	first = u32(c, little);
	if (!wide)
		return first;
	second = u32(c, little);
	return little ? second << 32 | first : first << 32 | second;
}

/* C706 appendix L: floors of (protocol and data) and (endpoint data), each with its length. */
static void read_tower(struct reader_view *view, struct cursor tower)
{
	struct learned learned = {
		.kind = LEARNED_LISTENER,
		.via = LEARNED_BY_EPM,
		.address = reader_sender(view)->address,
		.time_us = view->time_us,
	};
	static const uint8_t nowhere[4];
	uint16_t floors = cursor_le16(&tower);

	for (uint16_t i = 0; i < floors && i < 8 && !tower.truncated; i++) {
		struct cursor left = cursor_split(&tower, cursor_le16(&tower));
		struct cursor right = cursor_split(&tower, cursor_le16(&tower));
		uint8_t protocol = cursor_u8(&left);

		if ((protocol == 0x07 || protocol == 0x08) && cursor_left(&right) == 2) {
			learned.transport =
				protocol == 0x07 ? TRANSPORT_TCP : TRANSPORT_UDP;
			learned.port = cursor_be16(&right);
		} else if (protocol == 0x09 && cursor_left(&right) == 4) {
			const uint8_t *host = cursor_take(&right, 4);

			if (host && memcmp(host, nowhere, sizeof(nowhere)) != 0)
				learned.address = address_from_ipv4(host);
		}
	}
	if (learned.port && !tower.truncated)
		view->learned(&learned, view->learned_context);
}

/* C706 appendix O, ept_map: [out] entry_handle, num_towers, towers[], status. */
static void read_map(struct reader_view *view, struct cursor stub, bool little, bool wide)
{
	const uint8_t *at = stub.at;
	uint64_t count;

	cursor_take(&stub, 20); /* entry_handle */
	count = u32(&stub, little);
	if (ndr_size(&stub, at, little, wide) < count || count > TOWERS_MAX)
		return;
	ndr_size(&stub, at, little, wide); /* offset */
	if (ndr_size(&stub, at, little, wide) != count)
		return;
	for (uint64_t i = 0; i < count; i++)
		ndr_size(&stub, at, little, wide); /* referents */
	for (uint64_t i = 0; i < count && !stub.truncated; i++) {
		uint64_t max_len = ndr_size(&stub, at, little, wide);
		uint32_t len = u32(&stub, little);

		if (len > max_len || len > TOWER_LEN_MAX)
			return;
		read_tower(view, cursor_split(&stub, len));
	}
}

static void read_request(struct reader_view *view, struct cursor *c,
                         const struct pdu *pdu)
{
	struct dcerpc_state *state = view->state;

	cursor_take(c, 6); /* allocation hint, context */
	if (u16(c, pdu->little) == OPNUM_EPT_MAP && state->mapper && !c->truncated) {
		state->asked_map = true;
		state->map_call = pdu->call;
	}
}

static void read_response(struct reader_view *view, struct cursor *c,
                          const struct pdu *pdu)
{
	struct dcerpc_state *state = view->state;
	uint16_t context;

	cursor_take(c, 4);
	context = u16(c, pdu->little);
	cursor_take(c, 2);
	if (state->asked_map && state->map_call == pdu->call && !c->truncated &&
	    (pdu->flags & FLAG_WHOLE) == FLAG_WHOLE)
		read_map(view, *c, pdu->little,
		         context < 64 && state->ndr64 >> context & 1);
}

static bool is_from_client(uint8_t type)
{
	return type == PDU_REQUEST || type == PDU_BIND || type == PDU_ALTER_CONTEXT ||
	       type == PDU_AUTH3 || type == PDU_CANCEL || type == PDU_ORPHANED;
}

/* One whole PDU after its header. @return whether its type's own fields agree */
static bool read_pdu(struct reader_view *view, struct cursor *c, const struct pdu *pdu)
{
	struct dcerpc_state *state = view->state;

	if (pdu->type == PDU_BIND || pdu->type == PDU_ALTER_CONTEXT) {
		if (!read_bind(view, c, pdu))
			return false;
	} else if (pdu->type == PDU_REQUEST) {
		read_request(view, c, pdu);
	} else if (pdu->type == PDU_RESPONSE) {
		read_response(view, c, pdu);
	}
	if (!state->recognised)
		reader_sender_is_client(view, is_from_client(pdu->type));
	state->recognised = true;
	reader_add_hint(view, HINT_DCERPC);
	if (state->mapper)
		reader_add_hint(view, HINT_EPM);
	return true;
}

static enum reader_answer read_stream(struct reader_view *view)
{
	struct dcerpc_state *state = view->state;
	struct cursor c = offsets_resume(&state->read, view);
	bool bad = false;

	while (cursor_left(&c) >= HEADER_LEN && !bad) {
		struct cursor peek = c;
		struct pdu pdu;
		struct cursor body;

		bad = !decode_header(&pdu, &peek);
		if (bad || cursor_left(&c) < pdu.len)
			break;
		body = cursor_split(&c, pdu.len);
		cursor_take(&body, HEADER_LEN);
		bad = !read_pdu(view, &body, &pdu);
		offsets_keep(&state->read, view, &c);
		state->pdus += state->pdus < UINT8_MAX;
	}
	if (!state->recognised)
		return bad || (cursor_left(&c) && !cursor_starts_with(&c, "\x05", 1))
		               ? READER_NO
		               : READER_MORE;
	/* Only the endpoint mapper has more to tell than its interface. */
	return bad || !state->mapper || state->pdus >= PDUS_ENOUGH ? READER_YES
	                                                           : READER_KEEP;
}

const struct reader_spec dcerpc_reader = {
	.name = "dcerpc",
	.transports = READER_TCP,
	.state_size = sizeof(struct dcerpc_state),
	.read = read_stream,
};
