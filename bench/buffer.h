/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * buffer - one packet's payload while it is being written, front to back.
 *
 * A write that does not fit is a mistake in the generator, not input: it asserts.
 */
#ifndef BENCH_BUFFER_H
#define BENCH_BUFFER_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "prng.h"

enum {
	BUFFER_SIZE = 1460
}; /* one Ethernet frame's worth of TCP payload */

struct buffer {
	size_t len; /* bytes written */
	uint8_t bytes[BUFFER_SIZE];
};

static inline void put_bytes(struct buffer *b, const void *bytes, size_t len)
{
	assert(len <= sizeof(b->bytes) - b->len);
	memcpy(b->bytes + b->len, bytes, len);
	b->len += len;
}

static inline void put_text(struct buffer *b, const char *text)
{
	put_bytes(b, text, strlen(text));
}

static inline void put_u8(struct buffer *b, uint8_t value)
{
	put_bytes(b, &value, sizeof(value));
}

/** Network byte order. */
static inline void put_be16(struct buffer *b, uint16_t value)
{
	put_bytes(b, (const uint8_t[]){ (uint8_t)(value >> 8), (uint8_t)value }, 2);
}

/** Network byte order. */
static inline void put_be32(struct buffer *b, uint32_t value)
{
	put_be16(b, (uint16_t)(value >> 16));
	put_be16(b, (uint16_t)value);
}

/** Little-endian, as Windows protocols write it. */
static inline void put_le16(struct buffer *b, uint16_t value)
{
	put_bytes(b, (const uint8_t[]){ (uint8_t)value, (uint8_t)(value >> 8) }, 2);
}

/** Little-endian, as Windows protocols write it. */
static inline void put_le32(struct buffer *b, uint32_t value)
{
	put_le16(b, (uint16_t)value);
	put_le16(b, (uint16_t)(value >> 16));
}

static inline void put_zeros(struct buffer *b, size_t len)
{
	assert(len <= sizeof(b->bytes) - b->len);
	memset(b->bytes + b->len, 0, len);
	b->len += len;
}

/** @len bytes that look encrypted. */
static inline void put_noise(struct buffer *b, struct prng *r, size_t len)
{
	assert(len <= sizeof(b->bytes) - b->len);
	for (size_t done = 0; done < len; done += sizeof(uint64_t)) {
		const uint64_t noise = prng_next(r);
		const size_t left = len - done;

		memcpy(b->bytes + b->len + done, &noise, left < 8 ? left : 8);
	}
	b->len += len;
}

/** Write into the @width-byte field at @at how many bytes have followed it (big-endian). */
static inline void patch_length(struct buffer *b, size_t at, size_t width)
{
	size_t followed = b->len - at - width;

	for (size_t i = width; i-- > 0; followed >>= 8)
		b->bytes[at + i] = (uint8_t)followed;
}

#endif
