/* SPDX-License-Identifier: BSD-2-Clause */
#include "stun.h"

#include <assert.h>

#include "decode/cursor.h"

#include "msturn.h"
#include "offsets.h"
#include "readers.h"

/* RFC 8489 section 5: two class bits inside the type. */
#define CLASS_MASK     0x0110
#define CLASS_REQUEST  0x0000
#define CLASS_SUCCESS  0x0100
#define METHOD_MASK    0x3EEF
#define METHOD_BINDING 0x0001
#define PORT_STUN      3478

static void remember_request(struct stun_checks *checks, unsigned end,
                             const struct stun_message *message)
{
	uint8_t at = checks->next[end]++ % 4;
	bool check = message->kind == STUN_RFC8489 && message->username &&
	             (message->priority || message->microsoft);

	checks->asked[end][at] = message->id;
	checks->ice[end] =
		(uint8_t)((checks->ice[end] & ~(1u << at)) | (unsigned)check << at);
}

/* A success response from @end: was it asked for, and by a connectivity check? */
static bool find_request(const struct stun_checks *checks, unsigned end, uint64_t id,
                         bool *check)
{
	unsigned asker = !end;

	for (unsigned i = 0; id && i < 4; i++) {
		if (checks->asked[asker][i] == id) {
			*check = checks->ice[asker] >> i & 1;
			return true;
		}
	}
	return false;
}

/* RFC 3489 has no cookie: an answer, an attribute only it has, or its port make up for it. */
static bool classic_is_credible(const struct reader_view *view,
                                const struct stun_message *message, bool answered)
{
	bool at_port = view->flow->end[0].port == PORT_STUN ||
	               view->flow->end[1].port == PORT_STUN;

	switch (message->type) {
	case METHOD_BINDING:
		return message->change_request || (at_port && message->attributes == 0);
	case METHOD_BINDING | CLASS_SUCCESS:
		return message->mapped_address && (answered || message->attributes >= 3);
	default:
		return false;
	}
}

bool stun_observe(struct reader_view *view, struct stun_checks *checks,
                  const struct stun_message *message)
{
	uint16_t class = message->type & CLASS_MASK;
	bool binding = (message->type & METHOD_MASK) == METHOD_BINDING;
	bool check = false;
	bool answered = class == CLASS_SUCCESS && binding &&
	                find_request(checks, view->end, message->id, &check);

	if (class == CLASS_REQUEST && binding)
		remember_request(checks, view->end, message);
	if (message->kind == STUN_MSTURN)
		return msturn_observe(view, message);
	if (message->kind == STUN_RFC3489 &&
	    !classic_is_credible(view, message, answered))
		return false;
	reader_add_hint(view, HINT_STUN);
	if (message->software && message->software_len)
		detail_set(&view->flow->details, DETAIL_STUN_SOFTWARE, message->software,
		           message->software_len);
	if (answered && check && message->xor_mapped_address)
		reader_add_hint(view, HINT_ICE);
	/* A check may start from either end; any other request comes from a client. */
	if (class == CLASS_REQUEST && !message->priority && !message->microsoft)
		reader_sender_is_client(view, true);
	return true;
}

/* RFC 8489 section 6.2.2: on TCP the header's own length is the framing; RFC 8656
 * section 12.4 puts ChannelData, padded to four bytes, between the messages. */
struct stun_stream {
	struct stun_checks checks;
	struct offsets read;
	bool recognised;
	uint8_t messages;
};

static_assert(sizeof(struct stun_stream) <= READER_STATE_MAX, "reader state");

/* Step over one message; false when more bytes are needed or none is there (*bad). */
static bool step(struct reader_view *view, struct cursor *c, bool *bad)
{
	struct stun_stream *state = view->state;
	struct cursor peek = *c;
	uint16_t type = cursor_be16(&peek);
	size_t len = cursor_be16(&peek);
	uint32_t cookie = cursor_be32(&peek);
	struct stun_message message;
	struct cursor whole;

	if (peek.truncated)
		return false;
	if (type >= 0x4000 && type < 0x5000 && state->recognised) {
		cursor_take(c, (len + 4 + 3) & ~(size_t)3);
		return !c->truncated;
	}
	if (type & 0xC000 || cookie != STUN_MAGIC_COOKIE) {
		*bad = true;
		return false;
	}
	whole = cursor_split(c, len + STUN_HEADER_LEN);
	if (whole.truncated)
		return false;
	*bad = !stun_decode(&message, whole.at, cursor_left(&whole),
	                    cursor_left(&whole)) ||
	       !stun_observe(view, &state->checks, &message);
	state->messages += state->messages < UINT8_MAX;
	return !*bad;
}

static enum reader_answer read_stream(struct reader_view *view)
{
	struct stun_stream *state = view->state;
	struct cursor c = offsets_resume(&state->read, view);
	bool bad = false;

	while (cursor_left(&c)) {
		if (!step(view, &c, &bad))
			break;
		state->recognised = true;
		offsets_keep(&state->read, view, &c);
	}
	if (!state->recognised)
		return bad ? READER_NO : READER_MORE;
	return bad || state->messages >= 8 ? READER_YES : READER_KEEP;
}

const struct reader_spec stun_reader = {
	.name = "stun",
	.transports = READER_TCP,
	.state_size = sizeof(struct stun_stream),
	.read = read_stream,
};
