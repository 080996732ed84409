/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flow_wheel - which flows to look at when, at no cost per packet.
 *
 * Room: flow, private. A flow sits in the slot of the second in which it would
 * expire if it stayed quiet. Packets do not move it: when its second comes and
 * it was active meanwhile, it is put where it belongs now. Varghese and Lauck,
 * "Hashed and Hierarchical Timing Wheels", scheme 6, with lazy cancellation.
 *
 * A slot is a stack of flow numbers, so that moving a flow touches no other one
 * and the flows of a slot are known long before they are looked at. Leaving a
 * slot takes nothing out of it: an entry counts only while the key of its flow
 * names the slot. The number may be another flow's by then, and the slot may
 * hold it twice; the newest entry is the one that counts, and whoever is looked
 * at leaves the slot, which makes the older ones stale. Stale entries are dropped
 * when they are met, and all at once when they are more than those that count.
 */
#ifndef FLOW_WHEEL_H
#define FLOW_WHEEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"

#include "flow_pool.h"

#define FLOW_WHEEL_SLOTS 4096 /* seconds; longer than any timeout */
#define FLOW_WHEEL_BATCH 64   /* flows taken out at a time */
#define FLOW_WHEEL_SLACK 8192 /* stale entries that are not worth looking for */

#define FLOW_WHEEL_CHUNK_ENTRIES 30

struct flow_wheel_chunk {
	uint32_t older; /* the chunk below, or the next free one */
	uint32_t count;
	uint32_t numbers[FLOW_WHEEL_CHUNK_ENTRIES];
};

struct flow_wheel {
	uint32_t heads[FLOW_WHEEL_SLOTS]; /* the newest chunk, the only one not full */
	/* A bit for each slot that may hold flows: an empty one's is cleared when met. */
	uint64_t used[FLOW_WHEEL_SLOTS / 64];
	struct flow_wheel_chunk *chunks; /* owned */
	size_t chunk_count, chunk_capacity;
	uint32_t free_chunk;
	uint16_t round;   /* of sweeping: 0 or 1 */
	size_t entries;   /* with the stale ones */
	int64_t second;   /* the last one whose slot was looked at */
	int64_t earliest; /* no flow is in a slot between `second` and this one */
};

void flow_wheel_init(struct flow_wheel *wheel);

/** Forget every flow and give the memory back; the time stays. */
void flow_wheel_fini(struct flow_wheel *wheel);

/**
 * Put flow @number into the slot of @deadline_us, and out of the one it is in.
 *
 * @return false when out of memory; nothing changed
 */
MUST_CHECK bool flow_wheel_put(struct flow_wheel *wheel, const struct flow_pool *pool,
                               uint32_t number, int64_t deadline_us);

/** The second in which a flow that is in @slot will be looked at. */
int64_t flow_wheel_second_of(const struct flow_wheel *wheel, uint16_t slot);

/**
 * Take the newest entries out of the slot of @second.
 *
 * The flows still have the slot in their keys, so one that is in it twice may be
 * met twice: check flow_wheel_holds() for each, and give it back or put it elsewhere.
 *
 * @numbers  filled
 * @return   how many; 0 when nobody is in the slot any more
 */
size_t flow_wheel_take(struct flow_wheel *wheel, const struct flow_pool *pool,
                       int64_t second, uint32_t numbers[static FLOW_WHEEL_BATCH]);

/** Call back for each flow that is in the wheel; all stay where they are. One may come more than once. */
void flow_wheel_visit(const struct flow_wheel *wheel, const struct flow_pool *pool,
                      void (*visit)(uint32_t number, void *context), void *context);

/** Is flow @number in the slot of @second? */
bool flow_wheel_holds(const struct flow_pool *pool, uint32_t number, int64_t second);

/** The flow that is looked at next, or FLOW_POOL_NONE. It stays where it is. */
uint32_t flow_wheel_first(struct flow_wheel *wheel, const struct flow_pool *pool);

/**
 * Drop all stale entries once they are more than the @flows that are in the wheel.
 *
 * Call it after putting a flow: entries then stay below twice the flows and
 * FLOW_WHEEL_SLACK, whatever the senders of packets do, for a constant cost per put.
 */
void flow_wheel_tidy(struct flow_wheel *wheel, const struct flow_pool *pool,
                     uint64_t flows);

static inline size_t flow_wheel_memory(const struct flow_wheel *wheel)
{
	return wheel->chunk_capacity * sizeof(*wheel->chunks);
}

#endif
