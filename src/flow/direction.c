/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow/direction.h"

#include "base/transport.h"

void flow_direction_say(struct flow *flow, unsigned initiator, enum flow_direction_by by)
{
	if (flow->direction_by <= by)
		return;
	flow->direction_by = (uint8_t)by;
	if (flow->initiator == initiator)
		return;
	flow->initiator = (uint8_t)initiator;
	flow->state = (uint8_t)flow_state_turned(
		flow->transport, (enum flow_state)flow->state, flow->packets[!initiator]);
}

enum flow_state flow_state_turned(uint8_t transport, enum flow_state state,
                                  uint64_t packets)
{
	if (transport == TRANSPORT_UDP && packets > 0 &&
	    (state == FLOW_NEW || state == FLOW_REFUSED))
		return FLOW_ESTABLISHED;
	return state;
}

const char *flow_direction_by_name(enum flow_direction_by by)
{
	static const char *const names[] = {
		[FLOW_BY_SYN] = "syn",     [FLOW_BY_SYNACK] = "synack",
		[FLOW_BY_HELLO] = "hello", [FLOW_BY_TABLE] = "table",
		[FLOW_BY_PORT] = "port",   [FLOW_BY_FIRST] = "first",
	};

	return names[by];
}
