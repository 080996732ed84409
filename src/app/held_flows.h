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

#include "pipeline_sink.h"

/* What is sorted instead of the flows, which are seven times as large. */
struct held_turn {
	int64_t first_us;
	uint64_t id;
	uint32_t index;
};

struct held_flows {
	struct ended_flow *flows; /* owned, with their details; as they ended */
	struct held_turn *turns;  /* owned; one for each */
	size_t count, capacity, turn_capacity;
	size_t memory; /* bytes that what is held takes */
};

/** Take over @ended with its details. @return false when out of memory: nothing was taken */
MUST_CHECK bool held_flows_add(struct held_flows *held, struct ended_flow *ended);

/** Visit every flow, the one that began first first, and let go of it. */
void held_flows_drain(struct held_flows *held,
                      void (*visit)(struct ended_flow *ended, void *context),
                      void *context);

void held_flows_fini(struct held_flows *held);

#endif
