/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * direction - which end of a flow is its initiator, and how that is known.
 *
 * Room: flow. The only module that sets it. Whoever finds something out says so
 * here; what is said later counts only when it is better known, so the order of
 * packets, readers and tables does not matter. Nothing else of a flow changes with
 * it: what is kept by end stays where it is.
 */
#ifndef FLOW_DIRECTION_H
#define FLOW_DIRECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "flow/flow.h"

/* How the initiator was told from the responder, strongest first. */
enum flow_direction_by {
	FLOW_BY_SYN,
	FLOW_BY_SYNACK,
	FLOW_BY_HELLO,          /* the payload is a request or a server's greeting */
	FLOW_BY_FIRST_DATAGRAM, /* UDP: who sends first asks first */
	/* From here on it is a guess: TCP whose beginning was not captured. */
	FLOW_BY_TABLE,   /* one port is listed in a catalogue, the other is not; or only
	                    this way round has an explanation */
	FLOW_BY_ALLOW,   /* the site file allows it this way round only */
	FLOW_BY_DYNAMIC, /* one port is of the dynamic range, the other is not */
	FLOW_BY_PORT,    /* one port is a system port (below 1024), the other is not */
	FLOW_BY_FIRST,   /* whoever was seen first */
};

/** Is it told from anything but what the two ends said? */
static inline bool flow_direction_is_guess(enum flow_direction_by by)
{
	return by > FLOW_BY_FIRST_DATAGRAM;
}

/** What is known from @flow's first packet, which end 0 sent. */
void flow_direction_begin(struct flow *flow);

/**
 * End number @initiator opened @flow, as is known @by. Known as well or better: nothing
 * changes. Nor does it for a group or broadcast address, which opens nothing, or for a
 * SYN of the end that answered one before.
 */
void flow_direction_say(struct flow *flow, unsigned initiator, enum flow_direction_by by);

/**
 * End number @listener accepted a SYN, so the other one opened @flow: whoever answers
 * listens, whatever SYN of its own was seen that nobody answered.
 */
void flow_direction_accept(struct flow *flow, unsigned listener);

/** End number @initiator opened @flow, which has ended, when all is said and judged @by. */
void flow_direction_conclude(struct flow *flow, unsigned initiator,
                             enum flow_direction_by by);

/**
 * The state of a conversation that was in @state when its other end turns out to be the
 * initiator, and its responder to have sent @packets.
 *
 * A UDP conversation is what its responder did about it; TCP's own words say its state.
 */
enum flow_state flow_state_turned(uint8_t transport, enum flow_state state,
                                  uint64_t packets);

/** The number of the end that is @side, as far as that is known. */
static inline unsigned flow_end_of(const struct flow *flow, enum flow_side side)
{
	return flow->initiator ^ (unsigned)side;
}

/** What end number @end is, as far as that is known. */
static inline enum flow_side flow_side_of(const struct flow *flow, unsigned end)
{
	return (enum flow_side)(flow->initiator ^ end);
}

/** The end that opened @flow, as far as that is known; borrowed. */
static inline const struct flow_end *flow_initiator(const struct flow *flow)
{
	return &flow->end[flow->initiator];
}

/** The other one; borrowed. */
static inline const struct flow_end *flow_responder(const struct flow *flow)
{
	return &flow->end[!flow->initiator];
}

/** "syn", "synack", "hello", "first-datagram", "table", …: the words of design.md section 7. Static. */
const char *flow_direction_by_name(enum flow_direction_by by);

#endif
