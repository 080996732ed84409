/* SPDX-License-Identifier: BSD-2-Clause */
#include "record_pass.h"

#include "inspect/detail.h"
#include "judge/sensor_join.h"
#include "records/records.h"

#include "record_account.h"
#include "run.h"
#include "sensor_inputs.h"

/* --- What comes in ------------------------------------------------------------------ */

static void take_flow(struct record_flow *record, void *context)
{
	struct run *run = context;
	struct ended_flow ended = {
		.flow = record->flow,
		.reason = record->end,
		.dpi = record->dpi,
		.sensor = record->sensor,
		.stands_for = record->stands_for,
		.hours = record->hours,
		.is_alone = record->is_alone,
		.detail_memory = detail_memory(record->flow.details),
	};

	pipeline_take_ended(run->pipeline, &ended);
	record->flow.details = ended.flow.details;
}

static void take_learned(const struct learned *learned, void *context)
{
	struct run *run = context;

	pipeline_take_learned(run->pipeline, learned);
}

static void take_account(const struct record_account *more, void *context)
{
	struct run *run = context;

	record_account_add(&run->account, more);
	record_account_add_drops(capture_log(run->capture, more->input), more);
	sensor_inputs_take_account(run, more);
}

static void take_incomplete(const char *sentence, void *context)
{
	run_incomplete(context, "%s", sentence);
}

static void take_folded(const struct address *network, uint64_t clients, void *context)
{
	struct run *run = context;

	if (run->judge)
		judge_take_network(run->judge, network, clients);
}

static void take_sorted(void *context)
{
	struct run *run = context;

	if (run->join)
		sensor_join_expect_sorted(run->join);
}

static bool take_pulse(void *context)
{
	struct run *run = context;

	return pipeline_pulse(run->pipeline);
}

void record_pass_run(struct run *run)
{
	const struct record_taker taker = {
		.flow = take_flow,
		.learned = take_learned,
		.account = take_account,
		.incomplete = take_incomplete,
		.folded = take_folded,
		.sorted = take_sorted,
		.pulse = take_pulse,
		.context = run,
	};

	pipeline_run(run->pipeline);
	records_read(run->records, &taker);
}
