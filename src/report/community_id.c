/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/community_id.h"

#include <gcrypt.h>
#include <string.h>

#include "base/ends.h"
#include "flow/flow.h"

#define SHA1_DIGEST 20

/* Base64 of 20 bytes, RFC 4648 section 4: 26 digits, a rest of two bytes, one '='. */
static void add_base64(const uint8_t digest[static SHA1_DIGEST], char *out)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < SHA1_DIGEST; i += 3) {
		bool last = i + 3 > SHA1_DIGEST;
		uint32_t group = (uint32_t)digest[i] << 16 |
		                 (uint32_t)digest[i + 1] << 8 |
		                 (last ? 0u : digest[i + 2]);

		*out++ = digits[group >> 18];
		*out++ = digits[group >> 12 & 63];
		*out++ = digits[group >> 6 & 63];
		*out++ = last ? '=' : digits[group & 63];
	}
	*out = '\0';
}

/* What is hashed: seed, two addresses, protocol, zero, two ports. Longest with IPv6. */
#define MOST_HASHED (2 + 16 + 16 + 2 + 2 + 2)

static uint8_t *put_port(uint8_t *at, uint16_t port)
{
	*at++ = (uint8_t)(port >> 8);
	*at++ = (uint8_t)port;
	return at;
}

const char *community_id(const struct flow *flow, char text[static COMMUNITY_ID_SIZE])
{
	const struct flow_end *a = &flow->end[0], *b = &flow->end[1];
	const struct ends ends = ends_in_order(&a->address, a->port, &b->address, b->port,
	                                       flow->transport);
	size_t skip = address_is_ipv4(&ends.low) && address_is_ipv4(&ends.high) ? 12 : 0;
	uint8_t hashed[MOST_HASHED] = { 0 };
	uint8_t digest[SHA1_DIGEST];
	uint8_t *at = hashed + 2; /* seed zero */

	at = mempcpy(at, ends.low.bytes + skip, 16 - skip);
	at = mempcpy(at, ends.high.bytes + skip, 16 - skip);
	*at++ = flow->transport;
	*at++ = 0;
	at = put_port(at, ends.low_port);
	at = put_port(at, ends.high_port);
	gcry_md_hash_buffer(GCRY_MD_SHA1, digest, hashed, (size_t)(at - hashed));
	memcpy(text, "1:", 2);
	add_base64(digest, text + 2);
	return text;
}
