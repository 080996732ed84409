/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flows: one record for each flow. Roles are inferred from the whole capture, so
 * flows of files are held until the end, within memory; flows of pipes and
 * interfaces are written as they end, with the roles known by then.
 */
#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"

#include "completeness.h"
#include "flow_record.h"
#include "held_flows.h"
#include "record_pass.h"
#include "run.h"
#include "store_output.h"

#define SETTLE_US      INT64_C(1000000) /* of packet time, between two looks at the roles */
#define SAVE_US        SETTLE_US        /* between two states saved, of real time */
#define SETTLE_LIVE_US (60 * SETTLE_US) /* where it is real time, and nobody waits */
#define WORTH_WRITING                                                                    \
	((size_t)64 << 10) /* bytes of records, when nobody waits for them */

struct flows_run {
	struct run run;
	struct store_output *store; /* owned; NULL: none was asked for */
	struct held_flows held;
	bool holds;
	int64_t settled_us;
	struct {
		const struct report_flow_writer *writer; /* NULL: not opened */
		void *opened;                            /* owned by the above */
		struct text pending; /* owned: whole records not yet written */
	} to[OUTPUTS_MAX];           /* beside run.outputs */
	struct flow_record record;   /* used again for each */
	struct judged_flows judged;
	const char *sensor; /* of what is about no flow; borrowed, NULL: not said */
	/* With --state: packets of the flows that ended; of those in records that were
	 * written; and clock_steady_us() and the frames read when it was saved last. */
	uint64_t told, written;
	int64_t saved_us;
	uint64_t saved_frames;
	uint64_t hidden; /* flows out of scope that an output did not show */
	bool lost;       /* an output failed */
	bool deserted;   /* who read standard output has left */
};

/* An output failed: a loss, unless nobody reads it any more. */
static void note_failure(struct flows_run *flows, const struct output *output)
{
	if (output_is_deserted(output))
		flows->deserted = true;
	else
		flows->lost = true;
}

static void write_pending(struct flows_run *flows, size_t index)
{
	const struct output *output = &flows->run.outputs.items[index].output;
	struct text *pending = &flows->to[index].pending;

	if (pending->len > 0 &&
	    fwrite(pending->at, 1, pending->len, output->stream) != pending->len)
		note_failure(flows, output);
	text_clear(pending);
}

/* @return false for what this output does not show */
static bool add_record(struct flows_run *flows, size_t index,
                       const struct report_flow *record)
{
	const struct report_format *format = flows->run.outputs.items[index].format;
	struct text *pending = &flows->to[index].pending;
	size_t whole = pending->len;

	if (format->for_people && record->verdict->kind == VERDICT_OUT_OF_SCOPE &&
	    flows->run.options->verbose == 0)
		return false;
	flows->to[index].writer->add(flows->to[index].opened, pending, record);
	if (pending->failed) {
		flows->lost = true;
		pending->failed = false;
		pending->len = whole;
	}
	/* With a state it is written when that was saved. */
	if (!flows->run.state.path && (!flows->holds || pending->len >= WORTH_WRITING))
		write_pending(flows, index);
	return true;
}

static void write_flow(struct ended_flow *ended, void *context)
{
	struct flows_run *flows = context;
	struct run *run = &flows->run;
	struct flow_record *record = &flows->record;

	flow_record_make(record, run, ended);
	/* The parts of a long conversation are one. */
	judged_add(&flows->judged, &record->verdict,
	           ended->reason == FLOW_END_ACTIVE ? 0 : 1);
	bool hidden = false;

	for (size_t i = 0; i < run->outputs.count; i++)
		hidden |= !add_record(flows, i, &record->shown);
	if (flows->store)
		store_output_flow(flows->store, &record->shown);
	flows->hidden += hidden;
}

static void write_held(struct flows_run *flows)
{
	judge_settle_roles(flows->run.judge);
	held_flows_drain(&flows->held, write_flow, flows);
}

/* Take the flow over, with its details; out of memory, what is held goes out first. */
static void hold(struct flows_run *flows, struct ended_flow *ended)
{
	if (flows->held.memory >= flows->run.memory.held)
		write_held(flows);
	if (!held_flows_add(&flows->held, ended)) {
		write_held(flows);
		write_flow(ended, flows);
	}
}

/*
 * Packets of a pipe may be of years ago and come all at once: by the time of packets
 * alone, settling would take the square of the hosts.
 */
static bool is_time_to_settle(const struct flows_run *flows, int64_t now_us)
{
	return flows->settled_us == 0 ||
	       (now_us - flows->settled_us > SETTLE_US &&
	        judge_is_settling_worth_it(flows->run.judge)) ||
	       (flows->run.options->interfaces.count > 0 &&
	        now_us - flows->settled_us > SETTLE_LIVE_US);
}

static void on_ended(struct ended_flow *ended, void *context)
{
	struct flows_run *flows = context;
	const struct flow *flow = &ended->flow;
	struct conversation conversation = conversation_of(flow);

	judge_observe(flows->run.judge, &conversation, flow->details);
	flows->told += flow->packets[0] + flow->packets[1];
	if (flows->holds) {
		hold(flows, ended);
		return;
	}
	if (is_time_to_settle(flows, flow->last_us)) {
		judge_settle_roles(flows->run.judge);
		flows->settled_us = flow->last_us;
	}
	write_flow(ended, flows);
}

static void on_learned(const struct learned *learned, void *context)
{
	struct flows_run *flows = context;
	const struct report_learned told = { learned, flows->sensor };

	judge_learn(flows->run.judge, learned);
	if (flows->store)
		store_output_learned(flows->store, &told);
	for (size_t i = 0; i < flows->run.outputs.count; i++) {
		const struct report_flow_writer *writer = flows->to[i].writer;
		struct text *pending = &flows->to[i].pending;

		if (writer->learn)
			writer->learn(flows->to[i].opened, pending, &told);
		if (!flows->run.state.path && pending->len >= WORTH_WRITING)
			write_pending(flows, i);
	}
}

static void flush_outputs(struct flows_run *flows)
{
	for (size_t i = 0; i < flows->run.outputs.count; i++) {
		const struct output *output = &flows->run.outputs.items[i].output;

		write_pending(flows, i);
		if (fflush(output->stream) != 0)
			note_failure(flows, output);
	}
}

/* Packets that were followed and are in no record that was written. */
static uint64_t count_open(const struct flows_run *flows)
{
	const uint64_t followed =
		pipeline_decode_counters(flows->run.pipeline)->verdicts[DECODE_OK];

	return followed > flows->written ? followed - flows->written : 0;
}

/*
 * The state first, then the records, then the state: whoever is killed in between has
 * packets that are in no record, and says so, but none that are in two.
 */
static void save_and_flush(struct flows_run *flows)
{
	run_save_state(&flows->run, count_open(flows));
	flush_outputs(flows);
	flows->written = flows->told;
	run_save_state(&flows->run, count_open(flows));
	flows->saved_us = clock_steady_us();
	flows->saved_frames = pipeline_counters(flows->run.pipeline)->frames;
}

static bool is_time_to_save(const struct flows_run *flows)
{
	return clock_steady_us() - flows->saved_us >= SAVE_US &&
	       (flows->told != flows->written ||
	        pipeline_counters(flows->run.pipeline)->frames != flows->saved_frames);
}

/* Standard output was all there is, and who read it has left. */
static bool is_for_nobody(const struct flows_run *flows)
{
	return flows->deserted && flows->run.outputs.count == 1 && !flows->store;
}

static bool on_pulse(int64_t now_us, void *context)
{
	struct flows_run *flows = context;

	(void)now_us;
	run_pulse(&flows->run);
	if (flows->store)
		store_output_pulse(flows->store);
	if (!flows->run.state.path && !flows->holds)
		flush_outputs(flows);
	else if (flows->run.state.path && is_time_to_save(flows))
		save_and_flush(flows);
	return !flows->lost && !is_for_nobody(flows);
}

static bool reads_files_only(const struct options *options)
{
	for (size_t i = 0; i < options->files.count; i++)
		if (strcmp(options->files.items[i].path, "-") == 0)
			return false;
	return options->interfaces.count == 0 && !options->capture.follow;
}

static bool open_writers(struct flows_run *flows)
{
	for (size_t i = 0; i < flows->run.outputs.count; i++) {
		const struct report_flow_writer *writer =
			flows->run.outputs.items[i].format->flows;
		/* All that is due in one write: a kill between two would tear a record. */
		if (flows->run.state.path)
			(void)setvbuf(flows->run.outputs.items[i].output.stream, NULL,
			              _IONBF, 0);
		void *opened =
			writer->open(run_width(&flows->run.outputs.items[i].output));

		if (!opened) {
			run_complain("out of memory");
			return false;
		}
		flows->to[i].writer = writer;
		flows->to[i].opened = opened;
		if (writer->head) {
			writer->head(opened, &flows->to[i].pending);
			write_pending(flows, i);
		}
	}
	return true;
}

static void close_writers(struct flows_run *flows)
{
	for (size_t i = 0; i < OUTPUTS_MAX; i++) {
		if (flows->to[i].writer)
			flows->to[i].writer->close(flows->to[i].opened);
		text_fini(&flows->to[i].pending);
	}
}

static void say_hidden(const struct flows_run *flows)
{
	if (flows->hidden > 0 && !flows->run.options->quiet)
		run_complain("%llu flow%s out of scope not shown (-v shows %s)",
		             (unsigned long long)flows->hidden,
		             flows->hidden == 1 ? "" : "s",
		             flows->hidden == 1 ? "it" : "them");
}

/* Behind all records, once it is known what is missing; whether anything was judged is
 * for who judges to say. */
static void account(struct flows_run *flows)
{
	struct run *run = &flows->run;

	for (size_t i = 0; i < run->outputs.count; i++) {
		const struct report_flow_writer *writer = flows->to[i].writer;
		struct report_context context =
			run_context(run, &run->outputs.items[i].output);

		if (writer->account)
			writer->account(flows->to[i].opened, &flows->to[i].pending,
			                &context, flows->sensor);
	}
	flush_outputs(flows);
}

static void finish_store(struct flows_run *flows)
{
	const struct output nowhere = { .stream = NULL };
	struct report_context context = run_context(&flows->run, &nowhere);

	store_output_finish(flows->store, &context);
	if (store_output_failure(flows->store))
		run_incomplete(&flows->run, "sqlite:%s: %s", flows->run.outputs.store,
		               store_output_failure(flows->store));
}

static bool open_store(struct flows_run *flows)
{
	const char *path = flows->run.outputs.store;
	struct error err;

	if (!path)
		return true;
	flows->store = store_output_open(path, flows->run.options, &err);
	if (!flows->store)
		run_complain("%s", err.text);
	return flows->store;
}

static enum exit_status read_and_write(struct flows_run *flows)
{
	struct run *run = &flows->run;

	flows->sensor = run_sensor(run);
	record_pass_run(run);
	write_held(flows);
	save_and_flush(flows);
	completeness_collect(run);
	account(flows);
	if (flows->store)
		finish_store(flows);
	/* Who left before the end does not ask. */
	if (!is_for_nobody(flows))
		completeness_judged(run, judge_judged(run->judge, &flows->judged),
		                    &flows->judged);
	say_hidden(flows);
	if (flows->lost)
		run_incomplete(run, "an output lost records");
	run_close_outputs(run);
	return run_status(run, false);
}

static int run_flows(const struct options *options)
{
	struct flows_run flows = { .holds = reads_files_only(options) };
	struct run *run = &flows.run;
	enum exit_status status = EXIT_TROUBLE;
	struct pipeline_sink sink = { .ended = on_ended,
		                      .learned = on_learned,
		                      .pulse = on_pulse,
		                      .context = &flows };

	if (run_open(run, options, REPORT_FLOWS) && open_store(&flows) &&
	    run_prepare(run, &sink, flows.holds) && open_writers(&flows))
		status = read_and_write(&flows);
	held_flows_fini(&flows.held);
	close_writers(&flows);
	store_output_close(flows.store);
	sentences_fini(&flows.record.reasons);
	run_close(run);
	return (int)status;
}

const struct command flows_command = {
	.name = "flows",
	.arguments = "INPUT... [OPTION...] [BPF]",
	.summary = "print one record for each flow, with its verdict",
	.statuses = "0 done, 2 and 3 as of audit.",
	.options = OPTIONS_INPUT | OPTIONS_KNOWLEDGE | OPTIONS_OUTPUT,
	.report = REPORT_FLOWS,
	.take_words = command_take_filter,
	.check = command_check_input,
	.run = run_flows,
};
