/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flow_state - how a conversation begins, goes on and ends, packet by packet.
 *
 * Room: flow, private. Pure functions of a flow and a packet; the table keeps
 * time and memory.
 */
#ifndef FLOW_STATE_H
#define FLOW_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "flow/flow.h"

struct packet;

/**
 * The state of a flow whose first packet is @packet. A host is met by frames of its own: a
 * datagram whose frame went to everybody was for nobody. A group's address says so itself.
 */
enum flow_state flow_state_begin(const struct packet *packet);

/** Does @packet begin another conversation on the ports of @flow? RFC 9293 section 3.6.1. */
bool flow_state_begins_anew(const struct flow *flow, const struct packet *packet,
                            unsigned end);

/** Follow the state of @flow with a packet that end number @end sent. @return whether its timeout got shorter */
bool flow_state_follow(struct flow *flow, const struct packet *packet, unsigned end);

/** Somebody's ICMP error quoted a packet that end number @end sent. The timeout gets no shorter. */
void flow_state_follow_error(struct flow *flow, unsigned end);

/** How long the flow may be quiet before it ends, in microseconds. */
int64_t flow_state_timeout(const struct flow *flow);

#endif
