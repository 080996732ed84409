/* SPDX-License-Identifier: BSD-2-Clause */
#include "role_inference.h"

#include "flow/unseen.h"
#include "judge/conversation.h"
#include "policy/policy.h"

#include "host_alias.h"
#include "tally.h"

#define ROUNDS 4 /* roles found in one round count for who met them in the next */

bool role_inference_init(struct role_inference *inference, struct policy *policy,
                         const struct role_evidence_list *list)
{
	role_rules_init(&inference->rules, list);
	return evidence_match_init(&inference->match, policy, list);
}

void role_inference_fini(struct role_inference *inference)
{
	evidence_match_fini(&inference->match);
}

/* --- What was seen --------------------------------------------------------------------- */

static bool shows_a_listener(const struct conversation *conversation)
{
	switch ((enum flow_state)conversation->state) {
	case FLOW_ESTABLISHED:
	case FLOW_CLOSED:
	case FLOW_RESET:
	case FLOW_MIDSTREAM:
		return true;
	case FLOW_NEW:
	case FLOW_ATTEMPT:
	case FLOW_REFUSED:
	case FLOW_SCANNED:
	case FLOW_UNHEARD:
	case FLOW_BROADCAST:
	case FLOW_UNANSWERED:
		break;
	}
	return false;
}

static bool is_unseen(uint8_t unseen)
{
	return unseen & (FLOW_UNSEEN_BEGINNING | FLOW_UNSEEN_PART);
}

void role_inference_listens(struct role_inference *inference, struct host *responder,
                            const struct conversation *conversation)
{
	if (responder->declared || conversation_is_to_many(conversation) ||
	    !shows_a_listener(conversation) ||
	    conversation->direction_by == FLOW_BY_FIRST)
		return;

	const struct evidence_key key = {
		.hints = { conversation->hints[0], conversation->hints[1] },
		.port = conversation->responder_port,
		.transport = conversation->transport,
		.spoke = conversation->spoke,
		.unseen = is_unseen(conversation->unseen),
	};

	evidence_add_all(&responder->evidence,
	                 &evidence_match_flow(&inference->match, &key)->listens);
}

/* Whose roles are declared may still tell of the product. */
static struct evidence_bits about_products(const struct role_evidence_list *list,
                                           const struct evidence_bits *met)
{
	struct evidence_bits kept = { { 0 } };

	for (size_t i = evidence_next(met, 0); i < EVIDENCE_MOST;
	     i = evidence_next(met, i + 1))
		if (list->items[i].products)
			evidence_add(&kept, i);
	return kept;
}

void role_inference_text(struct role_inference *inference, struct host *host,
                         enum role_evidence_kind kind, const char *text, size_t len)
{
	struct evidence_bits met;

	if (host->declared && kind != ROLE_EVIDENCE_AGENT)
		return;
	met = evidence_match_text(&inference->match, kind, text, len);
	if (host->declared)
		met = about_products(inference->match.list, &met);
	evidence_add_all(&host->evidence, &met);
}

/* --- What asks for the other end ---------------------------------------------------------- */

/* Who has a public address is not known by what he opens: anybody can open anything. */
static void add_initiated(const struct evidence_match *match, size_t entry,
                          struct host *initiator, const struct host *responder)
{
	if (initiator->declared || address_is_public(&initiator->address))
		return;
	if (match->list->items[entry].peer_public
	            ? address_is_public(&responder->address)
	            : evidence_match_listener(match, entry, host_roles(responder)))
		evidence_add(&initiator->evidence, entry);
}

static void add_answered(const struct evidence_match *match, size_t entry,
                         const struct host *initiator, struct host *responder)
{
	const struct role_evidence *evidence = &match->list->items[entry];

	if (responder->declared || address_is_group(&responder->address))
		return;
	if (evidence->peer_public ? address_is_public(&initiator->address)
	                          : (host_roles(initiator) & evidence->peer) != 0)
		evidence_add(&responder->evidence, entry);
}

/* Evidence that hangs on the other end, given the roles that are known by now. */
static void collect_by_peers(struct role_inference *inference, struct host_table *hosts,
                             const struct tally_table *tallies)
{
	struct evidence_match *match = &inference->match;

	for (size_t t = 0; t < tallies->count; t++) {
		const struct tally *tally = &tallies->tallies[t];
		struct conversation like = { .state = tally->state };
		struct host *initiator = &hosts->hosts[tally->initiator];
		struct host *responder = &hosts->hosts[tally->responder];

		if (!shows_a_listener(&like) || tally->direction_by == FLOW_BY_FIRST)
			continue;
		const struct evidence_key key = {
			.hints = { tally->hints[0], tally->hints[1] },
			.port = tally->responder_port,
			.transport = tally->transport,
			.spoke = tally->spoke,
			.unseen = is_unseen(tally->unseen),
		};
		const struct evidence_bits *met =
			&evidence_match_flow(match, &key)->by_peer;

		for (size_t i = evidence_next(met, 0); i < EVIDENCE_MOST;
		     i = evidence_next(met, i + 1)) {
			if (match->list->items[i].kind == ROLE_EVIDENCE_INITIATES)
				add_initiated(match, i, initiator, responder);
			else
				add_answered(match, i, initiator, responder);
		}
	}
}

/* --- Settling -------------------------------------------------------------------------------- */

static bool infer_host(const struct role_inference *inference, struct host *host)
{
	role_set before = host->inferred;

	if (host->declared)
		return false;
	host->inferred = 0;
	if (evidence_next(&host->evidence, 0) == EVIDENCE_MOST)
		return before != 0;

	const struct role_scores scores = role_score_all(&inference->rules, host, before);

	host->inferred = role_scores_enough(&scores);
	return host->inferred != before;
}

static void classify(const struct role_inference *inference, struct host *host)
{
	struct policy *policy = inference->match.policy;

	host->class = policy_class_with_roles(
		policy, host->class,
		host_judged_roles(host, policy_earnable_roles(policy)));
}

void role_inference_settle(struct role_inference *inference, struct host_table *hosts,
                           const struct tally_table *tallies)
{
	for (unsigned round = 0; round < ROUNDS; round++) {
		bool changed = false;

		for (size_t i = 0; i < hosts->count; i++)
			changed |= infer_host(inference, &hosts->hosts[i]);
		if (!changed && round > 0)
			break;
		collect_by_peers(inference, hosts, tallies);
	}
	for (size_t i = 0; i < hosts->count; i++)
		infer_host(inference, &hosts->hosts[i]);
	host_alias_share(hosts);
	for (size_t i = 0; i < hosts->count; i++)
		classify(inference, &hosts->hosts[i]);
}

/* --- What is said of it ------------------------------------------------------------------------ */

int role_inference_score(const struct role_inference *inference, const struct host *host,
                         enum role role, struct evidence_bits *entries)
{
	return role_score_one(&inference->rules, host, role, entries);
}

const struct row *role_inference_row(const struct role_inference *inference, size_t entry)
{
	return inference->match.rows[entry].row;
}
