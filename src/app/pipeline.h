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

#include "capture/capture.h"
#include "flow/flow_table.h"
#include "inspect/inspector.h"
#include "knowledge.h"
#include "packet_batch.h"

struct error;
struct frame;
struct packet;

/* What a command does with what comes out. Any of them may be NULL. */
struct pipeline_sink {
	/* Every ended flow, inspected; the sink may move flow->details away. */
	void (*ended)(struct flow *flow, enum flow_end_reason reason, void *context);
	learned_observer learned;
	/* By the thread that reads, for every frame, decoded or not (@packet is NULL then). */
	frame_observer frame;
	/* Now and then: about every 65,536 frames, and ten times a second when idle.
	 * @return whether to go on; if not, what was read counts as the end. */
	bool (*pulse)(int64_t now_us, void *context);
	void *context;
};

struct pipeline_options {
	size_t memory; /* bounds flows, fragments and inspections together */
	/* Of files: with two, one reads and decodes, the other does the rest, in the
	 * same order. More than two are as good as two. */
	unsigned threads;
	bool live; /* frames come as they happen: quiet time is time, too */
};

struct pipeline_counters {
	uint64_t frames, bytes;
	int64_t first_us, last_us;
	uint64_t flows, midstream, one_sided;
	uint64_t done_bytes, total_bytes; /* of input files; total 0 when unknown */
};

struct pipeline;

/** @capture, @knowledge borrowed. NULL with @err. */
struct pipeline *pipeline_create(struct capture *capture,
                                 const struct knowledge *knowledge,
                                 const struct pipeline_options *options,
                                 const struct pipeline_sink *sink, struct error *err);

/**
 * Read until the capture ends, then end every flow.
 *
 * With two threads the sink's ended, learned and pulse are called by the other
 * one, never two at once, and it is gone when this returns.
 */
void pipeline_run(struct pipeline *pipeline);

const struct pipeline_counters *pipeline_counters(const struct pipeline *pipeline);
const struct decode_counters *pipeline_decode_counters(const struct pipeline *pipeline);
const struct flow_table_counters *pipeline_flow_counters(const struct pipeline *pipeline);
const struct inspector_counters *pipeline_inspector_counters(
	const struct pipeline *pipeline);

/** nDPI's label of a flow, static; NULL when it has none. */
const char *pipeline_dpi_name(const struct pipeline *pipeline, const struct flow *flow);

void pipeline_destroy(struct pipeline *pipeline);

#endif
