/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prng - the generator's only source of chance: xorshift64.
 *
 * One seed gives one capture, byte for byte. Not for secrets.
 */
#ifndef BENCH_PRNG_H
#define BENCH_PRNG_H

#include <stdint.h>

struct prng {
	uint64_t state; /* never 0 */
};

static inline struct prng prng_seeded(uint64_t seed)
{
	const uint64_t mixed = (seed + 1) * 0x9e3779b97f4a7c15u;

	return (struct prng){ .state = mixed ? mixed : 1 };
}

/** Source: G. Marsaglia, "Xorshift RNGs", 2003, triple 13, 7, 17. */
static inline uint64_t prng_next(struct prng *r)
{
	r->state ^= r->state << 13;
	r->state ^= r->state >> 7;
	r->state ^= r->state << 17;
	return r->state;
}

/** A number in @low..@high, both included. */
static inline uint32_t prng_range(struct prng *r, uint32_t low, uint32_t high)
{
	return low + (uint32_t)((prng_next(r) >> 16) % ((uint64_t)high - low + 1));
}

#endif
