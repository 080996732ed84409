/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tds - SQL Server's Tabular Data Stream: the prelogin and login of TDS 7.
 *
 * Source: [MS-TDS] 2.2.3 (packet header), 2.2.6.4 (LOGIN7), 2.2.6.5 (PRELOGIN).
 * What follows is TLS inside prelogin packets, or clear; neither says more.
 */
#include "base/array.h"
#include "decode/cursor.h"

#include "readers.h"

#define HEADER_LEN  8
#define LOGIN7_LEN  94 /* fixed part */
#define STATUS_LAST 0x01
#define OPTIONS_MAX 16

/* [MS-TDS] 2.2.3.1.1 */
enum {
	PACKET_RESPONSE = 0x04,
	PACKET_LOGIN7 = 0x10,
	PACKET_PRELOGIN = 0x12,
};

/* Options of type, offset and length up to 0xFF; VERSION, six bytes, must come first. */
static bool is_prelogin(struct cursor payload)
{
	size_t len = cursor_left(&payload);

	for (unsigned i = 0; i < OPTIONS_MAX; i++) {
		uint8_t token = cursor_u8(&payload);
		size_t at, value_len;

		if (payload.truncated)
			return false;
		if (token == 0xFF)
			return i > 0;
		at = cursor_be16(&payload);
		value_len = cursor_be16(&payload);
		if (payload.truncated || at + value_len > len || token > 8 ||
		    (i == 0) != (token == 0) || (i == 0 && value_len != 6))
			return false;
	}
	return false;
}

static bool version_exists(uint32_t version)
{
	static const uint32_t versions[] = { 0x70000000, 0x71000000, 0x71000001,
		                             0x72090002, 0x730A0003, 0x730B0003,
		                             0x74000004 };

	for (size_t i = 0; i < ARRAY_LEN(versions); i++)
		if (versions[i] == version)
			return true;
	return false;
}

/* The length is stated twice, and the version is one of seven. [MS-TDS] 2.2.6.4 */
static bool is_login7(struct cursor payload)
{
	size_t len = cursor_left(&payload);
	uint32_t stated = cursor_le32(&payload);
	uint32_t version = cursor_le32(&payload);
	uint32_t packet_size = cursor_le32(&payload);

	cursor_take(&payload, LOGIN7_LEN - 12);
	return !payload.truncated && stated >= len && stated <= 0x20000 &&
	       packet_size <= 0x7FFF && version_exists(version);
}

static enum reader_answer read_stream(struct reader_view *view)
{
	struct cursor c = cursor_over(view->bytes, view->len);
	uint8_t type = cursor_u8(&c);
	uint8_t status = cursor_u8(&c);
	uint16_t len = cursor_be16(&c);
	struct cursor payload;
	bool window_is_zero;

	cursor_take(&c, 3); /* process id, packet number */
	window_is_zero = cursor_u8(&c) == 0;
	if (view->len >= 1 && type != PACKET_PRELOGIN && type != PACKET_LOGIN7 &&
	    type != PACKET_RESPONSE)
		return READER_NO;
	if (c.truncated)
		return READER_MORE;
	if (status > STATUS_LAST || len < HEADER_LEN + 6 || !window_is_zero)
		return READER_NO;
	payload = cursor_split(&c, (size_t)len - HEADER_LEN);
	if (payload.truncated)
		return READER_MORE;
	if (type == PACKET_LOGIN7 ? !is_login7(payload) : !is_prelogin(payload))
		return READER_NO;
	reader_add_hint(view, HINT_TDS);
	reader_sender_is_client(view, type != PACKET_RESPONSE);
	return READER_YES;
}

const struct reader_spec tds_reader = {
	.name = "tds",
	.transports = READER_TCP,
	.read = read_stream,
};
