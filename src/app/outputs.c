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

const char *outputs_wish_path(const char *wish)
{
	const char *colon = strchr(wish, ':');

	return colon && strcmp(colon + 1, "-") != 0 ? colon + 1 : NULL;
}

static bool take_store(struct outputs *outputs, const char *path, struct error *err)
{
	if (!path || !*path)
		return error_set(err, "a store is a file: -o sqlite:FILE");
	if (outputs->store)
		return error_set(err, "more than one store");
	outputs->store = path;
	return true;
}

static bool add_output(struct outputs *outputs, enum report_kind kind, const char *wish,
                       struct error *err)
{
	const size_t len = strcspn(wish, ":");
	const char *path = outputs_wish_path(wish);
	const struct report_format *format = report_format_ask(kind, wish, err);
	struct output *output;

	if (outputs->count == OUTPUTS_MAX)
		return error_set(err, "more than %d outputs", OUTPUTS_MAX);
	if (!format)
		return false;
	if (format->stores_flows)
		return take_store(outputs, path, err);
	output = &outputs->items[outputs->count].output;
	if (path) {
		if (!output_open(output, path, err))
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

	if (!is_path_alone(options))
		return outputs_wish_path(wish);
	return strcmp(wish, "-") != 0 ? wish : NULL;
}

static bool open_draft(struct outputs *outputs, const struct option_list *wishes,
                       struct error *err)
{
	struct output *output = &outputs->items[0].output;

	output_over_stream(output, stdout);
	if (wishes->count > 0 && !output_open(output, wishes->items[0], err))
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
