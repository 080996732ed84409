/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * msturn_stream - MS-TURN on TCP: optionally one pseudo-TLS hello from each side,
 * then frames.
 */
#include <assert.h>

#include "base/array.h"

#include "msturn.h"
#include "offsets.h"
#include "readers.h"
#include "stun.h"

struct msturn_stream {
	struct stun_checks checks;
	uint64_t session;
	struct offsets read;
	bool pseudotls[2];
	bool recognised;
	uint8_t frames;
};

static_assert(sizeof(struct msturn_stream) <= READER_STATE_MAX, "reader state");

#define FRAMES_ENOUGH 6

/* [MS-TURN] 2.1.1, byte for byte but for time, random and the server's session id. */
static const struct pseudotls_hello {
	uint8_t len, tail_at, tail_len;
	bool from_client;
	uint8_t head[11], tail[7];
} pseudotls_hellos[] = {
	{ 50,
	  43,
	  7,
	  true,
	  { 0x16, 0x03, 0x01, 0x00, 0x2D, 0x01, 0x00, 0x00, 0x29, 0x03, 0x01 },
	  { 0x00, 0x00, 0x02, 0x00, 0x18, 0x01, 0x00 } },
	{ 83,
	  76,
	  7,
	  false,
	  { 0x16, 0x03, 0x01, 0x00, 0x4E, 0x02, 0x00, 0x00, 0x46, 0x03, 0x01 },
	  { 0x00, 0x18, 0x00, 0x0E, 0x00, 0x00, 0x00 } },
};

enum step {
	STEP_DONE, /* one frame read */
	STEP_WAIT, /* it is not all there yet */
	STEP_BAD,
};

/* [MS-TURN] 2.1.4: 02 00 and a length before a message, 03 00 and a length before data. */
static enum step step_frame(struct reader_view *view, struct cursor *c)
{
	struct msturn_stream *state = view->state;
	uint8_t type = cursor_u8(c);
	uint8_t zero = cursor_u8(c);
	uint16_t len = cursor_be16(c);
	struct cursor frame = cursor_split(c, len);
	struct stun_message message;

	if (zero != 0 || (type != 0x02 && type != 0x03))
		return STEP_BAD;
	if (type == 0x03 && !state->recognised)
		return STEP_BAD;
	if (frame.truncated)
		return STEP_WAIT;
	if (type == 0x03)
		return STEP_DONE;
	if (!stun_decode(&message, frame.at, len, len))
		return STEP_BAD;
	/* Only MS-TURN's own cookie makes it MS-TURN; relayed checks come later. */
	if (message.kind != STUN_MSTURN && !state->recognised)
		return STEP_BAD;
	return stun_observe(view, &state->checks, &message) || state->recognised
	               ? STEP_DONE
	               : STEP_BAD;
}

static enum step step_multiplexed(struct reader_view *view, struct cursor *c)
{
	struct msturn_stream *state = view->state;
	struct cursor peek = *c;
	uint64_t session = 0;
	struct stun_message message;
	struct cursor frame;

	cursor_take(&peek, 2);
	frame = cursor_split(c, (size_t)cursor_be16(&peek) + 4);
	if (frame.truncated)
		return STEP_WAIT;
	if (!msturn_decode_multiplexed(&frame, cursor_left(&frame), &session))
		return STEP_BAD;
	if (session == state->session && state->recognised)
		return STEP_DONE;
	state->session = session;
	if (!stun_decode(&message, frame.at, cursor_left(&frame), cursor_left(&frame)) ||
	    message.kind == STUN_RFC3489 || !stun_observe(view, &state->checks, &message))
		return state->recognised ? STEP_DONE : STEP_BAD;
	reader_add_hint(view, HINT_MSTURN);
	return STEP_DONE;
}

static enum step step_hello(struct reader_view *view, struct cursor *c)
{
	struct msturn_stream *state = view->state;

	for (size_t i = 0; i < ARRAY_LEN(pseudotls_hellos); i++) {
		const struct pseudotls_hello *hello = &pseudotls_hellos[i];
		size_t left = cursor_left(c);
		struct cursor at_tail = *c;

		if (!cursor_starts_with(c, hello->head,
		                        left < sizeof(hello->head) ? left
		                                                   : sizeof(hello->head)))
			continue;
		if (left < hello->len)
			return STEP_WAIT;
		cursor_take(&at_tail, hello->tail_at);
		if (!cursor_starts_with(&at_tail, hello->tail, hello->tail_len))
			return STEP_BAD;
		cursor_take(c, hello->len);
		reader_sender_is_client(view, hello->from_client);
		state->pseudotls[view->end] = true;
		reader_add_hint(view, HINT_PSEUDOTLS);
		return STEP_DONE;
	}
	return STEP_BAD;
}

static enum step step_any(struct reader_view *view, struct cursor *c)
{
	const struct msturn_stream *state = view->state;
	struct cursor peek = *c;
	bool first = state->read.at[view->end] == 0 && view->from_start;

	switch (cursor_u8(&peek)) {
	case 0x16:
		return first ? step_hello(view, c) : STEP_BAD;
	case 0xFF:
		return step_multiplexed(view, c);
	default:
		return step_frame(view, c);
	}
}

static enum reader_answer read_stream(struct reader_view *view)
{
	struct msturn_stream *state = view->state;
	struct cursor c = offsets_resume(&state->read, view);
	enum step step = STEP_WAIT;

	while (cursor_left(&c)) {
		step = step_any(view, &c);
		if (step != STEP_DONE)
			break;
		offsets_keep(&state->read, view, &c);
		state->recognised = flow_hints(view->flow) & HINT_BIT(HINT_MSTURN);
		state->frames += state->frames < UINT8_MAX;
	}
	if (state->recognised)
		return step == STEP_BAD || state->frames >= FRAMES_ENOUGH ? READER_YES
		                                                          : READER_KEEP;
	if (state->pseudotls[0] || state->pseudotls[1]) {
		/* A hello answered by something else: others read what that is. */
		if (step == STEP_BAD && !state->pseudotls[view->end])
			return READER_NO;
		return step == STEP_BAD ? READER_YES : READER_KEEP;
	}
	return step == STEP_BAD ? READER_NO : READER_MORE;
}

const struct reader_spec msturn_reader = {
	.name = "msturn",
	.transports = READER_TCP,
	.state_size = sizeof(struct msturn_stream),
	.read = read_stream,
};
