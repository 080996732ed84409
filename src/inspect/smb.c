/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * smb - SMB 1, 2 and 3 on TCP 445, or behind a NetBIOS session on 139.
 *
 * Sources: RFC 1002 section 4.3 (session service), [MS-SMB2] 2.1 and 2.2,
 * [MS-CIFS] 2.2.3.
 */
#include <assert.h>
#include <string.h>

#include "base/array.h"
#include "decode/cursor.h"

#include "offsets.h"
#include "readers.h"

#define SMB1_HEADER_LEN    32
#define SMB2_HEADER_LEN    64
#define COMMAND_NEGOTIATE1 0x72
#define SMB1_REPLY         0x80
#define MESSAGES_ENOUGH    8

/* RFC 1002 section 4.3.1 */
enum {
	SESSION_MESSAGE = 0x00,
	SESSION_REQUEST = 0x81,
	SESSION_POSITIVE = 0x82,
	SESSION_NEGATIVE = 0x83,
	SESSION_KEEP_ALIVE = 0x85,
};

struct smb_state {
	struct offsets read;
	uint8_t messages;
	bool recognised, settled; /* settled: the dialect is known */
};

static void set_dialect(struct reader_view *view, const char *dialect)
{
	struct smb_state *state = view->state;

	detail_set(&view->flow->details, DETAIL_SMB_DIALECT, dialect, strlen(dialect));
	state->settled = true;
}

/* [MS-SMB2] 2.2.4 */
static void read_negotiate_response(struct reader_view *view, struct cursor *c)
{
	static const struct {
		uint16_t revision;
		const char *name;
	} dialects[] = {
		{ 0x0202, "2.0.2" }, { 0x0210, "2.1" },   { 0x0300, "3.0" },
		{ 0x0302, "3.0.2" }, { 0x0311, "3.1.1" },
	};
	uint16_t size = cursor_le16(c);
	uint16_t revision;

	cursor_take(c, 2);
	revision = cursor_le16(c);
	/* 0x02FF answers an SMB 1 negotiation: a second one settles it. */
	if (c->truncated || size != 65)
		return;
	for (size_t i = 0; i < ARRAY_LEN(dialects); i++)
		if (dialects[i].revision == revision)
			set_dialect(view, dialects[i].name);
}

/* [MS-SMB2] 2.2.1. @return whether it was one */
static bool read_smb2(struct reader_view *view, struct cursor c)
{
	uint16_t header_len, command;
	uint32_t status, flags;

	cursor_take(&c, 4);
	header_len = cursor_le16(&c);
	cursor_take(&c, 2);
	status = cursor_le32(&c);
	command = cursor_le16(&c);
	cursor_take(&c, 2);
	flags = cursor_le32(&c);
	cursor_take(&c, SMB2_HEADER_LEN - 20);
	if (c.truncated || header_len != SMB2_HEADER_LEN || command > 0x13)
		return false;
	reader_sender_is_client(view, !(flags & 1));
	if (command == 0 && flags & 1 && status == 0)
		read_negotiate_response(view, &c);
	return true;
}

/* [MS-CIFS] 2.2.3.1. A settled SMB 1 dialect is all called so: nobody should speak it. */
static bool read_smb1(struct reader_view *view, struct cursor c)
{
	uint8_t command, flags;
	uint32_t status;

	cursor_take(&c, 4);
	command = cursor_u8(&c);
	status = cursor_le32(&c);
	flags = cursor_u8(&c);
	cursor_take(&c, SMB1_HEADER_LEN - 10);
	if (c.truncated)
		return false;
	reader_sender_is_client(view, !(flags & SMB1_REPLY));
	if (flags & SMB1_REPLY && command == COMMAND_NEGOTIATE1 && status == 0)
		set_dialect(view, "1");
	return true;
}

/* [MS-SMB2] 2.2.41 and 2.2.42: encrypted or compressed, so SMB 3 by now. */
static bool read_transformed(const struct cursor *c)
{
	return cursor_left(c) >= 16;
}

static bool read_message(struct reader_view *view, struct cursor c)
{
	struct cursor peek = c;

	switch (cursor_be32(&peek)) {
	case 0xFF534D42:
		return read_smb1(view, c);
	case 0xFE534D42:
		return read_smb2(view, c);
	case 0xFD534D42:
	case 0xFC534D42:
		return read_transformed(&c);
	default:
		return false;
	}
}

/* RFC 1002 section 4.3.2: two encoded names of 34 bytes each, both without scope. */
static bool read_session_request(struct reader_view *view, struct cursor c)
{
	bool is = cursor_left(&c) == 68 && cursor_u8(&c) == 0x20;

	for (size_t i = 0; is && i < 32; i++) {
		uint8_t letter = cursor_u8(&c);

		is = letter >= 'A' && letter <= 'P';
	}
	if (is)
		reader_sender_is_client(view, true);
	return is;
}

/* One frame of the session service. @return whether it fits what was seen so far */
static bool read_frame(struct reader_view *view, uint8_t type, struct cursor frame)
{
	struct smb_state *state = view->state;

	switch (type) {
	case SESSION_MESSAGE:
		if (!read_message(view, frame))
			return false;
		reader_add_hint(view, HINT_SMB);
		state->recognised = true;
		return true;
	case SESSION_REQUEST:
		if (!read_session_request(view, frame))
			return false;
		reader_add_hint(view, HINT_NETBIOS);
		state->recognised = true;
		return true;
	case SESSION_POSITIVE:
	case SESSION_NEGATIVE:
	case SESSION_KEEP_ALIVE:
		return flow_hints(view->flow) &
		       (HINT_BIT(HINT_NETBIOS) | HINT_BIT(HINT_SMB));
	default:
		return false;
	}
}

/* A negotiation is small; a larger message is believed by its first bytes. */
static enum reader_answer read_stream(struct reader_view *view)
{
	struct smb_state *state = view->state;
	struct cursor c = offsets_resume(&state->read, view);
	bool bad = false;

	while (cursor_left(&c) >= 4 && !bad) {
		struct cursor start = c;
		uint8_t type = cursor_u8(&c);
		uint32_t len = cursor_be24(&c);
		size_t there = cursor_left(&c) < len ? cursor_left(&c) : len;

		if (there < len && there < SMB2_HEADER_LEN) {
			bad = type != SESSION_MESSAGE && type != SESSION_REQUEST &&
			      !state->recognised;
			break;
		}
		bad = !read_frame(view, type, cursor_split(&c, there));
		if (there < len) {
			offsets_keep(&state->read, view, &start);
			break;
		}
		offsets_keep(&state->read, view, &c);
		state->messages += state->messages < UINT8_MAX;
	}
	if (!state->recognised)
		return bad ? READER_NO : READER_MORE;
	return bad || state->settled || state->messages >= MESSAGES_ENOUGH ? READER_YES
	                                                                   : READER_KEEP;
}

static_assert(sizeof(struct smb_state) <= READER_STATE_MAX, "reader state");

const struct reader_spec smb_reader = {
	.name = "smb",
	.transports = READER_TCP,
	.state_size = sizeof(struct smb_state),
	.read = read_stream,
};
