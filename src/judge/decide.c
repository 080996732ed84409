/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a conversation to its verdict: gather the facts, let the algebra solve
 * them, then apply what is about these very hosts and this time.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/transport.h"
#include "judge/judge.h"

#include "algebra.h"
#include "facts.h"
#include "judge_private.h"

#define DECISION_SLOTS 1024 /* a power of two */

/* One slot for each hash: what is there is replaced. */
struct decision {
	struct facts facts;
	struct verdict verdict;
	bool used;
};

bool judge_prepare_decisions(struct judge *judge)
{
	judge->decisions = calloc(DECISION_SLOTS, sizeof(*judge->decisions));
	return judge->decisions != NULL;
}

/* The algebra's answer, remembered: nothing that it rests on is missing in @facts. */
static struct verdict solve(struct judge *judge, const struct facts *facts)
{
	struct decision *decision =
		&judge->decisions[hash_quick(facts, sizeof(*facts)) % DECISION_SLOTS];

	if (!decision->used || memcmp(&decision->facts, facts, sizeof(*facts)) != 0)
		*decision =
			(struct decision){ .facts = *facts,
			                   .verdict = algebra_solve(judge->policy, facts),
			                   .used = true };
	return decision->verdict;
}

static void apply_allow(struct judge *judge, const struct conversation *conversation,
                        struct verdict *verdict)
{
	bool expired = false;
	int allow;

	/* One-way datagrams that are allowed need no answer. */
	if (!verdict_is_unexpected(verdict->kind) && verdict->kind != VERDICT_KNOWN &&
	    !(verdict->kind == VERDICT_NO_ANSWER && conversation->state == FLOW_NEW &&
	      !verdict->rule))
		return;
	allow = judge_find_allow(judge, conversation, verdict->initiator_roles,
	                         verdict->responder_roles, &expired);
	if (allow < 0 || expired)
		return;
	verdict->kind = VERDICT_ALLOWED;
	verdict->severity = SEVERITY_NONE;
	verdict->allow = allow;
	verdict->confirmed = policy_site(judge->policy)->allows[allow].speaks != 0 &&
	                     conversation->hints[FLOW_RESPONDER] != 0;
}

struct verdict judge_decide_either(struct judge *judge,
                                   const struct conversation *conversation)
{
	bool declared[2];
	const struct facts facts = facts_of(judge, conversation, declared);
	struct verdict verdict = solve(judge, &facts);

	verdict.initiator_declared = declared[FLOW_INITIATOR];
	verdict.responder_declared = declared[FLOW_RESPONDER];
	if (verdict.kind == VERDICT_KNOWN && judge->options.strict)
		verdict.severity = SEVERITY_MEDIUM;
	apply_allow(judge, conversation, &verdict);
	return verdict;
}

struct verdict judge_decide(struct judge *judge, const struct conversation *conversation)
{
	struct verdict verdict = judge_decide_either(judge, conversation);

	/* Whose words they are is a guess as well. */
	if (flow_direction_is_guess(conversation->direction_by) &&
	    verdict.kind != VERDICT_ALLOWED)
		verdict.confirmed = false;
	return verdict;
}
