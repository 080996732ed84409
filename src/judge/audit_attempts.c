/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was tried in vain: which listener, how, by whom, and does it work for others?
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"

#include "audit_build.h"
#include "naming.h"

/* What no row asks for is worth a line from so many tries or initiators on. */
#define TRIES_WITHOUT_ROW 3

const char *attempt_how_name(enum attempt_how how)
{
	static const char *const names[] = {
		[ATTEMPT_BY_SILENCE] = "silence",
		[ATTEMPT_BY_RESET] = "reset",
		[ATTEMPT_BY_ICMP] = "icmp",
		[ATTEMPT_BY_UNANSWERED] = "unanswered",
		[ATTEMPT_BY_HANDSHAKE] = "handshake",
	};

	return names[how];
}

/* Of those who scan only the scan is told, but of servers and clients what a row asks for. */
static bool is_told(const struct judge *judge, const struct attempt *attempt,
                    const struct address *peer)
{
	return !outcome_table_scans(&judge->outcomes, peer) ||
	       (attempt->rule && naming_roles(judge, peer) != 0);
}

static bool is_enough(const struct attempt *attempt, uint64_t flows, uint64_t initiators)
{
	if (initiators == 0 || attempt->rule)
		return initiators > 0;
	return flows >= TRIES_WITHOUT_ROW || initiators >= TRIES_WITHOUT_ROW;
}

static bool is_worth_it(const struct judge *judge, const struct attempt *attempt)
{
	uint64_t flows = attempt->flows, initiators = attempt->peers_total;

	for (size_t i = 0; i < attempt->peer_count; i++) {
		if (is_told(judge, attempt, &attempt->peers[i].address))
			continue;
		flows -= attempt->peers[i].flows;
		initiators--;
	}
	return is_enough(attempt, flows, initiators);
}

static int compare_initiators(const void *a, const void *b)
{
	const struct audit_initiator *x = a, *y = b;

	if (x->flows != y->flows)
		return x->flows > y->flows ? -1 : 1;
	return address_compare(&x->address, &y->address);
}

static bool fill_initiators(const struct judge *judge, struct arena *arena,
                            const struct attempt *from, struct audit_attempt *attempt)
{
	attempt->initiators_total = from->peers_total;
	attempt->initiators =
		arena_alloc(arena, from->peer_count, sizeof(*attempt->initiators));
	if (!attempt->initiators)
		return false;
	for (size_t i = 0; i < from->peer_count; i++) {
		const struct outcome_peer *peer = &from->peers[i];
		struct audit_initiator *initiator =
			&attempt->initiators[attempt->initiator_count++];

		*initiator = (struct audit_initiator){
			.address = peer->address,
			.name = naming_of(judge, &peer->address),
			.roles = naming_roles(judge, &peer->address),
			.flows = peer->flows,
		};
	}
	array_sort(attempt->initiators, attempt->initiator_count,
	           sizeof(*attempt->initiators), compare_initiators);
	return true;
}

static bool make_attempt(const struct judge *judge, struct arena *arena,
                         const struct attempt *from, struct audit_attempt *attempt)
{
	*attempt = (struct audit_attempt){
		.address = from->listener,
		.name = naming_of(judge, &from->listener),
		.port = from->port_low,
		.port_high = from->port_high,
		.transport = from->transport,
		.rule = from->rule,
		.how = (enum attempt_how)from->how,
		.listeners = 1,
		.flows = from->flows,
		.tries = from->tries,
		.first_us = from->first_us,
		.last_us = from->last_us,
		.sensors = from->sensors,
	};
	return fill_initiators(judge, arena, from, attempt);
}

static int compare_listeners(const struct audit_attempt *a, const struct audit_attempt *b)
{
	int order = address_compare(&a->address, &b->address);

	if (order == 0)
		order = (int)a->port - (int)b->port;
	return order ? order : (int)a->transport - (int)b->transport;
}

static int compare_by_listener(const void *a, const void *b)
{
	return compare_listeners(a, b);
}

/* What works: every attempt is sorted by its listener. */
static void mark_working(struct audit *audit)
{
	for (size_t i = 0; i < audit->service_count; i++) {
		const struct audit_service *service = &audit->services[i];
		struct audit_attempt like = { .address = service->address,
			                      .port = service->port,
			                      .transport = service->transport };
		struct audit_attempt *end = audit->attempts + audit->attempt_count;
		struct audit_attempt *at =
			service->port != service->port_high || audit->attempt_count == 0
				? NULL
				: bsearch(&like, audit->attempts, audit->attempt_count,
		                          sizeof(like), compare_by_listener);

		while (at && at > audit->attempts &&
		       compare_listeners(at - 1, &like) == 0)
			at--;
		for (; at && at < end && compare_listeners(at, &like) == 0; at++)
			at->works_for_others = true;
	}
}

/* Needed by a row and never worked; works for some; nothing that a row asks for. */
static int rank(const struct audit_attempt *attempt)
{
	return attempt->works_for_others ? 1 : attempt->rule ? 0 : 2;
}

static int compare_attempts(const void *a, const void *b)
{
	const struct audit_attempt *x = a, *y = b;
	int order = rank(x) - rank(y);

	if (order == 0)
		order = compare_listeners(x, y);
	if (order == 0)
		order = (int)x->how - (int)y->how;
	if (order == 0)
		order = strcmp(x->rule ? x->rule->row->id : "",
		               y->rule ? y->rule->row->id : "");
	return order;
}

/* --- What one host tried of the Internet ---------------------------------------------------- */

/* Lists of revoked certificates, telemetry, updates: many addresses, one firewall that says no. */
static bool is_outbound(const struct attempt *attempt)
{
	return !attempt->rule && attempt->peers_total == 1 && attempt->peer_count == 1 &&
	       address_is_public(&attempt->listener);
}

static int compare_errands(const struct attempt *x, const struct attempt *y)
{
	int order = address_compare(&x->peers[0].address, &y->peers[0].address);

	if (order == 0)
		order = (int)x->port - (int)y->port;
	if (order == 0)
		order = (int)x->transport - (int)y->transport;
	return order ? order : (int)x->how - (int)y->how;
}

/* Those of one errand together, the listener tried most often first. */
static int compare_outbound(const void *a, const void *b)
{
	const struct attempt *x = *(const struct attempt *const *)a;
	const struct attempt *y = *(const struct attempt *const *)b;
	int order = compare_errands(x, y);

	if (order == 0)
		order = (x->flows < y->flows) - (x->flows > y->flows);
	return order ? order : memcmp(&x->listener, &y->listener, sizeof(x->listener));
}

static bool fold_errand(const struct judge *judge, struct audit *audit,
                        struct arena *arena, const struct attempt *const *group,
                        size_t count)
{
	struct audit_attempt *attempt = &audit->attempts[audit->attempt_count];
	uint64_t flows = 0;

	for (size_t i = 0; i < count; i++)
		flows += group[i]->flows;
	if (!is_told(judge, group[0], &group[0]->peers[0].address) ||
	    !is_enough(group[0], flows, 1))
		return true;
	if (!make_attempt(judge, arena, group[0], attempt))
		return false;
	audit->attempt_count++;
	attempt->listeners = count;
	for (size_t i = 1; i < count; i++) {
		attempt->flows += group[i]->flows;
		attempt->tries += group[i]->tries;
		attempt->sensors = sensors_union(judge->sensors, attempt->sensors,
		                                 group[i]->sensors);
		if (group[i]->first_us < attempt->first_us)
			attempt->first_us = group[i]->first_us;
		if (group[i]->last_us > attempt->last_us)
			attempt->last_us = group[i]->last_us;
	}
	attempt->initiators[0].flows = attempt->flows;
	return true;
}

/* @outbound has room for every attempt of the table. */
static bool add_outbound(const struct judge *judge, struct audit *audit,
                         struct arena *arena, const struct attempt **outbound)
{
	const struct attempt_table *table = &judge->outcomes.attempts;
	size_t count = 0;
	bool ok = true;

	for (size_t i = 0; i < table->count; i++)
		if (is_outbound(&table->attempts[i]))
			outbound[count++] = &table->attempts[i];
	array_sort(outbound, count, sizeof(*outbound), compare_outbound);
	for (size_t first = 0, end; ok && first < count; first = end) {
		for (end = first + 1;
		     end < count && compare_errands(outbound[first], outbound[end]) == 0;)
			end++;
		ok = fold_errand(judge, audit, arena, &outbound[first], end - first);
	}
	return ok;
}

/* --- All of them ----------------------------------------------------------------------------- */

static bool add_attempts(const struct judge *judge, struct audit *audit,
                         struct arena *arena)
{
	const struct attempt_table *table = &judge->outcomes.attempts;
	const struct attempt **outbound = malloc((table->count + 1) * sizeof(*outbound));
	bool ok = outbound && add_outbound(judge, audit, arena, outbound);

	free(outbound);
	for (size_t i = 0; ok && i < table->count; i++) {
		const struct attempt *attempt = &table->attempts[i];

		if (!is_outbound(attempt) && is_worth_it(judge, attempt))
			ok = make_attempt(judge, arena, attempt,
			                  &audit->attempts[audit->attempt_count++]);
	}
	return ok;
}

bool audit_build_attempts(const struct judge *judge, struct audit *audit,
                          struct arena *arena)
{
	const struct attempt_table *table = &judge->outcomes.attempts;

	audit->attempts = arena_alloc(arena, table->count, sizeof(*audit->attempts));
	if (!audit->attempts || !add_attempts(judge, audit, arena))
		return false;
	array_sort(audit->attempts, audit->attempt_count, sizeof(*audit->attempts),
	           compare_by_listener);
	mark_working(audit);
	array_sort(audit->attempts, audit->attempt_count, sizeof(*audit->attempts),
	           compare_attempts);
	audit->attempts_total = audit->attempt_count + table->lost;
	if (audit->attempt_count > AUDIT_ATTEMPTS)
		audit->attempt_count = AUDIT_ATTEMPTS;
	return true;
}
