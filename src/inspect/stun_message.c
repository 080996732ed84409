/* SPDX-License-Identifier: BSD-2-Clause */
#include "stun_message.h"

#include <string.h>

#include "decode/cursor.h"

/* [MS-TURN] 2.2.2 and, for 0x8056 to 0x8068, [MS-TURNBWM] 2.2. */
enum {
	MSTURN_VERSION = 0x8008,
	MSTURN_SERVICE_QUALITY = 0x8055,
};

/* Does the cookie attribute come next? [MS-TURN] 2.2.2.8 */
static bool msturn_cookie_follows(const struct cursor *c)
{
	static const uint8_t cookie[] = {
		0x00, 0x0F, 0x00, 0x04, 0x72, 0xC6, 0x4B, 0xC6
	};

	return cursor_starts_with(c, cookie, sizeof(cookie));
}

static void note_msturn_attribute(struct stun_message *message, uint16_t type,
                                  struct cursor value)
{
	if (type == MSTURN_VERSION) {
		message->msturn_version = cursor_be32(&value);
	} else if (type == MSTURN_SERVICE_QUALITY) {
		uint16_t stream = cursor_be16(&value);

		message->stream_type = stream <= 4 ? (uint8_t)stream : 0;
	}
}

/* RFC 8489 section 18.3, RFC 3489 section 11.2, RFC 8445 section 16.1, [MS-ICE2] 2.2.3. */
enum {
	ATTRIBUTE_MAPPED_ADDRESS = 0x0001,
	ATTRIBUTE_CHANGE_REQUEST = 0x0003,
	ATTRIBUTE_USERNAME = 0x0006,
	ATTRIBUTE_XOR_MAPPED_ADDRESS = 0x0020,
	ATTRIBUTE_PRIORITY = 0x0024,
	ATTRIBUTE_OLD_XOR_MAPPED_ADDRESS = 0x8020,
	ATTRIBUTE_SOFTWARE = 0x8022,
	ATTRIBUTE_CANDIDATE_IDENTIFIER = 0x8054,
	ATTRIBUTE_IMPLEMENTATION_VERSION = 0x8070,
};

static void note_attribute(struct stun_message *message, uint16_t type, uint16_t len,
                           struct cursor value)
{
	switch (type) {
	case ATTRIBUTE_MAPPED_ADDRESS:
		message->mapped_address |= len == 8 || len == 20;
		break;
	case ATTRIBUTE_CHANGE_REQUEST:
		message->change_request |= len == 4;
		break;
	case ATTRIBUTE_USERNAME:
		message->username = true;
		break;
	case ATTRIBUTE_XOR_MAPPED_ADDRESS:
	case ATTRIBUTE_OLD_XOR_MAPPED_ADDRESS:
		message->xor_mapped_address |= len == 8 || len == 20;
		break;
	case ATTRIBUTE_PRIORITY:
		message->priority |= len == 4;
		break;
	case ATTRIBUTE_CANDIDATE_IDENTIFIER:
	case ATTRIBUTE_IMPLEMENTATION_VERSION:
		message->microsoft = true;
		break;
	case ATTRIBUTE_SOFTWARE:
		message->software = value.at;
		message->software_len = cursor_left(&value);
		break;
	default:
		if (message->kind == STUN_MSTURN)
			note_msturn_attribute(message, type, value);
		break;
	}
}

/* The chain must end exactly where the header says, unless a snaplen cut it. */
static bool decode_attributes(struct stun_message *message, struct cursor *c, bool whole)
{
	while (cursor_left(c)) {
		uint16_t type = cursor_be16(c);
		uint16_t len = cursor_be16(c);
		struct cursor value = cursor_split(c, len);
		size_t padding = message->kind == STUN_MSTURN ? 0 : -(size_t)len & 3;

		cursor_take(c, padding);
		if (c->truncated)
			return !whole;
		message->attributes++;
		note_attribute(message, type, len, value);
	}
	return true;
}

bool stun_decode(struct stun_message *message, const uint8_t *bytes, size_t len,
                 size_t wire_len)
{
	struct cursor c = cursor_over(bytes, len);
	uint16_t type = cursor_be16(&c);
	uint16_t attributes_len = cursor_be16(&c);
	uint32_t cookie = cursor_be32(&c);
	struct stun_message decoded = { .type = type };
	struct cursor id;

	cursor_take(&c, 4);
	id = cursor_split(&c, 8);
	if (c.truncated || type & 0xC000 ||
	    wire_len != (size_t)attributes_len + STUN_HEADER_LEN)
		return false;
	memcpy(&decoded.id, id.at, sizeof(decoded.id));
	if (msturn_cookie_follows(&c))
		decoded.kind = STUN_MSTURN;
	else if (cookie == STUN_MAGIC_COOKIE)
		decoded.kind = STUN_RFC8489;
	else
		decoded.kind = STUN_RFC3489;
	if (decoded.kind != STUN_MSTURN && attributes_len % 4 != 0)
		return false;
	if (!decode_attributes(&decoded, &c, len >= wire_len))
		return false;
	*message = decoded;
	return true;
}
