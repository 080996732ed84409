/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow/flow.h"

#define SWAP(type, a, b)                                                                 \
	do {                                                                             \
		type kept = (a);                                                         \
		(a) = (b);                                                               \
		(b) = kept;                                                              \
	} while (0)

void flow_turn_round(struct flow *flow, enum flow_direction_by by)
{
	unsigned payload =
		flow->flags & (FLOW_PAYLOAD_INITIATOR | FLOW_PAYLOAD_RESPONDER);

	SWAP(struct address, flow->initiator, flow->responder);
	SWAP(uint16_t, flow->initiator_port, flow->responder_port);
	SWAP(uint8_t, flow->tcp_flags[0], flow->tcp_flags[1]);
	SWAP(uint8_t, flow->dscp[0], flow->dscp[1]);
	SWAP(uint64_t, flow->packets[0], flow->packets[1]);
	SWAP(uint64_t, flow->bytes[0], flow->bytes[1]);
	flow->fin = (uint8_t)((flow->fin & 1) << 1 | (flow->fin >> 1 & 1));
	if (payload == FLOW_PAYLOAD_INITIATOR || payload == FLOW_PAYLOAD_RESPONDER)
		flow->flags ^= FLOW_PAYLOAD_INITIATOR | FLOW_PAYLOAD_RESPONDER;
	flow->direction_by = (uint8_t)by;
}

bool flow_was_answered(const struct flow *flow)
{
	switch ((enum flow_state)flow->state) {
	case FLOW_ATTEMPT:
	case FLOW_REFUSED:
		return false;
	case FLOW_NEW:
		return flow->packets[FLOW_RESPONDER] > 0;
	case FLOW_SCANNED:
	case FLOW_ESTABLISHED:
	case FLOW_CLOSED:
	case FLOW_RESET:
	case FLOW_MIDSTREAM:
		return true;
	}
	return false;
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
