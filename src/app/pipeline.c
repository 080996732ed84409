/* SPDX-License-Identifier: BSD-2-Clause */
#include "pipeline.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "base/error.h"
#include "inspect/detail.h"
#include "policy/policy.h"

#include "batch_ring.h"
#include "packet_batch.h"

#define PULSE_FRAMES 65536
#define EXPECTED     64 /* packets looked ahead: what they need has to fit in the cache */
#define ACTIVE_TIMEOUT_US                                                                \
	(INT64_C(3600) * 1000000) /* a longer flow is recorded in parts */
/* Shares of the memory a run may use; the rest is the judge's. */
#define FRAGMENT_SHARE 32 /* one in so many */
#define INSPECT_SHARE  4
#define FLOW_SHARE     2

struct pipeline {
	struct decoder *decoder;
	struct flow_table *flows;
	struct inspector *inspector;
	struct pipeline_sink sink;
	bool live;
	struct pipeline_counters counters;
	struct batch_reader reader;
	struct packet_batch *batch; /* owned: when one thread does everything */
	struct batch_ring *ring;    /* owned: when another one follows; or NULL */
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

/* Only files are read ahead of: what is live is to be followed at once. */
static bool wants_ring(const struct capture *capture, unsigned threads)
{
	return threads > 1 && capture_total_bytes(capture) > 0;
}

static bool prepare_stages(struct pipeline *pipeline, struct capture *capture,
                           unsigned threads)
{
	pipeline->reader = (struct batch_reader){
		.capture = capture,
		.decoder = pipeline->decoder,
		.flows = pipeline->flows,
		.observer = pipeline->sink.frame,
		.context = pipeline->sink.context,
	};
	pipeline->counters.total_bytes = capture_total_bytes(capture);
	pipeline->batch = calloc(1, sizeof(*pipeline->batch));
	if (wants_ring(capture, threads))
		pipeline->ring = batch_ring_create();
	return pipeline->batch && (pipeline->ring || !wants_ring(capture, threads));
}

struct pipeline *pipeline_create(struct capture *capture,
                                 const struct knowledge *knowledge,
                                 const struct pipeline_options *options,
                                 const struct pipeline_sink *sink, struct error *err)
{
	const size_t memory = options->memory;
	struct pipeline *pipeline = calloc(1, sizeof(*pipeline));

	if (!pipeline) {
		error_set(err, "out of memory");
		return NULL;
	}
	pipeline->sink = *sink;
	pipeline->live = options->live;
	pipeline->decoder = decoder_create(memory / FRAGMENT_SHARE);
	pipeline->flows = flow_table_create(&(struct flow_table_options){
		.memory = memory / FLOW_SHARE,
		.active_timeout_us = ACTIVE_TIMEOUT_US,
		.ended = end_flow,
		.ended_context = pipeline,
		.port_rank = rank_port,
		.port_rank_context = knowledge->policy,
	});
	if (!pipeline->decoder || !pipeline->flows ||
	    !prepare_stages(pipeline, capture, options->threads)) {
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

static void count_batch(struct pipeline_counters *counters,
                        const struct packet_batch *batch)
{
	counters->done_bytes = batch->done_bytes;
	if (batch->frames == 0)
		return;
	if (counters->frames == 0 || batch->first_us < counters->first_us)
		counters->first_us = batch->first_us;
	if (counters->frames == 0 || batch->last_us > counters->last_us)
		counters->last_us = batch->last_us;
	counters->frames += batch->frames;
	counters->bytes += batch->bytes;
}

static void follow_packet(struct pipeline *pipeline, const struct packet *packet,
                          uint32_t tag)
{
	enum flow_side side;
	struct flow *flow = flow_table_follow(pipeline->flows, packet, tag, &side);

	if (flow && !(flow->flags & FLOW_DECIDED) &&
	    packet->payload_wire_len + packet->tcp_flags)
		inspector_observe(pipeline->inspector, flow, packet, side);
}

/* Live frames carry the time of this clock: flows end on a quiet wire as well. */
static int64_t wall_clock_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* @return whether the sink wants more */
static bool pulse(struct pipeline *pipeline)
{
	return !pipeline->sink.pulse ||
	       pipeline->sink.pulse(pipeline->counters.last_us, pipeline->sink.context);
}

/* Have what the packets from number @first on will need on its way from memory. */
static void expect_packets(struct pipeline *pipeline, const struct packet_batch *batch,
                           size_t first)
{
	const struct flow *flows[EXPECTED];
	size_t left = batch->count - first;
	size_t count = left < EXPECTED ? left : EXPECTED;

	flow_table_expect(pipeline->flows, batch->tags + first, count, flows);
	inspector_expect(flows, count);
}

/* The second stage: flows, inspection, sink. @return whether to go on */
static bool follow_batch(struct pipeline *pipeline, const struct packet_batch *batch)
{
	uint64_t before = pipeline->counters.frames;

	count_batch(&pipeline->counters, batch);
	for (size_t i = 0; i < batch->count; i++) {
		if (i % EXPECTED == 0)
			expect_packets(pipeline, batch, i);
		follow_packet(pipeline, &batch->packets[i], batch->tags[i]);
	}
	if (batch->status == CAPTURE_END) {
		flow_table_flush(pipeline->flows);
		(void)pulse(pipeline);
		return false;
	}
	if (batch->status == CAPTURE_IDLE && pipeline->live)
		flow_table_advance(pipeline->flows, wall_clock_us());
	if (batch->status == CAPTURE_IDLE ||
	    before / PULSE_FRAMES != pipeline->counters.frames / PULSE_FRAMES)
		return pulse(pipeline);
	return true;
}

static void run_alone(struct pipeline *pipeline)
{
	do
		batch_reader_fill(&pipeline->reader, pipeline->batch);
	while (follow_batch(pipeline, pipeline->batch));
}

static void *follow_ring(void *context)
{
	struct pipeline *pipeline = context;

	while (follow_batch(pipeline, batch_ring_to_follow(pipeline->ring)))
		batch_ring_followed(pipeline->ring);
	batch_ring_stop(pipeline->ring);
	return NULL;
}

/* Signals stay with this thread, which reads and so is the one to be stopped. */
static bool start_follower(struct pipeline *pipeline, pthread_t *follower)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	bool started = pthread_create(follower, NULL, follow_ring, pipeline) == 0;

	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}

static void run_in_two(struct pipeline *pipeline, pthread_t follower)
{
	struct packet_batch *batch;

	while ((batch = batch_ring_to_fill(pipeline->ring))) {
		batch_reader_fill(&pipeline->reader, batch);
		enum capture_status status = batch->status;

		batch_ring_filled(pipeline->ring);
		if (status == CAPTURE_END)
			break;
	}
	pthread_join(follower, NULL);
}

void pipeline_run(struct pipeline *pipeline)
{
	pthread_t follower;

	if (pipeline->ring && start_follower(pipeline, &follower))
		run_in_two(pipeline, follower);
	else
		run_alone(pipeline);
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
	batch_ring_destroy(pipeline->ring);
	free(pipeline->batch);
	free(pipeline);
}
