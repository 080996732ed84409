/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow/flow.h"

#include "base/transport.h"

bool flow_was_answered(const struct flow *flow)
{
	switch ((enum flow_state)flow->state) {
	case FLOW_ATTEMPT:
	case FLOW_REFUSED:
	case FLOW_BROADCAST:
		return false;
	case FLOW_NEW:
		return flow->packets[!flow->initiator] > 0;
	case FLOW_SCANNED:
	case FLOW_ESTABLISHED:
	case FLOW_CLOSED:
	case FLOW_RESET:
	case FLOW_MIDSTREAM:
	case FLOW_UNHEARD: /* whoever went on was */
	case FLOW_UNANSWERED:
		return true;
	}
	return false;
}

enum flow_state flow_concluded_state(const struct flow *flow)
{
	enum flow_state state = (enum flow_state)flow->state;
	uint8_t asked = flow->initiator ? FLOW_PAYLOAD_1 : FLOW_PAYLOAD_0;

	/* Of a conversation recorded in parts, an earlier one may have the answer. */
	if (flow->transport != TRANSPORT_TCP || flow->flags & FLOW_CONTINUED ||
	    !(flow->flags & FLOW_ACCEPTED) || (flow->flags & FLOW_PAYLOAD) != asked)
		return state;
	return state == FLOW_ESTABLISHED || state == FLOW_CLOSED || state == FLOW_RESET
	               ? FLOW_UNANSWERED
	               : state;
}

const char *flow_state_name(enum flow_state state)
{
	static const char *const names[] = {
		[FLOW_NEW] = "new",
		[FLOW_ATTEMPT] = "attempt",
		[FLOW_REFUSED] = "refused",
		[FLOW_SCANNED] = "scanned",
		[FLOW_ESTABLISHED] = "established",
		[FLOW_CLOSED] = "closed",
		[FLOW_RESET] = "reset",
		[FLOW_MIDSTREAM] = "midstream",
		[FLOW_UNHEARD] = "unheard",
		[FLOW_BROADCAST] = "broadcast",
		[FLOW_UNANSWERED] = "unanswered",
	};

	return names[state];
}

const char *flow_end_reason_name(enum flow_end_reason reason)
{
	static const char *const names[] = {
		[FLOW_END_FORCED] = "forced", [FLOW_END_IDLE] = "timeout",
		[FLOW_END_ACTIVE] = "active", [FLOW_END_EVICTED] = "memcap",
		[FLOW_END_CLOSED] = "closed",
	};

	return names[reason];
}
