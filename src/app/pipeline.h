/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pipeline - the main loop: capture to decode to flow to inspect, ended flows to a sink.
 *
 * Room: app, private. What every command that reads packets shares. It prints
 * nothing; it calls back for progress.
 */
#ifndef PIPELINE_H
#define PIPELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "capture/capture.h"
#include "flow/flow_table.h"
#include "inspect/inspector.h"
#include "knowledge.h"
#include "memory_plan.h"
#include "pipeline_sink.h"

struct error;

struct pipeline_options {
	struct memory_plan memory;
	/* Of files: with two, another one follows and inspects what this one reads,
	 * in the same order. More than two are as good as two. */
	unsigned threads;
	bool keep_copies;      /* packets that are there again count like others */
	bool live;             /* frames come as they happen: quiet time is time, too */
	int64_t first_part_us; /* after so long the first part of a flow is told; 0: not
	                          before the others */
	bool follows;          /* so they do, but from files whose time may be another */
};

struct pipeline_counters {
	uint64_t frames, bytes;
	int64_t first_us, last_us;
	uint64_t flows, midstream, one_sided; /* that ended */
	uint64_t flows_open;                  /* about now */
	uint64_t done_bytes, total_bytes;     /* of input files; total 0 when unknown */
};

struct pipeline;

/** @capture, @knowledge borrowed. NULL with @err. */
struct pipeline *pipeline_create(struct capture *capture,
                                 const struct knowledge *knowledge,
                                 const struct pipeline_options *options,
                                 const struct pipeline_sink *sink, struct error *err);

/**
 * What one sensor captured is no part and no copy of what another one did: of @count
 * sensors, @sensors being the number of that of each input; borrowed. Before the first
 * packet. @return false: out of memory
 */
MUST_CHECK bool pipeline_part_sensors(struct pipeline *pipeline, const uint16_t *sensors,
                                      size_t count);

/** From now on another policy, borrowed, says which flows matter. From a sink, with one thread. @return false: out of memory, the old one stays */
MUST_CHECK bool pipeline_change_policy(struct pipeline *pipeline,
                                       const struct policy *policy);

/**
 * Tell the sink of flows that are open for so long and that it does not know yet, as of
 * their first part. From the sink's pulse, with one thread.
 */
void pipeline_tell(struct pipeline *pipeline, int64_t age_us);

/** Read until the capture ends, then end every flow. Other threads are gone when this returns. */
void pipeline_run(struct pipeline *pipeline);

/** Take in a flow that ended elsewhere, as if its packets had come; see pipeline_sink.h. */
void pipeline_take_ended(struct pipeline *pipeline, struct ended_flow *ended);

/** Take in what was learned elsewhere. */
void pipeline_take_learned(struct pipeline *pipeline, const struct learned *learned);

/** Let the sink have its pulse while neither comes. @return whether it wants more */
bool pipeline_pulse(struct pipeline *pipeline);

/**
 * Read @capture as pipeline_run() reads the pipeline's, for @observer alone.
 *
 * To be called after it. @decoder should have as much memory as the pipeline's: what
 * there is no room for in one is lost in both.
 */
void pipeline_reread(struct pipeline *pipeline, struct capture *capture,
                     struct decoder *decoder, frame_observer observer, void *context);

const struct pipeline_counters *pipeline_counters(const struct pipeline *pipeline);
const struct decode_counters *pipeline_decode_counters(const struct pipeline *pipeline);
const struct flow_table_counters *pipeline_flow_counters(const struct pipeline *pipeline);
const struct inspector_counters *pipeline_inspector_counters(
	const struct pipeline *pipeline);

void pipeline_destroy(struct pipeline *pipeline);

#endif
