/* SPDX-License-Identifier: BSD-2-Clause */
#include "payload_streams.h"

#include "decode/packet.h"

#include "inspection.h"
#include "payload.h"

#define RESUMES_MOST 8 /* for an end */

/* Sequence number of the payload's first byte: a SYN takes one. RFC 9293 section 3.4. */
static uint32_t first_byte(const struct packet *packet)
{
	return packet->sequence + (packet->tcp_flags & TCP_SYN ? 1 : 0);
}

/*
 * Where this end's stream begins; and the other end's, which this segment
 * acknowledges: RFC 9293 section 3.4. A reordered first segment then waits.
 */
static void start(const struct payload *payload, uint32_t sequence)
{
	const struct flow *flow = payload->view.flow;
	unsigned end = payload->view.end;
	struct stream *stream = &payload->inspection->streams[end];
	struct stream *other = &payload->inspection->streams[!end];

	if (!stream->started)
		stream_start(stream, sequence, flow->end[end].tcp_flags & TCP_SYN);
	if (!other->started && (flow->end[!end].tcp_flags & TCP_SYN) &&
	    (payload->packet->tcp_flags & TCP_ACK))
		stream_start(other, payload->packet->acknowledgment, true);
}

/* Did a snaplen cut the stream where it ends? */
static bool is_cut(const struct stream *stream)
{
	return stream_is_full(stream) && stream->snapped;
}

static void show(struct payload *payload, const uint8_t *bytes, size_t len,
                 size_t segment)
{
	struct reader_view *view = &payload->view;
	const struct stream *stream = &payload->inspection->streams[view->end];
	const struct stream *other = &payload->inspection->streams[!view->end];

	view->bytes = bytes;
	view->len = view->wire_len = len;
	view->segment = segment;
	view->from_start = stream->from_start && !stream->moved;
	view->other = other->bytes;
	view->other_len = other->len;
}

bool payload_streams_begin(struct payload *payload)
{
	const struct packet *packet = payload->packet;
	const struct stream *stream = &payload->inspection->streams[payload->view.end];
	uint32_t sequence = first_byte(packet);

	start(payload, sequence);
	if (!stream_is_empty(stream) || sequence != stream->base)
		return false;
	show(payload, packet->payload, packet->payload_len, 0);
	payload->view.wire_len += packet->payload_wire_len > packet->payload_len;
	return true;
}

enum stream_change payload_streams_add(struct payload *payload, struct block_pool *pool)
{
	const struct packet *packet = payload->packet;
	struct stream *stream = &payload->inspection->streams[payload->view.end];
	bool snapped = packet->payload_wire_len > packet->payload_len;
	uint32_t before = stream->len;
	enum stream_change change =
		stream_add(stream, pool, first_byte(packet), packet->payload,
	                   packet->payload_len, snapped);

	show(payload, stream->bytes, stream->len, change == STREAM_GREW ? before : 0);
	payload->view.wire_len += is_cut(stream);
	return change;
}

bool payload_streams_resume(struct payload *payload)
{
	struct inspection *inspection = payload->inspection;
	unsigned end = payload->view.end;
	const struct stream *stream = &inspection->streams[end];
	uint16_t *at = &inspection->resume_at[end];
	/* RFC 9293 section 3.4: modulo 2^32; a segment in front of all is far behind them. */
	uint32_t begins = first_byte(payload->packet) - stream->base;

	if (stream->from_start || !stream->bytes)
		return false;
	if (*at == 0) {
		if (begins == 0 || begins >= stream->len ||
		    inspection->resumed[end] >= RESUMES_MOST)
			return false;
		inspection->resumed[end]++;
		*at = (uint16_t)begins;
	}
	show(payload, stream->bytes + *at, stream->len - *at,
	     begins < *at ? 0 : begins - *at);
	payload->view.wire_len += is_cut(stream);
	return true;
}

void payload_streams_resume_later(struct payload *payload)
{
	payload->inspection->resume_at[payload->view.end] = 0;
}

void payload_streams_forget_before(struct payload *payload, struct block_pool *pool)
{
	unsigned end = payload->view.end;
	struct stream *stream = &payload->inspection->streams[end];

	stream_forget(stream, pool, payload->inspection->resume_at[end]);
	payload->inspection->resume_at[end] = 0;
	show(payload, stream->bytes, stream->len, payload->view.segment);
	payload->view.wire_len += is_cut(stream);
}

void payload_streams_forget_done(struct payload *payload, struct block_pool *pool)
{
	if (payload->view.done > 0)
		stream_forget(&payload->inspection->streams[payload->view.end], pool,
		              payload->view.done);
}

enum stream_change payload_streams_keep(struct payload *payload, struct block_pool *pool)
{
	size_t done = payload->view.done;

	payload_streams_forget_done(payload, pool);
	return done < payload->packet->payload_wire_len
	               ? payload_streams_add(payload, pool)
	               : STREAM_SAME;
}

bool payload_streams_are_full(const struct inspection *inspection)
{
	return stream_is_full(&inspection->streams[0]) &&
	       stream_is_full(&inspection->streams[1]);
}

/*
 * Does a FIN at @sequence come behind all that its side sends? RFC 9293 section 3.10.4. One
 * that is ahead of the last byte held says that segments are missing; they may still come.
 */
static bool ends_stream(const struct stream *stream, enum flow_side side,
                        uint32_t sequence)
{
	if (!stream->started)
		return false;
	/* Where a silent side would have begun is known by what the other one acknowledged:
	 * a request, perhaps, that is to come yet. Who was called may well say nothing. */
	if (stream_is_silent(stream) && side == FLOW_INITIATOR)
		return false;
	return sequence == stream->base + stream->len || stream_is_full(stream);
}

bool payload_streams_are_over(const struct payload *payload)
{
	struct inspection *inspection = payload->inspection;
	const struct packet *packet = payload->packet;
	unsigned end = payload->view.end;
	uint32_t sequence = first_byte(packet) + packet->payload_wire_len;

	if (inspection->told >> end & 1 ||
	    ends_stream(&inspection->streams[end], flow_side_of(payload->view.flow, end),
	                sequence))
		inspection->ended |= (uint8_t)(1 << end);
	return inspection->ended == 3;
}
