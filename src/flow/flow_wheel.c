/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow_wheel.h"

#include <string.h>

#define US_PER_SECOND INT64_C(1000000)

static uint16_t slot_of(int64_t second)
{
	return (uint16_t)((uint64_t)second % FLOW_WHEEL_SLOTS);
}

void flow_wheel_init(struct flow_wheel *wheel)
{
	memset(wheel->heads, 0xff, sizeof(wheel->heads)); /* all FLOW_POOL_NONE */
	wheel->second = 0;
	wheel->earliest = 0;
}

void flow_wheel_add(struct flow_wheel *wheel, const struct flow_pool *pool,
                    uint32_t number, int64_t deadline_us)
{
	struct flow *flow = flow_pool_at(pool, number);
	int64_t second = deadline_us / US_PER_SECOND;

	/* A deadline of the past, by packets out of order, is due with the next second. */
	if (second <= wheel->second)
		second = wheel->second + 1;
	if (second < wheel->earliest)
		wheel->earliest = second;
	flow->wheel_slot = slot_of(second);
	flow->wheel_previous = FLOW_POOL_NONE;
	flow->wheel_next = wheel->heads[flow->wheel_slot];
	if (flow->wheel_next != FLOW_POOL_NONE)
		flow_pool_at(pool, flow->wheel_next)->wheel_previous = number;
	wheel->heads[flow->wheel_slot] = number;
}

void flow_wheel_remove(struct flow_wheel *wheel, const struct flow_pool *pool,
                       uint32_t number)
{
	struct flow *flow = flow_pool_at(pool, number);

	if (flow->wheel_previous != FLOW_POOL_NONE)
		flow_pool_at(pool, flow->wheel_previous)->wheel_next = flow->wheel_next;
	else
		wheel->heads[flow->wheel_slot] = flow->wheel_next;
	if (flow->wheel_next != FLOW_POOL_NONE)
		flow_pool_at(pool, flow->wheel_next)->wheel_previous =
			flow->wheel_previous;
}

int64_t flow_wheel_second_of(const struct flow_wheel *wheel, const struct flow *flow)
{
	uint16_t ahead = (uint16_t)((flow->wheel_slot - (uint64_t)wheel->second - 1) %
	                            FLOW_WHEEL_SLOTS);

	return wheel->second + 1 + ahead;
}

uint32_t flow_wheel_take_slot(struct flow_wheel *wheel, int64_t second)
{
	uint32_t head = wheel->heads[slot_of(second)];

	wheel->heads[slot_of(second)] = FLOW_POOL_NONE;
	return head;
}

uint32_t flow_wheel_first(struct flow_wheel *wheel)
{
	int64_t last = wheel->second + FLOW_WHEEL_SLOTS;

	if (wheel->earliest <= wheel->second || wheel->earliest > last)
		wheel->earliest = wheel->second + 1;
	for (; wheel->earliest <= last; wheel->earliest++) {
		uint32_t head = wheel->heads[slot_of(wheel->earliest)];

		if (head != FLOW_POOL_NONE)
			return head;
	}
	return FLOW_POOL_NONE;
}
