/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * row_set - a fixed-width set of rules, the currency of every verdict.
 *
 * Room: policy. Design section 2: every fact about a flow selects a set, a
 * verdict is what is left of their intersection.
 */
#ifndef POLICY_ROW_SET_H
#define POLICY_ROW_SET_H

#include <stdbool.h>
#include <stdint.h>

#define ROW_SET_BITS  4096
#define ROW_SET_WORDS (ROW_SET_BITS / 64)

struct row_set {
	uint64_t words[ROW_SET_WORDS];
};

static inline void row_set_add(struct row_set *set, unsigned index)
{
	set->words[index / 64] |= UINT64_C(1) << index % 64;
}

static inline bool row_set_contains(const struct row_set *set, unsigned index)
{
	return set->words[index / 64] >> index % 64 & 1;
}

static inline struct row_set row_set_and(const struct row_set *a, const struct row_set *b)
{
	struct row_set both;

	for (unsigned i = 0; i < ROW_SET_WORDS; i++)
		both.words[i] = a->words[i] & b->words[i];
	return both;
}

static inline struct row_set row_set_or(const struct row_set *a, const struct row_set *b)
{
	struct row_set either;

	for (unsigned i = 0; i < ROW_SET_WORDS; i++)
		either.words[i] = a->words[i] | b->words[i];
	return either;
}

static inline bool row_set_is_empty(const struct row_set *set)
{
	uint64_t any = 0;

	for (unsigned i = 0; i < ROW_SET_WORDS; i++)
		any |= set->words[i];
	return any == 0;
}

/** The first member at or after @from, or ROW_SET_BITS: `for (i = next(s, 0); i < ROW_SET_BITS; i = next(s, i + 1))`. */
static inline unsigned row_set_next(const struct row_set *set, unsigned from)
{
	for (unsigned word = from / 64; word < ROW_SET_WORDS; word++) {
		uint64_t left = set->words[word];

		if (word == from / 64)
			left &= ~UINT64_C(0) << from % 64;
		if (left)
			return word * 64 + (unsigned)__builtin_ctzll(left);
	}
	return ROW_SET_BITS;
}

#endif
