/* SPDX-License-Identifier: BSD-2-Clause */
#include "meeting.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

#include "judge_private.h"

static int compare_places(const struct address *x, const struct address *y,
                          unsigned transport_x, unsigned transport_y, unsigned port_x,
                          unsigned port_y)
{
	int order = memcmp(x, y, sizeof(*x));

	if (order == 0)
		order = (int)transport_x - (int)transport_y;
	return order ? order : (int)port_x - (int)port_y;
}

int meeting_compare_listeners(const void *a, const void *b)
{
	const struct listener *const *x = a, *const *y = b;

	return compare_places(&(*x)->address, &(*y)->address, (*x)->transport,
	                      (*y)->transport, (*x)->port, (*y)->port);
}

static int compare_meetings(const void *a, const void *b)
{
	const struct meeting *x = a, *y = b;
	int order = compare_places(&x->listener, &y->listener, x->transport, y->transport,
	                           x->port, y->port);

	if (order == 0)
		order = (int)x->order - (int)y->order;
	if (order == 0 && x->rule && y->rule)
		order = strcmp(x->rule->row->id, y->rule->row->id);
	return order;
}

int meeting_compare(const struct meeting *meeting, const struct listener *listener)
{
	return compare_places(&meeting->listener, &listener->address, meeting->transport,
	                      listener->transport, meeting->port, listener->port);
}

/* A near row says what the listener should be where only what is spoken, or who came, is wrong. */
static struct meeting meeting_of(const struct outcome *outcome)
{
	bool near = outcome->kind == VERDICT_WRONG_PROTOCOL ||
	            outcome->kind == VERDICT_WRONG_SOURCE;

	return (struct meeting){
		.listener = outcome->listener,
		.port = outcome->port,
		.transport = outcome->transport,
		.order = outcome->kind,
		.rule = outcome->rule ? outcome->rule
		        : near        ? outcome->nearest
		                      : NULL,
		.flows = outcome->flows,
		.bytes = outcome->bytes,
		.hints = { outcome->hints[0], outcome->hints[1] },
		.first_us = outcome->first_us,
		.last_us = outcome->last_us,
		.peers = { outcome->peers, outcome->peer_count, outcome->peers_total },
	};
}

/* Handshakes that failed show a certificate all the same. */
static struct meeting failed_meeting(const struct attempt *attempt)
{
	return (struct meeting){
		.listener = attempt->listener,
		.port = attempt->port,
		.transport = attempt->transport,
		.order = VERDICT_FAILED,
		.rule = attempt->rule,
		.flows = attempt->flows,
		.first_us = attempt->first_us,
		.last_us = attempt->last_us,
		.peers = { attempt->peers, attempt->peer_count, attempt->peers_total },
	};
}

struct meeting *meetings_of(const struct judge *judge, size_t *count)
{
	const struct attempt_table *attempts = &judge->outcomes.attempts;
	struct meeting *meetings =
		malloc((judge->outcomes.count + attempts->count + 1) * sizeof(*meetings));

	*count = 0;
	if (!meetings)
		return NULL;
	for (size_t i = 0; i < judge->outcomes.count; i++)
		if (judge->outcomes.outcomes[i].port)
			meetings[(*count)++] = meeting_of(&judge->outcomes.outcomes[i]);
	for (size_t i = 0; i < attempts->count; i++)
		if (attempts->attempts[i].port &&
		    attempts->attempts[i].how == ATTEMPT_BY_HANDSHAKE)
			meetings[(*count)++] = failed_meeting(&attempts->attempts[i]);
	array_sort(meetings, *count, sizeof(*meetings), compare_meetings);
	return meetings;
}
