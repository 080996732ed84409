/* SPDX-License-Identifier: BSD-2-Clause */
#include "sha1.h"

#include <string.h>

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

void sha1_block_portable(const uint8_t block[static SHA1_BLOCK],
                         uint8_t digest[static SHA1_DIGEST])
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
	for (unsigned i = 0; i < SHA1_DIGEST; i++)
		digest[i] = (uint8_t)((start[i / 4] + h[i / 4]) >> (24 - i % 4 * 8));
}
