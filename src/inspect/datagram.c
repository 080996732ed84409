/* SPDX-License-Identifier: BSD-2-Clause */
#include "datagram.h"

#include "decode/cursor.h"

/* RFC 6347 section 4.1, RFC 5246 section 6.2.1. */
enum {
	CONTENT_CHANGE_CIPHER_SPEC = 20,
	CONTENT_HANDSHAKE = 22,
	CONTENT_HEARTBEAT = 24,
};

/* RFC 6347 section 4.2.2: a fragment inside its message, the message inside reason. */
static bool handshake_agrees(struct cursor record)
{
	size_t record_len = cursor_left(&record);
	uint8_t type = cursor_u8(&record);
	uint32_t len = cursor_be24(&record);
	uint16_t sequence = cursor_be16(&record);
	uint32_t fragment_at = cursor_be24(&record);
	uint32_t fragment_len = cursor_be24(&record);

	return !record.truncated && type <= 24 && sequence < 64 && fragment_len <= len &&
	       fragment_at <= len - fragment_len && fragment_len + 12 <= record_len;
}

enum dtls_evidence dtls_look(const uint8_t *bytes, size_t len, size_t wire_len)
{
	struct cursor c = cursor_over(bytes, len);
	enum dtls_evidence evidence = DTLS_NONE;

	while (cursor_left(&c)) {
		uint8_t content = cursor_u8(&c);
		uint16_t version = cursor_be16(&c);
		uint16_t epoch = cursor_be16(&c);
		struct cursor record;

		cursor_take(&c, 6); /* sequence number */
		record = cursor_split(&c, cursor_be16(&c));
		if (record.truncated)
			return len < wire_len ? evidence : DTLS_NONE;
		/* 01 00 is what OpenSSL before 0.9.8f and Cisco AnyConnect send. */
		if (content < CONTENT_CHANGE_CIPHER_SPEC || content > CONTENT_HEARTBEAT ||
		    (version != 0xFEFF && version != 0xFEFD && version != 0x0100))
			return DTLS_NONE;
		if (evidence == DTLS_NONE)
			evidence = DTLS_RECORDS;
		if (content == CONTENT_HANDSHAKE && epoch == 0 &&
		    handshake_agrees(record))
			evidence = DTLS_HELLO;
	}
	return evidence;
}

static bool version_exists(uint32_t version)
{
	return version == 0x00000001 ||                        /* RFC 9000 */
	       version == 0x6B3343CF ||                        /* RFC 9369 */
	       (version >> 8 == 0xFF0000 && version & 0xFF) || /* drafts */
	       version >> 8 == 0x513034 ||                     /* Google Q04x */
	       version >> 8 == 0x513035;                       /* Google Q05x */
}

/* RFC 9000 section 16 */
static uint64_t variable_int(struct cursor *c)
{
	uint8_t first = cursor_u8(c);
	uint64_t value = first & 0x3F;

	for (size_t more = ((size_t)1 << (first >> 6)) - 1; more; more--)
		value = value << 8 | cursor_u8(c);
	return value;
}

bool quic_look(const uint8_t *bytes, size_t len, size_t wire_len)
{
	struct cursor c = cursor_over(bytes, len);
	uint8_t first = cursor_u8(&c);
	uint32_t version = cursor_be32(&c);
	uint8_t target_len = cursor_u8(&c);
	uint8_t source_len;
	bool initial = (first & 0x30) == (version == 0x6B3343CF ? 0x10 : 0x00);
	uint64_t rest;

	/* Google's own versions write both lengths into one byte. */
	if ((first & 0xC0) != 0xC0 || !version_exists(version))
		return false;
	if (version >> 16 == 0x5130)
		return wire_len >= 1200;
	cursor_take(&c, target_len);
	source_len = cursor_u8(&c);
	cursor_take(&c, source_len);
	if (c.truncated || target_len > 20 || source_len > 20)
		return false;
	if (!initial)
		return wire_len > 7u + target_len + source_len;
	cursor_take(&c, variable_int(&c)); /* token */
	rest = variable_int(&c);
	return !c.truncated && rest >= 20 && rest <= wire_len - (size_t)(c.at - bytes);
}
