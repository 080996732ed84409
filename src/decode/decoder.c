/* SPDX-License-Identifier: BSD-2-Clause */
#include "decode/decoder.h"

#include <stdlib.h>

#include "capture/frame.h"

#include "fragments.h"
#include "layers.h"

/* A full Ethernet frame with two tags. What is longer is jumbo, or merged by a NIC. */
#define FRAME_LEN_MAX 1522

struct decoder {
	struct decode_counters counters;
	struct fragments *fragments; /* owned */
	uint64_t released;           /* datagrams put together and given back */
	struct decoding decoding; /* kept here so that a frame sets only what changes */
};

struct decoder *decoder_create(size_t fragment_memory)
{
	struct decoder *decoder = calloc(1, sizeof(*decoder));

	if (!decoder)
		return NULL;
	decoder->fragments = fragments_create(fragment_memory, &decoder->counters);
	if (!decoder->fragments) {
		free(decoder);
		return NULL;
	}
	decoder->decoding.fragments = decoder->fragments;
	decoder->decoding.counters = &decoder->counters;
	return decoder;
}

static void count(struct decode_counters *counters, const struct packet *packet)
{
	counters->snapped += packet->payload_len < packet->payload_wire_len;
	counters->tunnelled += packet->tunnelled != 0;
	counters->oversized += packet->wire_len > FRAME_LEN_MAX &&
	                       packet->transport == TRANSPORT_TCP && !packet->tunnelled;
}

enum decode_verdict decoder_decode(struct decoder *decoder, const struct frame *frame,
                                   struct packet *packet)
{
	struct decoding *d = &decoder->decoding;

	if (UNLIKELY(decoder->released != decoder->counters.reassembled)) {
		fragments_release(decoder->fragments);
		decoder->released = decoder->counters.reassembled;
	}
	d->rest = cursor_over(frame->bytes, frame->len);
	d->missing = frame->wire_len > frame->len ? frame->wire_len - frame->len : 0;
	d->headers = 0;
	d->partial = false;
	d->packet = packet;
	d->frame = frame;
	packet->time_us = frame->time_us;
	packet->input = frame->input;
	packet->wire_len = frame->len + d->missing;
	packet->vlan_count = 0;
	packet->tunnelled = 0;
	packet->reassembled = false;

	const enum decode_verdict verdict = decode_link(d);

	decoder->counters.verdicts[verdict]++;
	if (LIKELY(verdict == DECODE_OK))
		count(&decoder->counters, packet);
	return verdict;
}

const struct decode_counters *decoder_counters(const struct decoder *decoder)
{
	return &decoder->counters;
}

const char *decode_verdict_name(enum decode_verdict verdict)
{
	static const char *const names[DECODE_VERDICTS] = {
		[DECODE_OK] = "decoded",
		[DECODE_HELD] = "fragment",
		[DECODE_LINK_TYPE] = "unknown link type",
		[DECODE_NOT_IP] = "not IP",
		[DECODE_OTHER_TRANSPORT] = "neither TCP nor UDP",
		[DECODE_TRUNCATED] = "truncated header",
		[DECODE_MALFORMED] = "malformed header",
		[DECODE_TOO_DEEP] = "too many layers",
		[DECODE_FRAGMENT_LOST] = "fragment lost",
	};

	return names[verdict];
}

void decoder_destroy(struct decoder *decoder)
{
	if (!decoder)
		return;
	fragments_destroy(decoder->fragments);
	free(decoder);
}
