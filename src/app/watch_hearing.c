/* SPDX-License-Identifier: BSD-2-Clause */
#include "watch_hearing.h"

#include <stdlib.h>

#include "base/clock.h"
#include "capture/capture.h"
#include "report/watch_events.h"

#include "run.h"

/* Whether an input is heard. */
struct heard_input {
	uint64_t frames;
	uint64_t gone;     /* as of capture_input, when the last period ended */
	int64_t since_us;  /* clock_steady_us() when frames changed last */
	bool absent, said; /* the interface is gone; nothing comes, and it was said */
};

bool hearing_init(struct hearing *hearing, struct run *run)
{
	(void)capture_inputs(run->capture, &hearing->count);
	hearing->inputs =
		calloc(hearing->count ? hearing->count : 1, sizeof(*hearing->inputs));
	return hearing->inputs != NULL;
}

static void say_absence(struct heard_input *heard, const struct capture_input *input)
{
	const bool absent = input->broken != NULL;

	if (absent == heard->absent)
		return;
	heard->absent = absent;
	if (absent)
		run_complain("%s: %s%s", input->name, input->broken,
		             input->live ? "; it is waited for" : "");
	else
		run_complain("%s: is there again", input->name);
}

static void say_silence(struct heard_input *heard, const struct capture_input *input,
                        int64_t quiet_us, int64_t now_us)
{
	if (input->frames != heard->frames || !heard->since_us) {
		if (heard->said)
			run_complain("%s: packets come again", input->name);
		heard->frames = input->frames;
		heard->since_us = now_us;
		heard->said = false;
	}
	if (now_us - heard->since_us < quiet_us || heard->said)
		return;
	if (!heard->absent)
		run_complain("%s: nothing has come for a while", input->name);
	heard->said = true;
}

void hearing_look(struct hearing *hearing, struct run *run, struct watch_numbers *numbers)
{
	const int64_t now_us = clock_steady_us();
	const int64_t quiet_us = (int64_t)run->options->quiet_us;
	size_t count;
	const struct capture_input *inputs = capture_inputs(run->capture, &count);

	numbers->quiet_count = 0;
	numbers->gone = 0;
	for (size_t i = 0; i < count; i++) {
		struct heard_input *heard = &hearing->inputs[i];

		say_absence(heard, &inputs[i]);
		say_silence(heard, &inputs[i], quiet_us, now_us);
		numbers->gone += inputs[i].gone;
		if ((heard->said || heard->absent) &&
		    numbers->quiet_count < WATCH_QUIET_MOST)
			numbers->quiet[numbers->quiet_count++] = inputs[i].name;
	}
}

void hearing_end_period(struct hearing *hearing, struct run *run)
{
	size_t count;
	const struct capture_input *inputs = capture_inputs(run->capture, &count);

	for (size_t i = 0; i < count; i++) {
		const uint64_t times = inputs[i].gone - hearing->inputs[i].gone;

		hearing->inputs[i].gone = inputs[i].gone;
		/* That it still is has been said by completeness_collect(). */
		if (times > 0 && !inputs[i].broken)
			run_incomplete(run,
			               "%s: the interface was taken away %llu times, and "
			               "came back",
			               inputs[i].name, (unsigned long long)times);
	}
}

void hearing_fini(struct hearing *hearing)
{
	free(hearing->inputs);
	*hearing = (struct hearing){ .count = 0 };
}
