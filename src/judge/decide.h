/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * decide - from a conversation to its verdict.
 *
 * Room: judge, private. Gathers the facts, has the algebra solve them, remembers
 * what it said, then applies what is about these very hosts and this time.
 */
#ifndef DECIDE_H
#define DECIDE_H

#include <stdbool.h>

#include "base/attributes.h"
#include "judge/conversation.h"
#include "judge/verdict.h"

#include "knowledge.h"

struct decision;

struct decider {
	struct knowledge knowledge;
	bool strict;                /* `known` is a finding */
	struct decision *decisions; /* owned, direct mapped */
};

/** @return false when out of memory */
MUST_CHECK bool decider_init(struct decider *decider, const struct knowledge *knowledge,
                             bool strict);
void decider_fini(struct decider *decider);

/** What judge_decide() does. */
struct verdict decide(struct decider *decider, const struct conversation *conversation);

/** The verdict when it is known, or does not matter, that the initiator is the initiator. */
struct verdict decide_either(struct decider *decider,
                             const struct conversation *conversation);

#endif
