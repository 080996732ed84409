/* SPDX-License-Identifier: BSD-2-Clause */
#include "store_output.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "flow/direction.h"
#include "report/report.h"
#include "store/store.h"

#include "options.h"

struct store_output {
	struct store *store; /* owned */
	void *eve;           /* owned: of report_flows_eve */
	struct text text;    /* owned: the record being put together */
	const char *path;    /* borrowed */
	struct error failure;
	char sensor[HOST_NAME_MAX + 1];
};

/* The label of all inputs, or this machine. */
static void find_sensor(const struct options *options,
                        char sensor[static HOST_NAME_MAX + 1])
{
	const struct input_list *files = &options->files;
	const char *label = files->count > 0 ? files->items[0].sensor : NULL;

	for (size_t i = 1; label && i < files->count; i++)
		if (!files->items[i].sensor || strcmp(files->items[i].sensor, label) != 0)
			label = NULL;
	if (!label && gethostname(sensor, HOST_NAME_MAX) == 0)
		return;
	strncpy(sensor, label ? label : "localhost", HOST_NAME_MAX);
}

struct store_output *store_output_open(const char *path, const struct options *options,
                                       struct error *err)
{
	struct store_output *output = calloc(1, sizeof(*output));

	if (!output) {
		error_set(err, "out of memory");
		return NULL;
	}
	output->path = path;
	find_sensor(options, output->sensor);
	output->eve = report_flows_eve.open(0);
	if (!output->eve)
		error_set(err, "out of memory");
	else
		output->store =
			store_open_to_write(path, output->sensor, PACKAGE_VERSION, err);
	if (output->store)
		return output;
	store_output_close(output);
	return NULL;
}

/* The first thing that went wrong stays. */
static void note(struct store_output *output, bool ok, const struct error *err)
{
	if (!ok && !*output->failure.text)
		output->failure = *err;
}

void store_output_flow(struct store_output *output, const struct report_flow *record)
{
	const struct flow *flow = record->flow;
	unsigned initiator = flow->initiator, responder = !initiator;
	struct error err;
	bool ok;

	text_clear(&output->text);
	report_flows_eve.add_kind(output->eve, &output->text, record);
	if (output->text.failed) {
		note(output, error_set(&err, "out of memory"), &err);
		output->text.failed = false;
		return;
	}
	ok = store_add(
		output->store,
		&(struct store_record){
			.kind = output->text.at,
			.kind_len = output->text.len,
			.sensor = record->sensor,
			.initiator = flow->end[initiator].address,
			.responder = flow->end[responder].address,
			.initiator_port = flow->end[initiator].port,
			.responder_port = flow->end[responder].port,
			.first_us = flow->first_us,
			.last_us = flow->last_us,
			.packets = { flow->packets[initiator], flow->packets[responder] },
			.bytes = { flow->bytes[initiator], flow->bytes[responder] },
			.id = flow->id,
		},
		&err);
	note(output, ok, &err);
}

/* One EVE record, without the end of its line. */
static size_t one_record(const struct text *text)
{
	return text->len > 0 ? text->len - 1 : 0;
}

void store_output_learned(struct store_output *output,
                          const struct report_learned *learned)
{
	struct error err;

	text_clear(&output->text);
	report_flows_eve.learn(output->eve, &output->text, learned);
	/* Nothing, when it was told before. */
	if (output->text.len > 0)
		note(output,
		     store_add_learned(output->store, output->text.at,
		                       one_record(&output->text), &err),
		     &err);
}

void store_output_pulse(struct store_output *output)
{
	struct error err;

	note(output, store_flush(output->store, false, &err), &err);
}

void store_output_finish(struct store_output *output,
                         const struct report_context *context)
{
	struct error err;

	text_clear(&output->text);
	report_flows_eve.account(output->eve, &output->text, context, output->sensor);
	note(output,
	     store_finish(output->store, output->text.at, one_record(&output->text),
	                  &err),
	     &err);
}

const char *store_output_failure(const struct store_output *output)
{
	return *output->failure.text ? output->failure.text : NULL;
}

void store_output_close(struct store_output *output)
{
	if (!output)
		return;
	store_close(output->store);
	if (output->eve)
		report_flows_eve.close(output->eve);
	text_fini(&output->text);
	free(output);
}
