/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sentences - what was explained line by line, as an array of strings.
 *
 * Room: judge, private.
 */
#ifndef SENTENCES_H
#define SENTENCES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

struct arena;
struct text;

/** Split what judge_explain() wrote into @arena. @return false when out of memory */
MUST_CHECK bool sentences_copy(struct arena *arena, const struct text *text,
                               const char ***sentences, size_t *count);

#endif
