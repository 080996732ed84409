/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames for the tests of this room, built from the inside out: start with a
 * payload and wrap it in headers, each written as in its RFC.
 */
#ifndef FRAMES_H
#define FRAMES_H

#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "capture/frame.h"
#include "decode/decoder.h"

#define ETHERNET    1
#define RAW_IP      101
#define SOURCE_PORT 40000
#define TARGET_PORT 5061

struct bytes {
	uint8_t at[2048];
	size_t len;
};

static inline void wrap(struct bytes *b, const void *header, size_t len)
{
	assert_true(b->len + len <= sizeof(b->at));
	memmove(b->at + len, b->at, b->len);
	memcpy(b->at, header, len);
	b->len += len;
}

/* @hex  two digits a byte, spaces wherever they help */
static inline void wrap_hex(struct bytes *b, const char *hex)
{
	uint8_t header[256];
	size_t len = 0;
	unsigned byte;

	for (; *hex; hex += 2) {
		while (*hex == ' ')
			hex++;
		assert_int_equal(sscanf(hex, "%2x", &byte), 1);
		header[len++] = (uint8_t)byte;
	}
	wrap(b, header, len);
}

static inline void set_be16(struct bytes *b, size_t offset, size_t value)
{
	b->at[offset] = (uint8_t)(value >> 8);
	b->at[offset + 1] = (uint8_t)value;
}

static inline struct bytes payload(const char *text)
{
	struct bytes b = { .len = 0 };

	wrap(&b, text, strlen(text));
	return b;
}

/* Ports 40000 to 5061, sequence 1, acknowledgment 2, PSH and ACK. */
static inline void wrap_tcp(struct bytes *b)
{
	wrap_hex(b, "9c40 13c5 00000001 00000002 5018 ffff 0000 0000");
}

static inline void wrap_udp(struct bytes *b, uint16_t target_port)
{
	wrap_hex(b, "9c40 0000 0000 0000");
	set_be16(b, 2, target_port);
	set_be16(b, 4, b->len);
}

/* 10.1.1.1 to 10.2.2.2, DSCP 46. */
static inline void wrap_ipv4(struct bytes *b, uint8_t protocol)
{
	wrap_hex(b, "45b8 0000 0007 0000 40ff 0000 0a010101 0a020202");
	set_be16(b, 2, b->len);
	b->at[9] = protocol;
}

/* 2001:db8::1 to 2001:db8::2, DSCP 46. */
static inline void wrap_ipv6(struct bytes *b, uint8_t next)
{
	const size_t payload_len = b->len;

	wrap_hex(b, "6b800000 0000 ff40 20010db8000000000000000000000001"
	            "20010db8000000000000000000000002");
	set_be16(b, 4, payload_len);
	b->at[6] = next;
}

static inline void wrap_ethernet(struct bytes *b, uint16_t ethertype)
{
	wrap_hex(b, "020000000001 020000000002 0000");
	set_be16(b, 12, ethertype);
}

static inline struct bytes ipv4_tcp(void)
{
	struct bytes b = payload("lync");

	wrap_tcp(&b);
	wrap_ipv4(&b, 6);
	return b;
}

static inline struct bytes ipv4_udp(void)
{
	struct bytes b = payload("lync");

	wrap_udp(&b, TARGET_PORT);
	wrap_ipv4(&b, 17);
	return b;
}

static inline struct bytes ipv6_tcp(void)
{
	struct bytes b = payload("lync");

	wrap_tcp(&b);
	wrap_ipv6(&b, 6);
	return b;
}

static inline struct bytes ipv6_udp(void)
{
	struct bytes b = payload("lync");

	wrap_udp(&b, TARGET_PORT);
	wrap_ipv6(&b, 17);
	return b;
}

typedef struct bytes (*builder)(void);

static inline struct decoder *new_decoder(void)
{
	struct decoder *decoder = decoder_create(1 << 20);

	assert_non_null(decoder);
	return decoder;
}

static inline enum decode_verdict decode(struct decoder *decoder, const struct bytes *b,
                                         uint16_t link_type, struct packet *packet)
{
	const struct frame frame = { .time_us = 1,
		                     .bytes = b->at,
		                     .len = (uint32_t)b->len,
		                     .wire_len = (uint32_t)b->len,
		                     .link_type = link_type };

	return decoder_decode(decoder, &frame, packet);
}

/* Of a frame only the first @len bytes were captured, and a sanitizer knows it. */
static inline enum decode_verdict decode_cut(const struct bytes *b, size_t len,
                                             uint16_t link_type, struct packet *packet)
{
	struct decoder *decoder = new_decoder();
	uint8_t *copy = malloc(len ? len : 1);

	assert_non_null(copy);
	memcpy(copy, b->at, len);

	const struct frame frame = { .bytes = copy,
		                     .len = (uint32_t)len,
		                     .wire_len = (uint32_t)b->len,
		                     .link_type = link_type };
	const enum decode_verdict verdict = decoder_decode(decoder, &frame, packet);

	free(copy);
	decoder_destroy(decoder);
	return verdict;
}

/* One frame, one verdict, a decoder of its own; @packet's payload is not to be read. */
static inline enum decode_verdict decode_alone(const struct bytes *b, uint16_t link_type,
                                               struct packet *packet)
{
	return decode_cut(b, b->len, link_type, packet);
}

static inline void assert_address(const struct address *address, const char *expected)
{
	char text[ADDRESS_TEXT_SIZE];

	assert_string_equal(address_format(address, text), expected);
}

/* Is it what the builders above make, whichever they are? */
static inline void assert_is_lync(const struct packet *packet)
{
	const bool is_ipv4 = address_is_ipv4(&packet->source);

	assert_int_equal(packet->kind, PACKET_DATA);
	assert_address(&packet->source, is_ipv4 ? "10.1.1.1" : "2001:db8::1");
	assert_address(&packet->target, is_ipv4 ? "10.2.2.2" : "2001:db8::2");
	assert_int_equal(packet->source_port, SOURCE_PORT);
	assert_int_equal(packet->target_port, TARGET_PORT);
	assert_int_equal(packet->dscp, 46);
	assert_int_equal(packet->payload_len, 4);
	assert_int_equal(packet->payload_wire_len, 4);
}

/* Every capture that ends within the first @headers bytes. */
static inline void assert_truncations(const struct bytes *b, uint16_t link_type,
                                      size_t headers)
{
	struct packet packet;

	for (size_t len = 0; len < headers; len++)
		if (decode_cut(b, len, link_type, &packet) != DECODE_TRUNCATED)
			fail_msg("link type %u cut to %zu bytes: not truncated",
			         link_type, len);
}

#endif
