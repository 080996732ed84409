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

#include "held_flows.h"
#include "run.h"

#define SETTLE_US INT64_C(1000000) /* of packet time, between two looks at the roles */
#define WORTH_WRITING                                                                    \
	((size_t)64 << 10) /* bytes of records, when nobody waits for them */

struct flows_run {
	struct run run;
	struct held_flows held;
	bool holds;
	int64_t settled_us;
	struct text pending[RUN_MAX_OUTPUTS]; /* owned: whole records not yet written */
	struct text reasons;
	struct report_eve *eve; /* owned */
	bool lost;              /* an output failed */
};

static void write_pending(struct flows_run *flows, size_t index)
{
	FILE *stream = flows->run.outputs[index].output.stream;
	struct text *pending = &flows->pending[index];

	if (pending->len > 0 &&
	    fwrite(pending->at, 1, pending->len, stream) != pending->len)
		flows->lost = true;
	text_clear(pending);
}

static void add_record(struct flows_run *flows, size_t index,
                       const struct report_flow *record)
{
	const struct run_output *to = &flows->run.outputs[index];
	struct text *pending = &flows->pending[index];
	size_t whole = pending->len;

	if (strcmp(to->format, "eve") == 0)
		report_eve_add(flows->eve, pending, record);
	else
		report_flow_text(pending, record, run_width(&to->output));
	if (pending->failed) {
		flows->lost = true;
		pending->failed = false;
		pending->len = whole;
	}
	if (!flows->holds || pending->len >= WORTH_WRITING)
		write_pending(flows, index);
}

static void write_flow(struct ended_flow *ended, void *context)
{
	struct flows_run *flows = context;
	struct run *run = &flows->run;
	struct flow *flow = &ended->flow;
	struct conversation conversation = conversation_of(flow);

	if (judge_orient(run->judge, &conversation))
		flow_turn_round(flow, FLOW_BY_TABLE);
	struct verdict verdict = judge_decide(run->judge, &conversation);

	text_clear(&flows->reasons);
	judge_explain(run->judge, &conversation, &verdict, &flows->reasons);

	struct report_flow record = {
		.flow = flow,
		.verdict = &verdict,
		.reasons = flows->reasons.at ? flows->reasons.at : "",
		.dpi = ended->dpi,
		.input = capture_input_name(run->capture, flow->input),
		.end = ended->reason,
	};

	if (verdict.kind == VERDICT_OUT_OF_SCOPE && run->options->verbose == 0 &&
	    strcmp(run->outputs[0].format, "text") == 0 && run->output_count == 1)
		return;
	for (size_t i = 0; i < run->output_count; i++)
		add_record(flows, i, &record);
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

static void on_ended(struct ended_flow *ended, void *context)
{
	struct flows_run *flows = context;
	const struct flow *flow = &ended->flow;
	struct conversation conversation = conversation_of(flow);

	judge_observe(flows->run.judge, &conversation, flow->details);
	if (flows->holds) {
		hold(flows, ended);
		return;
	}
	if (flow->last_us - flows->settled_us > SETTLE_US || flows->settled_us == 0) {
		judge_settle_roles(flows->run.judge);
		flows->settled_us = flow->last_us;
	}
	write_flow(ended, flows);
}

static void on_learned(const struct learned *learned, void *context)
{
	struct flows_run *flows = context;

	judge_learn(flows->run.judge, learned);
}

static void flush_outputs(struct flows_run *flows)
{
	for (size_t i = 0; i < flows->run.output_count; i++) {
		write_pending(flows, i);
		if (fflush(flows->run.outputs[i].output.stream) != 0)
			flows->lost = true;
	}
}

static bool on_pulse(int64_t now_us, void *context)
{
	struct flows_run *flows = context;

	(void)now_us;
	run_pulse(&flows->run);
	if (!flows->holds)
		flush_outputs(flows);
	return !flows->lost; /* else nobody listens any more */
}

static bool reads_files_only(const struct options *options)
{
	for (size_t i = 0; i < options->files.count; i++)
		if (strcmp(options->files.items[i], "-") == 0)
			return false;
	return options->interfaces.count == 0;
}

static void write_heads(struct flows_run *flows)
{
	for (size_t i = 0; i < flows->run.output_count; i++) {
		struct run_output *to = &flows->run.outputs[i];

		if (strcmp(to->format, "text") != 0)
			continue;
		report_flow_text_head(&flows->pending[i], run_width(&to->output));
		write_pending(flows, i);
	}
}

static enum exit_status read_and_write(struct flows_run *flows)
{
	struct run *run = &flows->run;

	write_heads(flows);
	pipeline_run(run->pipeline);
	write_held(flows);
	flush_outputs(flows);
	run_collect(run);
	if (flows->lost)
		run_incomplete(run, "an output lost records");
	run_close_outputs(run);
	return run_status(run, false);
}

int command_flows(const struct options *options)
{
	static const char *const formats[] = { "text", "eve", NULL };
	struct flows_run flows = { .holds = reads_files_only(options) };
	struct run *run = &flows.run;
	enum exit_status status = EXIT_TROUBLE;
	struct pipeline_sink sink = { .ended = on_ended,
		                      .learned = on_learned,
		                      .pulse = on_pulse,
		                      .context = &flows };

	flows.eve = report_eve_create();
	if (!flows.eve)
		run_complain("out of memory");
	else if (run_open(run, options, formats) && run_prepare(run, &sink, flows.holds))
		status = read_and_write(&flows);
	held_flows_fini(&flows.held);
	for (size_t i = 0; i < RUN_MAX_OUTPUTS; i++)
		text_fini(&flows.pending[i]);
	text_fini(&flows.reasons);
	report_eve_destroy(flows.eve);
	run_close(run);
	return (int)status;
}
