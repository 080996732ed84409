/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Design section 2, as code: five look-ups and four ANDs, then the words for
 * what is left. No port and no role is named here.
 */
#include "algebra.h"

#include "base/transport.h"
#include "inspect/hint.h"
#include "inspect/modality.h"
#include "policy/policy.h"
#include "policy/site.h"

#include "side_rows.h"

#define MOST_PORTS 65536u

/* The four sets of a conversation and what is left as they meet. */
struct sets {
	struct row_set p, pr, prs, prsh;
	struct side_rows h;
	enum announcer announcer; /* of the rules in p */
};

/* A port that a payload announced is explained by the rows of the port that announced it. */
static const struct row_set *announcing_rows(const struct policy *policy,
                                             enum announcer announcer)
{
	switch (announcer) {
	case ANNOUNCED_BY_SSRP:
		return policy_by_port(policy, TRANSPORT_UDP, 1434);
	case ANNOUNCED_BY_EPM:
		return policy_by_port(policy, TRANSPORT_TCP, 135);
	case ANNOUNCED_BY_NOBODY:
		break;
	}
	return NULL;
}

/* What an announced port must not contradict: its own protocol supports it. */
static uint64_t announced_hints(const struct facts *facts, enum flow_side side)
{
	bool ssrp = facts->announcer == ANNOUNCED_BY_SSRP;
	uint64_t own = ssrp ? HINT_BIT(HINT_TDS) : HINT_BIT(HINT_DCERPC);
	uint64_t announcer = ssrp ? HINT_BIT(HINT_SSRP) : HINT_BIT(HINT_DCERPC);

	return facts->hints[side] & own ? announcer : facts->hints[side];
}

/* A row that anybody may listen to is near only to a flow whose initiator it names. */
static struct row_set without_idle_rules(const struct policy *policy,
                                         const struct row_set *pr,
                                         const struct row_set *prs)
{
	const struct row_set *any = policy_any_listener(policy);
	struct row_set kept;

	for (unsigned i = 0; i < ROW_SET_WORDS; i++)
		kept.words[i] = pr->words[i] & (~any->words[i] | prs->words[i]);
	return kept;
}

static void intersect(struct policy *policy, const struct facts *facts, struct sets *sets)
{
	const struct row_set *wide =
		policy_wide_by_port(policy, facts->transport, facts->port);
	const struct row_set *s = policy_by_initiator(policy, facts->initiator);
	/* A wide row is near only to who is known to have its role, at either end. */
	struct row_set wide_here =
		row_set_and(wide, policy_by_listener(policy, facts->responder));
	struct row_set wide_both = row_set_and(&wide_here, s);

	wide_here = without_idle_rules(policy, &wide_here, &wide_both);
	/* Anybody may be behind a broadcast or multicast address. */
	const struct row_set *r =
		policy_by_listener(policy, facts->responder_is_group ? HOST_CLASS_ANYBODY
	                                                             : facts->responder);

	sets->p = row_set_or(policy_by_port(policy, facts->transport, facts->port),
	                     &wide_here);
	sets->pr = row_set_and(&sets->p, r);
	sets->prs = row_set_and(&sets->pr, s);
	sets->pr = without_idle_rules(policy, &sets->pr, &sets->prs);
	sets->h = side_rows_of(policy, facts->hints);
	sets->prsh = row_set_and(&sets->prs, &sets->h.possible);
}

/* The same with the rows of the announcing port; kept only when it explains the flow. */
static void intersect_announced(struct policy *policy, const struct facts *facts,
                                struct sets *sets)
{
	const struct row_set *p = announcing_rows(policy, facts->announcer);

	if (!p)
		return;
	struct row_set pr = row_set_and(p, policy_by_listener(policy, facts->responder));
	struct row_set prs =
		row_set_and(&pr, policy_by_initiator(policy, facts->initiator));
	const uint64_t hints[2] = { announced_hints(facts, FLOW_INITIATOR),
		                    announced_hints(facts, FLOW_RESPONDER) };
	const struct side_rows h = side_rows_of(policy, hints);
	struct row_set prsh = row_set_and(&prs, &h.possible);

	if (row_set_is_empty(&prsh))
		return;
	sets->p = *p;
	sets->pr = pr;
	sets->prs = prs;
	sets->prsh = prsh;
	sets->h = h;
	sets->announcer = facts->announcer;
}

static struct sets select_sets(struct policy *policy, const struct facts *facts)
{
	struct sets sets = { .announcer = ANNOUNCED_BY_NOBODY };

	intersect(policy, facts, &sets);
	intersect_announced(policy, facts, &sets);
	return sets;
}

static role_set roles_of(const struct policy *policy, host_class class)
{
	return policy_traits(policy, class)->roles;
}

static unsigned port_count(const struct rule *rule, uint8_t transport, uint16_t port)
{
	for (size_t i = 0; i < rule->port_count; i++) {
		const struct port_span *span = &rule->ports[i];

		if (span->transport == transport && port >= span->low &&
		    port <= span->high)
			return (unsigned)(span->high - span->low) + 1;
	}
	return 1; /* an announced port */
}

/* Does the row name the media that the payload shows? A single port says more than that. */
static unsigned modality_fit(const struct rule *rule, unsigned ports, uint8_t modality)
{
	if (modality == MODALITY_UNKNOWN)
		return 0;
	if (ports == 1)
		return 3;
	if (rule->row->modality == MODALITY_UNKNOWN)
		return 1;
	return rule->row->modality == modality ? 2 : 0;
}

/* Most specific first: what the payload supports, the media it shows, the most of its hints,
 * fewest ports, documented; then the order of the tables. */
static const struct rule *best_rule(const struct policy *policy,
                                    const struct row_set *set, const struct side_rows *h,
                                    const struct facts *facts)
{
	size_t count;
	const struct rule *rules = policy_rules(policy, &count);
	uint64_t hints = facts_hints(facts);
	const struct rule *best = NULL;
	unsigned best_rank = 0;

	for (unsigned i = row_set_next(set, 0); i < count; i = row_set_next(set, i + 1)) {
		unsigned ports = port_count(&rules[i], facts->transport, facts->port);
		uint64_t spoken = hints & rules[i].row->speaks;
		unsigned fit = modality_fit(&rules[i], ports, facts->modality);
		unsigned support =
			row_set_contains(&h->spoken, i)
				? 1u << 8 | fit << 6 |
					  (unsigned)__builtin_popcountll(spoken)
				: 0;
		unsigned rank =
			support << 20 | (MOST_PORTS - ports) << 1 | !rules[i].known_only;

		if (!best || rank > best_rank) {
			best = &rules[i];
			best_rank = rank;
		}
	}
	return best;
}

static bool rule_is_in(const struct policy *policy, const struct rule *rule,
                       const struct row_set *set)
{
	size_t count;

	return row_set_contains(set, (unsigned)(rule - policy_rules(policy, &count)));
}

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
	if (row->tls == ROW_TLS_NONE && hints & HINT_BIT(HINT_TLS))
		return TWIST_TLS_UNEXPECTED;
	return TWIST_NONE;
}

static bool is_public(const struct policy *policy, host_class class)
{
	return policy_traits(policy, class)->standing & HOST_PUBLIC;
}

static enum severity severity_of_stranger(const struct policy *policy,
                                          const struct facts *facts)
{
	return is_public(policy, facts->initiator) ? SEVERITY_HIGH : SEVERITY_MEDIUM;
}

/* Without a site file an unknown private peer may be anything: worth a line, no alarm. */
static enum severity severity_of_peer(const struct policy *policy,
                                      const struct facts *facts)
{
	bool site = policy_site(policy) != NULL;

	if (is_public(policy, facts->responder))
		return site ? SEVERITY_HIGH : SEVERITY_MEDIUM;
	return site ? SEVERITY_MEDIUM : SEVERITY_LOW;
}

/* A load balancer on a port that is balanced in another mode, and not in this one. */
static bool is_balanced_elsewhere(const struct policy *policy, const struct facts *facts,
                                  const struct sets *sets)
{
	size_t count;
	const struct rule *rules = policy_rules(policy, &count);

	for (unsigned i = row_set_next(&sets->pr, 0); i < count;
	     i = row_set_next(&sets->pr, i + 1))
		if (rules[i].listener_all & ROLE_BIT(ROLE_LOAD_BALANCER))
			return false;
	return roles_of(policy, facts->responder) & ROLE_BIT(ROLE_LOAD_BALANCER) &&
	       policy_inapplicable(policy, facts->transport, facts->port,
	                           roles_of(policy, facts->responder));
}

/*
 * Rows that nothing but the side of an edge server or reverse proxy keeps from explaining
 * it: the listener's, or the initiator's own.
 */
static struct row_set other_side(const struct policy *policy, const struct facts *facts,
                                 const struct sets *sets)
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
	for (unsigned i = 0; i < ROW_SET_WORDS; i++)
		if (sets->pr.words[i] & narrow->words[i] & ~opens.words[i])
			return (struct row_set){ 0 };
	return row_set_or(&listens, &opens);
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
	return is_public(policy, facts->initiator) || is_public(policy, facts->responder)
	               ? SEVERITY_HIGH
	               : SEVERITY_MEDIUM;
}

static struct charge charge_of(const struct policy *policy, const struct facts *facts,
                               const struct sets *sets, bool elsewhere)
{
	const struct row_set other = other_side(policy, facts, sets);
	const struct row_set listed = without_idle_rules(policy, &sets->p, &sets->prs);
	/* Rows of others that name a load balancer as their peer are no nearer then. */
	bool here = !row_set_is_empty(&sets->pr) && !elsewhere;
	struct charge charge = { .severity = severity_of_stranger(policy, facts),
		                 .rows = here ? sets->pr : listed };

	if (!row_set_is_empty(&other))
		return (struct charge){ VERDICT_WRONG_INTERFACE,
			                severity_of_side(policy, facts), other };
	if (!(roles_of(policy, facts->responder) & ROLE_LYNC_SERVERS)) {
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
                        const struct sets *sets, struct verdict *verdict)
{
	bool elsewhere = is_balanced_elsewhere(policy, facts, sets);
	const struct charge charge = charge_of(policy, facts, sets, elsewhere);
	struct verdict words;

	verdict->nearest = best_rule(policy, &charge.rows, &sets->h, facts);
	verdict->kind = verdict->place = charge.kind;
	verdict->severity = charge.severity;
	if (charge.kind == VERDICT_WRONG_ROLE && elsewhere)
		verdict->twist = TWIST_LOAD_BALANCER;
	if ((charge.kind != VERDICT_WRONG_SOURCE &&
	     charge.kind != VERDICT_WRONG_INTERFACE) ||
	    !is_contradicted(policy, facts, &charge.rows))
		return;
	words = *verdict;
	accuse_words(policy, facts, &words);
	if (words.severity >= verdict->severity)
		*verdict = words;
}

static void accuse(struct policy *policy, const struct facts *facts,
                   const struct sets *sets, struct verdict *verdict)
{
	if (row_set_is_empty(&sets->prs)) {
		accuse_ends(policy, facts, sets, verdict);
		return;
	}
	verdict->nearest = best_rule(policy, &sets->prs, &sets->h, facts);
	accuse_words(policy, facts, verdict);
	verdict->place = verdict->kind;
}

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
                    const struct sets *sets, struct verdict *verdict)
{
	const struct rule *rule = best_rule(policy, &sets->prsh, &sets->h, facts);

	verdict->rule = rule;
	verdict->confirmed = rule_is_in(policy, rule, &sets->h.confirmed);
	verdict->announcer = sets->announcer;
	verdict->kind =
		is_known_only(policy, facts, rule) ? VERDICT_KNOWN : VERDICT_EXPECTED;
	if (rule_is_media_range(rule) && !rule_is_in(policy, rule, &sets->h.spoken) &&
	    facts->transport == TRANSPORT_TCP && !sets->announcer)
		verdict->kind = VERDICT_UNVERIFIED;
}

/* Is it somebody of whom the site file says nothing, or a user? Other declared hosts are
 * their administrator's business. */
static bool is_stranger_or_user(const struct policy *policy, host_class class)
{
	const struct host_traits *traits = policy_traits(policy, class);

	return !(traits->standing & HOST_DECLARED) || traits->roles & ROLE_USERS;
}

/* Does somebody reach what a reverse proxy should offer on its other side only? */
static bool is_beside(const struct policy *policy, const struct facts *facts,
                      const struct sets *sets)
{
	struct row_set other;

	if (!is_stranger_or_user(policy, facts->initiator))
		return false;
	other = row_set_and(policy_by_port(policy, facts->transport, facts->port),
	                    policy_by_other_listener(policy, facts->responder));
	return row_set_is_empty(&sets->pr) && !row_set_is_empty(&other);
}

/* A Lync server's flow, or one that speaks as a row that documents Lync says: what every domain
 * member speaks as well is no business of ours between two others. */
static bool in_scope(const struct policy *policy, const struct facts *facts,
                     const struct sets *sets)
{
	struct row_set spoken = row_set_and(&sets->prsh, &sets->h.spoken);
	size_t count;
	const struct rule *rules = policy_rules(policy, &count);

	if ((roles_of(policy, facts->initiator) | roles_of(policy, facts->responder)) &
	    ROLE_LYNC_SERVERS)
		return true;
	if (is_beside(policy, facts, sets))
		return true;
	for (unsigned i = row_set_next(&spoken, 0); i < count;
	     i = row_set_next(&spoken, i + 1))
		if (!rules[i].known_only)
			return true;
	return false;
}

/* Out of scope is no reason not to say what it is, when the payload shows it. */
static void describe(const struct policy *policy, const struct facts *facts,
                     const struct sets *sets, struct verdict *verdict)
{
	struct row_set spoken = row_set_and(&sets->prsh, &sets->h.spoken);
	const struct rule *rule = best_rule(policy, &spoken, &sets->h, facts);

	verdict->rule = rule;
	verdict->confirmed = rule && rule_is_in(policy, rule, &sets->h.confirmed);
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
	case ATTEMPT_NO_ANSWER:
	case ATTEMPT_NONE: /* a few datagrams */
		break;
	}
	return VERDICT_NO_ANSWER;
}

static void decide_attempt(const struct policy *policy, const struct facts *facts,
                           const struct sets *sets, struct verdict *verdict)
{
	verdict->kind = attempt_kind(facts);
	verdict->rule = best_rule(policy, &sets->prs, &sets->h, facts);
}

/* Did nobody take it? Who accepted a connection is a listener, whatever came of it. */
static bool is_in_vain(const struct facts *facts)
{
	return facts->attempt == ATTEMPT_REFUSED || facts->attempt == ATTEMPT_NO_ANSWER;
}

/* A documented listener that was never seen to serve: what fits no row is accused all the same. */
static bool is_without_answer(const struct facts *facts, const struct sets *sets)
{
	return (facts->attempt == ATTEMPT_FAILED && !row_set_is_empty(&sets->prs)) ||
	       (facts->attempt == ATTEMPT_UNANSWERED && !row_set_is_empty(&sets->prsh));
}

/* What a Lync server sends to the Internet without an answer has been sent all the same. */
static bool leaves_the_site(const struct policy *policy, const struct facts *facts,
                            const struct sets *sets, const struct verdict *verdict)
{
	return facts->is_one_way && is_public(policy, facts->responder) &&
	       verdict->initiator_roles & ROLE_LYNC_SERVERS &&
	       row_set_is_empty(&sets->prs);
}

struct verdict algebra_solve(struct policy *policy, const struct facts *facts)
{
	const struct sets sets = select_sets(policy, facts);
	struct verdict verdict = { .kind = VERDICT_OUT_OF_SCOPE,
		                   .allow = -1,
		                   .initiator = facts->initiator,
		                   .responder = facts->responder,
		                   .initiator_roles = roles_of(policy, facts->initiator),
		                   .responder_roles =
		                           roles_of(policy, facts->responder) };

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
