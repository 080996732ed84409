/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * held_flows - ended flows that wait until the roles of their ends are known.
 *
 * Room: app, private. Taken in the order they began in, whatever order they
 * ended in.
 */
#ifndef HELD_FLOWS_H
#define HELD_FLOWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "flow/flow.h"

struct held_flow {
	struct flow flow; /* its details are ours */
	enum flow_end_reason reason;
};

/* What is sorted instead of the flows, which are seven times as large. */
struct held_turn {
	int64_t first_us;
	uint64_t id;
	uint32_t index;
};

struct held_flows {
	struct held_flow *flows; /* owned; as they ended */
	struct held_turn *turns; /* owned; one for each */
	size_t count, capacity, turn_capacity;
};

/** Take over @flow with its details, or a copy of them when it goes on. @return false when out of memory */
MUST_CHECK bool held_flows_add(struct held_flows *held, struct flow *flow,
                               enum flow_end_reason reason);

/** Visit every flow, the one that began first first, and let go of it. */
void held_flows_drain(struct held_flows *held,
                      void (*visit)(struct flow *flow, enum flow_end_reason reason,
                                    void *context),
                      void *context);

void held_flows_fini(struct held_flows *held);

#endif
