/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was read is read once more, behind the doors that were shut before the first
 * time: nothing is opened by name.
 */
#include <unistd.h>

#include "base/error.h"
#include "records/records.h"

#include "run.h"
#include "sensor_inputs.h"
#include "signals.h"

bool run_reread_file(const struct run *run, size_t number, struct capture *capture,
                     struct error *err)
{
	const struct capture_input *input = capture_input(run->capture, number);
	int fd = capture_reopen(run->capture, number, err);
	struct error why = *err;

	if (fd < 0)
		return error_set(err, "%s: %s", input->name, why.text);
	if (lseek(fd, 0, SEEK_SET) == 0)
		return capture_add_descriptor(capture, fd, input->name, input->sensor,
		                              err);
	close(fd);
	return error_set(err, "%s: cannot be read again", input->name);
}

/* Those that delivered anything, in the same order. */
static bool reread_inputs(const struct run *first, struct capture *capture,
                          struct error *err)
{
	size_t count;
	const struct capture_input *inputs = capture_inputs(first->capture, &count);

	for (size_t i = 0; i < count; i++)
		if (inputs[i].frames > 0 && !inputs[i].elsewhere &&
		    !run_reread_file(first, i, capture, err))
			return false;
	return true;
}

/* Stores stay open: a database is read again as often as it is asked. */
static bool reread_stores(struct run *run, const struct run *first, struct error *err)
{
	for (size_t i = 0; i < first->store_count; i++) {
		const struct run_store *again = &first->stores[i];
		const struct capture_input *input =
			capture_input(first->capture, again->number);
		uint16_t number;

		if (!capture_add_elsewhere(run->capture, input->name, input->sensor,
		                           &number, err))
			return false;
		if (!run_add_store(run, again->store, number))
			return error_set(err, "out of memory");
	}
	return true;
}

static bool reread_records(struct run *run, const struct run *first, struct error *err)
{
	run->records = records_create(run->capture);
	return run->records ? reread_stores(run, first, err)
	                    : error_set(err, "out of memory");
}

static bool open_again(struct run *run, const struct run *first,
                       const struct knowledge *tables, struct site *site,
                       struct error *err)
{
	struct capture_options again = first->options->capture;

	*run = (struct run){ .options = first->options,
		             .kind = first->kind,
		             .confinement.landlock.ruleset = -1 };
	again.read_again = false;
	/* What came after the first time ended, by a signal for example, is not of it. */
	again.frame_limit = pipeline_counters(first->pipeline)->frames;
	if (!knowledge_share(&run->knowledge, &first->knowledge, tables, site, err))
		return false;
	run->capture = capture_create(&again, err);
	return run->capture && reread_inputs(first, run->capture, err) &&
	       reread_records(run, first, err);
}

static void refuse_input(const struct error *why, void *context)
{
	run_incomplete(context, "%s", why->text);
}

bool run_prepare_again(struct run *run, const struct run *first,
                       const struct knowledge *tables, struct site *site,
                       const struct pipeline_sink *sink, struct error *err)
{
	if (!open_again(run, first, tables, site, err) ||
	    !run_prepare_judging(run, sink, false, err) || !sensor_inputs_part(run, err))
		return false;
	signals_watch(run->capture);
	return capture_begin(run->capture, refuse_input, run) ||
	       error_set(err, "nothing can be read again");
}
