/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Design section 2, as code: four look-ups and three ANDs, then the words for
 * what is left. No port and no role is named here.
 */
#include <string.h>

#include "decode/packet.h"
#include "inspect/hint.h"
#include "inspect/modality.h"

#include "judge_private.h"

/* Hints of protocols that answer every request: silence is then an attempt that failed. */
#define ANSWERED_HINTS                                                                   \
	(HINT_BIT(HINT_DNS) | HINT_BIT(HINT_SSRP) | HINT_BIT(HINT_STUN) |                \
	 HINT_BIT(HINT_MSTURN) | HINT_BIT(HINT_NTP) | HINT_BIT(HINT_SNMP) |              \
	 HINT_BIT(HINT_SIP) | HINT_BIT(HINT_KERBEROS) | HINT_BIT(HINT_LDAP))
#define TLS_HINTS   (HINT_BIT(HINT_TLS) | HINT_BIT(HINT_MTLS) | HINT_BIT(HINT_HTTPS))
#define MEDIA_HINTS (HINT_BIT(HINT_RTP) | HINT_BIT(HINT_RTCP) | HINT_BIT(HINT_RFC4571))
/* So many datagrams without an answer or an error are taken by somebody. */
#define ONE_WAY_PACKETS 10

/* The four sets of a conversation and what is left as they meet. */
struct sets {
	struct row_set p, pr, prs, prsh;
	const struct hint_rows *h;
	role_set initiator, responder;
	bool initiator_declared, responder_declared;
	const char *learned;
};

role_set judge_roles(const struct judge *judge, const struct address *address,
                     bool *declared)
{
	uint32_t number = host_table_find(&judge->hosts, address);

	if (number == HOST_NONE) {
		role_set roles = policy_declared_roles(judge->policy, address, NULL);

		*declared = roles != 0;
		return roles;
	}
	*declared = judge->hosts.hosts[number].declared != 0;
	return host_roles(&judge->hosts.hosts[number]);
}

/* A port that a payload announced is explained by the rows of the port that announced it. */
static const struct row_set *announcing_rows(const struct judge *judge,
                                             const struct conversation *conversation,
                                             const char **learned)
{
	const struct listener *listener = listener_table_find(
		&judge->listeners, &conversation->responder, conversation->responder_port,
		conversation->transport);

	*learned = NULL;
	if (!listener || conversation->transport != TRANSPORT_TCP)
		return NULL;
	if (listener->by_ssrp) {
		*learned = "ssrp";
		return policy_by_port(judge->policy, TRANSPORT_UDP, 1434);
	}
	if (listener->by_epm) {
		*learned = "epm";
		return policy_by_port(judge->policy, TRANSPORT_TCP, 135);
	}
	return NULL;
}

/* What an announced port must not contradict: its own protocol supports it. */
static uint64_t announced_hints(const char *learned, uint64_t hints)
{
	uint64_t own =
		strcmp(learned, "ssrp") == 0 ? HINT_BIT(HINT_TDS) : HINT_BIT(HINT_DCERPC);
	uint64_t announcer = strcmp(learned, "ssrp") == 0 ? HINT_BIT(HINT_SSRP)
	                                                  : HINT_BIT(HINT_DCERPC);

	return hints & own ? announcer : hints;
}

/* A row that anybody may listen to is near only to a flow whose initiator it names. */
static struct row_set without_idle_rules(const struct judge *judge,
                                         const struct row_set *pr,
                                         const struct row_set *prs)
{
	const struct row_set *any = policy_any_listener(judge->policy);
	struct row_set kept;

	for (unsigned i = 0; i < ROW_SET_WORDS; i++)
		kept.words[i] = pr->words[i] & (~any->words[i] | prs->words[i]);
	return kept;
}

static void intersect(const struct judge *judge, const struct conversation *conversation,
                      struct sets *sets)
{
	const struct row_set *wide = policy_wide_by_port(
		judge->policy, conversation->transport, conversation->responder_port);
	const struct row_set *s = policy_by_initiator(judge->policy, sets->initiator);
	/* A wide row is near only to who is known to have its role, at either end. */
	struct row_set wide_here =
		row_set_and(wide, policy_by_listener(judge->policy, sets->responder));
	struct row_set wide_both = row_set_and(&wide_here, s);

	wide_here = without_idle_rules(judge, &wide_here, &wide_both);
	/* Anybody may be behind a broadcast or multicast address. */
	const struct row_set *r = policy_by_listener(
		judge->policy, address_is_group(&conversation->responder)
				       ? ~(role_set)0
				       : sets->responder);

	sets->p = row_set_or(policy_by_port(judge->policy, conversation->transport,
	                                    conversation->responder_port),
	                     &wide_here);
	sets->pr = row_set_and(&sets->p, r);
	sets->prs = row_set_and(&sets->pr, s);
	sets->pr = without_idle_rules(judge, &sets->pr, &sets->prs);
	sets->h = policy_by_hints(judge->policy, conversation->hints);
	sets->prsh = row_set_and(&sets->prs, &sets->h->possible);
}

/* The same with the rows of the announcing port; kept only when it explains the flow. */
static void intersect_announced(const struct judge *judge,
                                const struct conversation *conversation,
                                struct sets *sets)
{
	const char *learned;
	const struct row_set *p = announcing_rows(judge, conversation, &learned);

	if (!p)
		return;
	struct row_set pr =
		row_set_and(p, policy_by_listener(judge->policy, sets->responder));
	struct row_set prs =
		row_set_and(&pr, policy_by_initiator(judge->policy, sets->initiator));
	const struct hint_rows *h = policy_by_hints(
		judge->policy, announced_hints(learned, conversation->hints));
	struct row_set prsh = row_set_and(&prs, &h->possible);

	if (row_set_is_empty(&prsh))
		return;
	sets->p = *p;
	sets->pr = pr;
	sets->prs = prs;
	sets->prsh = prsh;
	sets->h = h;
	sets->learned = learned;
}

static struct sets select_sets(const struct judge *judge,
                               const struct conversation *conversation)
{
	struct sets sets = { .learned = NULL };

	sets.initiator =
		judge_roles(judge, &conversation->initiator, &sets.initiator_declared);
	sets.responder =
		judge_roles(judge, &conversation->responder, &sets.responder_declared);
	intersect(judge, conversation, &sets);
	intersect_announced(judge, conversation, &sets);
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

/* Most specific first: what the payload supports, the media it shows, the most of its hints,
 * fewest ports, documented; then the order of the tables. */
static const struct rule *best_rule(const struct judge *judge, const struct row_set *set,
                                    const struct hint_rows *h,
                                    const struct conversation *conversation)
{
	size_t count;
	const struct rule *rules = policy_rules(judge->policy, &count);
	const struct rule *best = NULL;
	unsigned best_rank = 0;

	for (unsigned i = row_set_next(set, 0); i < count; i = row_set_next(set, i + 1)) {
		unsigned ports = port_count(&rules[i], conversation->transport,
		                            conversation->responder_port);
		uint64_t spoken = conversation->hints & rules[i].row->speaks;
		unsigned fit = modality_fit(&rules[i], ports, conversation->modality);
		unsigned support =
			row_set_contains(&h->supported, i)
				? 1u << 8 | fit << 6 |
					  (unsigned)__builtin_popcountll(spoken)
				: 0;
		unsigned rank = support << 20 | (ROW_SET_BITS * 64u - ports) << 1 |
		                !rules[i].known_only;

		if (!best || rank > best_rank) {
			best = &rules[i];
			best_rank = rank;
		}
	}
	return best;
}

static bool rule_is_supported(const struct judge *judge, const struct rule *rule,
                              const struct hint_rows *h)
{
	size_t count;

	return row_set_contains(&h->supported,
	                        (unsigned)(rule - policy_rules(judge->policy, &count)));
}

/* Does the row name media on a range? Such a port is never proof alone. */
static bool is_media_range(const struct rule *rule)
{
	bool range = false;

	for (size_t i = 0; i < rule->port_count; i++)
		range |= rule->ports[i].high != rule->ports[i].low;
	return range && rule->row->speaks & MEDIA_HINTS;
}

static bool is_attempt(const struct conversation *conversation)
{
	switch ((enum flow_state)conversation->state) {
	case FLOW_ATTEMPT:
	case FLOW_REFUSED:
		return true;
	case FLOW_NEW:
		if (conversation->transport == TRANSPORT_TCP)
			return true; /* nothing but resets */
		/* Media may flow one way, whatever checks came before it. */
		return conversation->packets[FLOW_RESPONDER] == 0 &&
		       conversation->hints & ANSWERED_HINTS &&
		       !(conversation->hints & MEDIA_HINTS);
	case FLOW_SCANNED:
	case FLOW_ESTABLISHED:
	case FLOW_CLOSED:
	case FLOW_RESET:
	case FLOW_MIDSTREAM:
		break;
	}
	return false;
}

/* A few datagrams that nobody is known to have taken accuse no listener. */
static bool is_stray(const struct conversation *conversation)
{
	uint64_t flows = conversation->flows ? conversation->flows : 1;

	return conversation->state == FLOW_NEW &&
	       conversation->transport == TRANSPORT_UDP &&
	       !(conversation->hints & MEDIA_HINTS) &&
	       conversation->packets[FLOW_INITIATOR] / flows < ONE_WAY_PACKETS;
}

static enum verdict_twist twist_of(const struct row *row, uint64_t hints)
{
	uint64_t readable = row->speaks;

	if (row->speaks & HINT_BIT(HINT_HTTPS))
		readable |= HINT_BIT(HINT_HTTP);
	readable &= ~TLS_HINTS;
	if (row->tls == ROW_TLS_MUTUAL &&
	    hints & HINT_BIT(HINT_TLS_NO_CLIENT_CERTIFICATE))
		return TWIST_NO_CLIENT_CERTIFICATE;
	if ((row->tls == ROW_TLS_REQUIRED || row->tls == ROW_TLS_MUTUAL) &&
	    hints & readable)
		return TWIST_CLEARTEXT;
	if (row->tls == ROW_TLS_NONE && hints & HINT_BIT(HINT_TLS))
		return TWIST_TLS_UNEXPECTED;
	return TWIST_NONE;
}

static enum severity severity_of_stranger(const struct conversation *conversation)
{
	return address_is_public(&conversation->initiator) ? SEVERITY_HIGH
	                                                   : SEVERITY_MEDIUM;
}

/* Without a site file an unknown private peer may be anything: worth a line, no alarm. */
static enum severity severity_of_peer(const struct judge *judge,
                                      const struct conversation *conversation)
{
	bool site = policy_site(judge->policy) != NULL;

	if (address_is_public(&conversation->responder))
		return site ? SEVERITY_HIGH : SEVERITY_MEDIUM;
	return site ? SEVERITY_MEDIUM : SEVERITY_LOW;
}

/* A load balancer on a port that is balanced in another mode, and not in this one. */
static bool is_balanced_elsewhere(const struct judge *judge,
                                  const struct conversation *conversation,
                                  const struct sets *sets)
{
	size_t count;
	const struct rule *rules = policy_rules(judge->policy, &count);

	for (unsigned i = row_set_next(&sets->pr, 0); i < count;
	     i = row_set_next(&sets->pr, i + 1))
		if (rules[i].listener_all & ROLE_BIT(ROLE_LOAD_BALANCER))
			return false;
	return sets->responder & ROLE_BIT(ROLE_LOAD_BALANCER) &&
	       policy_inapplicable(judge->policy, conversation->transport,
	                           conversation->responder_port, sets->responder);
}

static void accuse(const struct judge *judge, const struct conversation *conversation,
                   const struct sets *sets, struct verdict *verdict)
{
	bool elsewhere = is_balanced_elsewhere(judge, conversation, sets);
	const struct row_set listed = without_idle_rules(judge, &sets->p, &sets->prs);
	/* Rows of others that name a load balancer as their peer are no nearer then. */
	const struct row_set *nearest = !row_set_is_empty(&sets->prs) ? &sets->prs
	                                : !row_set_is_empty(&sets->pr) && !elsewhere
	                                        ? &sets->pr
	                                        : &listed;
	const struct rule *rule = best_rule(judge, nearest, sets->h, conversation);

	verdict->nearest = rule ? rule->row : NULL;
	verdict->severity = severity_of_stranger(conversation);
	if (nearest == &sets->prs) {
		verdict->kind = VERDICT_WRONG_PROTOCOL;
		verdict->twist = twist_of(rule->row, conversation->hints);
		if (verdict->twist == TWIST_CLEARTEXT)
			verdict->severity = SEVERITY_HIGH;
	} else if (!(sets->responder & ROLE_LYNC_SERVERS)) {
		verdict->kind = VERDICT_UNEXPECTED_PEER;
		verdict->severity = severity_of_peer(judge, conversation);
	} else if (nearest == &sets->pr) {
		verdict->kind = VERDICT_WRONG_SOURCE;
	} else if (rule) {
		verdict->kind = VERDICT_WRONG_ROLE;
		verdict->twist = elsewhere ? TWIST_LOAD_BALANCER : TWIST_NONE;
	} else {
		verdict->kind = VERDICT_UNAPPROVED_PORT;
	}
}

static void approve(const struct judge *judge, const struct conversation *conversation,
                    const struct sets *sets, struct verdict *verdict)
{
	const struct rule *rule = best_rule(judge, &sets->prsh, sets->h, conversation);

	verdict->row = rule->row;
	verdict->confirmed = rule_is_supported(judge, rule, sets->h);
	verdict->learned = sets->learned;
	verdict->kind = rule->known_only ? VERDICT_KNOWN : VERDICT_EXPECTED;
	if (is_media_range(rule) && !verdict->confirmed &&
	    conversation->transport == TRANSPORT_TCP && !sets->learned)
		verdict->kind = VERDICT_UNVERIFIED;
	if (verdict->kind == VERDICT_KNOWN && judge->options.strict)
		verdict->severity = SEVERITY_MEDIUM;
}

/* A Lync server's flow, or one that confirms a row that documents Lync: what every domain
 * member speaks as well is no business of ours between two others. */
static bool in_scope(const struct judge *judge, const struct sets *sets)
{
	struct row_set confirmed = row_set_and(&sets->prsh, &sets->h->supported);
	size_t count;
	const struct rule *rules = policy_rules(judge->policy, &count);

	if ((sets->initiator | sets->responder) & ROLE_LYNC_SERVERS)
		return true;
	for (unsigned i = row_set_next(&confirmed, 0); i < count;
	     i = row_set_next(&confirmed, i + 1))
		if (!rules[i].known_only)
			return true;
	return false;
}

/* Out of scope is no reason not to say what it is, when the payload shows it. */
static void describe(const struct judge *judge, const struct conversation *conversation,
                     const struct sets *sets, struct verdict *verdict)
{
	struct row_set confirmed = row_set_and(&sets->prsh, &sets->h->supported);
	const struct rule *rule = best_rule(judge, &confirmed, sets->h, conversation);

	verdict->row = rule ? rule->row : NULL;
	verdict->confirmed = rule != NULL;
}

static void decide_attempt(const struct judge *judge,
                           const struct conversation *conversation,
                           const struct sets *sets, struct verdict *verdict)
{
	const struct rule *rule = best_rule(judge, &sets->prs, sets->h, conversation);

	verdict->kind = VERDICT_REFUSED;
	verdict->row = rule ? rule->row : NULL;
}

static void apply_allow(struct judge *judge, const struct conversation *conversation,
                        const struct sets *sets, struct verdict *verdict)
{
	bool expired = false;
	int allow;

	if (!verdict_is_unexpected(verdict->kind) && verdict->kind != VERDICT_KNOWN)
		return;
	allow = judge_find_allow(judge, conversation, sets->initiator, sets->responder,
	                         &expired);
	if (allow < 0 || expired)
		return;
	verdict->kind = VERDICT_ALLOWED;
	verdict->allow = allow;
	verdict->confirmed = policy_site(judge->policy)->allows[allow].speaks != 0;
}

static struct verdict decide(struct judge *judge, const struct conversation *conversation)
{
	struct sets sets = select_sets(judge, conversation);
	struct verdict verdict = { .kind = VERDICT_OUT_OF_SCOPE,
		                   .allow = -1,
		                   .initiator_roles = sets.initiator,
		                   .responder_roles = sets.responder,
		                   .initiator_declared = sets.initiator_declared,
		                   .responder_declared = sets.responder_declared };

	if (!in_scope(judge, &sets)) {
		describe(judge, conversation, &sets, &verdict);
		return verdict;
	}
	if (is_attempt(conversation)) {
		decide_attempt(judge, conversation, &sets, &verdict);
		return verdict;
	}
	if (!row_set_is_empty(&sets.prsh)) {
		approve(judge, conversation, &sets, &verdict);
	} else if (address_is_group(&conversation->responder)) {
		return verdict; /* a broadcast reaches no listener of its own */
	} else if (is_stray(conversation)) {
		decide_attempt(judge, conversation, &sets, &verdict);
		return verdict;
	} else {
		accuse(judge, conversation, &sets, &verdict);
	}
	apply_allow(judge, conversation, &sets, &verdict);
	if (verdict.kind == VERDICT_ALLOWED)
		verdict.severity = SEVERITY_NONE;
	return verdict;
}

bool judge_orient(struct judge *judge, struct conversation *conversation)
{
	/* Whoever sends the first datagram asked for the answer; only TCP can begin in the middle. */
	if (conversation->direction_by <= FLOW_BY_HELLO ||
	    (conversation->transport == TRANSPORT_UDP &&
	     conversation->direction_by != FLOW_BY_TABLE))
		return false;

	struct verdict forward = decide(judge, conversation);

	if (!verdict_is_unexpected(forward.kind) &&
	    forward.kind != VERDICT_OUT_OF_SCOPE && forward.confirmed)
		return false;
	struct conversation turned = *conversation;

	conversation_turn_round(&turned);
	struct verdict backward = decide(judge, &turned);
	bool explained =
		backward.kind == VERDICT_EXPECTED || backward.kind == VERDICT_KNOWN;
	bool forward_explained = forward.kind == VERDICT_EXPECTED ||
	                         forward.kind == VERDICT_KNOWN ||
	                         forward.kind == VERDICT_UNVERIFIED;

	if (!explained || (forward_explained && !backward.confirmed))
		return false;
	*conversation = turned;
	return true;
}

struct verdict judge_decide(struct judge *judge, const struct conversation *conversation)
{
	return decide(judge, conversation);
}
