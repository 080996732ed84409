/* SPDX-License-Identifier: BSD-2-Clause */
#include "outputs.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"

#include "commands.h"
#include "options.h"

static bool takes_standard_output(const struct outputs *outputs)
{
	for (size_t i = 0; i < outputs->count; i++)
		if (outputs->items[i].output.stream == stdout)
			return true;
	return false;
}

static bool take_store(struct outputs *outputs, const char *path, struct error *err)
{
	if (!*path || strcmp(path, "-") == 0)
		return error_set(err, "a store is a file: -o sqlite:FILE");
	if (outputs->store)
		return error_set(err, "more than one store");
	outputs->store = path;
	return true;
}

static bool add_output(struct outputs *outputs, enum report_kind kind, const char *wish,
                       struct error *err)
{
	const char *colon = strchr(wish, ':');
	size_t len = colon ? (size_t)(colon - wish) : strlen(wish);
	const struct report_format *format = report_format_ask(kind, wish, err);
	struct output *output;

	if (outputs->count == OUTPUTS_MAX)
		return error_set(err, "more than %d outputs", OUTPUTS_MAX);
	if (!format)
		return false;
	if (format->stores_flows)
		return take_store(outputs, colon ? colon + 1 : "", err);
	output = &outputs->items[outputs->count].output;
	if (colon && strcmp(colon + 1, "-") != 0) {
		if (!output_open(output, colon + 1, err))
			return false;
	} else {
		if (takes_standard_output(outputs))
			return error_set(err,
			                 "two outputs would share standard output; "
			                 "name a file: -o %.*s:PATH",
			                 (int)len, wish);
		output_over_stream(output, stdout);
	}
	outputs->items[outputs->count++].format = format;
	return true;
}

bool outputs_open_file(struct output *output, const struct option_list *wishes,
                       struct error *err)
{
	if (wishes->count > 0)
		return output_open(output, wishes->items[0], err);
	output_over_stream(output, stdout);
	return true;
}

/* Where there is one format, it is not said. */
static bool is_path_alone(const struct options *options)
{
	return options->firewall ||
	       (options->command && options->command->options & OPTIONS_DRAFT &&
	        strcmp(options->action, "check") != 0);
}

const char *outputs_path(const struct options *options, size_t number)
{
	const char *wish = options->outputs.items[number];
	const char *colon = strchr(wish, ':');
	const char *path = is_path_alone(options) ? wish : colon ? colon + 1 : NULL;

	return path && strcmp(path, "-") != 0 ? path : NULL;
}

static bool open_draft(struct outputs *outputs, const struct option_list *wishes,
                       struct error *err)
{
	if (!outputs_open_file(&outputs->items[0].output, wishes, err))
		return false;
	outputs->count = 1;
	return true;
}

bool outputs_open(struct outputs *outputs, enum report_kind kind,
                  const struct option_list *wishes, struct error *err)
{
	if (kind == REPORT_DRAFT)
		return open_draft(outputs, wishes, err);
	if (wishes->count == 0)
		return add_output(outputs, kind, report_format_default(kind)->name, err);
	for (size_t i = 0; i < wishes->count; i++)
		if (!add_output(outputs, kind, wishes->items[i], err))
			return false;
	return true;
}

void outputs_abandon(struct outputs *outputs)
{
	for (size_t i = 0; i < outputs->count; i++)
		output_abandon(&outputs->items[i].output);
	outputs->count = 0;
}
