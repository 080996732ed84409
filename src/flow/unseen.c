/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow/unseen.h"

#include "base/transport.h"
#include "flow/direction.h"

#define BOTH (FLOW_UNSEEN_INITIATOR | FLOW_UNSEEN_RESPONDER)

/* Did either end go on although nothing that the other one sent was captured? */
static bool was_taken_up(const struct flow *flow)
{
	switch ((enum flow_state)flow->state) {
	case FLOW_NEW:
	case FLOW_ATTEMPT:
	case FLOW_REFUSED:
	case FLOW_BROADCAST:
		return false;
	case FLOW_SCANNED:
	case FLOW_ESTABLISHED:
	case FLOW_CLOSED:
	case FLOW_RESET:
	case FLOW_MIDSTREAM:
	case FLOW_UNHEARD:
	case FLOW_UNANSWERED:
		break;
	}
	return true;
}

unsigned flow_unseen(const struct flow *flow)
{
	unsigned unseen = (flow->flags & FLOW_CUT ? FLOW_UNSEEN_PART : 0) |
	                  (flow->given_up ? FLOW_UNSEEN_GIVEN_UP : 0);

	if (flow->transport != TRANSPORT_TCP || !was_taken_up(flow))
		return unseen;
	if (!((flow->end[0].tcp_flags | flow->end[1].tcp_flags) & TCP_SYN))
		unseen |= FLOW_UNSEEN_BEGINNING;
	if (flow->packets[flow->initiator] == 0)
		unseen |= FLOW_UNSEEN_INITIATOR;
	if (flow->packets[!flow->initiator] == 0)
		unseen |= FLOW_UNSEEN_RESPONDER;
	return unseen;
}

unsigned flow_unseen_turned(unsigned unseen)
{
	unsigned turned = unseen & ~(unsigned)BOTH;

	if (unseen & FLOW_UNSEEN_INITIATOR)
		turned |= FLOW_UNSEEN_RESPONDER;
	if (unseen & FLOW_UNSEEN_RESPONDER)
		turned |= FLOW_UNSEEN_INITIATOR;
	return turned;
}

const char *flow_unseen_name(enum flow_unseen unseen)
{
	switch (unseen) {
	case FLOW_UNSEEN_BEGINNING:
		return "mid-stream";
	case FLOW_UNSEEN_PART:
		return "cut";
	case FLOW_UNSEEN_INITIATOR:
		return "initiator-not-captured";
	case FLOW_UNSEEN_RESPONDER:
		return "responder-not-captured";
	case FLOW_UNSEEN_GIVEN_UP:
		return "given-up";
	}
	return "";
}
