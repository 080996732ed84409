/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * accuse - what is wrong with a conversation that no rule explains, and how bad that is.
 *
 * Room: judge, private.
 */
#ifndef ACCUSE_H
#define ACCUSE_H

#include "judge/verdict.h"

#include "rule_sets.h"

/**
 * Set kind, severity, twist and nearest rule of @verdict.
 *
 * The kind says the worst: what is spoken when that is as bad as who speaks it to whom.
 */
void accuse(struct policy *policy, const struct facts *facts,
            const struct rule_sets *sets, struct verdict *verdict);

#endif
