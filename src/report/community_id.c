/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/community_id.h"

#include <assert.h>
#include <string.h>

#define SHA1_BLOCK  64
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
static_assert(MOST_HASHED + 1 + 8 <= SHA1_BLOCK, "one block with its padding");

static inline uint32_t rotate(uint32_t word, unsigned bits)
{
	return word << bits | word >> (32 - bits);
}

/* Functions and constants of the four times twenty rounds, FIPS 180-4 sections 4.1.1 and 4.2.1. */
__attribute__((always_inline)) static inline uint32_t mix(unsigned round, uint32_t b,
                                                          uint32_t c, uint32_t d)
{
	if (round < 20)
		return (d ^ (b & (c ^ d))) + 0x5a827999;
	if (round < 40)
		return (b ^ c ^ d) + 0x6ed9eba1;
	if (round < 60)
		return ((b & c) | (d & (b | c))) + 0x8f1bbcdc;
	return (b ^ c ^ d) + 0xca62c1d6;
}

/* One round; @e becomes the next a. The caller renames the words instead of moving them. */
__attribute__((always_inline)) static inline void add_round(unsigned round, uint32_t word,
                                                            uint32_t a, uint32_t *b,
                                                            uint32_t c, uint32_t d,
                                                            uint32_t *e)
{
	*e += rotate(a, 5) + mix(round, *b, c, d) + word;
	*b = rotate(*b, 30);
}

__attribute__((always_inline)) static inline void add_twenty_rounds(unsigned first,
                                                                    const uint32_t *words,
                                                                    uint32_t h[static 5])
{
	uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];

	for (unsigned i = first; i < first + 20; i += 5) {
		add_round(first, words[i], a, &b, c, d, &e);
		add_round(first, words[i + 1], e, &a, b, c, &d);
		add_round(first, words[i + 2], d, &e, a, b, &c);
		add_round(first, words[i + 3], c, &d, e, a, &b);
		add_round(first, words[i + 4], b, &c, d, e, &a);
	}
	h[0] = a;
	h[1] = b;
	h[2] = c;
	h[3] = d;
	h[4] = e;
}

/* FIPS 180-4 section 6.1.2, for the first and only block. */
static void transform(const uint8_t block[static SHA1_BLOCK], uint32_t hash[static 5])
{
	static const uint32_t start[5] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476,
		                           0xc3d2e1f0 };
	uint32_t words[80], h[5];

	memcpy(h, start, sizeof(h));
	for (unsigned i = 0; i < 16; i++)
		words[i] = (uint32_t)block[i * 4] << 24 |
		           (uint32_t)block[i * 4 + 1] << 16 |
		           (uint32_t)block[i * 4 + 2] << 8 | block[i * 4 + 3];
	for (unsigned i = 16; i < 80; i++)
		words[i] = rotate(
			words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
	add_twenty_rounds(0, words, h);
	add_twenty_rounds(20, words, h);
	add_twenty_rounds(40, words, h);
	add_twenty_rounds(60, words, h);
	for (unsigned i = 0; i < 5; i++)
		hash[i] = start[i] + h[i];
}

/*
 * SHA-1 of less than a block. Ours, because libmd and nDPI export the same names
 * with contexts of different sizes: whichever is linked first is called by both.
 */
static void hash_one_block(uint8_t block[static SHA1_BLOCK], size_t len,
                           uint8_t digest[static SHA1_DIGEST])
{
	uint32_t hash[5];

	block[len] = 0x80;
	memset(block + len + 1, 0, SHA1_BLOCK - len - 1);
	block[SHA1_BLOCK - 2] = (uint8_t)(len * 8 >> 8);
	block[SHA1_BLOCK - 1] = (uint8_t)(len * 8);
	transform(block, hash);
	for (size_t i = 0; i < SHA1_DIGEST; i++)
		digest[i] = (uint8_t)(hash[i / 4] >> (24 - i % 4 * 8));
}

static uint8_t *put_port(uint8_t *at, uint16_t port)
{
	*at++ = (uint8_t)(port >> 8);
	*at++ = (uint8_t)port;
	return at;
}

const char *community_id(const struct address *a, uint16_t a_port,
                         const struct address *b, uint16_t b_port, uint8_t transport,
                         char text[static COMMUNITY_ID_SIZE])
{
	bool ipv4 = address_is_ipv4(a) && address_is_ipv4(b);
	size_t skip = ipv4 ? 12 : 0;
	int order = memcmp(a->bytes, b->bytes, sizeof(a->bytes));
	bool a_first = order < 0 || (order == 0 && a_port < b_port);
	uint8_t block[SHA1_BLOCK] = { 0 };
	uint8_t digest[SHA1_DIGEST];
	uint8_t *at = block + 2; /* seed zero */

	at = mempcpy(at, (a_first ? a : b)->bytes + skip, 16 - skip);
	at = mempcpy(at, (a_first ? b : a)->bytes + skip, 16 - skip);
	*at++ = transport;
	*at++ = 0;
	at = put_port(at, a_first ? a_port : b_port);
	at = put_port(at, a_first ? b_port : a_port);
	hash_one_block(block, (size_t)(at - block), digest);
	memcpy(text, "1:", 2);
	add_base64(digest, text + 2);
	return text;
}
