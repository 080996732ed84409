/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * unseen - what the capture could not show of a flow.
 *
 * Room: flow. From what was not captured nothing follows: whoever concludes something
 * from what a flow does not show asks here first.
 */
#ifndef FLOW_UNSEEN_H
#define FLOW_UNSEEN_H

#include <stddef.h>
#include <stdint.h>

#include "flow/flow.h"

/* Bits of a set. */
enum flow_unseen {
	FLOW_UNSEEN_BEGINNING = 0x1, /* TCP: no SYN of either end was captured */
	FLOW_UNSEEN_PART = 0x2,      /* a payload was cut by the snaplen */
	FLOW_UNSEEN_INITIATOR = 0x4, /* TCP: nothing that it sent was captured, */
	FLOW_UNSEEN_RESPONDER = 0x8, /* although the other end went on */
	FLOW_UNSEEN_GIVEN_UP = 0x10, /* there was no memory to look at all of it */
};

#define FLOW_UNSEENS 5

/** What could not be seen of @flow: bits of enum flow_unseen. */
unsigned flow_unseen(const struct flow *flow);

/** The same of a flow whose ends are taken the other way round. */
unsigned flow_unseen_turned(unsigned unseen);

/** "mid-stream", "cut", … "given-up": bit by bit. Static. */
const char *flow_unseen_name(enum flow_unseen unseen);

#endif
