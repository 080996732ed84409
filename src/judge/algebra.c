/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Design section 2, as code: the words for what is left of the sets of rules. No port and
 * no role is named here.
 */
#include "algebra.h"

#include "base/transport.h"
#include "inspect/hint.h"
#include "policy/policy.h"
#include "policy/site.h"

#include "accuse.h"
#include "rule_sets.h"
#include "side_rows.h"

/* Does it have a role that it acts, and that the site file does not let it earn? */
static bool is_undeclared(const struct policy *policy, host_class class)
{
	const struct site *site = policy_site(policy);
	const struct host_traits *traits = policy_traits(policy, class);

	return site && !(traits->standing & HOST_DECLARED) &&
	       traits->roles & ~site->undeclared;
}

/* What the domain's own services do for everybody is known, and documented for those alone
 * that the site file has. */
static bool is_known_only(const struct policy *policy, const struct facts *facts,
                          const struct rule *rule)
{
	return rule->known_only ||
	       (!rule->any_initiator && is_undeclared(policy, facts->initiator)) ||
	       (!rule->any_listener && is_undeclared(policy, facts->responder));
}

static void approve(const struct policy *policy, const struct facts *facts,
                    const struct rule_sets *sets, struct verdict *verdict)
{
	const struct rule *rule = rule_sets_best(policy, &sets->prsh, &sets->h, facts);

	verdict->rule = rule;
	verdict->confirmed = rule_sets_contain(policy, rule, &sets->h.confirmed);
	verdict->announcer = sets->announcer;
	verdict->kind =
		is_known_only(policy, facts, rule) ? VERDICT_KNOWN : VERDICT_EXPECTED;
	if (rule_is_media_range(rule) &&
	    !rule_sets_contain(policy, rule, &sets->h.spoken) &&
	    facts->transport == TRANSPORT_TCP && !sets->announcer)
		verdict->kind = VERDICT_UNVERIFIED;
}

/* Does somebody reach what a reverse proxy should offer on its other side only? */
static bool is_beside(const struct policy *policy, const struct facts *facts,
                      const struct rule_sets *sets)
{
	struct row_set other;

	if (!rule_sets_stranger_or_user(policy, facts->initiator))
		return false;
	other = row_set_and(policy_by_port(policy, facts->transport, facts->port),
	                    policy_by_other_listener(policy, facts->responder));
	return row_set_is_empty(&sets->pr) && !row_set_is_empty(&other);
}

/*
 * Does whoever has sides answer in what its own rows contradict? What it serves beside them
 * is no business of ours, and neither is what a caller says to it. An answer alone may be
 * one to CONNECT, before TLS.
 */
static bool is_misused(struct policy *policy, const struct facts *facts,
                       const struct rule_sets *sets)
{
	const uint64_t answer[2] = { 0, facts->hints[FLOW_RESPONDER] };
	struct row_set listed, left;
	struct side_rows h;

	if (!(policy_roles(policy, facts->responder) & ROLE_HAS_SIDES) ||
	    facts->half_heard)
		return false;
	h = side_rows_of(policy, answer);
	listed = row_set_and(&sets->prs,
	                     policy_by_port(policy, facts->transport, facts->port));
	left = row_set_and(&listed, &h.possible);
	return !row_set_is_empty(&listed) && row_set_is_empty(&left);
}

/* A Lync server's flow, or one that speaks as a row that documents Lync says, or as one of its
 * media: what every domain member speaks as well is no business of ours between two others. */
static bool in_scope(struct policy *policy, const struct facts *facts,
                     const struct rule_sets *sets)
{
	struct row_set spoken = row_set_and(&sets->prsh, &sets->h.spoken);
	size_t count;
	const struct rule *rules = policy_rules(policy, &count);

	if ((policy_roles(policy, facts->initiator) |
	     policy_roles(policy, facts->responder)) &
	    ROLE_LYNC_SERVERS)
		return true;
	if (is_beside(policy, facts, sets) || is_misused(policy, facts, sets) ||
	    rule_sets_meet_guard(policy, facts, sets))
		return true;
	for (unsigned i = row_set_next(&spoken, 0); i < count;
	     i = row_set_next(&spoken, i + 1))
		if (!rules[i].known_only || rules[i].row->speaks & HINTS_OF(HINT_MEDIA))
			return true;
	return false;
}

/* Out of scope is no reason not to say what it is, when the payload shows it. */
static void describe(const struct policy *policy, const struct facts *facts,
                     const struct rule_sets *sets, struct verdict *verdict)
{
	struct row_set spoken = row_set_and(&sets->prsh, &sets->h.spoken);
	const struct rule *rule = rule_sets_best(policy, &spoken, &sets->h, facts);

	verdict->rule = rule;
	verdict->confirmed = rule && rule_sets_contain(policy, rule, &sets->h.confirmed);
}

static enum verdict_kind attempt_kind(const struct facts *facts)
{
	switch ((enum facts_attempt)facts->attempt) {
	case ATTEMPT_REFUSED:
		return VERDICT_REFUSED;
	case ATTEMPT_UNANSWERED:
		return VERDICT_UNANSWERED;
	case ATTEMPT_FAILED:
		return VERDICT_FAILED;
	case ATTEMPT_NONE: /* a bare reset, or a few datagrams */
		return facts->transport == TRANSPORT_TCP ? VERDICT_REFUSED
		                                         : VERDICT_NO_ANSWER;
	case ATTEMPT_NO_ANSWER:
		break;
	}
	return VERDICT_NO_ANSWER;
}

static void decide_attempt(const struct policy *policy, const struct facts *facts,
                           const struct rule_sets *sets, struct verdict *verdict)
{
	verdict->kind = attempt_kind(facts);
	verdict->rule = rule_sets_best(policy, &sets->prs, &sets->h, facts);
}

/* Did nobody take it? Who accepted a connection is a listener, whatever came of it. */
static bool is_in_vain(const struct facts *facts)
{
	return facts->attempt == ATTEMPT_REFUSED || facts->attempt == ATTEMPT_NO_ANSWER;
}

/* A documented listener that was never seen to serve: what fits no row is accused all the same. */
static bool is_without_answer(const struct facts *facts, const struct rule_sets *sets)
{
	return (facts->attempt == ATTEMPT_FAILED && !row_set_is_empty(&sets->prs)) ||
	       (facts->attempt == ATTEMPT_UNANSWERED && !row_set_is_empty(&sets->prsh));
}

/* What a Lync server sends to the Internet without an answer has been sent all the same. */
static bool leaves_the_site(const struct policy *policy, const struct facts *facts,
                            const struct rule_sets *sets, const struct verdict *verdict)
{
	return (facts->is_one_way || facts->is_stray) &&
	       policy_is(policy, facts->responder, HOST_PUBLIC) &&
	       verdict->initiator_roles & ROLE_LYNC_SERVERS &&
	       row_set_is_empty(&sets->prs);
}

struct verdict algebra_solve(struct policy *policy, const struct facts *facts)
{
	const struct rule_sets sets = rule_sets_of(policy, facts);
	struct verdict verdict = { .kind = VERDICT_OUT_OF_SCOPE,
		                   .allow = -1,
		                   .initiator = facts->initiator,
		                   .responder = facts->responder,
		                   .initiator_roles =
		                           policy_roles(policy, facts->initiator),
		                   .responder_roles =
		                           policy_roles(policy, facts->responder) };

	if (!in_scope(policy, facts, &sets))
		describe(policy, facts, &sets, &verdict);
	else if (is_in_vain(facts) && !leaves_the_site(policy, facts, &sets, &verdict))
		decide_attempt(policy, facts, &sets, &verdict);
	else if (is_without_answer(facts, &sets))
		decide_attempt(policy, facts, &sets, &verdict);
	else if (!row_set_is_empty(&sets.prsh))
		approve(policy, facts, &sets, &verdict);
	else if (facts->is_stray && !facts->responder_is_group &&
	         !leaves_the_site(policy, facts, &sets, &verdict))
		decide_attempt(policy, facts, &sets, &verdict);
	else if (!facts->responder_is_group) /* which has no listener of its own */
		accuse(policy, facts, &sets, &verdict);
	return verdict;
}
