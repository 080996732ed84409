/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * orient - who listens, when neither handshake nor payload said so: the one place that
 * chooses among guesses.
 *
 * Room: judge, private. By ports as soon as a flow has ended, because a listener
 * is evidence of a role; and, once roles are known, by what can be explained.
 */
#ifndef ORIENT_H
#define ORIENT_H

#include <stdbool.h>

#include "judge/conversation.h"

struct decider;
struct policy;

/** Choose by ports. Roles are not asked for. */
void orient_by_ports(const struct policy *policy, struct conversation *conversation);

/** What judge_orient() does. */
bool orient_conversation(struct decider *decider, struct conversation *conversation);

#endif
