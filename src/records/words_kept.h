/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * words_kept - words that records repeat, each kept once.
 *
 * Room: records, private. Bounded: nDPI has a few hundred; a log that has more of them
 * was not written by it, and the rest of them are none.
 */
#ifndef WORDS_KEPT_H
#define WORDS_KEPT_H

#include <stddef.h>

struct words_kept;

/** Owned: words_kept_destroy(). NULL: out of memory. */
struct words_kept *words_kept_create(void);

/** @word as it is kept until words_kept_destroy(); NULL when there is no room for it. */
const char *words_kept_add(struct words_kept *words, const char *word);

void words_kept_destroy(struct words_kept *words);

#endif
