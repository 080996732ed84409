/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow_state.h"

#include <assert.h>

#include "base/address.h"
#include "base/attributes.h"
#include "base/clock.h"
#include "decode/packet.h"
#include "flow/direction.h"

/* Quiet times in the manner of Suricata's flow-timeouts: new, established, closed. */
#define TIMEOUT_TCP_NEW         (60 * US_PER_SECOND)
#define TIMEOUT_TCP_ESTABLISHED (3600 * US_PER_SECOND)
#define TIMEOUT_TCP_MIDSTREAM   (600 * US_PER_SECOND)
#define TIMEOUT_TCP_CLOSED      (10 * US_PER_SECOND)
#define TIMEOUT_UDP_NEW         (30 * US_PER_SECOND)
#define TIMEOUT_UDP_ESTABLISHED (300 * US_PER_SECOND)

static_assert(TIMEOUT_UDP_NEW <= TIMEOUT_TCP_NEW, "no error shortens a timeout");

static bool has_payload(const struct flow *flow)
{
	return flow->flags & FLOW_PAYLOAD;
}

bool flow_state_begins_anew(const struct flow *flow, const struct packet *packet,
                            unsigned end)
{
	if (packet->transport != TRANSPORT_TCP || !(packet->tcp_flags & TCP_SYN) ||
	    packet->tcp_flags & TCP_ACK)
		return false;

	switch ((enum flow_state)flow->state) {
	case FLOW_CLOSED:
	case FLOW_RESET:
	case FLOW_SCANNED:
		return true;
	case FLOW_UNHEARD:
		return has_payload(flow) && end == flow->initiator;
	case FLOW_UNANSWERED:
	case FLOW_BROADCAST:
		return false;
	case FLOW_REFUSED:
		/* Clients try a refused port again within a second: the same attempt. */
		return false;
	case FLOW_NEW:
		/* Bare resets are no conversation yet. */
		return false;
	case FLOW_ATTEMPT:
		/* Whose SYN is answered will be seen. */
		return false;
	case FLOW_ESTABLISHED:
		/* A listener's SYN is to look like an initiator's. */
		return end == flow->initiator && has_payload(flow);
	case FLOW_MIDSTREAM:
		/* A retransmitted SYN is no new conversation, one after payload is. */
		return has_payload(flow);
	}
	return false;
}

static enum flow_state after_reset(const struct flow *flow, unsigned end)
{
	switch ((enum flow_state)flow->state) {
	case FLOW_ATTEMPT:
		return end != flow->initiator ? FLOW_REFUSED : FLOW_ATTEMPT;
	case FLOW_UNHEARD:
		return end != flow->initiator ? FLOW_REFUSED : FLOW_UNHEARD;
	case FLOW_ESTABLISHED:
		return has_payload(flow) || end != flow->initiator ? FLOW_RESET
		                                                   : FLOW_SCANNED;
	case FLOW_MIDSTREAM:
		return FLOW_RESET;
	case FLOW_NEW:
	case FLOW_REFUSED:
	case FLOW_SCANNED:
	case FLOW_CLOSED:
	case FLOW_RESET:
	case FLOW_UNANSWERED:
	case FLOW_BROADCAST:
		break;
	}
	return (enum flow_state)flow->state;
}

static enum flow_state after_segment(const struct flow *flow, const struct packet *packet,
                                     unsigned end)
{
	bool answer = end != flow->initiator;

	switch ((enum flow_state)flow->state) {
	case FLOW_NEW:
		if (packet->tcp_flags & TCP_SYN)
			return packet->tcp_flags & TCP_ACK ? FLOW_ESTABLISHED
			                                   : FLOW_ATTEMPT;
		return FLOW_MIDSTREAM;
	case FLOW_ATTEMPT:
		/* Only a SYN can be sent unanswered; but anybody can send an ACK. */
		if (answer)
			return FLOW_ESTABLISHED;
		return packet->tcp_flags & TCP_SYN ? FLOW_ATTEMPT : FLOW_UNHEARD;
	case FLOW_UNHEARD:
		return answer ? FLOW_ESTABLISHED : FLOW_UNHEARD;
	case FLOW_REFUSED:
		/* The reset or error may have been forged: what follows says more. */
		if (answer && (packet->tcp_flags & TCP_SYN || packet->payload_wire_len))
			return FLOW_ESTABLISHED;
		return !answer && packet->payload_wire_len ? FLOW_UNHEARD : FLOW_REFUSED;
	case FLOW_ESTABLISHED:
	case FLOW_MIDSTREAM:
		return flow->fin == 3 ? FLOW_CLOSED : (enum flow_state)flow->state;
	case FLOW_SCANNED:
	case FLOW_CLOSED:
	case FLOW_RESET:
	case FLOW_UNANSWERED:
	case FLOW_BROADCAST:
		break;
	}
	return (enum flow_state)flow->state;
}

static enum flow_state follow_tcp(struct flow *flow, const struct packet *packet,
                                  unsigned end)
{
	flow->end[end].tcp_flags |= packet->tcp_flags;
	if (packet->tcp_flags & TCP_FIN)
		flow->fin |= (uint8_t)(1 << end);
	return packet->tcp_flags & TCP_RST ? after_reset(flow, end)
	                                   : after_segment(flow, packet, end);
}

/* An answer, or so many datagrams without an error, and no error counts any more: anybody can
 * forge one. */
#define UNMET_DATAGRAMS 10

enum flow_state flow_state_begin(const struct packet *packet)
{
	return packet->transport == TRANSPORT_UDP && UNLIKELY(packet->to_all) &&
	                       !address_is_group(&packet->target)
	               ? FLOW_BROADCAST
	               : FLOW_NEW;
}

static enum flow_state follow_udp(struct flow *flow, const struct packet *packet,
                                  unsigned end)
{
	enum flow_state state = (enum flow_state)flow->state;

	if (state != FLOW_NEW && state != FLOW_REFUSED && state != FLOW_BROADCAST)
		return state;
	if (end != flow->initiator)
		return FLOW_ESTABLISHED;
	if (state == FLOW_BROADCAST) {
		if (packet->to_all)
			return state;
		state = FLOW_NEW;
	}
	flow->unmet += flow->unmet < UINT8_MAX;
	return flow->unmet >= UNMET_DATAGRAMS ? FLOW_NEW : state;
}

/* @return whether the flow may now be quiet for less time than before */
static bool enter_state(struct flow *flow, enum flow_state next)
{
	if (LIKELY(next == flow->state))
		return false;

	int64_t before = flow_state_timeout(flow);

	flow->state = (uint8_t)next;
	return flow_state_timeout(flow) < before;
}

bool flow_state_follow(struct flow *flow, const struct packet *packet, unsigned end)
{
	enum flow_state next = packet->transport == TRANSPORT_TCP
	                               ? follow_tcp(flow, packet, end)
	                               : follow_udp(flow, packet, end);

	if (packet->payload_wire_len > 0)
		flow->flags |= end ? FLOW_PAYLOAD_1 : FLOW_PAYLOAD_0;
	return enter_state(flow, next);
}

void flow_state_follow_error(struct flow *flow, unsigned end)
{
	bool unanswered = flow->state == FLOW_ATTEMPT || flow->state == FLOW_NEW ||
	                  flow->state == FLOW_REFUSED;

	flow->flags |= FLOW_ICMP_ERROR;
	if (end != flow->initiator || !unanswered || flow->unmet >= UNMET_DATAGRAMS)
		return;
	flow->unmet = 0;
	flow->state = FLOW_REFUSED;
}

int64_t flow_state_timeout(const struct flow *flow)
{
	switch ((enum flow_state)flow->state) {
	case FLOW_NEW:
		return flow->transport == TRANSPORT_TCP ? TIMEOUT_TCP_NEW
		                                        : TIMEOUT_UDP_NEW;
	case FLOW_BROADCAST:
		return TIMEOUT_UDP_NEW;
	case FLOW_ATTEMPT:
	case FLOW_REFUSED:
		return TIMEOUT_TCP_NEW;
	case FLOW_ESTABLISHED:
		return flow->transport == TRANSPORT_TCP ? TIMEOUT_TCP_ESTABLISHED
		                                        : TIMEOUT_UDP_ESTABLISHED;
	case FLOW_MIDSTREAM:
	case FLOW_UNHEARD:
		return TIMEOUT_TCP_MIDSTREAM;
	case FLOW_SCANNED:
	case FLOW_CLOSED:
	case FLOW_RESET:
	case FLOW_UNANSWERED:
		return TIMEOUT_TCP_CLOSED;
	}
	return TIMEOUT_TCP_NEW;
}
