/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * event_batch - what following packets brought to light, on its way to the sink.
 *
 * Room: app, private. Ended flows and learned facts in the order they came, so
 * that a sink in another thread hears the same story.
 */
#ifndef EVENT_BATCH_H
#define EVENT_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline_sink.h"

#define EVENT_BATCH_MOST  128 /* of each kind: few enough to stay in the cache */
#define EVENT_BATCH_TEXTS ((size_t)8 << 10)

struct event_batch {
	size_t ended_count, learned_count;
	struct ended_flow ended[EVENT_BATCH_MOST];
	struct learned learned[EVENT_BATCH_MOST]; /* their texts are in `texts` */
	/* How many flows had ended before each fact was learned. */
	uint16_t learned_after[EVENT_BATCH_MOST];
	char texts[EVENT_BATCH_TEXTS];
	size_t texts_used;
	uint64_t flows_open; /* when it was handed over */
};

/** Empty it. Details of ended flows that nobody moved away are freed. */
void event_batch_clear(struct event_batch *batch);

/** Is there room for one more of either kind? */
bool event_batch_has_room(const struct event_batch *batch);

/** Add to a batch that has room; @ended's details move, the fact's text is copied. */
void event_batch_add_ended(struct event_batch *batch, const struct ended_flow *ended);
void event_batch_add_learned(struct event_batch *batch, const struct learned *learned);

/** Call back for each event in the order they were added. Both get @context. */
void event_batch_visit(struct event_batch *batch,
                       void (*ended)(struct ended_flow *ended, void *context),
                       learned_observer learned, void *context);

#endif
