/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sum - counts of files and records, which anybody may have made up, added without a wrap.
 *
 * Room: base.
 */
#ifndef BASE_SUM_H
#define BASE_SUM_H

#include <stdint.h>

/** @a and @b together, or the most that there can be. */
static inline uint64_t sum_saturated(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

#endif
