/* SPDX-License-Identifier: BSD-2-Clause */
#include "judging_order.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

#include "decide.h"
#include "host_table.h"
#include "orient.h"
#include "tally.h"

struct ranked_host {
	struct address address;
	uint32_t number;
};

static int compare_hosts(const void *a, const void *b)
{
	const struct ranked_host *x = a, *y = b;

	return memcmp(&x->address, &y->address, sizeof(x->address));
}

/* Note a host that a tally has, once. */
static void note_host(const struct host_table *table, uint32_t number, uint32_t *ranks,
                      struct ranked_host *hosts, size_t *count)
{
	if (ranks[number])
		return;
	ranks[number] = 1;
	hosts[(*count)++] = (struct ranked_host){ table->hosts[number].address, number };
}

/* The place of each host that a tally has, by its number, in the order of addresses. */
static uint32_t *rank_hosts(const struct knowledge *knowledge)
{
	size_t all = knowledge->hosts->count, tallies = knowledge->tallies->count,
	       count = 0;
	size_t most = all < 2 * tallies ? all : 2 * tallies;
	struct ranked_host *hosts = malloc((most + 1) * sizeof(*hosts));
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
	array_sort(hosts, count, sizeof(*hosts), compare_hosts);
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

static int compare_turns(const void *a, const void *b)
{
	const struct judging_turn *x = a, *y = b;

	COMPARE(x, y, initiator);
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

bool judging_order(struct decider *decider, struct judging_turn **turns)
{
	size_t count = decider->knowledge.tallies->count;
	uint32_t *ranks = rank_hosts(&decider->knowledge);

	*turns = ranks ? malloc((count + 1) * sizeof(**turns)) : NULL;
	for (size_t i = 0; *turns && i < count; i++)
		(*turns)[i] = turn_of(decider, i, ranks);
	if (*turns)
		array_sort(*turns, count, sizeof(**turns), compare_turns);
	free(ranks);
	return *turns != NULL;
}
