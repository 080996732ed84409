/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * undecided - the flows that are being inspected, in the order they may be given up.
 *
 * Room: inspect, private. When memory is short, the oldest inspection of the
 * least rank goes: conversations that are of no interest before those that are,
 * and among equals one of which only one side was heard, which anybody can send
 * a million of, before one that was answered.
 */
#ifndef UNDECIDED_H
#define UNDECIDED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/prefetch.h"
#include "flow/flow.h"

#include "inspection.h"

#define UNDECIDED_RANKS 4

/* Zeroed is empty. */
struct undecided {
	struct inspection *oldest[UNDECIDED_RANKS], *newest[UNDECIDED_RANKS];
	/* the oldest that undecided_next_loose() did not return yet */
	struct inspection *loose[UNDECIDED_RANKS];
};

#define UNDECIDED_ANSWERED 1 /* bit of a rank: both sides were heard */
#define UNDECIDED_WANTED   2 /* bit of a rank: the flow is of interest */

/** Is a flow worth more by now than when it was last ranked? */
static inline bool undecided_has_risen(const struct undecided_link *link)
{
	return !(link->rank & UNDECIDED_ANSWERED) && link->flow->packets[0] &&
	       link->flow->packets[1];
}

/** @flow has an inspection from now on, the newest of its rank. */
void undecided_enter(struct undecided *undecided, struct flow *flow);

/** Its flow has another rank by now: it is the newest of that one. */
void undecided_rerank(struct undecided *undecided, struct inspection *inspection);

void undecided_leave(struct undecided *undecided, struct inspection *inspection);

/** It may leave soon: ask for its neighbours. */
static ALWAYS_INLINE void undecided_expect(const struct inspection *inspection)
{
	if (inspection->link.older)
		prefetch_line(&inspection->link.older->link);
	if (inspection->link.newer)
		prefetch_line(&inspection->link.newer->link);
}

/**
 * A flow that can be asked to take less memory before any is given up: each once, and again
 * when its rank rises. NULL when there is none.
 */
struct flow *undecided_next_loose(struct undecided *undecided);

/**
 * The flow to give up first so that @spared can go on: the oldest of the least rank,
 * but none that is worth more than @spared. NULL when there is none.
 */
struct flow *undecided_least(const struct undecided *undecided,
                             const struct flow *spared);

#endif
