/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stun - what STUN messages say about a flow, and the checks ICE makes with them.
 *
 * Room: inspect, private. Used by every reader that may meet STUN: datagrams,
 * TCP streams, and both TCP framings.
 */
#ifndef STUN_H
#define STUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reader.h"
#include "stun_message.h"

/* Requests that wait for their answer. */
struct stun_checks {
	uint64_t asked[2][4]; /* transaction ids by end; 0: free */
	uint8_t ice[2];       /* bit n: asked[end][n] is a connectivity check */
	uint8_t next[2];
};

/**
 * Set the hints and details @message justifies.
 *
 * @return whether it was enough to say the flow carries STUN
 */
bool stun_observe(struct reader_view *view, struct stun_checks *checks,
                  const struct stun_message *message);

#endif
