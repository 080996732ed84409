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
static bool is_worth_it(const struct judge *judge, const struct attempt *attempt)
{
	uint64_t flows = attempt->flows, initiators = attempt->peers_total;

	for (size_t i = 0; i < attempt->peer_count; i++) {
		const struct address *peer = &attempt->peers[i].address;

		if (!outcome_table_scans(&judge->outcomes, peer) ||
		    (attempt->rule && naming_roles(judge, peer) != 0))
			continue;
		flows -= attempt->peers[i].flows;
		initiators--;
	}
	if (initiators == 0 || attempt->rule)
		return initiators > 0;
	return flows >= TRIES_WITHOUT_ROW || initiators >= TRIES_WITHOUT_ROW;
}

static int compare_initiators(const void *a, const void *b)
{
	const struct audit_initiator *x = a, *y = b;

	if (x->flows != y->flows)
		return x->flows > y->flows ? -1 : 1;
	return memcmp(&x->address, &y->address, sizeof(x->address));
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
		.flows = from->flows,
		.tries = from->tries,
		.first_us = from->first_us,
		.last_us = from->last_us,
	};
	return fill_initiators(judge, arena, from, attempt);
}

static int compare_listeners(const struct audit_attempt *a, const struct audit_attempt *b)
{
	int order = memcmp(&a->address, &b->address, sizeof(a->address));

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

bool audit_build_attempts(const struct judge *judge, struct audit *audit,
                          struct arena *arena)
{
	const struct attempt_table *table = &judge->outcomes.attempts;

	audit->attempts = arena_alloc(arena, table->count, sizeof(*audit->attempts));
	if (!audit->attempts)
		return false;
	for (size_t i = 0; i < table->count; i++) {
		if (!is_worth_it(judge, &table->attempts[i]))
			continue;
		if (!make_attempt(judge, arena, &table->attempts[i],
		                  &audit->attempts[audit->attempt_count++]))
			return false;
	}
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
