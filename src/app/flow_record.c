/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow_record.h"

#include "run.h"

void flow_record_make(struct flow_record *record, struct run *run,
                      struct ended_flow *ended)
{
	struct flow *flow = &ended->flow;
	const struct capture_input *input = capture_input(run->capture, flow->input);
	struct conversation conversation = conversation_of(flow);

	conversation.asked = judge_asked_for(run->judge, &conversation, flow->details);
	bool turned = judge_orient(run->judge, &conversation);

	flow_direction_conclude(flow, conversation.initiator_end,
	                        (enum flow_direction_by)conversation.direction_by);
	record->verdict = judge_decide(run->judge, &conversation);
	sentences_clear(&record->reasons);
	judge_explain(run->judge, &conversation, &record->verdict, &record->reasons);
	record->shown = (struct report_flow){
		.flow = flow,
		.verdict = &record->verdict,
		.reasons = &record->reasons,
		.dpi = ended->dpi,
		.input = input->name,
		.sensor = ended->sensor ? ended->sensor : input->sensor,
		.live = input->live,
		.turned = turned,
		.end = ended->reason,
	};
}
