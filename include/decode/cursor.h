/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cursor - bounds-checked, forward-only reader over captured bytes.
 *
 * Room: decode. Every captured byte is read through a cursor; no decoder or
 * reader indexes packet memory. The first read past the end sets `truncated`
 * and leaves nothing, and from then on every read yields zero: a decoder reads a
 * whole header and asks once, and whoever walks while something is left ends.
 */
#ifndef DECODE_CURSOR_H
#define DECODE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/attributes.h"

struct cursor {
	const uint8_t *at;  /* borrowed: next unread byte */
	const uint8_t *end; /* borrowed: one past the last captured byte */
	bool truncated;     /* sticky: it ran out, and nothing is left */
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

/** It ran out, or what is here is not what was expected: truncated, and nothing is left. */
static inline void cursor_fail(struct cursor *c)
{
	c->truncated = true;
	c->end = c->at;
}

/** Are @len more bytes there? If not, the cursor has run out. */
static inline bool cursor_demand(struct cursor *c, size_t len)
{
	if (UNLIKELY(len > cursor_left(c))) {
		cursor_fail(c);
		return false;
	}
	/* Of one that ran out nothing is left, so only nothing can be asked of it. */
	return len > 0 || !c->truncated;
}

/** Step over @len bytes; NULL (and sticky truncation) when they are not there. */
static inline const uint8_t *cursor_take(struct cursor *c, size_t len)
{
	const uint8_t *taken = c->at;

	if (!cursor_demand(c, len))
		return NULL;
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

/** Keep the next @len bytes alone; all that is left when there are no more. */
static inline void cursor_limit(struct cursor *c, size_t len)
{
	if (len < cursor_left(c))
		c->end = c->at + len;
}

/*
 * The readers ask cursor_demand() rather than take a pointer and compare it
 * with NULL: over a constant number of bytes the first answer is known when
 * compiling, the second is not (-fno-strict-overflow lets pointers wrap).
 */

/** Copy the next @len bytes to @to; zeros when they are not there. */
static inline void cursor_copy(struct cursor *c, void *to, size_t len)
{
	if (!cursor_demand(c, len)) {
		memset(to, 0, len);
		return;
	}
	memcpy(to, c->at, len);
	c->at += len;
}

static inline uint8_t cursor_u8(struct cursor *c)
{
	uint8_t byte;

	cursor_copy(c, &byte, sizeof(byte));
	return byte;
}

/** Big-endian (network order) fields, returned in host order. */
static inline uint16_t cursor_be16(struct cursor *c)
{
	uint8_t p[2];

	cursor_copy(c, p, sizeof(p));
	return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t cursor_be24(struct cursor *c)
{
	uint8_t p[3];

	cursor_copy(c, p, sizeof(p));
	return (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
}

static inline uint32_t cursor_be32(struct cursor *c)
{
	uint8_t p[4];

	cursor_copy(c, p, sizeof(p));
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/** Little-endian fields, returned in host order. */
static inline uint16_t cursor_le16(struct cursor *c)
{
	uint8_t p[2];

	cursor_copy(c, p, sizeof(p));
	return (uint16_t)(p[1] << 8 | p[0]);
}

static inline uint32_t cursor_le32(struct cursor *c)
{
	uint8_t p[4];

	cursor_copy(c, p, sizeof(p));
	return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

/** Are the next bytes those of @prefix? Nothing is stepped over. */
static inline bool cursor_starts_with(const struct cursor *c, const void *prefix,
                                      size_t len)
{
	return !c->truncated && len <= cursor_left(c) && memcmp(c->at, prefix, len) == 0;
}

#endif
