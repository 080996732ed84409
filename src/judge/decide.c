/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a conversation to its verdict: gather the facts, let the algebra solve
 * them, then apply what is about these very hosts and this time.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/transport.h"

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

host_class judge_class_of(const struct judge *judge, const struct address *address,
                          bool *declared)
{
	uint32_t number = host_table_find(&judge->hosts, address);

	if (number == HOST_NONE) {
		const struct host_traits traits = {
			.roles = policy_declared_roles(judge->policy, address, NULL)
		};

		*declared = traits.roles != 0;
		return policy_class_of(judge->policy, &traits);
	}
	*declared = judge->hosts.hosts[number].declared != 0;
	return judge->hosts.hosts[number].class;
}

static const struct host *find_host(const struct judge *judge,
                                    const struct address *address)
{
	uint32_t number = host_table_find(&judge->hosts, address);

	return number == HOST_NONE ? NULL : &judge->hosts.hosts[number];
}

bool judge_is_one_sided(const struct judge *judge,
                        const struct conversation *conversation)
{
	const struct host *asked = find_host(judge, &conversation->responder);
	const struct host *asking = find_host(judge, &conversation->initiator);

	return (asked && asked->tcp_missed && !asked->tcp_heard) ||
	       (asking && asking->tcp_missed && !asking->tcp_told);
}

uint64_t judge_datagrams(const struct judge *judge,
                         const struct conversation *conversation)
{
	uint32_t initiator = host_table_find(&judge->hosts, &conversation->initiator);
	uint32_t responder = host_table_find(&judge->hosts, &conversation->responder);
	const struct tally *tally =
		initiator == HOST_NONE || responder == HOST_NONE
			? NULL
			: tally_table_find(&judge->tallies, conversation, initiator,
	                                   responder);
	uint64_t own = conversation->packets[FLOW_INITIATOR];

	return tally && tally->packets[FLOW_INITIATOR] > own
	               ? tally->packets[FLOW_INITIATOR]
	               : own;
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
	verdict->confirmed = policy_site(judge->policy)->allows[allow].speaks != 0;
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
