/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * algebra - design section 2: from the facts of a conversation to its verdict.
 *
 * Room: judge, private. A pure function: for one policy, equal facts always have
 * equal verdicts, which is what makes remembering them safe.
 */
#ifndef ALGEBRA_H
#define ALGEBRA_H

#include "judge/verdict.h"

#include "facts.h"

struct policy;

/**
 * What is left of the four sets, in words.
 *
 * What depends on more than @facts is the caller's: who was declared, what the
 * site allows, --strict.
 *
 * @policy  changes only what it remembers of earlier look-ups
 */
struct verdict algebra_solve(struct policy *policy, const struct facts *facts);

#endif
