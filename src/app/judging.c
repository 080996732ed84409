/* SPDX-License-Identifier: BSD-2-Clause */
#include "judging.h"

#include "run.h"

void judging_observe(struct run *run, const struct ended_flow *ended)
{
	struct conversation conversation = conversation_of(&ended->flow);

	conversation.flows *= ended_flow_count(ended);
	judge_observe(run->judge, &conversation, ended->flow.details);
}

static void observe_flow(struct ended_flow *ended, void *context)
{
	judging_observe(context, ended);
}

static void observe_learned(const struct learned *learned, void *context)
{
	struct run *run = context;

	judge_learn(run->judge, learned);
}

static bool on_pulse(int64_t now_us, void *context)
{
	(void)now_us;
	run_pulse(context);
	return true;
}

struct pipeline_sink judging_sink(struct run *run)
{
	return (struct pipeline_sink){
		.ended = observe_flow,
		.learned = observe_learned,
		.pulse = on_pulse,
		.context = run,
	};
}

const struct audit *judging_read(struct run *run)
{
	pipeline_run(run->pipeline);
	return judge_conclude(run->judge);
}
