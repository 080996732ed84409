/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ber - tags and lengths of the Basic Encoding Rules.
 *
 * Room: inspect, private. Source: ITU-T X.690 section 8.1, definite lengths.
 */
#ifndef BER_H
#define BER_H

#include "decode/cursor.h"

struct ber {
	uint8_t tag;         /* identifier octet; high tag numbers are not read */
	uint32_t len;        /* stated */
	struct cursor value; /* what of it is there */
};

/** Step over one element. @return false when its header is not there or is not definite */
static inline bool ber_take(struct cursor *c, struct ber *element)
{
	uint32_t len;
	uint8_t octets;

	element->tag = cursor_u8(c);
	len = cursor_u8(c);
	if (len & 0x80) {
		octets = len & 0x7F;
		if (octets == 0 || octets > 4)
			return false;
		for (len = 0; octets; octets--)
			len = len << 8 | cursor_u8(c);
	}
	if (c->truncated || (element->tag & 0x1F) == 0x1F)
		return false;
	element->len = len;
	element->value = cursor_split(c, len < cursor_left(c) ? len : cursor_left(c));
	return true;
}

/** Is it whole, with this tag? */
static inline bool ber_is(const struct ber *element, uint8_t tag)
{
	return element->tag == tag && element->len == cursor_left(&element->value);
}

#endif
