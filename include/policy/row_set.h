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

/*
 * Room is for 4,096 rules, and what one costs goes by those there are: a site has some
 * two hundred, which are three or four words. The words from @used on are unspecified.
 */
struct row_set {
	unsigned used; /* words; no member is beyond them */
	uint64_t words[ROW_SET_WORDS];
};

static inline void row_set_add(struct row_set *set, unsigned index)
{
	for (; set->used <= index / 64; set->used++)
		set->words[set->used] = 0;
	set->words[index / 64] |= UINT64_C(1) << index % 64;
}

static inline bool row_set_contains(const struct row_set *set, unsigned index)
{
	return index / 64 < set->used && set->words[index / 64] >> index % 64 & 1;
}

/* The words that both have. */
static inline unsigned row_set_common(const struct row_set *a, const struct row_set *b)
{
	return a->used < b->used ? a->used : b->used;
}

static inline struct row_set row_set_and(const struct row_set *a, const struct row_set *b)
{
	struct row_set both;

	both.used = row_set_common(a, b);
	for (unsigned i = 0; i < both.used; i++)
		both.words[i] = a->words[i] & b->words[i];
	return both;
}

static inline struct row_set row_set_or(const struct row_set *a, const struct row_set *b)
{
	const struct row_set *longer = a->used < b->used ? b : a;
	const unsigned common = row_set_common(a, b);
	struct row_set either;

	for (either.used = 0; either.used < common; either.used++)
		either.words[either.used] = a->words[either.used] | b->words[either.used];
	for (; either.used < longer->used; either.used++)
		either.words[either.used] = longer->words[either.used];
	return either;
}

/** The members of @set that are not in @less. */
static inline struct row_set row_set_without(const struct row_set *set,
                                             const struct row_set *less)
{
	struct row_set left;
	unsigned i = 0;

	for (left.used = set->used; i < row_set_common(set, less); i++)
		left.words[i] = set->words[i] & ~less->words[i];
	for (; i < left.used; i++)
		left.words[i] = set->words[i];
	return left;
}

static inline bool row_set_is_empty(const struct row_set *set)
{
	uint64_t any = 0;

	for (unsigned i = 0; i < set->used; i++)
		any |= set->words[i];
	return any == 0;
}

/** The first member at or after @from, or ROW_SET_BITS: `for (i = next(s, 0); i < ROW_SET_BITS; i = next(s, i + 1))`. */
static inline unsigned row_set_next(const struct row_set *set, unsigned from)
{
	for (unsigned word = from / 64; word < set->used; word++) {
		uint64_t left = set->words[word];

		if (word == from / 64)
			left &= ~UINT64_C(0) << from % 64;
		if (left)
			return word * 64 + (unsigned)__builtin_ctzll(left);
	}
	return ROW_SET_BITS;
}

#endif
