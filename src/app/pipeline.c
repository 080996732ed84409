/* SPDX-License-Identifier: BSD-2-Clause */
#include "pipeline.h"

#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/error.h"
#include "flow/direction.h"
#include "inspect/detail.h"

#include "exchange.h"
#include "interest.h"

#define PULSE_FRAMES 65536
#define PULSE_US     INT64_C(100000) /* of what comes as it happens */
#define EXPECTED     64 /* packets looked ahead: what they need has to fit in the cache */
#define ACTIVE_TIMEOUT_US                                                                \
	(INT64_C(3600) * 1000000) /* a longer flow is recorded in parts */

struct pipeline {
	struct interest *interest;
	struct decoder *decoder;
	struct flow_table *flows;
	struct inspector *inspector;
	struct pipeline_sink sink;
	bool live, follows;
	int64_t pulsed_us; /* clock_steady_us(), when it is live or follows */
	int64_t fed_us;    /* clock_steady_us() when a frame came last, if it follows */
	struct pipeline_counters counters;
	struct batch_reader reader;
	struct packet_batch *batch; /* owned: when one thread does everything */
	struct exchange *exchange;  /* owned: when another one follows; or NULL */
	bool divided;               /* another thread follows now */
	struct event_batch *events; /* the follower's to fill; NULL: nobody wants them */
};

/* --- What came of a flow ------------------------------------------------------------- */

static void count_ended(struct pipeline_counters *counters,
                        const struct ended_flow *ended)
{
	const struct flow *flow = &ended->flow;
	bool one_side = flow->packets[0] == 0 || flow->packets[1] == 0;
	uint64_t flows = ended_flow_count(ended);

	if (ended->reason == FLOW_END_ACTIVE)
		return;
	counters->flows += flows;
	if (flow->transport != TRANSPORT_TCP)
		return;
	if (flow->direction_by > FLOW_BY_SYNACK)
		counters->midstream += flows;
	if (one_side && flow_was_answered(flow))
		counters->one_sided += flows;
}

/* By the thread that runs the pipeline. */
static void conclude_ended(struct ended_flow *ended, void *context)
{
	struct pipeline *pipeline = context;

	count_ended(&pipeline->counters, ended);
	if (pipeline->sink.ended)
		pipeline->sink.ended(ended, pipeline->sink.context);
}

static void conclude_learned(const struct learned *learned, void *context)
{
	struct pipeline *pipeline = context;

	if (pipeline->sink.learned)
		pipeline->sink.learned(learned, pipeline->sink.context);
}

void pipeline_take_ended(struct pipeline *pipeline, struct ended_flow *ended)
{
	conclude_ended(ended, pipeline);
}

void pipeline_take_learned(struct pipeline *pipeline, const struct learned *learned)
{
	conclude_learned(learned, pipeline);
}

/* For the follower: where to put the next event. NULL once nobody wants it. */
static struct event_batch *events_with_room(struct pipeline *pipeline)
{
	if (pipeline->events && !event_batch_has_room(pipeline->events)) {
		pipeline->events->flows_open =
			flow_table_counters(pipeline->flows)->flows;
		exchange_reported(pipeline->exchange, false);
		pipeline->events = exchange_to_report(pipeline->exchange);
	}
	return pipeline->events;
}

static void end_flow(struct flow *flow, enum flow_end_reason reason, void *context)
{
	struct pipeline *pipeline = context;
	struct event_batch *events;

	if (reason != FLOW_END_ACTIVE)
		inspector_finish(pipeline->inspector, flow);

	struct ended_flow ended = { .flow = *flow, .reason = reason };

	ended.flow.inspection = NULL;
	if (flow->dpi)
		ended.dpi = inspector_dpi_name(pipeline->inspector, flow);
	if (reason == FLOW_END_ACTIVE)
		ended.flow.details = detail_copy(flow->details);
	else
		flow->details = NULL;
	ended.detail_memory = detail_memory(ended.flow.details);
	if (pipeline->divided && (events = events_with_room(pipeline))) {
		event_batch_add_ended(events, &ended);
		return;
	}
	if (!pipeline->divided)
		conclude_ended(&ended, pipeline);
	detail_list_destroy(ended.flow.details);
}

static void learn(const struct learned *learned, void *context)
{
	struct pipeline *pipeline = context;
	struct event_batch *events;

	if (!pipeline->divided)
		conclude_learned(learned, pipeline);
	else if ((events = events_with_room(pipeline)))
		event_batch_add_learned(events, learned);
}

/* --- Making one ---------------------------------------------------------------------- */

/* Only files are read ahead of: what is live is to be followed at once. */
static bool wants_follower(const struct capture *capture, unsigned threads)
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
	if (wants_follower(capture, threads))
		pipeline->exchange = exchange_create();
	return pipeline->batch &&
	       (pipeline->exchange || !wants_follower(capture, threads));
}

/* What is of interest may change while it runs. */
static bool is_of_interest(const struct flow *flow, const void *context)
{
	const struct pipeline *pipeline = context;

	return interest_in_flow(flow, pipeline->interest);
}

bool pipeline_change_policy(struct pipeline *pipeline, const struct policy *policy)
{
	struct interest *interest = interest_create(policy);

	if (!interest)
		return false;
	interest_destroy(pipeline->interest);
	pipeline->interest = interest;
	return true;
}

bool pipeline_part_sensors(struct pipeline *pipeline, const uint16_t *sensors,
                           size_t count)
{
	flow_table_part_sensors(pipeline->flows, sensors);
	return decoder_part_sensors(pipeline->decoder, sensors, count);
}

struct pipeline *pipeline_create(struct capture *capture,
                                 const struct knowledge *knowledge,
                                 const struct pipeline_options *options,
                                 const struct pipeline_sink *sink, struct error *err)
{
	struct pipeline *pipeline = calloc(1, sizeof(*pipeline));

	if (!pipeline) {
		error_set(err, "out of memory");
		return NULL;
	}
	pipeline->sink = *sink;
	pipeline->live = options->live;
	pipeline->follows = options->follows;
	pipeline->interest = interest_create(knowledge->policy);
	pipeline->decoder = decoder_create(options->memory.fragments);
	pipeline->inspector = inspector_create(
		&(struct inspector_options){
			.signatures = knowledge->signatures,
			.labels = knowledge->labels,
			.learned = learn,
			.learned_context = pipeline,
			.memory = options->memory.inspections,
		},
		err);
	if (!pipeline->inspector)
		goto fail;
	pipeline->flows = flow_table_create(&(struct flow_table_options){
		.memory = options->memory.flows,
		.attached = &inspector_counters(pipeline->inspector)->detail_memory,
		.active_timeout_us = ACTIVE_TIMEOUT_US,
		.first_part_us = options->first_part_us ? options->first_part_us
	                                                : ACTIVE_TIMEOUT_US,
		.ended = end_flow,
		.ended_context = pipeline,
		.of_interest = is_of_interest,
		.interest_context = pipeline,
	});
	if (!pipeline->interest || !pipeline->decoder || !pipeline->flows ||
	    (!options->keep_copies && !decoder_find_copies(pipeline->decoder)) ||
	    !prepare_stages(pipeline, capture, options->threads)) {
		error_set(err, "out of memory");
		goto fail;
	}
	return pipeline;

fail:
	pipeline_destroy(pipeline);
	return NULL;
}

/* --- The stages ----------------------------------------------------------------------- */

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

static void read_batch(struct pipeline *pipeline, struct packet_batch *batch)
{
	batch_reader_fill(&pipeline->reader, batch);
	count_batch(&pipeline->counters, batch);
	if (pipeline->follows && batch->frames > 0)
		pipeline->fed_us = clock_steady_us();
}

static void follow_packet(struct pipeline *pipeline, const struct packet *packet,
                          uint32_t tag)
{
	unsigned end;
	struct flow *flow = flow_table_follow(pipeline->flows, packet, tag, &end);

	if (flow && !(flow->flags & FLOW_DECIDED) &&
	    packet->payload_wire_len + packet->tcp_flags)
		inspector_observe(pipeline->inspector, flow, packet, end);
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

/* What time it is when no frame comes. */
static int64_t idle_time(const struct pipeline *pipeline)
{
	return pipeline->live ? clock_wall_us()
	                      : pipeline->counters.last_us + clock_steady_us() -
	                                pipeline->fed_us;
}

static void follow_batch(struct pipeline *pipeline, const struct packet_batch *batch)
{
	for (size_t i = 0; i < batch->count; i++) {
		if (i % EXPECTED == 0)
			expect_packets(pipeline, batch, i);
		follow_packet(pipeline, &batch->packets[i], batch->tags[i]);
	}
	if (batch->status == CAPTURE_END) {
		/* What inspections took at their peak is for what is concluded now. */
		inspector_rest(pipeline->inspector);
		malloc_trim(0);
		flow_table_flush(pipeline->flows);
	} else if (batch->status == CAPTURE_IDLE && (pipeline->live || pipeline->fed_us))
		flow_table_advance(pipeline->flows, idle_time(pipeline));
}

/* @return whether the sink wants more */
static bool pulse(struct pipeline *pipeline)
{
	return !pipeline->sink.pulse ||
	       pipeline->sink.pulse(pipeline->counters.last_us, pipeline->sink.context);
}

static bool is_pulse_due(struct pipeline *pipeline, const struct packet_batch *batch)
{
	uint64_t now = pipeline->counters.frames;

	/* A line that is never quiet may still be slow. */
	if (pipeline->live || pipeline->follows) {
		const int64_t now_us = clock_steady_us();

		if (now_us - pipeline->pulsed_us < PULSE_US)
			return false;
		pipeline->pulsed_us = now_us;
		return true;
	}

	return batch->status == CAPTURE_IDLE ||
	       (now - batch->frames) / PULSE_FRAMES != now / PULSE_FRAMES;
}

void pipeline_tell(struct pipeline *pipeline, int64_t age_us)
{
	const int64_t now_us = pipeline->live || pipeline->fed_us
	                               ? idle_time(pipeline)
	                               : pipeline->counters.last_us;

	flow_table_tell(pipeline->flows, now_us - age_us);
}

/* --- One thread ----------------------------------------------------------------------- */

static void run_alone(struct pipeline *pipeline)
{
	struct packet_batch *batch = pipeline->batch;
	bool wanted = true;

	do {
		read_batch(pipeline, batch);
		follow_batch(pipeline, batch);
		pipeline->counters.flows_open =
			flow_table_counters(pipeline->flows)->flows;
		if (is_pulse_due(pipeline, batch))
			wanted = pulse(pipeline);
	} while (wanted && batch->status != CAPTURE_END);
}

/* --- Two threads ---------------------------------------------------------------------- */

static void *follow_packets(void *context)
{
	struct pipeline *pipeline = context;
	struct exchange *exchange = pipeline->exchange;
	const struct packet_batch *batch;
	bool last = false;

	pipeline->events = exchange_to_report(exchange);
	while (!last && (batch = exchange_to_follow(exchange))) {
		follow_batch(pipeline, batch);
		last = batch->status == CAPTURE_END;
		exchange_followed(exchange);
	}
	if (pipeline->events) {
		pipeline->events->flows_open =
			flow_table_counters(pipeline->flows)->flows;
		exchange_reported(exchange, true);
	}
	return NULL;
}

/* Signals stay with this thread, which reads and so is the one to be stopped. */
static bool start_follower(struct pipeline *pipeline, pthread_t *follower)
{
	sigset_t all, before;
	bool started;

	/* The follower reads it: not to be written while there is one. */
	pipeline->divided = true;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	started = pthread_create(follower, NULL, follow_packets, pipeline) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (!started)
		pipeline->divided = false;
	return started;
}

/* @return whether the sink wants more */
static bool fill_one(struct pipeline *pipeline)
{
	struct packet_batch *batch = exchange_to_fill(pipeline->exchange);
	bool due;

	read_batch(pipeline, batch);
	due = is_pulse_due(pipeline, batch);
	exchange_filled(pipeline->exchange, batch->status == CAPTURE_END);
	return !due || pulse(pipeline);
}

static void take_one(struct pipeline *pipeline)
{
	struct event_batch *events = exchange_to_take(pipeline->exchange);

	event_batch_visit(events, conclude_ended, conclude_learned, pipeline);
	pipeline->counters.flows_open = events->flows_open;
	exchange_taken(pipeline->exchange);
}

static void run_in_two(struct pipeline *pipeline, pthread_t follower)
{
	bool wanted = true;
	enum exchange_turn turn;

	while (wanted && (turn = exchange_next(pipeline->exchange)) != EXCHANGE_OVER) {
		if (turn == EXCHANGE_FILL)
			wanted = fill_one(pipeline);
		else
			take_one(pipeline);
	}
	if (!wanted)
		exchange_stop(pipeline->exchange);
	pthread_join(follower, NULL);
	pipeline->divided = false;
}

bool pipeline_pulse(struct pipeline *pipeline)
{
	return pulse(pipeline);
}

void pipeline_run(struct pipeline *pipeline)
{
	pthread_t follower;

	if (pipeline->exchange && start_follower(pipeline, &follower))
		run_in_two(pipeline, follower);
	else
		run_alone(pipeline);
	/* What concludes from the flows needs the memory next. */
	inspector_rest(pipeline->inspector);
	(void)pulse(pipeline);
}

void pipeline_reread(struct pipeline *pipeline, struct capture *capture,
                     struct decoder *decoder, frame_observer observer, void *context)
{
	struct packet_batch *batch = pipeline->batch;

	pipeline->reader = (struct batch_reader){
		.capture = capture,
		.decoder = decoder,
		.flows = pipeline->flows,
		.observer = observer,
		.context = context,
	};
	do {
		batch_reader_fill(&pipeline->reader, batch);
	} while (batch->status != CAPTURE_END);
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
	interest_destroy(pipeline->interest);
	exchange_destroy(pipeline->exchange);
	free(pipeline->batch);
	free(pipeline);
}
