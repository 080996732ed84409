/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rfc4571 - RTP, RTCP and STUN on TCP, each behind a two-byte length.
 *
 * Source: RFC 4571 section 2; RFC 6544 section 10 for STUN. Two bytes of
 * length prove nothing, so the frames must chain and what is in them must be
 * believed by the same rules as datagrams.
 */
#include <assert.h>

#include "decode/cursor.h"

#include "offsets.h"
#include "readers.h"
#include "rtp_tracker.h"
#include "stun.h"

#define FRAMES_MAX    160 /* looked at once recognised */
#define STRANGERS_MAX 1

struct framed_state {
	struct rtp_tracker rtp;
	struct stun_checks checks;
	struct offsets read;
	uint16_t frames;
	uint8_t strangers;
	bool recognised;
};

static_assert(sizeof(struct framed_state) <= READER_STATE_MAX, "reader state");

static bool is_stun(struct reader_view *view, struct cursor frame)
{
	struct framed_state *state = view->state;
	size_t len = cursor_left(&frame);
	struct stun_message message;

	/* Without its cookie STUN is too weak here. */
	return stun_decode(&message, frame.at, len, len) &&
	       message.kind == STUN_RFC8489 &&
	       stun_observe(view, &state->checks, &message);
}

/* RTP hints are set by the tracker as it goes; they count once enough frames chained. */
static void look_frame(struct reader_view *view, struct cursor frame)
{
	struct framed_state *state = view->state;
	size_t len = cursor_left(&frame);

	state->frames++;
	if (len == 0)
		return; /* RFC 4571 section 2: an empty frame is allowed */
	if (is_stun(view, frame)) {
		state->recognised = true;
		return;
	}
	switch (rtp_tracker_observe(&state->rtp, view, frame.at, len, len)) {
	case RTP_YES:
		state->recognised = true;
		break;
	case RTP_MAYBE:
		break;
	case RTP_NO:
		state->strangers++;
		break;
	}
}

static enum reader_answer answer(struct reader_view *view)
{
	struct framed_state *state = view->state;

	if (!state->recognised)
		return state->strangers >= STRANGERS_MAX || state->frames > FRAMES_MAX
		               ? READER_NO
		               : READER_MORE;
	reader_add_hint(view, HINT_RFC4571);
	if (state->frames < FRAMES_MAX && !rtp_tracker_is_full(&state->rtp))
		return READER_KEEP;
	rtp_tracker_report(&state->rtp, view->flow);
	return READER_YES;
}

/* The rest of the frame is still to come: is it worth waiting for? RFC 7983 section 7. */
static bool could_begin(struct cursor frame)
{
	uint8_t first = cursor_u8(&frame);
	uint32_t cookie;

	cursor_take(&frame, 3);
	cookie = cursor_be32(&frame);
	if (first < 4)
		return frame.truncated || cookie == STUN_MAGIC_COOKIE;
	return first >= 128 && first < 192;
}

static enum reader_answer read_stream(struct reader_view *view)
{
	struct framed_state *state = view->state;
	struct cursor c = offsets_resume(&state->read, view);

	while (cursor_left(&c) >= 2 && !(state->strangers && !state->recognised)) {
		uint16_t len = cursor_be16(&c);
		struct cursor frame = c;

		if (cursor_left(&c) < len) {
			state->strangers += !state->recognised && !could_begin(frame);
			break;
		}
		frame = cursor_split(&c, len);
		look_frame(view, frame);
		offsets_keep(&state->read, view, &c);
	}
	return answer(view);
}

static void finish(struct reader_view *view)
{
	const struct framed_state *state = view->state;

	rtp_tracker_report(&state->rtp, view->flow);
}

const struct reader_spec rfc4571_reader = {
	.name = "rfc4571",
	.transports = READER_TCP,
	.state_size = sizeof(struct framed_state),
	.read = read_stream,
	.finish = finish,
};
