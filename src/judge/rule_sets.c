/* SPDX-License-Identifier: BSD-2-Clause */
#include "rule_sets.h"

#include "base/transport.h"
#include "inspect/hint.h"
#include "inspect/modality.h"

#define MOST_PORTS 65536u

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

struct row_set rule_sets_without_idle(const struct policy *policy,
                                      const struct row_set *pr, const struct row_set *prs)
{
	const struct row_set idle = row_set_without(policy_any_listener(policy), prs);

	return row_set_without(pr, &idle);
}

/* Take off @prs the rules of one pool when the two ends are in none together. */
static void keep_within_pools(const struct policy *policy, const struct facts *facts,
                              struct row_set *prs)
{
	const struct row_set *one_pool = policy_same_pool(policy);

	if (!one_pool || policy_share_pool(policy, facts->initiator, facts->responder))
		return;
	*prs = row_set_without(prs, one_pool);
}

static void intersect(struct policy *policy, const struct facts *facts,
                      struct rule_sets *sets)
{
	const struct row_set *wide =
		policy_wide_by_port(policy, facts->transport, facts->port);
	const struct row_set *s = policy_by_initiator(policy, facts->initiator);
	/* A wide row is near only to who is known to have its role, at either end. */
	struct row_set wide_here =
		row_set_and(wide, policy_by_listener(policy, facts->responder));
	struct row_set wide_both = row_set_and(&wide_here, s);

	wide_here = rule_sets_without_idle(policy, &wide_here, &wide_both);
	/* Nor to words that are no media: of such a service the range says nothing. */
	sets->h = side_rows_of(policy, facts->hints);
	wide_here = row_set_and(&wide_here, &sets->h.possible);
	/* Anybody may be behind a broadcast or multicast address. */
	const struct row_set *r =
		policy_by_listener(policy, facts->responder_is_group ? HOST_CLASS_ANYBODY
	                                                             : facts->responder);

	sets->p = row_set_or(policy_by_port(policy, facts->transport, facts->port),
	                     &wide_here);
	sets->p = policy_by_asked(policy, &sets->p, facts->asked);
	sets->pr = row_set_and(&sets->p, r);
	sets->prs = row_set_and(&sets->pr, s);
	keep_within_pools(policy, facts, &sets->prs);
	sets->pr = rule_sets_without_idle(policy, &sets->pr, &sets->prs);
	sets->prsh = row_set_and(&sets->prs, &sets->h.possible);
}

/* The same with the rows of the announcing port; kept only when it explains the flow. */
static void intersect_announced(struct policy *policy, const struct facts *facts,
                                struct rule_sets *sets)
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
	/* A row that lists the port is nearer than one that had it announced, unless it is wide. */
	const struct row_set listed = row_set_and(
		&sets->prsh, policy_by_port(policy, facts->transport, facts->port));

	if (row_set_is_empty(&prsh) || !row_set_is_empty(&listed))
		return;
	sets->p = *p;
	sets->pr = pr;
	sets->prs = prs;
	sets->prsh = prsh;
	sets->h = h;
	sets->announcer = facts->announcer;
}

/*
 * Without a site file a private host of which nothing is known may be whom a Lync server's
 * row names: of media that is spoken, whose ports say little, and where only one end of a
 * connection was captured. It is explained by port then, never confirmed.
 */
static void doubt_responder(const struct policy *policy, const struct facts *facts,
                            struct rule_sets *sets)
{
	const struct row_set *wide =
		policy_wide_by_port(policy, facts->transport, facts->port);
	struct row_set p = row_set_and(wide, &sets->h.spoken);

	if (facts->half_heard)
		p = row_set_or(&p, policy_by_port(policy, facts->transport, facts->port));
	p = row_set_and(&p, policy_by_listener(policy, HOST_CLASS_ANYBODY));
	p = row_set_and(&p, policy_by_initiator(policy, facts->initiator));
	p = row_set_and(&p, &sets->h.possible);
	p = row_set_without(&p, policy_any_listener(policy));
	if (row_set_is_empty(&p))
		return;
	sets->p = sets->pr = sets->prs = sets->prsh = p;
	sets->h.confirmed = (struct row_set){ 0 };
}

/* Is the responder somebody of the site, as far as one knows, and else unknown? */
static bool is_responder_doubtful(const struct policy *policy, const struct facts *facts,
                                  const struct rule_sets *sets)
{
	return !policy_site(policy) && row_set_is_empty(&sets->prsh) &&
	       policy_roles(policy, facts->initiator) & ROLE_LYNC_SERVERS &&
	       policy_roles(policy, facts->responder) == 0 &&
	       !policy_is(policy, facts->responder, HOST_PUBLIC) &&
	       !facts->responder_is_group;
}

struct rule_sets rule_sets_of(struct policy *policy, const struct facts *facts)
{
	struct rule_sets sets;

	/* Field by field: to clear seven sets costs more than to make them. */
	sets.announcer = ANNOUNCED_BY_NOBODY;
	intersect(policy, facts, &sets);
	intersect_announced(policy, facts, &sets);
	if (is_responder_doubtful(policy, facts, &sets))
		doubt_responder(policy, facts, &sets);
	return sets;
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

const struct rule *rule_sets_best(const struct policy *policy, const struct row_set *set,
                                  const struct side_rows *h, const struct facts *facts)
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

bool rule_sets_contain(const struct policy *policy, const struct rule *rule,
                       const struct row_set *set)
{
	size_t count;

	return row_set_contains(set, (unsigned)(rule - policy_rules(policy, &count)));
}

bool rule_sets_stranger_or_user(const struct policy *policy, host_class class)
{
	return !policy_is(policy, class, HOST_DECLARED) ||
	       policy_roles(policy, class) & ROLE_USERS;
}

bool rule_sets_meet_guard(const struct policy *policy, const struct facts *facts,
                          const struct rule_sets *sets)
{
	struct row_set near;

	if (!policy_is(policy, facts->responder, HOST_GUARDED) ||
	    !rule_sets_stranger_or_user(policy, facts->initiator))
		return false;
	near = row_set_or(policy_by_port(policy, facts->transport, facts->port),
	                  &sets->h.spoken);
	near = row_set_and(&near, &sets->pr);
	return !row_set_is_empty(&near);
}
