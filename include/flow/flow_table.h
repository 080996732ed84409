/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flow_table - every conversation that is going on.
 *
 * Room: flow. Keyed hash, so that nobody chooses collisions; timeouts on packet
 * time, so that a file and a live run end flows alike; a hard memory bound,
 * beyond which the flow that would expire next is ended early and counted, so
 * that its listener is still reported.
 */
#ifndef FLOW_FLOW_TABLE_H
#define FLOW_FLOW_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flow/flow.h"

struct flow_table;
struct packet;

/** Called once for every flow that ends; @flow is freed afterwards. */
typedef void (*flow_ended)(struct flow *flow, enum flow_end_reason reason, void *context);

/** Is what becomes of @flow, which just began, of interest? Asked once, of its ends and ports. */
typedef bool (*flow_interest)(const struct flow *flow, const void *context);

struct flow_table_options {
	size_t memory; /* most bytes of all: table, flows and what hangs on them; at
	                  least one flow fits */
	/* Bytes that hang on flows in the table, counted by whoever hangs them there;
	 * borrowed for the table's life. NULL: none. A sixteenth of the memory is theirs. */
	const uint64_t *attached;
	int64_t first_part_us;     /* the same of its first part */
	int64_t active_timeout_us; /* a longer flow is recorded in parts; 0: never */
	flow_ended ended;
	void *ended_context;
	flow_interest of_interest; /* NULL: every flow is */
	const void *interest_context;
};

struct flow_table_counters {
	uint64_t flows;   /* now */
	uint64_t peak;    /* at the same time, so far */
	uint64_t begun;   /* so far */
	uint64_t evicted; /* ended because memory ran out */
	/* packets without a flow, because malloc() refused to begin it */
	uint64_t refused;
	uint64_t memory;           /* bytes now */
	uint64_t unmatched_errors; /* ICMP errors about conversations not seen */
};

/** Owned: flow_table_destroy(). NULL: out of memory. */
struct flow_table *flow_table_create(const struct flow_table_options *options);

/**
 * What one sensor saw of a conversation is a flow of its own: from now on, and before the
 * first packet. @sensors is the number of its sensor for each input; borrowed for the
 * table's life.
 */
void flow_table_part_sensors(struct flow_table *table, const uint16_t *sensors);

/**
 * What flow_table_follow() finds the flow of @packet by: a keyed hash of both ends.
 *
 * Reads nothing of the table but its key, so another thread may ask as well.
 */
uint32_t flow_table_tag(const struct flow_table *table, const struct packet *packet);

/**
 * Start fetching the flows of packets that come next from memory.
 *
 * With a million flows every packet waits for memory several times; for a batch of
 * packets the waits overlap. Changes nothing.
 *
 * @flows  filled with what is likely to be the flow of each, NULL for none: to be
 *         looked ahead at until anything else is called, not to be relied on
 */
void flow_table_expect(const struct flow_table *table, const uint32_t *tags, size_t count,
                       const struct flow **flows);

/**
 * Find or begin the flow of @packet, count the packet in it and follow its state.
 *
 * Flows whose time is up by packet time end first, and so does the flow of an
 * earlier conversation on the same ports.
 *
 * @tag    its flow_table_tag()
 * @end    set to the number of the end that sent it
 * @return the flow, borrowed until the next call; NULL for ICMP errors (they
 *         change a flow's state only) and when none can begin, which is counted
 */
struct flow *flow_table_follow(struct flow_table *table, const struct packet *packet,
                               uint32_t tag, unsigned *end);

/** flow_table_follow() for one packet alone. */
static inline struct flow *flow_table_observe(struct flow_table *table,
                                              const struct packet *packet, unsigned *end)
{
	return flow_table_follow(table, packet, flow_table_tag(table, packet), end);
}

/** Let the clock run to @now_us without a packet: a quiet live capture still expires flows. */
void flow_table_advance(struct flow_table *table, int64_t now_us);

/**
 * Record the first part of each flow that began before @before_us and of which nothing
 * was recorded yet, and let it go on: for who wants to know of it before it ends.
 */
void flow_table_tell(struct flow_table *table, int64_t before_us);

/** End every flow, oldest first, and give their memory back. */
void flow_table_flush(struct flow_table *table);

const struct flow_table_counters *flow_table_counters(const struct flow_table *table);

/** NULL is fine. Flows still in it are freed without being reported. */
void flow_table_destroy(struct flow_table *table);

#endif
