/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * attributes - what the compiler should hold callers to.
 *
 * Room: base.
 */
#ifndef BASE_ATTRIBUTES_H
#define BASE_ATTRIBUTES_H

/* Argument number @at is a printf format for the arguments from number @first on. */
#define PRINTF_LIKE(at, first) __attribute__((format(printf, at, first)))

/* Ignoring the result is a bug. */
#define MUST_CHECK __attribute__((warn_unused_result))

/*
 * For functions that do nothing but prefetch: GCC finds them free of effects and
 * drops their calls, unless there are none.
 */
#define ALWAYS_INLINE inline __attribute__((always_inline))

/* Keep what few packets need out of the functions that all of them pass. */
#define RARE __attribute__((cold, noinline))

#define LIKELY(condition)   __builtin_expect(!!(condition), 1)
#define UNLIKELY(condition) __builtin_expect(!!(condition), 0)

#endif
