/* SPDX-License-Identifier: BSD-2-Clause */
#include "decode/decoder.h"

#include <stdlib.h>

#include "capture/frame.h"

#include "copies.h"
#include "fragments.h"
#include "layers.h"
#include "link_table.h"

/* A full Ethernet frame with two tags. What is longer is jumbo, or merged by a NIC. */
#define FRAME_LEN_MAX 1522

struct decoder {
	struct decode_counters counters;
	struct fragments *fragments; /* owned */
	uint64_t released; /* datagrams and beginnings of some that were given back */
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

bool decoder_find_copies(struct decoder *decoder)
{
	if (!decoder->decoding.copies)
		decoder->decoding.copies = copies_create();
	return decoder->decoding.copies != NULL;
}

static void count(struct decode_counters *counters, const struct packet *packet)
{
	counters->snapped += packet->payload_len < packet->payload_wire_len;
	counters->tunnelled += packet->tunnelled != 0;
	counters->oversized += packet->wire_len > FRAME_LEN_MAX &&
	                       packet->transport == TRANSPORT_TCP && !packet->tunnelled;
}

/* Why there is no packet. What is held stays so: it may be counted as lost one day. */
RARE static enum decode_verdict explain(struct decode_counters *counters,
                                        const struct decoding *d,
                                        enum decode_verdict verdict)
{
	if (verdict != DECODE_HELD && verdict != DECODE_COPY &&
	    link_is_mislabelled(d->frame))
		return DECODE_MISLABELLED;
	if (verdict == DECODE_UNKNOWN_TYPE || verdict == DECODE_LINK_TYPE)
		counters->unknown_others +=
			!link_table_count(counters->unknown, &counters->unknown_count,
		                          (enum decode_space)d->space, d->number);
	return verdict;
}

/* What was put together or left over last time has been used. */
static void release(struct decoder *decoder)
{
	const uint64_t given =
		decoder->counters.reassembled + decoder->counters.beginnings;

	if (LIKELY(decoder->released == given))
		return;
	fragments_release(decoder->fragments);
	decoder->released = given;
}

/* Of datagrams put together each fragment was asked for; errors are no traffic. */
static inline bool is_copy(const struct decoding *d)
{
	return !d->packet->reassembled && d->packet->kind == PACKET_DATA &&
	       copies_observe(d->copies, d->packet, d->identification);
}

enum decode_verdict decoder_decode(struct decoder *decoder, const struct frame *frame,
                                   struct packet *packet)
{
	struct decoding *d = &decoder->decoding;

	release(decoder);
	d->rest = cursor_over(frame->bytes, frame->len);
	d->missing = frame->wire_len > frame->len ? frame->wire_len - frame->len : 0;
	d->headers = 0;
	d->datagram_count = 0;
	d->partial = false;
	d->packet = packet;
	d->frame = frame;
	packet->time_us = frame->time_us;
	packet->input = frame->input;
	packet->wire_len = frame->len + d->missing;
	packet->vlan_count = 0;
	packet->tunnelled = 0;
	packet->reassembled = false;

	enum decode_verdict verdict = decode_link(d);

	if (LIKELY(verdict == DECODE_OK) && d->copies && is_copy(d))
		verdict = DECODE_COPY;
	if (LIKELY(verdict == DECODE_OK))
		count(&decoder->counters, packet);
	else
		verdict = explain(&decoder->counters, d, verdict);
	decoder->counters.verdicts[verdict]++;
	return verdict;
}

void decoder_finish(struct decoder *decoder)
{
	fragments_finish(decoder->fragments);
}

bool decoder_recover(struct decoder *decoder, struct packet *packet)
{
	struct remnant remnant;

	decoder->decoding.packet = packet;
	while (fragments_take_remnant(decoder->fragments, &remnant))
		if (decode_remnant(&decoder->decoding, &remnant) == DECODE_OK)
			return true;
	return false;
}

const uint64_t *decoder_datagrams(const struct decoder *decoder, size_t *count)
{
	*count = decoder->decoding.datagram_count;
	return decoder->decoding.datagrams;
}

uint64_t decoder_oldest_datagram(const struct decoder *decoder)
{
	return fragments_oldest(decoder->fragments);
}

const struct decode_counters *decoder_counters(const struct decoder *decoder)
{
	return &decoder->counters;
}

void decoder_destroy(struct decoder *decoder)
{
	if (!decoder)
		return;
	fragments_destroy(decoder->fragments);
	copies_destroy(decoder->decoding.copies);
	free(decoder);
}
