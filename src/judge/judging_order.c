/* SPDX-License-Identifier: BSD-2-Clause */
#include "judging_order.h"

#include <stdlib.h>
#include <string.h>

#include "base/address_order.h"
#include "base/array.h"

#include "decide.h"
#include "host_table.h"
#include "orient.h"
#include "tally.h"

/* Note a host that a tally has, once. */
static void note_host(const struct host_table *table, uint32_t number, uint32_t *ranks,
                      struct numbered_address *hosts, size_t *count)
{
	if (ranks[number])
		return;
	ranks[number] = 1;
	hosts[(*count)++] =
		(struct numbered_address){ table->hosts[number].address, number };
}

/* The place of each host that a tally has, by its number, in the order of addresses. */
static uint32_t *rank_hosts(const struct knowledge *knowledge)
{
	size_t all = knowledge->hosts->count, tallies = knowledge->tallies->count,
	       count = 0;
	size_t most = all < 2 * tallies ? all : 2 * tallies;
	struct numbered_address *hosts = malloc((most + 1) * sizeof(*hosts));
	uint32_t *ranks = calloc(all + 1, sizeof(*ranks));

	if (!hosts || !ranks) {
		free(hosts);
		free(ranks);
		return NULL;
	}
	for (size_t i = 0; i < tallies; i++) {
		const struct tally *tally = &knowledge->tallies->tallies[i];

		note_host(knowledge->hosts, tally->initiator, ranks, hosts, &count);
		note_host(knowledge->hosts, tally->responder, ranks, hosts, &count);
	}
	if (!address_order(hosts, count)) {
		free(hosts);
		free(ranks);
		return NULL;
	}
	for (size_t i = 0; i < count; i++)
		ranks[hosts[i].number] = (uint32_t)i;
	free(hosts);
	return ranks;
}

#define COMPARE(a, b, field)                                                             \
	do {                                                                             \
		if ((a)->field != (b)->field)                                            \
			return (a)->field < (b)->field ? -1 : 1;                         \
	} while (0)

/* Of one initiator. */
static int compare_turns(const void *a, const void *b)
{
	const struct judging_turn *x = a, *y = b;

	COMPARE(x, y, responder);
	COMPARE(x, y, responder_port);
	COMPARE(x, y, transport);
	COMPARE(x, y, hints[0]);
	COMPARE(x, y, hints[1]);
	COMPARE(x, y, state);
	COMPARE(x, y, initiator_port);
	COMPARE(x, y, tally);
	return 0;
}

/* Nobody doubts a direction that was seen, so most tallies need not be put together for it. */
bool judging_order_turns(struct decider *decider, const struct tally *tally, uint8_t *by)
{
	struct conversation conversation;
	bool turned;

	*by = tally->direction_by;
	if (!tally_may_turn(tally))
		return false;
	conversation = knowledge_conversation(&decider->knowledge, tally);
	turned = orient_conversation(decider, &conversation);
	*by = conversation.direction_by;
	return turned;
}

static struct judging_turn turn_of(struct decider *decider, size_t index,
                                   const uint32_t *ranks)
{
	const struct tally *tally = &decider->knowledge.tallies->tallies[index];
	uint8_t by;
	bool turned = judging_order_turns(decider, tally, &by);

	return (struct judging_turn){
		.initiator = ranks[turned ? tally->responder : tally->initiator],
		.responder = ranks[turned ? tally->initiator : tally->responder],
		.hints = { tally->hints[turned], tally->hints[!turned] },
		.initiator_port = turned ? tally->responder_port : tally->initiator_port,
		.responder_port = turned ? tally->initiator_port : tally->responder_port,
		.transport = tally->transport,
		.state = tally->state,
		.turned = turned,
		.direction_by = by,
		.tally = (uint32_t)index,
	};
}

/* Where in @turns those of each initiator begin, and those of the last one end. */
static void find_starts(const struct judging_turn *turns, size_t count, size_t *starts,
                        size_t hosts)
{
	for (size_t i = 0; i < count; i++)
		starts[turns[i].initiator + 1]++;
	for (size_t host = 0; host < hosts; host++)
		starts[host + 1] += starts[host];
}

/* Change places until each turn is among those of its initiator. */
static void gather(struct judging_turn *turns, const size_t *starts, size_t *next,
                   size_t hosts)
{
	for (size_t host = 0; host < hosts; host++) {
		while (next[host] < starts[host + 1]) {
			struct judging_turn *here = &turns[next[host]];
			struct judging_turn *there = &turns[next[here->initiator]++];
			struct judging_turn turn = *there;

			*there = *here;
			*here = turn;
		}
	}
}

/* By initiator in one go, and only those of one initiator by comparing them. */
static bool sort_turns(struct judging_turn *turns, size_t count, size_t hosts)
{
	size_t *starts = calloc(hosts + 1, sizeof(*starts));
	size_t *next = malloc((hosts + 1) * sizeof(*next));
	const bool sorted = starts && next;

	if (sorted) {
		find_starts(turns, count, starts, hosts);
		memcpy(next, starts, (hosts + 1) * sizeof(*next));
		gather(turns, starts, next, hosts);
		for (size_t host = 0; host < hosts; host++)
			array_sort(turns + starts[host], starts[host + 1] - starts[host],
			           sizeof(*turns), compare_turns);
	}
	free(starts);
	free(next);
	return sorted;
}

bool judging_order(struct decider *decider, struct judging_turn **turns)
{
	size_t count = decider->knowledge.tallies->count;
	uint32_t *ranks = rank_hosts(&decider->knowledge);

	*turns = ranks ? malloc((count + 1) * sizeof(**turns)) : NULL;
	for (size_t i = 0; *turns && i < count; i++)
		(*turns)[i] = turn_of(decider, i, ranks);
	free(ranks);
	if (*turns && !sort_turns(*turns, count, decider->knowledge.hosts->count)) {
		free(*turns);
		*turns = NULL;
	}
	return *turns != NULL;
}
