/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text_memo - text written before, found again by what it was made from.
 *
 * Room: base. For writers that say the same of thousands: the key is every byte
 * that the text depends on, and is compared whole, so that a memo changes what
 * a text costs and never what it says. Bounded: one place for each hash, the
 * newcomer wins, and long ones are not kept at all.
 */
#ifndef BASE_TEXT_MEMO_H
#define BASE_TEXT_MEMO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/text.h"

/* Bytes of key and text together that are worth keeping. */
#define TEXT_MEMO_MOST 4096

struct text_memo;

/** @places, a power of two, bound its memory. Owned: text_memo_destroy(). NULL: out of memory. */
MUST_CHECK struct text_memo *text_memo_create(size_t places);

/** Add the text kept for the @len bytes of @key to @out. @return whether there is one */
MUST_CHECK bool text_memo_add(const struct text_memo *memo, const void *key, size_t len,
                              struct text *out);

/** Keep what was added to @out from byte @from on as the text of @key; out of memory, it is not kept. */
void text_memo_keep(struct text_memo *memo, const void *key, size_t len,
                    const struct text *out, size_t from);

/** NULL is fine. */
void text_memo_destroy(struct text_memo *memo);

#endif
