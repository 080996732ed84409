/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who listens, when neither handshake nor payload said so: the one place that chooses
 * among guesses.
 *
 * By ports as soon as a flow has ended, because a listener is evidence of a role; and,
 * once roles are known, by what can be explained.
 */
#include "base/address.h"
#include "base/transport.h"

#include "judge_private.h"

#define SYSTEM_PORTS 1024 /* RFC 6335 section 6 */

void judge_guess(const struct judge *judge, struct conversation *conversation)
{
	uint16_t from = conversation->initiator_port, to = conversation->responder_port;
	unsigned from_rank, to_rank;

	if (conversation->direction_by != FLOW_BY_FIRST)
		return;
	from_rank = policy_port_rank(judge->policy, conversation->transport, from);
	to_rank = policy_port_rank(judge->policy, conversation->transport, to);
	if (from_rank != to_rank && (from_rank > 1 || to_rank > 1))
		conversation_orient(conversation, from_rank > to_rank, FLOW_BY_TABLE);
	else if ((from < SYSTEM_PORTS) != (to < SYSTEM_PORTS))
		conversation_orient(conversation, from < SYSTEM_PORTS, FLOW_BY_PORT);
	else if (address_is_group(&conversation->initiator))
		/* Nobody answers from a group address, so its owner was asked. */
		conversation_orient(conversation, true, FLOW_BY_PORT);
}

static bool is_explained(const struct verdict *verdict)
{
	return verdict->kind == VERDICT_EXPECTED || verdict->kind == VERDICT_KNOWN;
}

/* Is the other way round the better explanation? */
static bool explains_better(struct judge *judge, const struct conversation *conversation,
                            const struct conversation *turned)
{
	struct verdict forward = judge_decide(judge, conversation);

	if (!verdict_is_unexpected(forward.kind) &&
	    forward.kind != VERDICT_OUT_OF_SCOPE && forward.confirmed)
		return false;

	struct verdict backward = judge_decide(judge, turned);

	if (!is_explained(&backward))
		return false;
	return backward.confirmed ||
	       !(is_explained(&forward) || forward.kind == VERDICT_UNVERIFIED);
}

bool judge_orient(struct judge *judge, struct conversation *conversation)
{
	uint8_t before = conversation->initiator_end;

	judge_guess(judge, conversation);
	/* Whoever sends the first datagram asked for the answer; only TCP can begin in the middle. */
	if (conversation->direction_by == FLOW_BY_TABLE ||
	    (flow_direction_is_guess(conversation->direction_by) &&
	     conversation->transport == TRANSPORT_TCP)) {
		struct conversation turned = *conversation;

		conversation_orient(&turned, true, FLOW_BY_TABLE);
		if (explains_better(judge, conversation, &turned))
			*conversation = turned;
	}
	return conversation->initiator_end != before;
}
