/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * conversation - what judge knows of a flow, or of many alike: no packets, no libraries.
 *
 * Room: judge. One ended flow is a conversation with flows == 1; flows that
 * differ only in the initiator's port and in time are folded into one.
 */
#ifndef JUDGE_CONVERSATION_H
#define JUDGE_CONVERSATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"
#include "flow/direction.h"
#include "flow/flow.h"
#include "inspect/hint.h"

struct conversation {
	struct address initiator, responder;
	uint16_t initiator_port; /* of the first flow */
	uint16_t responder_port;
	uint8_t transport;
	uint8_t state;        /* enum flow_state */
	uint8_t direction_by; /* enum flow_direction_by */
	uint8_t initiator_end; /* of one flow: the number of its end, as details have them */
	uint8_t modality;      /* enum modality */
	uint8_t asked; /* rows that have the name the initiator asked for: judge_asked_for() */
	uint8_t dscp[2];  /* last seen of each side; 0 for folded flows */
	uint8_t spoke;    /* bit per enum flow_side: it carried payload */
	uint8_t unseen;   /* bits of enum flow_unseen */
	uint16_t sensors; /* that saw it: a set of judge/sensors.h */
	uint32_t
		hours; /* bit per hour of the day, UTC, in which it was heard; of folded flows */
	uint64_t hints[2]; /* bits of enum hint, by enum flow_side: who showed them */
	uint64_t flows;    /* 0 for the later parts of one that is recorded in parts */
	uint64_t packets[2], bytes[2]; /* by enum flow_side */
	int64_t first_us, last_us;
	char protocol
		[24]; /* what HINT_OTHER is, "" when unknown; captured or nDPI's bytes */
};

/** What either side showed. */
static inline uint64_t conversation_hints(const struct conversation *conversation)
{
	return conversation->hints[FLOW_INITIATOR] | conversation->hints[FLOW_RESPONDER];
}

/** Did @side send any payload that was captured? */
static inline bool conversation_spoke(const struct conversation *conversation,
                                      enum flow_side side)
{
	return conversation->spoke >> side & 1;
}

/** Was it sent to many, of whom nobody is its responder: to a group, or by broadcast? */
static inline bool conversation_is_to_many(const struct conversation *conversation)
{
	return conversation->state == FLOW_BROADCAST ||
	       address_is_group(&conversation->responder);
}

/** The hours of the day, a bit each, from @first_us to @last_us. */
static inline uint32_t conversation_hours(int64_t first_us, int64_t last_us)
{
	const int64_t hour_us = INT64_C(3600000000);
	int64_t first = first_us < 0 ? 0 : first_us / hour_us;
	int64_t last = last_us < first_us ? first : last_us / hour_us;
	uint32_t hours = 0;

	if (last - first >= 23)
		return (UINT32_C(1) << 24) - 1;
	for (; first <= last; first++)
		hours |= UINT32_C(1) << first % 24;
	return hours;
}

/** The conversation that one ended flow is. */
struct conversation conversation_of(const struct flow *flow);

/* RFC 6335 section 6: nobody is assigned these ports, who needs one takes it. */
#define CONVERSATION_DYNAMIC_PORT 49152

/**
 * May the other end turn out to be the initiator once roles are known? Of a guess, and of
 * media over UDP, which either end may begin: RFC 3550 and RFC 8445 know no client. So may
 * what shows nothing between two dynamic ports: media whose beginning was missed.
 */
static inline bool conversation_may_turn(enum flow_direction_by by, uint64_t hints,
                                         uint16_t from, uint16_t to)
{
	if (flow_direction_is_guess(by))
		return true;
	if (by != FLOW_BY_FIRST_DATAGRAM)
		return false;
	return hints & HINTS_OF(HINT_MEDIA) ||
	       (hints == 0 && from >= CONVERSATION_DYNAMIC_PORT &&
	        to >= CONVERSATION_DYNAMIC_PORT);
}

/** Its initiator is the one it has or, if @turned, the other end; that is known @by. */
void conversation_orient(struct conversation *conversation, bool turned,
                         enum flow_direction_by by);

#endif
