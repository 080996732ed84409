/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flow_wheel - which flows to look at when, at no cost per packet.
 *
 * Room: flow, private. A flow sits in the slot of the second in which it would
 * expire if it stayed quiet. Packets do not move it: when its second comes and
 * it was active meanwhile, it is put where it belongs now. Varghese and Lauck,
 * "Hashed and Hierarchical Timing Wheels", scheme 6, with lazy cancellation.
 */
#ifndef FLOW_WHEEL_H
#define FLOW_WHEEL_H

#include <stdint.h>

#include "flow_pool.h"

#define FLOW_WHEEL_SLOTS 4096 /* seconds; longer than any timeout */

struct flow_wheel {
	uint32_t heads[FLOW_WHEEL_SLOTS];
	int64_t second;   /* the last one whose slot was looked at */
	int64_t earliest; /* no flow is in a slot between `second` and this one */
};

void flow_wheel_init(struct flow_wheel *wheel);

/** Put flow @number into the slot of @deadline_us. */
void flow_wheel_add(struct flow_wheel *wheel, const struct flow_pool *pool,
                    uint32_t number, int64_t deadline_us);

void flow_wheel_remove(struct flow_wheel *wheel, const struct flow_pool *pool,
                       uint32_t number);

/** The second in which a flow that is in the wheel will be looked at. */
int64_t flow_wheel_second_of(const struct flow_wheel *wheel, const struct flow *flow);

/** Take the whole list of the slot of @second; its flows are linked through wheel_next. */
uint32_t flow_wheel_take_slot(struct flow_wheel *wheel, int64_t second);

/** The flow that is looked at next, or FLOW_POOL_NONE. */
uint32_t flow_wheel_first(struct flow_wheel *wheel);

#endif
