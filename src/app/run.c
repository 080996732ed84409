/* SPDX-License-Identifier: BSD-2-Clause */
#include "run.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "judge/sensor_join.h"
#include "records/records.h"
#include "store/store.h"

#include "record_account.h"
#include "signals.h"

#define DEFAULT_WIDTH 80
#define NARROWEST     60

void run_complain(const char *format, ...)
{
	struct text line = { 0 };
	char message[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	/* File names and captured bytes go to a terminal here. */
	text_add_printable(&line, message, strlen(message));
	/* In place of a line that stays, of progress or of a watch. */
	fprintf(stderr, "%slynctap: %s\n", isatty(STDERR_FILENO) ? "\r\033[K" : "",
	        line.at ? line.at : "");
	text_fini(&line);
}

/* --- Progress ------------------------------------------------------------------------- */

void run_pulse(struct run *run)
{
	const struct pipeline_counters *counters = pipeline_counters(run->pipeline);

	if (signals_status_asked())
		progress_say(&run->progress, counters, run->judge,
		             run_dropped_percent(run));
	if (!run->options->quiet)
		progress_show(&run->progress, counters, run->judge);
}

void run_save_state(struct run *run, uint64_t open)
{
	struct error err;

	run->state.open = open;
	if (saved_state_save(&run->state, run->capture, &err))
		return;
	run_incomplete(run, "the state is not saved any more: %s", err.text);
	run->state.path = NULL;
}

/* --- What is missing -------------------------------------------------------------------- */

void run_incomplete(struct run *run, const char *format, ...)
{
	char sentence[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(sentence, sizeof(sentence), format, arguments);
	va_end(arguments);
	if (run->incomplete_count < RUN_MAX_INCOMPLETE) {
		char *copy = strdup(sentence);

		if (copy)
			run->incomplete[run->incomplete_count++] = copy;
	}
	run_complain("%s", sentence);
}

double run_dropped_percent(const struct run *run)
{
	size_t count;
	const struct capture_input *inputs = capture_inputs(run->capture, &count);
	const uint64_t dropped = capture_inputs_dropped(inputs, count);
	uint64_t seen = 0;

	for (size_t i = 0; i < count; i++)
		seen = sum_saturated(seen, inputs[i].kernel_received);
	return dropped == 0 ? 0.0
	                    : 100.0 * (double)dropped /
	                              (double)(seen > dropped ? seen : dropped);
}

/* --- Reporting ---------------------------------------------------------------------------- */

unsigned run_terminal_columns(void)
{
	struct winsize size;

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0
	               ? size.ws_col
	               : DEFAULT_WIDTH;
}

unsigned run_width(const struct output *output)
{
	const char *columns = getenv("COLUMNS");
	unsigned width = columns ? (unsigned)strtoul(columns, NULL, 10) : 0;

	if (width == 0)
		width = output->stream == stdout ? run_terminal_columns() : DEFAULT_WIDTH;
	return width < NARROWEST ? NARROWEST : width;
}

static bool is_terminal(const struct output *output)
{
	return output->stream == stdout && isatty(STDOUT_FILENO);
}

bool run_wants_colour(const struct options *options, const struct output *output)
{
	const char *off = getenv("NO_COLOR"); /* no-color.org */
	const char *terminal = getenv("TERM");

	if (options->colour != COLOUR_AUTO)
		return options->colour == COLOUR_ALWAYS;
	return is_terminal(output) && !(off && *off) &&
	       !(terminal && strcmp(terminal, "dumb") == 0);
}

static struct report_options options_of(const struct options *options)
{
	return (struct report_options){
		.filter = options->filter,
		.count = options->capture.frame_limit,
		.snaplen = options->capture.snaplen,
		.fail_on = options->fail_on,
		.strict = options->strict,
		.no_fail = options->no_fail,
		.idle_ok = options->idle_ok,
	};
}

struct report_context run_context(struct run *run, const struct output *output)
{
	const struct pipeline_counters *counters = pipeline_counters(run->pipeline);
	struct report_context context = {
		.version = PACKAGE_VERSION,
		.all = run->options->all,
		.backends = run->backends,
		.site_name = run->knowledge.site ? run->knowledge.site->name : NULL,
		.site_file = run->options->site_file,
		.load_balancing = load_balancing_name(
			run->knowledge.site ? run->knowledge.site->load_balancing
					    : LOAD_BALANCING_UNSTATED),
		.products = run->knowledge.products,
		.product_stated = run->knowledge.site && run->knowledge.site->product,
		.catalogues = run->knowledge.names,
		.incomplete = run->incomplete,
		.incomplete_count = run->incomplete_count,
		.idle = run->idle,
		.stopped = capture_was_stopped(run->capture) ? signals_stop_name() : NULL,
		.options = options_of(run->options),
		.verbose = run->options->verbose,
		.width = run_width(output),
		.colour = run_wants_colour(run->options, output),
		.terminal = is_terminal(output),
		.summary = run->options->summary,
		.language = run->options->language,
	};
	struct report_capture *capture = &context.capture;

	capture->inputs = capture_inputs(run->capture, &capture->input_count);
	capture->frames = counters->frames;
	capture->bytes = counters->bytes;
	capture->first_us = counters->first_us;
	capture->last_us = counters->last_us;
	capture->decode = *pipeline_decode_counters(run->pipeline);
	capture->flows = counters->flows;
	capture->midstream = counters->midstream;
	capture->one_sided = counters->one_sided;
	capture->evicted = pipeline_flow_counters(run->pipeline)->evicted;
	capture->given_up = pipeline_inspector_counters(run->pipeline)->given_up;
	capture->dropped_percent = run_dropped_percent(run);
	for (size_t i = 0; i < capture->input_count; i++)
		capture->read += capture->inputs[i].records ? 0 : capture->inputs[i].read;
	record_account_show(&run->account, capture);
	context.baseline = run->against;
	if (run->provenance) {
		context.provenance =
			*provenance_collector_finish(run->provenance, context.stopped);
		context.provenance.libraries = run->backends;
		context.provenance.sandbox = run->sandbox;
	}
	return context;
}

void run_abandon_outputs(struct run *run)
{
	outputs_abandon(&run->outputs);
}

const char *run_sensor(const struct run *run)
{
	size_t count;
	const struct capture_input *inputs = capture_inputs(run->capture, &count);
	const char *sensor = count > 0 ? inputs[0].sensor : NULL;

	for (size_t i = 1; sensor && i < count; i++)
		if (!inputs[i].sensor || strcmp(inputs[i].sensor, sensor) != 0)
			sensor = NULL;
	return sensor;
}

void run_close_outputs(struct run *run)
{
	struct error err;

	for (size_t i = 0; i < run->outputs.count; i++)
		if (!output_close(&run->outputs.items[i].output, &err))
			run_incomplete(run, "%s", err.text);
	run->outputs.count = 0;
}

enum exit_status run_status(const struct run *run, bool findings)
{
	if (run->incomplete_count > 0)
		return run->unreadable ? EXIT_TROUBLE : EXIT_INCOMPLETE;
	if (run->unreadable)
		return EXIT_TROUBLE;
	return findings && !run->options->no_fail ? EXIT_FINDINGS : EXIT_CLEAN;
}

void run_close(struct run *run)
{
	signals_watch(NULL);
	/* What was not closed before was not written whole. */
	run_abandon_outputs(run);
	if (run->baseline)
		fclose(run->baseline);
	provenance_collector_destroy(run->provenance);
	pipeline_destroy(run->pipeline);
	sensor_join_destroy(run->join);
	judge_destroy(run->judge);
	free(run->sensor_numbers);
	saved_state_fini(&run->state);
	confinement_fini(&run->confinement);
	records_destroy(run->records);
	for (size_t i = 0; i < run->store_count; i++)
		store_close(run->stores[i].store);
	free(run->stores);
	folded_clients_fini(&run->clients);
	capture_close(run->capture);
	knowledge_fini(&run->knowledge);
	free(run->idle);
	for (size_t i = 0; i < run->incomplete_count; i++)
		free((void *)(uintptr_t)run->incomplete[i]);
}
