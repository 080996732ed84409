/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sum - counts of files and records, which anybody may have made up, added without a wrap.
 *
 * Room: base.
 */
#ifndef BASE_SUM_H
#define BASE_SUM_H

#include <stdint.h>

/* What every reader of JSON holds that has whole numbers of 64 bits, ours among them. */
#define SUM_MOST ((uint64_t)INT64_MAX)

/** @a and @b together, or SUM_MOST when they are more. */
static inline uint64_t sum_saturated(uint64_t a, uint64_t b)
{
	return a > SUM_MOST || b > SUM_MOST - a ? SUM_MOST : a + b;
}

/** Add @more to @sum likewise, neither of them beyond SUM_MOST: once per flow and sum. */
static inline void sum_add(uint64_t *sum, uint64_t more)
{
	const uint64_t both = *sum + more;

	*sum = both > SUM_MOST ? SUM_MOST : both;
}

#endif
