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

#include "base/array.h"
#include "inspect/detail.h"

#include "run.h"

#define SETTLE_US     INT64_C(1000000) /* of packet time, between two looks at the roles */
#define AVERAGE_TEXTS 256              /* bytes of details, for the bound on held flows */

struct held_flow {
	struct flow flow; /* its details are ours */
	enum flow_end_reason reason;
};

struct flows_run {
	struct run run;
	struct held_flow *held; /* owned */
	size_t held_count, held_capacity, held_most;
	bool holds;
	int64_t settled_us;
	struct text out, reasons;
	struct report_eve *eve; /* owned */
	bool lost;              /* an output failed */
};

static void write_out(struct flows_run *flows, size_t index, struct text *text)
{
	FILE *stream = flows->run.outputs[index].output.stream;

	if (text->failed || fwrite(text->at, 1, text->len, stream) != text->len)
		flows->lost = true;
	text_clear(text);
}

static void write_flow(struct flows_run *flows, struct flow *flow,
                       enum flow_end_reason reason)
{
	struct run *run = &flows->run;
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
		.dpi = pipeline_dpi_name(run->pipeline, flow),
		.input = capture_input_name(run->capture, flow->input),
		.end = reason,
	};

	if (verdict.kind == VERDICT_OUT_OF_SCOPE && run->options->verbose == 0 &&
	    strcmp(run->outputs[0].format, "text") == 0 && run->output_count == 1)
		return;
	for (size_t i = 0; i < run->output_count; i++) {
		const struct output *output = &run->outputs[i].output;

		if (strcmp(run->outputs[i].format, "eve") == 0)
			report_eve_add(flows->eve, &flows->out, &record);
		else
			report_flow_text(&flows->out, &record, run_width(output));
		write_out(flows, i, &flows->out);
	}
}

static int compare_held(const void *a, const void *b)
{
	const struct held_flow *x = a, *y = b;

	if (x->flow.first_us != y->flow.first_us)
		return x->flow.first_us < y->flow.first_us ? -1 : 1;
	return (x->flow.id > y->flow.id) - (x->flow.id < y->flow.id);
}

static void write_held(struct flows_run *flows)
{
	judge_settle_roles(flows->run.judge);
	array_sort(flows->held, flows->held_count, sizeof(*flows->held), compare_held);
	for (size_t i = 0; i < flows->held_count; i++) {
		write_flow(flows, &flows->held[i].flow, flows->held[i].reason);
		detail_list_destroy(flows->held[i].flow.details);
	}
	flows->held_count = 0;
}

/* Take the flow over, with its details; out of memory, what is held goes out first. */
static void hold(struct flows_run *flows, struct flow *flow, enum flow_end_reason reason)
{
	if (flows->held_count >= flows->held_most)
		write_held(flows);
	if (!array_reserve(&flows->held, &flows->held_capacity, flows->held_count,
	                   sizeof(*flows->held))) {
		write_held(flows);
		write_flow(flows, flow, reason);
		return;
	}
	flows->held[flows->held_count] = (struct held_flow){ *flow, reason };
	if (reason == FLOW_END_ACTIVE)
		flows->held[flows->held_count].flow.details = detail_copy(flow->details);
	else
		flow->details = NULL;
	flows->held_count++;
}

static void on_ended(struct flow *flow, enum flow_end_reason reason, void *context)
{
	struct flows_run *flows = context;
	struct conversation conversation = conversation_of(flow);

	judge_observe(flows->run.judge, &conversation, flow->details);
	if (flows->holds) {
		hold(flows, flow, reason);
		return;
	}
	if (flow->last_us - flows->settled_us > SETTLE_US || flows->settled_us == 0) {
		judge_settle_roles(flows->run.judge);
		flows->settled_us = flow->last_us;
	}
	write_flow(flows, flow, reason);
}

static void on_learned(const struct learned *learned, void *context)
{
	struct flows_run *flows = context;

	judge_learn(flows->run.judge, learned);
}

static void flush_outputs(struct flows_run *flows)
{
	for (size_t i = 0; i < flows->run.output_count; i++)
		if (fflush(flows->run.outputs[i].output.stream) != 0)
			flows->lost = true;
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
		report_flow_text_head(&flows->out, run_width(&to->output));
		write_out(flows, i, &flows->out);
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

	flows.held_most =
		options->memory / 4 / (sizeof(struct held_flow) + AVERAGE_TEXTS);
	flows.eve = report_eve_create();
	if (!flows.eve)
		run_complain("out of memory");
	else if (run_open(run, options, formats) && run_prepare(run, &sink))
		status = read_and_write(&flows);
	for (size_t i = 0; i < flows.held_count; i++)
		detail_list_destroy(flows.held[i].flow.details);
	free(flows.held);
	text_fini(&flows.out);
	text_fini(&flows.reasons);
	report_eve_destroy(flows.eve);
	run_close(run);
	return (int)status;
}
