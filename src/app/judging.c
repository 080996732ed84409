/* SPDX-License-Identifier: BSD-2-Clause */
#include "judging.h"

#include "base/error.h"
#include "judge/sensor_join.h"
#include "judge/sensors.h"
#include "records/records.h"

#include "record_pass.h"
#include "run.h"
#include "sensor_inputs.h"

/* --- Of several sensors -------------------------------------------------------------- */

static void take_joined(const struct conversation *conversation,
                        const struct detail_list *details, void *context)
{
	struct run *run = context;

	judge_observe(run->judge, conversation, details);
}

bool judging_begin(struct run *run, struct error *err)
{
	if (!sensor_inputs_are_several(run) &&
	    (!run->records || records_count(run->records) == 0))
		return true;
	/* Behind the packets, of which there are none in records, nobody needs theirs. */
	run->join = sensor_join_create(judge_sensors(run->judge),
	                               run->memory.held ? run->memory.held
	                                                : run->memory.flows,
	                               take_joined, run);
	return run->join || error_set(err, "out of memory");
}

void judging_end(struct run *run)
{
	if (!run->join)
		return;
	sensor_inputs_tell(run);
	sensor_join_settle(run->join);
	if (sensor_join_hurried(run->join) > 0)
		run_incomplete(run,
		               "memory was full: %llu conversations were judged before "
		               "it was read what other sensors saw of them; raise "
		               "--memcap",
		               (unsigned long long)sensor_join_hurried(run->join));
}

/* --- Of any --------------------------------------------------------------------------- */

void judging_observe(struct run *run, struct ended_flow *ended)
{
	struct conversation conversation = conversation_of(&ended->flow);
	struct sensors *sensors;
	uint16_t sensor;

	conversation.flows *= ended_flow_count(ended);
	conversation.hours = ended->hours;
	if (!run->join) {
		judge_observe(run->judge, &conversation, ended->flow.details);
		return;
	}
	sensors = judge_sensors(run->judge);
	sensor = sensors_number(sensors, sensor_inputs_name(run, ended));
	if (ended->is_alone) {
		sensors_count_flows(sensors, sensor, conversation.flows);
		conversation.sensors = sensors_alone(sensors, sensor);
		judge_observe(run->judge, &conversation, ended->flow.details);
		return;
	}
	sensor_join_add(run->join, &conversation, ended->flow.details, sensor);
	ended->flow.details = NULL;
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
	struct error err;

	if (!judging_begin(run, &err))
		return NULL;
	record_pass_run(run);
	judging_end(run);
	return judge_conclude(run->judge);
}
