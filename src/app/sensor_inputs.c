/* SPDX-License-Identifier: BSD-2-Clause */
#include "sensor_inputs.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "judge/sensors.h"

#include "run.h"

/* Between two files of one sensor nothing is missing when no more than this is. */
#define GAP_US (60 * US_PER_SECOND)

static bool are_alike(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

bool sensor_inputs_are_several(const struct run *run)
{
	const struct input_list *files = &run->options->files;

	for (size_t i = 1; i < files->count; i++)
		if (!are_alike(files->items[i].sensor, files->items[0].sensor))
			return true;
	return false;
}

/* --- Apart ------------------------------------------------------------------------ */

/* Number each input by the first one of the same sensor. @return how many sensors there are */
static size_t number_inputs(const struct capture_input *inputs, size_t count,
                            uint16_t *numbers)
{
	size_t sensors = 0;

	for (size_t i = 0; i < count; i++) {
		size_t like = 0;

		while (like < i && !are_alike(inputs[like].sensor, inputs[i].sensor))
			like++;
		numbers[i] = like < i ? numbers[like] : (uint16_t)sensors++;
	}
	return sensors;
}

bool sensor_inputs_part(struct run *run, struct error *err)
{
	size_t count, sensors;
	const struct capture_input *inputs = capture_inputs(run->capture, &count);

	if (run->kind == REPORT_WATCH || !sensor_inputs_are_several(run))
		return true;
	run->sensor_numbers = calloc(count + 1, sizeof(*run->sensor_numbers));
	if (!run->sensor_numbers)
		return error_set(err, "out of memory");
	sensors = number_inputs(inputs, count, run->sensor_numbers);
	return sensors < 2 ||
	       pipeline_part_sensors(run->pipeline, run->sensor_numbers, sensors) ||
	       error_set(err, "out of memory");
}

/* --- Who it was, and how they did ----------------------------------------------------- */

const char *sensor_inputs_name(const struct run *run, const struct ended_flow *ended)
{
	return ended->sensor ? ended->sensor
	                     : capture_input(run->capture, ended->flow.input)->sensor;
}

/* It looked from @first_us to @last_us, and saw all unless not @whole. */
static void add_period(struct run *run, const char *name, int64_t first_us,
                       int64_t last_us, bool whole)
{
	struct sensors *sensors = judge_sensors(run->judge);
	uint16_t number = sensors_number(sensors, name);
	struct sensor *sensor;

	if (number == SENSORS_NONE)
		return;
	sensor = sensors_at(sensors, number);
	if (sensor->last_us == 0) {
		sensor->first_us = first_us;
		sensor->last_us = last_us;
		sensor->whole = whole;
		return;
	}
	sensor->whole &= whole && first_us <= sensor->last_us + GAP_US &&
	                 last_us >= sensor->first_us - GAP_US;
	if (first_us < sensor->first_us)
		sensor->first_us = first_us;
	if (last_us > sensor->last_us)
		sensor->last_us = last_us;
}

void sensor_inputs_take_account(struct run *run, const struct record_account *account)
{
	const char *label = capture_input(run->capture, account->input)->sensor;

	if (account->frames > 0)
		add_period(run, account->sensor ? account->sensor : label,
		           account->first_us, account->last_us,
		           account->is_whole && account->dropped == 0);
}

void sensor_inputs_tell(struct run *run)
{
	size_t count;
	const struct capture_input *inputs = capture_inputs(run->capture, &count);

	for (size_t i = 0; i < count; i++) {
		const struct capture_input *input = &inputs[i];

		if (!input->records && input->sensor && input->frames > 0)
			add_period(run, input->sensor, input->first_us, input->last_us,
			           input->ended && !input->broken &&
			                   capture_input_dropped(input) == 0);
	}
}
