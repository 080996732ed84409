/* SPDX-License-Identifier: BSD-2-Clause */
/* diff: two reports of audit -o json compared. */
#include "commands.h"

#include <stdio.h>

#include "base/error.h"
#include "report/audit_file.h"
#include "report/diff.h"

#include "baseline.h"
#include "command_confining.h"
#include "options.h"
#include "run.h"

static bool take_reports(struct options *options, char *const *words, size_t count,
                         struct error *err)
{
	if (count != 2)
		return error_set(err,
		                 "diff compares two reports: diff OLD.json NEW.json");
	options->words = words;
	options->word_count = count;
	return true;
}

static bool check_reports(const struct options *options, struct error *err)
{
	if (options->outputs.count > 1)
		return error_set(err, "diff has one output at a time");
	return options->word_count == 2 ||
	       error_set(err, "expected two reports: diff OLD.json NEW.json");
}

/* What is missing in a report that is not whole may be there all the same. */
static enum exit_status status_of(const struct diff *diff, const struct options *options)
{
	if (diff->before->incomplete || diff->after->incomplete)
		return EXIT_INCOMPLETE;
	return baseline_has_news(diff, options) ? EXIT_FINDINGS : EXIT_CLEAN;
}

static enum exit_status write_diff(const struct diff *diff, const struct options *options,
                                   const struct report_format *format,
                                   struct output *output)
{
	enum exit_status status = status_of(diff, options);
	struct error err;
	struct diff_context context = {
		.exit_status = (int)status,
		.width = run_width(output),
		.verbose = options->verbose,
		.colour = run_wants_colour(options, output),
	};

	output->spoilt = !format->diff(output->stream, diff, &context);
	if (output_close(output, &err))
		return status;
	run_complain("%s", err.text);
	return EXIT_INCOMPLETE;
}

/* Two reports, and where the answer goes. */
struct comparing {
	const struct options *options;
	FILE *streams[2];
	struct audit_file *reports[2];
	struct outputs outputs;
};

static bool read_reports(struct comparing *comparing, struct error *err)
{
	const struct options *options = comparing->options;

	for (size_t i = 0; i < 2; i++) {
		comparing->streams[i] = command_open(options->words[i], err);
		if (!comparing->streams[i])
			return false;
	}
	if (!command_confine(options, REPORT_DIFF, &comparing->outputs, err))
		return false;
	for (size_t i = 0; i < 2; i++) {
		comparing->reports[i] =
			audit_file_read(comparing->streams[i], options->words[i], err);
		if (!comparing->reports[i])
			return false;
	}
	return true;
}

static bool diff_reports(struct diff *diff, const struct audit_file *before,
                         const struct audit_file *after, struct error *err)
{
	struct error why;

	if (!diff_check_scopes(&before->scope, &after->scope, &why))
		return error_set(err, "%s and %s cannot be compared: %s", before->path,
		                 after->path, why.text);
	return diff_init(diff, before, after) || error_set(err, "out of memory");
}

static enum exit_status compare(struct comparing *comparing, struct error *err)
{
	struct diff diff;
	enum exit_status status;

	if (!read_reports(comparing, err) ||
	    !diff_reports(&diff, comparing->reports[0], comparing->reports[1], err))
		return EXIT_TROUBLE;
	comparing->outputs.count = 0;
	status = write_diff(&diff, comparing->options, comparing->outputs.items[0].format,
	                    &comparing->outputs.items[0].output);
	diff_fini(&diff);
	return status;
}

static int run_diff(const struct options *options)
{
	struct comparing comparing = { .options = options };
	struct error err = { "" };
	enum exit_status status = compare(&comparing, &err);

	if (err.text[0])
		run_complain("%s", err.text);
	outputs_abandon(&comparing.outputs);
	for (size_t i = 0; i < 2; i++) {
		audit_file_close(comparing.reports[i]);
		if (comparing.streams[i])
			fclose(comparing.streams[i]);
	}
	return (int)status;
}

const struct command diff_command = {
	.name = "diff",
	.arguments = "[OPTION...] OLD.json NEW.json",
	.summary = "say what is new, gone and changed between two audits",
	.statuses =
		"0 nothing new at or above --fail-on, 1 something new or worse, 2 usage, or\n"
		"reports that cannot be read or compared: of another site, filter, catalogues\n"
		"or sensors, 3 a report is incomplete.",
	.options = OPTIONS_OUTPUT | OPTIONS_DIFF | OPTIONS_CONFINED,
	.report = REPORT_DIFF,
	.take_words = take_reports,
	.check = check_reports,
	.run = run_diff,
};
