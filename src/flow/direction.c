/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow/direction.h"

#include "base/transport.h"

/* An address that is of many is nobody's; 0.0.0.0 is who has none yet, RFC 2131 section 4.1. */
static bool opens_nothing(const struct address *address)
{
	return address_is_group(address) && !address_is_unspecified(address);
}

static void set(struct flow *flow, unsigned initiator, enum flow_direction_by by)
{
	flow->direction_by = (uint8_t)by;
	if (flow->initiator == initiator)
		return;
	flow->initiator = (uint8_t)initiator;
	flow->state = (uint8_t)flow_state_turned(
		flow->transport, (enum flow_state)flow->state, flow->packets[!initiator]);
}

void flow_direction_begin(struct flow *flow)
{
	flow->direction_by =
		flow->transport == TRANSPORT_TCP ? FLOW_BY_FIRST : FLOW_BY_FIRST_DATAGRAM;
	flow->initiator = opens_nothing(&flow->end[0].address);
}

void flow_direction_say(struct flow *flow, unsigned initiator, enum flow_direction_by by)
{
	if (flow->direction_by <= by || opens_nothing(&flow->end[initiator].address) ||
	    (flow->flags & FLOW_ACCEPTED && flow->initiator != initiator))
		return;
	set(flow, initiator, by);
}

void flow_direction_accept(struct flow *flow, unsigned listener)
{
	if (flow->flags & FLOW_ACCEPTED)
		return;
	flow->flags |= FLOW_ACCEPTED;
	if (flow->direction_by > FLOW_BY_SYN || flow->initiator == listener)
		set(flow, !listener, FLOW_BY_SYNACK);
}

void flow_direction_conclude(struct flow *flow, unsigned initiator,
                             enum flow_direction_by by)
{
	set(flow, initiator, by);
}

enum flow_state flow_state_turned(uint8_t transport, enum flow_state state,
                                  uint64_t packets)
{
	if (transport != TRANSPORT_TCP && packets > 0 &&
	    (state == FLOW_NEW || state == FLOW_REFUSED))
		return FLOW_ESTABLISHED;
	return state;
}

const char *flow_direction_by_name(enum flow_direction_by by)
{
	static const char *const names[] = {
		[FLOW_BY_SYN] = "syn",
		[FLOW_BY_SYNACK] = "synack",
		[FLOW_BY_HELLO] = "hello",
		[FLOW_BY_FIRST_DATAGRAM] = "first-datagram",
		[FLOW_BY_TABLE] = "table",
		[FLOW_BY_ALLOW] = "allow",
		[FLOW_BY_DYNAMIC] = "dynamic",
		[FLOW_BY_PORT] = "port",
		[FLOW_BY_FIRST] = "first",
	};

	return names[by];
}
