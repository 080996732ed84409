/* SPDX-License-Identifier: BSD-2-Clause */
#include "commands.h"

#include <stdio.h>

#include "base/error.h"

#include "run.h"

static bool write_rows(const struct options *options, const struct knowledge *knowledge,
                       const struct report_format *format, struct output *output,
                       struct error *err)
{
	long shown = format->rows(output->stream, knowledge->policy, &options->rows,
	                          run_width(output), run_wants_colour(output));

	if (!output_close(output, err))
		return false;
	if (shown < 0)
		return error_set(err, "cannot write the rows");
	if (shown == 0 && format->for_people && !options->quiet)
		run_complain("no row matches");
	return true;
}

static bool show(const struct options *options, const struct knowledge *knowledge,
                 struct error *err)
{
	struct outputs outputs = { .count = 0 };

	if (options->outputs.count > 1)
		return error_set(err, "rows has one output at a time");
	return outputs_open(&outputs, REPORT_ROWS, &options->outputs, err) &&
	       write_rows(options, knowledge, outputs.items[0].format,
	                  &outputs.items[0].output, err);
}

static int run_rows(const struct options *options)
{
	struct knowledge knowledge;
	struct error err;

	if (!knowledge_load(&knowledge, options->signatures, options->site_file, &err)) {
		run_complain("%s", err.text);
		return EXIT_TROUBLE;
	}
	bool shown = show(options, &knowledge, &err);

	if (!shown)
		run_complain("%s", err.text);
	knowledge_fini(&knowledge);
	return shown ? EXIT_CLEAN : EXIT_TROUBLE;
}

const struct command rows_command = {
	.name = "rows",
	.arguments = "[OPTION...]",
	.summary = "print the rows of the documented tables, explained",
	.statuses = "0 done, 2 usage or configuration.",
	.options = OPTIONS_KNOWLEDGE | OPTIONS_OUTPUT | OPTIONS_ROWS,
	.report = REPORT_ROWS,
	.run = run_rows,
};
