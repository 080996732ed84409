/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From tallies to outcomes: every conversation that was folded is judged by the roles as
 * they are settled.
 */
#include <stdlib.h>

#include "base/prefetch.h"

#include "allow.h"
#include "judge_private.h"
#include "judging_order.h"

#define AHEAD 8 /* tallies asked for before they are judged */

void judge_one(struct judge *judge, const struct conversation *conversation)
{
	struct verdict verdict = decide(&judge->decider, conversation);
	bool expired = false;

	/* Attempts that a row explains need no allow; the others may be a scanner's. */
	if (verdict.allow < 0 &&
	    (verdict_is_unexpected(verdict.kind) || verdict.severity > SEVERITY_NONE ||
	     (verdict_is_attempt(verdict.kind) && !verdict.rule)))
		verdict.allow = allow_find(policy_site(judge->policy), conversation,
		                           verdict.initiator_roles,
		                           verdict.responder_roles, &expired);
	if (verdict.allow >= 0)
		judge->allow_used[verdict.allow] += conversation->flows;
	judge->has_judged = true;
	outcome_table_add(&judge->outcomes, conversation, &verdict, expired);
	if (judge->sightings && verdict.kind != VERDICT_OUT_OF_SCOPE)
		sightings_add(judge->sightings, conversation,
		              verdict.rule ? verdict.rule : verdict.nearest);
}

static void judge_tally(struct judge *judge, size_t number, bool turned, uint8_t by)
{
	struct conversation conversation = knowledge_conversation(
		&judge->decider.knowledge, &judge->tallies.tallies[number]);

	if (turned)
		conversation_orient(&conversation, true, (enum flow_direction_by)by);
	judge_one(judge, &conversation);
}

/* The tallies, which lie in another order, and then what they lead to. */
static ALWAYS_INLINE void expect_turns(const struct judge *judge,
                                       const struct judging_turn *turns, size_t count,
                                       size_t at)
{
	const struct tally *tallies = judge->tallies.tallies;
	const struct host *hosts = judge->hosts.hosts;

	if (at + 2 * AHEAD < count)
		prefetch_object(&tallies[turns[at + 2 * AHEAD].tally], sizeof(*tallies));
	if (at + AHEAD < count) {
		const struct tally *next = &tallies[turns[at + AHEAD].tally];

		prefetch_object(&hosts[next->initiator], sizeof(*hosts));
		prefetch_object(&hosts[next->responder], sizeof(*hosts));
	}
}

static void judge_in_order(struct judge *judge, const struct judging_turn *turns,
                           size_t count)
{
	for (size_t i = 0; i < count; i++) {
		expect_turns(judge, turns, count, i);
		judge_tally(judge, turns[i].tally, turns[i].turned,
		            turns[i].direction_by);
	}
}

/* Without memory to sort: peers and listeners that come several times count several times. */
static void judge_as_they_lie(struct judge *judge, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint8_t by;
		bool turned = judging_order_turns(&judge->decider,
		                                  &judge->tallies.tallies[i], &by);

		judge_tally(judge, i, turned, by);
	}
}

bool judge_tallies(struct judge *judge)
{
	size_t count = judge->tallies.count;
	struct judging_turn *turns;
	bool ordered = judging_order(&judge->decider, &turns);

	if (ordered) {
		judge_in_order(judge, turns, count);
		free(turns);
	} else {
		judge_as_they_lie(judge, count);
	}
	tally_table_clear(&judge->tallies);
	return ordered;
}

bool judge_tallies_with_room(struct judge *judge)
{
	size_t spare = tally_table_spare(&judge->tallies);
	bool granted = outcome_table_grant(&judge->outcomes, spare);
	bool ordered = judge_tallies(judge);

	if (granted)
		tally_table_yield(&judge->tallies,
		                  outcome_table_settle(&judge->outcomes, spare));
	return ordered;
}
