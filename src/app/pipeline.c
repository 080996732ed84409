/* SPDX-License-Identifier: BSD-2-Clause */
#include "pipeline.h"

#include <stdlib.h>

#include "base/error.h"
#include "inspect/detail.h"
#include "policy/policy.h"

#define PULSE_FRAMES 65536
#define ACTIVE_TIMEOUT_US                                                                \
	(INT64_C(3600) * 1000000) /* a longer flow is recorded in parts */
/* Shares of the memory a run may use; the rest is the judge's. */
#define FRAGMENT_SHARE 32 /* one in so many */
#define INSPECT_SHARE  4
#define FLOW_SHARE     2

struct pipeline {
	struct capture *capture;
	struct decoder *decoder;
	struct flow_table *flows;
	struct inspector *inspector;
	struct pipeline_sink sink;
	struct pipeline_counters counters;
};

static void count_ended(struct pipeline_counters *counters, const struct flow *flow,
                        enum flow_end_reason reason)
{
	bool one_side =
		flow->packets[FLOW_INITIATOR] == 0 || flow->packets[FLOW_RESPONDER] == 0;

	if (reason == FLOW_END_ACTIVE)
		return;
	counters->flows++;
	counters->midstream +=
		flow->transport == TRANSPORT_TCP && flow->direction_by > FLOW_BY_SYNACK;
	counters->one_sided +=
		flow->transport == TRANSPORT_TCP && one_side && flow_was_answered(flow);
}

static void end_flow(struct flow *flow, enum flow_end_reason reason, void *context)
{
	struct pipeline *pipeline = context;

	if (reason != FLOW_END_ACTIVE)
		inspector_finish(pipeline->inspector, flow);
	count_ended(&pipeline->counters, flow, reason);
	if (pipeline->sink.ended)
		pipeline->sink.ended(flow, reason, pipeline->sink.context);
	if (reason != FLOW_END_ACTIVE) {
		detail_list_destroy(flow->details);
		flow->details = NULL;
	}
}

static unsigned rank_port(uint8_t transport, uint16_t port, const void *context)
{
	return policy_port_rank(context, transport, port);
}

struct pipeline *pipeline_create(struct capture *capture,
                                 const struct knowledge *knowledge, size_t memory,
                                 const struct pipeline_sink *sink, struct error *err)
{
	struct pipeline *pipeline = calloc(1, sizeof(*pipeline));

	if (!pipeline) {
		error_set(err, "out of memory");
		return NULL;
	}
	pipeline->capture = capture;
	pipeline->sink = *sink;
	pipeline->decoder = decoder_create(memory / FRAGMENT_SHARE);
	pipeline->flows = flow_table_create(&(struct flow_table_options){
		.memory = memory / FLOW_SHARE,
		.active_timeout_us = ACTIVE_TIMEOUT_US,
		.ended = end_flow,
		.ended_context = pipeline,
		.port_rank = rank_port,
		.port_rank_context = knowledge->policy,
	});
	if (!pipeline->decoder || !pipeline->flows) {
		error_set(err, "out of memory");
		goto fail;
	}
	pipeline->inspector = inspector_create(
		&(struct inspector_options){
			.signatures = knowledge->signatures,
			.labels = knowledge->labels,
			.learned = sink->learned,
			.learned_context = sink->context,
			.memory = memory / INSPECT_SHARE,
		},
		err);
	if (!pipeline->inspector)
		goto fail;
	return pipeline;

fail:
	pipeline_destroy(pipeline);
	return NULL;
}

static void count_frame(struct pipeline_counters *counters, const struct frame *frame)
{
	if (counters->frames == 0 || frame->time_us < counters->first_us)
		counters->first_us = frame->time_us;
	if (counters->frames == 0 || frame->time_us > counters->last_us)
		counters->last_us = frame->time_us;
	counters->frames++;
	counters->bytes += frame->wire_len;
}

static void process(struct pipeline *pipeline, const struct frame *frame)
{
	struct packet packet;
	enum flow_side side;
	bool decoded = decoder_decode(pipeline->decoder, frame, &packet) == DECODE_OK;

	count_frame(&pipeline->counters, frame);
	if (UNLIKELY(pipeline->sink.frame != NULL))
		pipeline->sink.frame(frame, decoded ? &packet : NULL,
		                     pipeline->sink.context);
	if (!decoded)
		return;

	struct flow *flow = flow_table_observe(pipeline->flows, &packet, &side);

	if (flow && !(flow->flags & FLOW_DECIDED) &&
	    packet.payload_wire_len + packet.tcp_flags)
		inspector_observe(pipeline->inspector, flow, &packet, side);
}

static void pulse(struct pipeline *pipeline)
{
	if (pipeline->sink.pulse)
		pipeline->sink.pulse(pipeline->counters.last_us, pipeline->sink.context);
}

void pipeline_run(struct pipeline *pipeline)
{
	struct frame frame;

	for (;;) {
		switch (capture_next(pipeline->capture, &frame)) {
		case CAPTURE_FRAME:
			process(pipeline, &frame);
			if (pipeline->counters.frames % PULSE_FRAMES == 0)
				pulse(pipeline);
			break;
		case CAPTURE_IDLE:
			pulse(pipeline);
			break;
		case CAPTURE_END:
			flow_table_flush(pipeline->flows);
			pulse(pipeline);
			return;
		}
	}
}

const struct pipeline_counters *pipeline_counters(const struct pipeline *pipeline)
{
	return &pipeline->counters;
}

const struct decode_counters *pipeline_decode_counters(const struct pipeline *pipeline)
{
	return decoder_counters(pipeline->decoder);
}

const struct flow_table_counters *pipeline_flow_counters(const struct pipeline *pipeline)
{
	return flow_table_counters(pipeline->flows);
}

const struct inspector_counters *pipeline_inspector_counters(
	const struct pipeline *pipeline)
{
	return inspector_counters(pipeline->inspector);
}

const char *pipeline_dpi_name(const struct pipeline *pipeline, const struct flow *flow)
{
	return inspector_dpi_name(pipeline->inspector, flow);
}

void pipeline_destroy(struct pipeline *pipeline)
{
	if (!pipeline)
		return;
	/* Flows that never ended still hold inspections: end them for nobody. */
	pipeline->sink.ended = NULL;
	if (pipeline->flows && pipeline->inspector)
		flow_table_flush(pipeline->flows);
	flow_table_destroy(pipeline->flows);
	inspector_destroy(pipeline->inspector);
	decoder_destroy(pipeline->decoder);
	free(pipeline);
}
