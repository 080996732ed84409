/* SPDX-License-Identifier: BSD-2-Clause */
#include "packet_batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"

#define PROGRESS_FRAMES 16384 /* between two looks at how far the files are read */

bool packet_batch_keep_payloads(struct packet_batch *batch)
{
	batch->payloads = malloc(BATCH_PAYLOADS);
	return batch->payloads != NULL;
}

static void count_frame(struct packet_batch *batch, const struct frame *frame)
{
	if (batch->frames == 0 || frame->time_us < batch->first_us)
		batch->first_us = frame->time_us;
	if (batch->frames == 0 || frame->time_us > batch->last_us)
		batch->last_us = frame->time_us;
	batch->frames++;
	batch->bytes += frame->wire_len;
}

static void copy_payload(struct packet_batch *batch, struct packet *packet)
{
	uint8_t *copy = batch->payloads + batch->payloads_used;

	if (packet->payload_len > 0)
		memcpy(copy, packet->payload, packet->payload_len);
	packet->payload = copy;
	batch->payloads_used += packet->payload_len;
}

/* @return false when the payload of the packet added last ends the batch */
static ALWAYS_INLINE bool add_packet(struct batch_reader *reader,
                                     struct packet_batch *batch)
{
	struct packet *packet = &batch->packets[batch->count];

	batch->tags[batch->count++] = flow_table_tag(reader->flows, packet);
	if (batch->payloads) {
		copy_payload(batch, packet);
		return true;
	}
	/* The decoder's own memory is good until it decodes again. */
	return !packet->reassembled;
}

static ALWAYS_INLINE uint64_t count_beside(const struct batch_reader *reader)
{
	const struct decode_counters *counters = decoder_counters(reader->decoder);

	return counters->beginnings + counters->carriers;
}

/* A carrier, or the beginning of a datagram that was lost. @return false when it ends the batch */
RARE static bool take_beside(struct batch_reader *reader, struct packet_batch *batch)
{
	struct packet *packet = &batch->packets[batch->count];

	if (decoder_recover(reader->decoder, packet)) {
		if (reader->observer && packet->reassembled)
			reader->observer(NULL, packet, reader->context);
		return add_packet(reader, batch);
	}
	reader->recovered = count_beside(reader);
	return true;
}

/* Decode the next fetched frame. @return false when its payload ends the batch */
static bool take_frame(struct batch_reader *reader, struct packet_batch *batch)
{
	const struct frame *frame = &reader->frames[reader->at++];
	struct packet *packet = &batch->packets[batch->count];
	bool decoded = decoder_decode(reader->decoder, frame, packet) == DECODE_OK;

	count_frame(batch, frame);
	if (UNLIKELY(reader->observer != NULL))
		reader->observer(frame, decoded ? packet : NULL, reader->context);
	return !decoded || add_packet(reader, batch);
}

static bool fetch(struct batch_reader *reader, struct packet_batch *batch)
{
	reader->at = reader->count = 0;
	if (!reader->ended)
		reader->count = capture_next_batch(reader->capture, reader->frames,
		                                   BATCH_PACKETS, &batch->status);
	else
		batch->status = CAPTURE_END;
	return reader->count > 0;
}

/* @return whether the end is the end: beginnings of datagrams may still come */
static bool end(struct batch_reader *reader, struct packet_batch *batch)
{
	if (batch->status != CAPTURE_END || reader->ended)
		return true;
	decoder_finish(reader->decoder);
	reader->ended = true;
	batch->status = CAPTURE_FRAME;
	return false;
}

static bool has_room(const struct packet_batch *batch)
{
	return batch->count < BATCH_PACKETS &&
	       (!batch->payloads || batch->payloads_used < BATCH_PAYLOADS / 2);
}

/* Asking costs a look at every input, so it is not done for every batch. */
static uint64_t done_bytes(struct batch_reader *reader, const struct packet_batch *batch)
{
	reader->frames_since += batch->frames;
	if (reader->frames_since >= PROGRESS_FRAMES || batch->status != CAPTURE_FRAME) {
		reader->frames_since = 0;
		reader->done_bytes = capture_done_bytes(reader->capture);
	}
	return reader->done_bytes;
}

void batch_reader_fill(struct batch_reader *reader, struct packet_batch *batch)
{
	bool more;

	batch->count = 0;
	batch->frames = batch->bytes = 0;
	batch->payloads_used = 0;
	batch->status = CAPTURE_FRAME;
	do {
		if (UNLIKELY(count_beside(reader) != reader->recovered)) {
			more = take_beside(reader, batch);
			continue;
		}
		if (reader->at == reader->count) {
			/* What was fetched before goes away now. */
			if (batch->count > 0 && !batch->payloads)
				break;
			if (!fetch(reader, batch)) {
				more = !end(reader, batch);
				continue;
			}
		}
		more = take_frame(reader, batch);
	} while (more && has_room(batch) && batch->frames < BATCH_PACKETS);
	batch->done_bytes = done_bytes(reader, batch);
}
