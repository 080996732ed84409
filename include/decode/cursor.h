/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cursor - bounds-checked, forward-only reader over captured bytes.
 *
 * Room: decode. Every captured byte is read through a cursor; no decoder or
 * reader indexes packet memory. The first read past the end sets `truncated`,
 * and from then on every read yields zero, so that a decoder reads a whole
 * header and asks once.
 */
#ifndef DECODE_CURSOR_H
#define DECODE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct cursor {
	const uint8_t *at;  /* borrowed: next unread byte */
	const uint8_t *end; /* borrowed: one past the last captured byte */
	bool truncated;     /* sticky */
};

static inline struct cursor cursor_over(const uint8_t *bytes, size_t len)
{
	/* Adding to a null pointer is undefined, even adding nothing. */
	return (struct cursor){ .at = bytes, .end = len ? bytes + len : bytes };
}

static inline size_t cursor_left(const struct cursor *c)
{
	return (size_t)(c->end - c->at);
}

/** Step over @len bytes; NULL (and sticky truncation) when they are not there. */
static inline const uint8_t *cursor_take(struct cursor *c, size_t len)
{
	const uint8_t *taken = c->at;

	if (c->truncated || len > cursor_left(c)) {
		c->truncated = true;
		return NULL;
	}
	c->at += len;
	return taken;
}

/** A cursor over the next @len bytes alone, which are stepped over; an empty one when they are not there. */
static inline struct cursor cursor_split(struct cursor *c, size_t len)
{
	const uint8_t *taken = cursor_take(c, len);

	return taken ? cursor_over(taken, len)
	             : (struct cursor){ .at = c->at, .end = c->at, .truncated = true };
}

static inline uint8_t cursor_u8(struct cursor *c)
{
	const uint8_t *p = cursor_take(c, 1);

	return p ? p[0] : 0;
}

/** Big-endian (network order) fields, returned in host order. */
static inline uint16_t cursor_be16(struct cursor *c)
{
	const uint8_t *p = cursor_take(c, 2);

	return p ? (uint16_t)(p[0] << 8 | p[1]) : 0;
}

static inline uint32_t cursor_be24(struct cursor *c)
{
	const uint8_t *p = cursor_take(c, 3);

	return p ? (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2] : 0;
}

static inline uint32_t cursor_be32(struct cursor *c)
{
	const uint8_t *p = cursor_take(c, 4);

	return p ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
	                       p[3]
	         : 0;
}

/** Little-endian fields, returned in host order. */
static inline uint16_t cursor_le16(struct cursor *c)
{
	const uint8_t *p = cursor_take(c, 2);

	return p ? (uint16_t)(p[1] << 8 | p[0]) : 0;
}

static inline uint32_t cursor_le32(struct cursor *c)
{
	const uint8_t *p = cursor_take(c, 4);

	return p ? (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 |
	                       p[0]
	         : 0;
}

/** Are the next bytes those of @prefix? Nothing is stepped over. */
static inline bool cursor_starts_with(const struct cursor *c, const void *prefix,
                                      size_t len)
{
	return !c->truncated && len <= cursor_left(c) && memcmp(c->at, prefix, len) == 0;
}

#endif
