/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Findings about listeners: what was concluded of the conversations with each, by matter.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/sentences.h"
#include "base/sum.h"
#include "judge/judge.h"

#include "audit_findings.h"
#include "audit_room.h"
#include "listener_said.h"
#include "naming.h"

static enum finding_kind kind_of(const struct outcome *outcome)
{
	switch ((enum verdict_twist)outcome->twist) {
	case TWIST_CLEARTEXT:
		return FINDING_CLEARTEXT;
	case TWIST_NO_CLIENT_CERTIFICATE:
		return FINDING_NO_CLIENT_CERTIFICATE;
	case TWIST_NONE:
	case TWIST_GUARDED:
	case TWIST_NOT_TLS:
	case TWIST_UNKNOWN:
	case TWIST_TLS_UNEXPECTED:
	case TWIST_LOAD_BALANCER:
		break;
	}
	return (enum finding_kind)outcome->kind;
}

#define SIDES_THAT_SPEAK 2 /* the most that an outcome is worth */
#define MOST_STANDING    (SEVERITY_HIGH * (SIDES_THAT_SPEAK + 1) + SIDES_THAT_SPEAK)

/* An outcome that accuses, or that an allow excuses: those of one listener and matter are one. */
struct accusation {
	const struct outcome *outcome;
	enum finding_kind kind;
	enum finding_matter matter;
	int allow; /* that excuses it; -1: none */
};

static struct accusation accusation_of(const struct outcome *outcome)
{
	enum finding_kind kind = kind_of(outcome);
	bool excused = outcome->kind == VERDICT_ALLOWED;

	return (struct accusation){ outcome, kind, finding_kind_matter(kind),
		                    excused ? outcome->allow : -1 };
}

static int compare_identities(const struct accusation *x, const struct accusation *y)
{
	const struct outcome *a = x->outcome, *b = y->outcome;
	int order = memcmp(&a->listener, &b->listener, sizeof(a->listener));

	if (order == 0)
		order = (int)a->transport - (int)b->transport;
	if (order == 0)
		order = (int)a->port - (int)b->port;
	if (order == 0)
		order = (int)x->matter - (int)y->matter;
	return order ? order : x->allow - y->allow;
}

static const char *row_id(const struct rule *rule)
{
	return rule ? rule->row->id : "";
}

/* The worst of a listener's first: it says what kind of finding they are. */
static int compare_accusations(const void *a, const void *b)
{
	const struct accusation *x = a, *y = b;
	int order = compare_identities(x, y);

	if (order == 0)
		order = (int)y->outcome->verdict.severity -
		        (int)x->outcome->verdict.severity;
	if (order == 0)
		order = (int)finding_kind_rank(x->kind) - (int)finding_kind_rank(y->kind);
	if (order == 0)
		order = strcmp(row_id(x->outcome->nearest), row_id(y->outcome->nearest));
	if (order == 0)
		order = strcmp(row_id(x->outcome->rule), row_id(y->outcome->rule));
	if (order == 0)
		order = (int)x->outcome->twist - (int)y->outcome->twist;
	return order ? order : x->outcome->allow - y->outcome->allow;
}

static int compare_peers(const void *a, const void *b)
{
	const struct audit_peer *x = a, *y = b;

	if (x->flows != y->flows)
		return x->flows > y->flows ? -1 : 1;
	return address_compare(&x->address, &y->address);
}

static int compare_addresses(const void *a, const void *b)
{
	const struct audit_peer *x = a, *y = b;

	return address_compare(&x->address, &y->address);
}

/* Who came for several reasons is one peer. @return how many are left */
static size_t join_peers(struct audit_peer *peers, size_t count)
{
	size_t kept = 0;

	array_sort(peers, count, sizeof(*peers), compare_addresses);
	for (size_t i = 0; i < count; i++) {
		if (kept > 0 &&
		    address_equal(&peers[kept - 1].address, &peers[i].address))
			peers[kept - 1].flows += peers[i].flows;
		else
			peers[kept++] = peers[i];
	}
	array_sort(peers, kept, sizeof(*peers), compare_peers);
	return kept;
}

bool audit_fill_peers(const struct judge *judge, struct arena *arena,
                      const struct peer_view *views, size_t count,
                      struct audit_finding *finding)
{
	size_t most = 0, unlisted = 0;

	for (size_t i = 0; i < count; i++)
		most += views[i].count;
	finding->peers = arena_alloc(arena, most, sizeof(*finding->peers));
	if (!finding->peers)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct peer_view *view = &views[i];

		unlisted += view->total - view->count;
		for (size_t j = 0; j < view->count; j++)
			finding->peers[finding->peer_count++] =
				(struct audit_peer){ .address = view->peers[j].address,
				                     .flows = view->peers[j].flows };
	}
	finding->peer_count = join_peers(finding->peers, finding->peer_count);
	finding->peers_total = finding->peer_count + unlisted;
	if (finding->peer_count > OUTCOME_PEERS)
		finding->peer_count = OUTCOME_PEERS;
	for (size_t i = 0; i < finding->peer_count; i++) {
		struct audit_peer *peer = &finding->peers[i];

		peer->name = naming_of(judge, &peer->address);
		peer->roles = naming_roles(judge, &peer->address);
	}
	return true;
}

static bool fill_peers(const struct judge *judge, struct arena *arena,
                       const struct accusation *accusations, size_t count,
                       struct audit_finding *finding)
{
	struct peer_view *views = arena_alloc(arena, count, sizeof(*views));

	for (size_t i = 0; views && i < count; i++) {
		const struct outcome *outcome = accusations[i].outcome;

		views[i] = (struct peer_view){ outcome->peers, outcome->peer_count,
			                       outcome->peers_total };
	}
	return views && audit_fill_peers(judge, arena, views, count, finding);
}

/* What was noted about the listener, and what was said there. */
static bool add_words(const struct judge *judge, struct arena *arena,
                      const struct outcome *outcome, struct audit_finding *finding,
                      struct reasons *reasons)
{
	const struct listener *listener =
		outcome->port_low == outcome->port_high
			? listener_table_find(&judge->listeners, &outcome->listener,
	                                      outcome->port_low, outcome->transport)
			: NULL;

	if (!listener)
		return true;
	for (size_t i = 0; i < LISTENER_NOTES && listener->notes[i]; i++)
		reasons_say(reasons, "noted there: %1",
		            (const char *[]){ listener->notes[i], NULL });
	if (!listener->said)
		return true;
	finding->said = arena_alloc(arena, LISTENER_SAID, sizeof(*finding->said));
	if (!finding->said)
		return false;
	finding->said_count = listener_said_words(listener->said, finding->said);
	return true;
}

static void add_reasons(const struct judge *judge, const struct outcome *outcome,
                        struct reasons *reasons)
{
	for (unsigned i = 0; i < LANGUAGES; i++)
		if (reasons_are_in(reasons, (enum language)i))
			judge_explain(judge, &outcome->sample, &outcome->verdict,
			              &reasons->in[i]);
	if (outcome->kind == VERDICT_KNOWN)
		reasons_say(reasons,
		            "with --strict, traffic that only the catalogues of known "
		            "traffic explain is unexpected",
		            NULL);
}

/* The exception of the site file that would cover it, had it not ended. */
static bool fill_expired(const struct judge *judge, struct arena *arena,
                         const struct outcome *outcome, struct audit_finding *finding)
{
	const struct site_allow *allow;
	struct audit_expired *expired;

	if (!outcome->expired_allow || finding->expired)
		return true;
	allow = &policy_site(judge->policy)->allows[outcome->allow];
	expired = arena_alloc(arena, 1, sizeof(*expired));
	if (!expired)
		return false;
	*expired = (struct audit_expired){
		.reason = allow->reason,
		.ticket = allow->ticket,
		.until = allow->until,
		.file = allow->file,
		.line = allow->line,
	};
	finding->expired = expired;
	return true;
}

static struct audit_finding begin_finding(const struct judge *judge,
                                          const struct accusation *worst)
{
	const struct outcome *outcome = worst->outcome;

	return (struct audit_finding){
		.kind = worst->kind,
		.twist = (enum verdict_twist)outcome->twist,
		.severity = outcome->verdict.severity,
		.address = outcome->listener,
		.port = outcome->port_low,
		.port_high = outcome->port_high,
		.transport = outcome->transport,
		.roles = naming_roles(judge, &outcome->listener),
		.first_us = outcome->first_us,
		.last_us = outcome->last_us,
		.protocol = outcome->sample.protocol,
		.modality = outcome->sample.modality,
		.rule = outcome->rule,
		.nearest = outcome->nearest,
	};
}

static void count_in(const struct judge *judge, struct audit_finding *finding,
                     const struct outcome *outcome, uint32_t *hours)
{
	finding->flows += outcome->flows;
	sum_add(&finding->bytes, outcome->bytes);
	finding->sensors =
		sensors_union(judge->sensors, finding->sensors, outcome->sensors);
	for (size_t side = 0; side < 2; side++)
		finding->hints[side] |= outcome->hints[side];
	for (size_t hour = 0; hour < FINDING_HOURS; hour++)
		hours[hour] += outcome->hours[hour];
	if (outcome->first_us < finding->first_us)
		finding->first_us = outcome->first_us;
	if (outcome->last_us > finding->last_us)
		finding->last_us = outcome->last_us;
}

/* One finding of all @count accusations against a listener in one matter, the worst first. */
static bool make_finding(const struct judge *judge, struct arena *arena,
                         const struct accusation *accusations, size_t count,
                         struct audit_finding *finding)
{
	uint32_t *hours = arena_alloc(arena, FINDING_HOURS, sizeof(*hours));
	struct reasons reasons = reasons_empty(judge);

	*finding = begin_finding(judge, accusations);
	if (accusations->allow >= 0)
		finding->exception = (size_t)accusations->allow;
	if (!hours || !fill_peers(judge, arena, accusations, count, finding))
		return false;
	finding->hours = hours;
	for (size_t i = 0; i < count; i++) {
		count_in(judge, finding, accusations[i].outcome, hours);
		add_reasons(judge, accusations[i].outcome, &reasons);
		if (!fill_expired(judge, arena, accusations[i].outcome, finding)) {
			reasons_fini(&reasons);
			return false;
		}
	}
	if (!add_words(judge, arena, accusations[0].outcome, finding, &reasons)) {
		reasons_fini(&reasons);
		return false;
	}
	return audit_finish_finding(judge, arena, accusations->outcome->port, &reasons,
	                            finding);
}

static bool is_finding(const struct outcome *outcome)
{
	return verdict_is_unexpected((enum verdict_kind)outcome->kind) ||
	       ((outcome->kind == VERDICT_KNOWN || outcome->kind == VERDICT_UNVERIFIED) &&
	        outcome->verdict.severity > SEVERITY_NONE);
}

static bool is_accusation(const struct outcome *outcome)
{
	return is_finding(outcome) || outcome->kind == VERDICT_ALLOWED;
}

size_t audit_count_accusations(const struct judge *judge, size_t *excused)
{
	size_t count = 0;

	*excused = 0;
	for (size_t i = 0; i < judge->outcomes.count; i++) {
		const struct outcome *outcome = &judge->outcomes.outcomes[i];

		count += is_accusation(outcome);
		*excused += outcome->kind == VERDICT_ALLOWED;
	}
	return count;
}

/* How early it is told of, where there is no room for all: how bad, then who spoke. */
static int standing_of(const struct outcome *outcome)
{
	return (int)outcome->verdict.severity * (SIDES_THAT_SPEAK + 1) + outcome->worth;
}

/* Findings of those of @count accusations that are of @standing, in the order of their listeners. */
static bool add_findings(const struct judge *judge, struct audit *audit,
                         struct arena *arena, const struct accusation *accusations,
                         size_t count, int standing)
{
	for (size_t first = 0, end; first < count; first = end) {
		struct audit_finding *finding;

		for (end = first + 1;
		     end < count &&
		     compare_identities(&accusations[first], &accusations[end]) == 0;)
			end++;
		if (standing_of(accusations[first].outcome) != standing)
			continue;
		finding = audit_next_finding(judge, audit, arena, AUDIT_ROOM_LISTENERS,
		                             accusations[first].allow >= 0);
		if (finding && !make_finding(judge, arena, &accusations[first],
		                             end - first, finding))
			return false;
	}
	return true;
}

bool audit_add_listeners(const struct judge *judge, struct audit *audit,
                         struct arena *arena)
{
	size_t excused, most = audit_count_accusations(judge, &excused), count = 0;
	struct accusation *accusations = malloc((most + 1) * sizeof(*accusations));
	bool ok = accusations != NULL;

	for (size_t i = 0; ok && i < judge->outcomes.count; i++)
		if (is_accusation(&judge->outcomes.outcomes[i]))
			accusations[count++] =
				accusation_of(&judge->outcomes.outcomes[i]);
	if (ok)
		array_sort(accusations, count, sizeof(*accusations), compare_accusations);
	for (int standing = MOST_STANDING; ok && standing >= 0; standing--)
		ok = add_findings(judge, audit, arena, accusations, count, standing);
	free(accusations);
	return ok;
}
