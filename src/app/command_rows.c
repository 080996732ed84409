/* SPDX-License-Identifier: BSD-2-Clause */
#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"

#include "run.h"

static long write_rows(const struct options *options, const struct knowledge *knowledge,
                       const char *format, struct output *output)
{
	if (strcmp(format, "json") == 0)
		return report_rows_json(output->stream, knowledge->policy,
		                        &options->rows);
	return report_rows_text(output->stream, knowledge->policy, &options->rows,
	                        run_width(output), run_wants_colour(output));
}

static bool show(const struct options *options, const struct knowledge *knowledge,
                 struct error *err)
{
	const char *wish = options->outputs.count ? options->outputs.items[0] : "text";
	const char *colon = strchr(wish, ':');
	size_t len = colon ? (size_t)(colon - wish) : strlen(wish);
	bool json = len == 4 && strncmp(wish, "json", 4) == 0;
	struct output output;

	if (options->outputs.count > 1)
		return error_set(err, "rows has one output at a time");
	if (!json && !(len == 4 && strncmp(wish, "text", 4) == 0))
		return error_set(
			err, "there is no output format '%.*s' here, use text or json",
			(int)len, wish);
	if (!colon)
		output_over_stream(&output, stdout);
	else if (!output_open(&output, colon + 1, err))
		return false;

	long shown = write_rows(options, knowledge, json ? "json" : "text", &output);

	if (!output_close(&output, err))
		return false;
	if (shown < 0)
		return error_set(err, "cannot write the rows");
	if (shown == 0 && !json && !options->quiet)
		run_complain("no row matches");
	return true;
}

int command_rows(const struct options *options)
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
