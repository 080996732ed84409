/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow/flow.h"

bool flow_was_answered(const struct flow *flow)
{
	switch ((enum flow_state)flow->state) {
	case FLOW_ATTEMPT:
	case FLOW_REFUSED:
		return false;
	case FLOW_NEW:
		return flow->packets[!flow->initiator] > 0;
	case FLOW_SCANNED:
	case FLOW_ESTABLISHED:
	case FLOW_CLOSED:
	case FLOW_RESET:
	case FLOW_MIDSTREAM:
		return true;
	}
	return false;
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
