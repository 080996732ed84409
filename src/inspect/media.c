/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * media - everything that shares a media port: STUN, MS-TURN, DTLS, RTP, RTCP.
 *
 * One reader, because they share a flow: a connectivity check comes first,
 * then keys, then media, and the checks go on meanwhile. RFC 7983 section 7
 * tells them apart by the first byte.
 */
#include <assert.h>

#include "decode/cursor.h"

#include "datagram.h"
#include "msturn.h"
#include "readers.h"
#include "rtp_tracker.h"
#include "stun.h"

#define STRANGERS_MAX 8   /* datagrams of no known shape before giving up */
#define MAYBES_MAX    32  /* with RTP's shape and no continuity */
#define DATAGRAMS_MAX 256 /* looked at once recognised */

struct media_state {
	struct rtp_tracker rtp;
	struct stun_checks checks;
	uint64_t session; /* of the last multiplexed TURN header; 0: none */
	uint16_t datagrams;
	uint8_t strangers, maybes, dtls_records, depth;
	bool recognised;
};

static_assert(sizeof(struct media_state) <= READER_STATE_MAX, "reader state");

static enum rtp_belief look(struct reader_view *view, const uint8_t *bytes, size_t len,
                            size_t wire_len);

/* Inside a TURN envelope is what would have been a datagram. Envelopes do not nest. */
static enum rtp_belief look_inside(struct reader_view *view, struct cursor c,
                                   size_t wire_len)
{
	struct media_state *state = view->state;
	enum rtp_belief belief = RTP_NO;

	if (state->depth == 0 && cursor_left(&c)) {
		state->depth = 1;
		belief = look(view, c.at, cursor_left(&c), wire_len);
		state->depth = 0;
	}
	return belief;
}

static enum rtp_belief look_stun(struct reader_view *view, const uint8_t *bytes,
                                 size_t len, size_t wire_len)
{
	struct media_state *state = view->state;
	struct stun_message message;

	if (!stun_decode(&message, bytes, len, wire_len))
		return RTP_NO;
	return stun_observe(view, &state->checks, &message) ? RTP_YES : RTP_MAYBE;
}

static enum rtp_belief look_dtls(struct reader_view *view, const uint8_t *bytes,
                                 size_t len, size_t wire_len)
{
	struct media_state *state = view->state;
	enum dtls_evidence evidence = dtls_look(bytes, len, wire_len);

	if (evidence == DTLS_NONE)
		return RTP_NO;
	if (evidence == DTLS_RECORDS && state->dtls_records == 0) {
		state->dtls_records = 1;
		return RTP_MAYBE;
	}
	reader_add_hint(view, HINT_DTLS);
	return RTP_YES;
}

/* RFC 8656 section 12.4: ChannelData, once STUN was seen. UDP may pad it. */
static enum rtp_belief look_channel(struct reader_view *view, const uint8_t *bytes,
                                    size_t len, size_t wire_len)
{
	struct cursor c = cursor_over(bytes, len);
	size_t data_len;

	cursor_be16(&c);
	data_len = cursor_be16(&c);
	if (c.truncated || !(flow_hints(view->flow) & HINT_BIT(HINT_STUN)) ||
	    data_len + 4 > wire_len || data_len + 8 <= wire_len)
		return RTP_NO;
	look_inside(view, c, data_len);
	return RTP_YES;
}

/* A multiplexed header is believed for what is inside, or for naming its session again. */
static enum rtp_belief look_multiplexed(struct reader_view *view, const uint8_t *bytes,
                                        size_t len, size_t wire_len)
{
	struct media_state *state = view->state;
	struct cursor c = cursor_over(bytes, len);
	uint64_t session;
	bool again;

	if (!msturn_decode_multiplexed(&c, wire_len, &session))
		return RTP_NO;
	again = session == state->session;
	state->session = session;
	if (look_inside(view, c, wire_len - 12) != RTP_YES && !again)
		return RTP_MAYBE;
	reader_add_hint(view, HINT_MSTURN);
	return RTP_YES;
}

static enum rtp_belief look_quic(struct reader_view *view, const uint8_t *bytes,
                                 size_t len, size_t wire_len)
{
	struct media_state *state = view->state;

	if (state->depth || !quic_look(bytes, len, wire_len))
		return RTP_NO;
	reader_add_hint(view, HINT_QUIC);
	return RTP_YES;
}

static enum rtp_belief look(struct reader_view *view, const uint8_t *bytes, size_t len,
                            size_t wire_len)
{
	struct media_state *state = view->state;
	struct cursor c = cursor_over(bytes, len);
	uint8_t first = cursor_u8(&c);
	uint8_t second = cursor_u8(&c);

	if (c.truncated)
		return RTP_NO;
	if (first < 4)
		return look_stun(view, bytes, len, wire_len);
	if (first >= 20 && first < 64)
		return look_dtls(view, bytes, len, wire_len);
	if (first >= 64 && first < 80)
		return look_channel(view, bytes, len, wire_len);
	if (first >= 128 && first < 192)
		return rtp_tracker_observe(&state->rtp, view, bytes, len, wire_len);
	if (first == 0xFF && second == 0x10)
		return look_multiplexed(view, bytes, len, wire_len);
	if (first >= 192)
		return look_quic(view, bytes, len, wire_len);
	return RTP_NO;
}

static enum reader_answer answer_recognised(struct reader_view *view)
{
	struct media_state *state = view->state;

	if (flow_hints(view->flow) & HINT_BIT(HINT_QUIC))
		return READER_YES;
	if (++state->datagrams < DATAGRAMS_MAX && !rtp_tracker_is_full(&state->rtp))
		return READER_KEEP;
	rtp_tracker_report(&state->rtp, view->flow);
	return READER_YES;
}

static enum reader_answer read_datagram(struct reader_view *view)
{
	struct media_state *state = view->state;
	enum rtp_belief belief = look(view, view->bytes, view->len, view->wire_len);

	switch (belief) {
	case RTP_YES:
		state->recognised = true;
		break;
	case RTP_MAYBE:
		state->maybes += state->maybes < MAYBES_MAX;
		break;
	case RTP_NO:
		state->strangers += state->strangers < STRANGERS_MAX;
		break;
	}
	if (state->recognised)
		return answer_recognised(view);
	if (state->strangers >= STRANGERS_MAX || state->maybes >= MAYBES_MAX)
		return READER_NO;
	return READER_MORE;
}

static void finish(struct reader_view *view)
{
	const struct media_state *state = view->state;

	rtp_tracker_report(&state->rtp, view->flow);
}

const struct reader_spec media_reader = {
	.name = "media",
	.transports = READER_UDP,
	.state_size = sizeof(struct media_state),
	.read = read_datagram,
	.finish = finish,
};
