/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hash - a keyed 64-bit hash, so that no sender of packets can choose collisions.
 *
 * Room: base. SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast
 * short-input PRF"; the 1-3 round counts are what Linux, Rust and Ruby use for
 * tables). Inline because the flow table asks once per packet.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct hash_key {
	uint64_t k0, k1;
};

/** A key nobody outside this process knows. */
struct hash_key hash_key_random(void);

#define HASH_ROTATE(x, b) (((x) << (b)) | ((x) >> (64 - (b))))

static inline void hash_round(uint64_t v[static 4])
{
	v[0] += v[1];
	v[1] = HASH_ROTATE(v[1], 13) ^ v[0];
	v[0] = HASH_ROTATE(v[0], 32);
	v[2] += v[3];
	v[3] = HASH_ROTATE(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = HASH_ROTATE(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = HASH_ROTATE(v[1], 17) ^ v[2];
	v[2] = HASH_ROTATE(v[2], 32);
}

static inline void hash_begin(uint64_t v[static 4], const struct hash_key *key)
{
	v[0] = key->k0 ^ UINT64_C(0x736f6d6570736575);
	v[1] = key->k1 ^ UINT64_C(0x646f72616e646f6d);
	v[2] = key->k0 ^ UINT64_C(0x6c7967656e657261);
	v[3] = key->k1 ^ UINT64_C(0x7465646279746573);
}

static inline void hash_word(uint64_t v[static 4], uint64_t word)
{
	v[3] ^= word;
	hash_round(v);
	v[0] ^= word;
}

/* @len bytes in all, of which @last has those that are no whole word. */
static inline uint64_t hash_end(uint64_t v[static 4], uint64_t last, size_t len)
{
	hash_word(v, last | (uint64_t)len << 56);
	v[2] ^= 0xff;
	hash_round(v);
	hash_round(v);
	hash_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/** Hash @len bytes under @key. */
static inline uint64_t hash_bytes(const struct hash_key *key, const void *bytes,
                                  size_t len)
{
	const uint8_t *at = bytes;
	uint64_t v[4], word;
	size_t left = len;

	hash_begin(v, key);
	for (; left >= 8; left -= 8, at += 8) {
		memcpy(&word, at, 8);
		hash_word(v, word);
	}
	word = 0;
	memcpy(&word, at, left);
	return hash_end(v, word, len);
}

/** hash_bytes() of the 8 bytes of @first and the lower 7 of @second, whose last is 0. */
static inline uint64_t hash_two(const struct hash_key *key, uint64_t first,
                                uint64_t second)
{
	uint64_t v[4];

	hash_begin(v, key);
	hash_word(v, first);
	return hash_end(v, second, 15);
}

/* The golden ratio: Knuth, The Art of Computer Programming 3, section 6.4. */
#define HASH_GOLDEN UINT64_C(0x9e3779b97f4a7c15)

/** hash_quick() of one number. */
static inline uint32_t hash_number(uint64_t number)
{
	return (uint32_t)(number * HASH_GOLDEN >> 32);
}

/**
 * Mix @len bytes fast, without a key: whoever wants collisions can have them. Only
 * for what a collision makes slower and not wrong, such as a remembered answer.
 */
static inline uint64_t hash_quick(const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	uint64_t hash = len, word;

	for (; len >= 8; len -= 8, at += 8) {
		memcpy(&word, at, 8);
		hash = (HASH_ROTATE(hash, 23) ^ word) * HASH_GOLDEN;
	}
	word = 0;
	memcpy(&word, at, len);
	hash = (HASH_ROTATE(hash, 23) ^ word) * HASH_GOLDEN;
	return hash ^ hash >> 32;
}

#endif
