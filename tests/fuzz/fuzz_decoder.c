/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Decode a sequence of frames. Two bytes of link type, then each frame after
 * two bytes: 14 bits of length, "a snaplen cut it", "31 seconds passed".
 */
#include "decode/decoder.h"

#include <stdlib.h>

#include "capture/frame.h"
#include "decode/cursor.h"

#define FRAME_LEN    0x3fff
#define FRAME_CUT    0x4000
#define FRAME_LATER  0x8000
#define FRAGMENT_MEM 16384

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool property)
{
	if (!property)
		abort();
}

/* Every byte of the payload is read, so that a sanitizer sees one that is not there. */
static void check_payload(const struct packet *packet, const struct frame *frame,
                          const struct decode_counters *counters)
{
	const uintptr_t at = (uintptr_t)packet->payload;
	const uintptr_t first = (uintptr_t)frame->bytes;
	uint8_t sum = 0;

	if (at >= first && at <= first + frame->len)
		require(packet->payload_len <= first + frame->len - at);
	else if (packet->payload_len > 0)
		require(counters->reassembled + counters->beginnings > 0);
	for (uint32_t i = 0; i < packet->payload_len; i++)
		sum ^= packet->payload[i];
	require(packet->payload_len <= packet->payload_wire_len);
	(void)*(volatile uint8_t *)&sum; /* or the loop would be optimised away */
}

static void check_packet(const struct packet *packet, const struct frame *frame,
                         const struct decode_counters *counters)
{
	check_payload(packet, frame, counters);
	require(packet->kind == PACKET_DATA || packet->kind == PACKET_ERROR);
	require(packet->vlan_count <= 2 && packet->tunnelled <= 8 && packet->dscp < 64);
	for (unsigned i = 0; i < packet->vlan_count; i++)
		require(packet->vlan[i] > 0 && packet->vlan[i] < 4096);
	require(packet->transport == TRANSPORT_TCP || packet->tcp_flags == 0);
	require(packet->time_us == frame->time_us && packet->input == frame->input);
}

/* Tunnels and protocols without ports have no payload; beginnings of lost datagrams have
 * what was there of it. */
static void recover(struct decoder *decoder)
{
	struct packet packet;

	while (decoder_recover(decoder, &packet)) {
		const struct frame none = { .time_us = packet.time_us,
			                    .input = packet.input };

		require(packet.reassembled ? decoder_counters(decoder)->beginnings > 0
		                           : packet.payload_len == 0);
		check_packet(&packet, &none, decoder_counters(decoder));
	}
}

/* An exact copy, so that a sanitizer sees the first byte past the frame. */
static void decode_one(struct decoder *decoder, struct frame *frame, const uint8_t *bytes)
{
	uint8_t *copy = malloc(frame->len ? frame->len : 1);
	struct packet packet;

	if (!copy)
		return;
	if (frame->len)
		memcpy(copy, bytes, frame->len);
	frame->bytes = copy;

	const enum decode_verdict verdict = decoder_decode(decoder, frame, &packet);

	require(decode_verdict_name(verdict) != NULL);
	if (verdict == DECODE_OK)
		check_packet(&packet, frame, decoder_counters(decoder));
	recover(decoder);
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cursor input = cursor_over(data, size);
	struct decoder *decoder = decoder_create(FRAGMENT_MEM);
	struct frame frame = { .input = 7 };
	uint64_t frames = 0, counted = 0;

	if (!decoder)
		return 0;
	frame.link_type = cursor_be16(&input);
	while (!input.truncated && cursor_left(&input) > 2) {
		const uint16_t prefix = cursor_be16(&input);
		const size_t left = cursor_left(&input);

		frame.len = prefix & FRAME_LEN;
		if (frame.len > left)
			frame.len = (uint32_t)left;
		frame.wire_len = frame.len + (prefix & FRAME_CUT ? 1000 : 0);
		frame.time_us += prefix & FRAME_LATER ? 31000000 : 1;
		decode_one(decoder, &frame, cursor_take(&input, frame.len));
		frames++;
	}
	decoder_finish(decoder);
	recover(decoder);
	for (int i = 0; i < DECODE_VERDICTS; i++)
		counted += decoder_counters(decoder)->verdicts[i];
	require(counted == frames);
	decoder_destroy(decoder);
	return 0;
}
