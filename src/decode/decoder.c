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
	struct packet carriers[CARRIERS_MAX];
	uint8_t carriers_given; /* of those of the last frame */
	/* Where several sensors saw the same: */
	const uint16_t *sensors;   /* borrowed; by input; NULL: they are one */
	struct copies **by_sensor; /* owned */
	size_t sensor_count;
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
	decoder->decoding.carriers = decoder->carriers;
	return decoder;
}

bool decoder_find_copies(struct decoder *decoder)
{
	if (!decoder->decoding.copies)
		decoder->decoding.copies = copies_create();
	return decoder->decoding.copies != NULL;
}

bool decoder_part_sensors(struct decoder *decoder, const uint16_t *sensors, size_t count)
{
	if (!decoder->decoding.copies)
		return true;
	decoder->by_sensor = calloc(count, sizeof(*decoder->by_sensor));
	if (!decoder->by_sensor)
		return false;
	decoder->sensor_count = count;
	decoder->by_sensor[0] = decoder->decoding.copies;
	for (size_t i = 1; i < count; i++)
		if (!(decoder->by_sensor[i] = copies_create()))
			return false;
	decoder->sensors = sensors;
	return true;
}

static void count(struct decode_counters *counters, const struct packet *packet)
{
	if (LIKELY(packet->payload_len == packet->payload_wire_len &&
	           !packet->tunnelled && packet->wire_len <= FRAME_LEN_MAX))
		return;
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

/* What a copy carries was counted with the packet that it is a copy of. */
RARE static enum decode_verdict count_carriers(struct decoder *decoder,
                                               enum decode_verdict verdict)
{
	struct decoding *d = &decoder->decoding;

	if (verdict == DECODE_OTHER_TRANSPORT && d->copies && !d->datagram_count &&
	    copies_observe(d->copies, &d->carriers[d->carrier_count - 1],
	                   d->identification))
		verdict = DECODE_COPY;
	if (verdict == DECODE_COPY)
		d->carrier_count = 0;
	decoder->counters.carriers += d->carrier_count;
	return verdict;
}

enum decode_verdict decoder_decode(struct decoder *decoder, const struct frame *frame,
                                   struct packet *packet)
{
	struct decoding *d = &decoder->decoding;

	release(decoder);
	decoder->carriers_given = 0;
	d->rest = cursor_over(frame->bytes, frame->len);
	d->missing = frame->wire_len > frame->len ? frame->wire_len - frame->len : 0;
	d->headers = 0;
	d->datagram_count = 0;
	d->carrier_count = 0;
	d->partial = false;
	d->packet = packet;
	d->frame = frame;
	packet->time_us = frame->time_us;
	packet->input = frame->input;
	packet->wire_len = frame->len + d->missing;
	packet->vlan_count = 0;
	packet->tunnelled = 0;
	packet->reassembled = false;
	packet->to_all = false;

	if (UNLIKELY(decoder->sensors != NULL))
		d->copies = decoder->by_sensor[decoder->sensors[frame->input]];

	enum decode_verdict verdict = decode_link(d);

	if (LIKELY(verdict == DECODE_OK) && d->copies && is_copy(d))
		verdict = DECODE_COPY;
	if (UNLIKELY(d->carrier_count > 0))
		verdict = count_carriers(decoder, verdict);
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

/* @return whether there was one that was not given out yet */
static bool take_carrier(struct decoder *decoder, struct packet *packet)
{
	struct decoding *d = &decoder->decoding;

	if (decoder->carriers_given == d->carrier_count) {
		decoder->carriers_given = d->carrier_count = 0;
		return false;
	}
	*packet = decoder->carriers[decoder->carriers_given++];
	/* Nobody reads it. */
	packet->payload_len = 0;
	return true;
}

bool decoder_recover(struct decoder *decoder, struct packet *packet)
{
	struct remnant remnant;

	decoder->decoding.packet = packet;
	while (!take_carrier(decoder, packet)) {
		if (!fragments_take_remnant(decoder->fragments, &remnant))
			return false;
		if (decode_remnant(&decoder->decoding, &remnant) == DECODE_OK)
			return true;
	}
	return true;
}

const uint64_t *decoder_datagrams(const struct decoder *decoder, size_t *count)
{
	*count = decoder->decoding.datagram_count;
	return decoder->decoding.datagrams;
}

const struct packet *decoder_carriers(const struct decoder *decoder, size_t *count)
{
	*count = decoder->decoding.carrier_count;
	return decoder->carriers;
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
	for (size_t i = 0; i < decoder->sensor_count; i++)
		copies_destroy(decoder->by_sensor[i]);
	if (!decoder->by_sensor)
		copies_destroy(decoder->decoding.copies);
	free(decoder->by_sensor);
	free(decoder);
}
