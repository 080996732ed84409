/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cause_words - a cause as a person reads it: title, where, from whom, why.
 *
 * Room: judge, private. Sentences are templates by kind and language, so that none
 * is ever half in another language.
 */
#ifndef CAUSE_WORDS_H
#define CAUSE_WORDS_H

#include <stdbool.h>

#include "base/attributes.h"

#include "judge/cause.h"

#include "cause_key.h"

struct arena;
struct judge;

/** Fill everything of @cause that is words but its remedy. @return false when out of memory */
MUST_CHECK bool cause_words_fill(const struct judge *judge, struct arena *arena,
                                 const struct cause_key *key, struct audit_cause *cause);

#endif
