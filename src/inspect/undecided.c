/* SPDX-License-Identifier: BSD-2-Clause */
#include "undecided.h"

#include <stddef.h>

#include "inspection.h"

static unsigned rank_of(const struct flow *flow)
{
	bool answered = flow->packets[0] && flow->packets[1];

	return (flow->flags & FLOW_OF_INTEREST ? UNDECIDED_WANTED : 0) |
	       (answered ? UNDECIDED_ANSWERED : 0);
}

static void append(struct undecided *undecided, struct inspection *inspection)
{
	struct undecided_link *link = &inspection->link;
	unsigned rank = rank_of(link->flow);

	link->rank = (uint8_t)rank;
	link->newer = NULL;
	link->older = undecided->newest[rank];
	*(link->older ? &link->older->link.newer : &undecided->oldest[rank]) = inspection;
	undecided->newest[rank] = inspection;
	if (!undecided->loose[rank])
		undecided->loose[rank] = inspection;
}

void undecided_enter(struct undecided *undecided, struct flow *flow)
{
	flow->inspection->link.flow = flow;
	append(undecided, flow->inspection);
}

void undecided_leave(struct undecided *undecided, struct inspection *inspection)
{
	struct undecided_link *link = &inspection->link;

	if (undecided->loose[link->rank] == inspection)
		undecided->loose[link->rank] = link->newer;
	*(link->older ? &link->older->link.newer : &undecided->oldest[link->rank]) =
		link->newer;
	*(link->newer ? &link->newer->link.older : &undecided->newest[link->rank]) =
		link->older;
}

void undecided_rerank(struct undecided *undecided, struct inspection *inspection)
{
	undecided_leave(undecided, inspection);
	append(undecided, inspection);
}

struct flow *undecided_next_loose(struct undecided *undecided)
{
	for (unsigned rank = 0; rank < UNDECIDED_RANKS; rank++) {
		struct inspection *next = undecided->loose[rank];

		if (next) {
			undecided->loose[rank] = next->link.newer;
			return next->link.flow;
		}
	}
	return NULL;
}

struct flow *undecided_least(const struct undecided *undecided, const struct flow *spared)
{
	unsigned most = rank_of(spared);

	for (unsigned rank = 0; rank <= most; rank++) {
		const struct inspection *oldest = undecided->oldest[rank];

		if (oldest && oldest->link.flow == spared)
			oldest = oldest->link.newer;
		if (oldest)
			return oldest->link.flow;
	}
	return NULL;
}
