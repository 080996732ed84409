/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pipeline_sink - what a command does with what comes out of the pipeline.
 *
 * Room: app, private. All of it is called by the thread that runs the pipeline,
 * in one order whatever the number of threads.
 */
#ifndef PIPELINE_SINK_H
#define PIPELINE_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flow/flow.h"
#include "inspect/learned.h"
#include "packet_batch.h"

/* A flow that ended, or the part of one that did (FLOW_END_ACTIVE), inspected. */
struct ended_flow {
	struct flow flow; /* a copy; the sink may move flow.details away */
	enum flow_end_reason reason;
	const char *dpi;      /* nDPI's label, static; NULL when it has none */
	size_t detail_memory; /* bytes of its details, see inspect/detail.h */
	const char *sensor;   /* who saw it, kept; NULL: whoever saw the input */
	uint64_t stands_for;  /* conversations that a store folded; 0 and 1: itself */
	uint32_t hours;       /* in which they were heard; 0: by its own times */
	bool is_alone;        /* no other sensor saw them */
};

/* How many conversations it is. */
static inline uint64_t ended_flow_count(const struct ended_flow *ended)
{
	return ended->stands_for > 0 ? ended->stands_for : 1;
}

/* Any of them may be NULL. */
struct pipeline_sink {
	void (*ended)(struct ended_flow *ended, void *context);
	learned_observer learned;
	frame_observer frame;
	/* Now and then: about every 65,536 frames, and ten times a second when idle.
	 * @return whether to go on; if not, what was read counts as the end. */
	bool (*pulse)(int64_t now_us, void *context);
	void *context;
};

#endif
