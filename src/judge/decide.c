/* SPDX-License-Identifier: BSD-2-Clause */
#include "decide.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/transport.h"
#include "policy/policy.h"
#include "policy/site.h"

#include "algebra.h"
#include "allow.h"
#include "facts.h"

#define DECISION_SLOTS 1024 /* a power of two */

/* One slot for each hash: what is there is replaced. */
struct decision {
	struct facts facts;
	struct verdict verdict;
	bool used;
};

bool decider_init(struct decider *decider, const struct knowledge *knowledge, bool strict)
{
	*decider = (struct decider){
		.knowledge = *knowledge,
		.strict = strict,
		.decisions = calloc(DECISION_SLOTS, sizeof(*decider->decisions)),
	};
	return decider->decisions != NULL;
}

void decider_fini(struct decider *decider)
{
	free(decider->decisions);
}

/* The algebra's answer, remembered: nothing that it rests on is missing in @facts. */
static struct verdict solve(struct decider *decider, const struct facts *facts)
{
	struct decision *decision =
		&decider->decisions[hash_quick(facts, sizeof(*facts)) % DECISION_SLOTS];

	if (!decision->used || memcmp(&decision->facts, facts, sizeof(*facts)) != 0)
		*decision = (struct decision){ .facts = *facts,
			                       .verdict = algebra_solve(
						       decider->knowledge.policy, facts),
			                       .used = true };
	return decision->verdict;
}

static void apply_allow(struct decider *decider, const struct conversation *conversation,
                        struct verdict *verdict)
{
	bool expired = false;
	int allow;

	/* One-way datagrams that are allowed need no answer. */
	if (!verdict_is_unexpected(verdict->kind) && verdict->kind != VERDICT_KNOWN &&
	    verdict->severity == SEVERITY_NONE &&
	    !(verdict->kind == VERDICT_NO_ANSWER && conversation->state == FLOW_NEW &&
	      !verdict->rule))
		return;
	allow = allow_find(policy_site(decider->knowledge.policy), conversation,
	                   verdict->initiator_roles, verdict->responder_roles, &expired);
	if (allow < 0 || expired)
		return;
	verdict->kind = VERDICT_ALLOWED;
	verdict->severity = SEVERITY_NONE;
	verdict->allow = allow;
	verdict->confirmed =
		policy_site(decider->knowledge.policy)->allows[allow].speaks != 0 &&
		conversation->hints[FLOW_RESPONDER] != 0;
}

struct verdict decide_either(struct decider *decider,
                             const struct conversation *conversation)
{
	bool declared[2];
	const struct facts facts = facts_of(&decider->knowledge, conversation, declared);
	struct verdict verdict = solve(decider, &facts);

	verdict.initiator_declared = declared[FLOW_INITIATOR];
	verdict.responder_declared = declared[FLOW_RESPONDER];
	if ((verdict.kind == VERDICT_KNOWN || verdict.kind == VERDICT_UNVERIFIED) &&
	    decider->strict)
		verdict.severity = SEVERITY_MEDIUM;
	apply_allow(decider, conversation, &verdict);
	return verdict;
}

struct verdict decide(struct decider *decider, const struct conversation *conversation)
{
	struct verdict verdict = decide_either(decider, conversation);

	/* Whose words they are is a guess as well. */
	if (flow_direction_is_guess(conversation->direction_by) &&
	    verdict.kind != VERDICT_ALLOWED)
		verdict.confirmed = false;
	return verdict;
}
