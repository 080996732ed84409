/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * knowledge - all that a verdict may ask for: what is documented, and what was seen so far.
 *
 * Room: judge, private. For who decides, orients and puts in order: they read it,
 * and of a judge they know nothing else.
 */
#ifndef KNOWLEDGE_H
#define KNOWLEDGE_H

#include "judge/conversation.h"

struct host_table;
struct listener_table;
struct policy;
struct tally;
struct tally_table;

/* Borrowed, each for the life of the judge whose it is. */
struct knowledge {
	struct policy *policy; /* it makes host classes as they are met */
	const struct host_table *hosts;
	const struct listener_table *listeners;
	const struct tally_table *tallies;
};

/** Put together the conversation that @tally stands for. */
struct conversation knowledge_conversation(const struct knowledge *knowledge,
                                           const struct tally *tally);

#endif
