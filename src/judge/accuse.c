/* SPDX-License-Identifier: BSD-2-Clause */
#include "accuse.h"

#include "inspect/hint.h"
#include "policy/policy.h"
#include "policy/site.h"

#include "side_rows.h"

static enum verdict_twist twist_of(const struct rule *rule, uint64_t hints)
{
	const struct row *row = rule->row;
	uint64_t readable = row->speaks;

	if (row->speaks & HINT_BIT(HINT_HTTPS))
		readable |= HINT_BIT(HINT_HTTP);
	readable &= ~HINTS_OF(HINT_ENCRYPTED);
	if (rule->mutual && hints & HINT_BIT(HINT_TLS_NO_CLIENT_CERTIFICATE))
		return TWIST_NO_CLIENT_CERTIFICATE;
	if ((row->tls == ROW_TLS_REQUIRED || row->tls == ROW_TLS_MUTUAL) &&
	    hints & readable)
		return TWIST_CLEARTEXT;
	if ((row->tls == ROW_TLS_REQUIRED || row->tls == ROW_TLS_MUTUAL) &&
	    hints & HINT_BIT(HINT_NOT_TLS))
		return TWIST_NOT_TLS;
	if (hints & HINT_BIT(HINT_UNKNOWN))
		return TWIST_UNKNOWN;
	if (row->tls == ROW_TLS_NONE && hints & HINT_BIT(HINT_TLS))
		return TWIST_TLS_UNEXPECTED;
	return TWIST_NONE;
}

static enum severity severity_of_stranger(const struct policy *policy,
                                          const struct facts *facts)
{
	return policy_is(policy, facts->initiator, HOST_PUBLIC) ? SEVERITY_HIGH
	                                                        : SEVERITY_MEDIUM;
}

/* Without a site file an unknown private peer may be anything: worth a line, no alarm. */
static enum severity severity_of_peer(const struct policy *policy,
                                      const struct facts *facts)
{
	bool site = policy_site(policy) != NULL;

	if (policy_is(policy, facts->responder, HOST_PUBLIC))
		return site ? SEVERITY_HIGH : SEVERITY_MEDIUM;
	return site ? SEVERITY_MEDIUM : SEVERITY_LOW;
}

/* A load balancer on a port that is balanced in another mode, and not in this one. */
static bool is_balanced_elsewhere(const struct policy *policy, const struct facts *facts,
                                  const struct rule_sets *sets)
{
	size_t count;
	const struct rule *rules = policy_rules(policy, &count);

	for (unsigned i = row_set_next(&sets->pr, 0); i < count;
	     i = row_set_next(&sets->pr, i + 1))
		if (rules[i].listener_all & ROLE_BIT(ROLE_LOAD_BALANCER))
			return false;
	return policy_roles(policy, facts->responder) & ROLE_BIT(ROLE_LOAD_BALANCER) &&
	       policy_other_mode(policy, facts->responder, facts->transport, facts->port);
}

/*
 * Rows that nothing but the side of an edge server or reverse proxy keeps from explaining
 * it: the listener's, or the initiator's own.
 */
static struct row_set other_side(const struct policy *policy, const struct facts *facts,
                                 const struct rule_sets *sets)
{
	const struct row_set *narrow =
		policy_by_port(policy, facts->transport, facts->port);
	const struct row_set listed = row_set_or(
		narrow, policy_wide_by_port(policy, facts->transport, facts->port));
	const struct row_set *r = policy_by_listener(policy, facts->responder);
	const struct row_set here = row_set_and(&listed, r);
	const struct row_set listens =
		row_set_and(&listed, policy_by_other_listener(policy, facts->responder));
	const struct row_set opens =
		row_set_and(&here, policy_by_other_initiator(policy, facts->initiator));

	/* A row of this side that the initiator does not fit is nearer, unless it is wide. */
	struct row_set nearer = row_set_and(&sets->pr, narrow);

	nearer = row_set_without(&nearer, &opens);
	return row_set_is_empty(&nearer) ? row_set_or(&listens, &opens)
	                                 : (struct row_set){ 0 };
}

/* Does the rule say that who has @roles opens, not that he listens? */
static bool is_opened_by(const struct rule *rule, role_set roles)
{
	return !rule->any_initiator && (rule->initiator_all | rule->initiator_any) != 0 &&
	       (roles & rule->initiator_all) == rule->initiator_all &&
	       (!rule->initiator_any || roles & rule->initiator_any);
}

/* The rows of @listed that are about what the responder opens elsewhere. */
static struct row_set turned_round(const struct policy *policy, const struct facts *facts,
                                   const struct row_set *listed)
{
	const role_set roles = policy_roles(policy, facts->responder);
	struct row_set turned = { 0 };
	size_t count;
	const struct rule *rules = policy_rules(policy, &count);

	for (unsigned i = row_set_next(listed, 0); i < count;
	     i = row_set_next(listed, i + 1))
		if (is_opened_by(&rules[i], roles))
			row_set_add(&turned, i);
	return turned;
}

/*
 * The rows of @listed that respect who opened: those that name the initiator, else those
 * that are not about what the responder itself opens; where there are no such, all.
 */
static struct row_set in_this_direction(const struct policy *policy,
                                        const struct facts *facts,
                                        const struct row_set *listed)
{
	const struct row_set named =
		row_set_and(listed, policy_by_initiator(policy, facts->initiator));
	const struct row_set turned = turned_round(policy, facts, listed);
	const struct row_set others = row_set_without(listed, &turned);

	return !row_set_is_empty(&named)    ? named
	       : !row_set_is_empty(&others) ? others
	                                    : *listed;
}

/* What is wrong about the two ends, and the rows that say so. */
struct charge {
	enum verdict_kind kind;
	enum severity severity;
	struct row_set rows;
};

/* Who opens what the row documents of another side, and is of the Internet or goes there. */
static enum severity severity_of_side(const struct policy *policy,
                                      const struct facts *facts)
{
	return policy_is(policy, facts->initiator, HOST_OUTSIDE) ||
	                       policy_is(policy, facts->responder, HOST_OUTSIDE)
	               ? SEVERITY_HIGH
	               : SEVERITY_MEDIUM;
}

static struct charge charge_of(const struct policy *policy, const struct facts *facts,
                               const struct rule_sets *sets, bool elsewhere)
{
	const struct row_set other = other_side(policy, facts, sets);
	const struct row_set listed =
		rule_sets_without_idle(policy, &sets->p, &sets->prs);
	/* Rows of others that name a load balancer as their peer are no nearer then. */
	bool here = !row_set_is_empty(&sets->pr) && !elsewhere;
	bool guarded = rule_sets_meet_guard(policy, facts, sets);
	struct charge charge = {
		.severity = severity_of_stranger(policy, facts),
		.rows = here ? sets->pr : in_this_direction(policy, facts, &listed)
	};

	if (!row_set_is_empty(&other))
		return (struct charge){ VERDICT_WRONG_INTERFACE,
			                severity_of_side(policy, facts), other };
	if (!(policy_roles(policy, facts->responder) & ROLE_LYNC_SERVERS) && !guarded) {
		charge.kind = VERDICT_UNEXPECTED_PEER;
		charge.severity = severity_of_peer(policy, facts);
	} else if (here) {
		charge.kind = VERDICT_WRONG_SOURCE;
	} else {
		charge.kind = row_set_is_empty(&listed) ? VERDICT_UNAPPROVED_PORT
		                                        : VERDICT_WRONG_ROLE;
	}
	return charge;
}

/* Do its words contradict all of @rows? That it shows no certificate is asked of those
 * alone whom the rows are for. */
static bool is_contradicted(struct policy *policy, const struct facts *facts,
                            const struct row_set *rows)
{
	const uint64_t asked = ~HINT_BIT(HINT_TLS_NO_CLIENT_CERTIFICATE);
	const uint64_t hints[2] = { facts->hints[0] & asked, facts->hints[1] & asked };
	const struct side_rows h = side_rows_of(policy, hints);
	const struct row_set left = row_set_and(rows, &h.possible);

	return row_set_is_empty(&left);
}

/* The verdict is about what it speaks by the row that is nearest. */
static void accuse_words(const struct policy *policy, const struct facts *facts,
                         struct verdict *verdict)
{
	verdict->kind = VERDICT_WRONG_PROTOCOL;
	verdict->severity = severity_of_stranger(policy, facts);
	verdict->twist = twist_of(verdict->nearest, facts_hints(facts));
	if (verdict->twist == TWIST_CLEARTEXT)
		verdict->severity = SEVERITY_HIGH;
	else if (verdict->twist == TWIST_NO_CLIENT_CERTIFICATE &&
	         verdict->nearest->open_to_users)
		verdict->severity = SEVERITY_LOW;
}

/* It is at the wrong place; when what it speaks is as bad or worse, it is accused of that. */
static void accuse_ends(struct policy *policy, const struct facts *facts,
                        const struct rule_sets *sets, struct verdict *verdict)
{
	bool elsewhere = is_balanced_elsewhere(policy, facts, sets);
	const struct charge charge = charge_of(policy, facts, sets, elsewhere);
	struct verdict words;

	verdict->nearest = rule_sets_best(policy, &charge.rows, &sets->h, facts);
	verdict->kind = verdict->place = charge.kind;
	verdict->severity = charge.severity;
	if (charge.kind == VERDICT_WRONG_ROLE && elsewhere)
		verdict->twist = TWIST_LOAD_BALANCER;
	else if (charge.kind == VERDICT_WRONG_SOURCE &&
	         policy_is(policy, facts->responder, HOST_GUARDED))
		verdict->twist = TWIST_GUARDED;
	if ((charge.kind != VERDICT_WRONG_SOURCE &&
	     charge.kind != VERDICT_WRONG_INTERFACE) ||
	    !is_contradicted(policy, facts, &charge.rows))
		return;
	words = *verdict;
	accuse_words(policy, facts, &words);
	if (words.severity >= verdict->severity)
		*verdict = words;
}

void accuse(struct policy *policy, const struct facts *facts,
            const struct rule_sets *sets, struct verdict *verdict)
{
	if (row_set_is_empty(&sets->prs)) {
		accuse_ends(policy, facts, sets, verdict);
		return;
	}
	verdict->nearest = rule_sets_best(policy, &sets->prs, &sets->h, facts);
	accuse_words(policy, facts, verdict);
	verdict->place = verdict->kind;
}
