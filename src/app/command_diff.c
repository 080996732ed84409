/* SPDX-License-Identifier: BSD-2-Clause */
/* diff: two reports of audit -o json compared. */
#include "commands.h"

#include <stdio.h>

#include "base/error.h"
#include "report/audit_file.h"
#include "report/diff.h"

#include "baseline.h"
#include "file_clash.h"
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

static enum exit_status write_diff(const struct diff *diff, const struct options *options)
{
	struct outputs outputs = { .count = 0 };
	enum exit_status status = status_of(diff, options);
	struct error err;

	if (!file_clash_refuse(options, NULL, &err) ||
	    !outputs_open(&outputs, REPORT_DIFF, &options->outputs, &err)) {
		run_complain("%s", err.text);
		return EXIT_TROUBLE;
	}

	struct output *output = &outputs.items[0].output;
	struct diff_context context = {
		.exit_status = (int)status,
		.width = run_width(output),
		.verbose = options->verbose,
		.colour = run_wants_colour(options, output),
	};

	output->spoilt = !outputs.items[0].format->diff(output->stream, diff, &context);
	if (output_close(output, &err))
		return status;
	run_complain("%s", err.text);
	return EXIT_INCOMPLETE;
}

static enum exit_status compare(const struct audit_file *before,
                                const struct audit_file *after,
                                const struct options *options)
{
	struct diff diff;
	struct error err;
	enum exit_status status;

	if (!diff_check_scopes(&before->scope, &after->scope, &err)) {
		run_complain("%s and %s cannot be compared: %s", before->path,
		             after->path, err.text);
		return EXIT_TROUBLE;
	}
	if (!diff_init(&diff, before, after)) {
		run_complain("out of memory");
		return EXIT_TROUBLE;
	}
	status = write_diff(&diff, options);
	diff_fini(&diff);
	return status;
}

static int run_diff(const struct options *options)
{
	struct error err;
	struct audit_file *before = audit_file_open(options->words[0], &err);
	struct audit_file *after =
		before ? audit_file_open(options->words[1], &err) : NULL;
	enum exit_status status = EXIT_TROUBLE;

	if (after)
		status = compare(before, after, options);
	else
		run_complain("%s", err.text);
	audit_file_close(after);
	audit_file_close(before);
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
	.options = OPTIONS_OUTPUT | OPTIONS_DIFF,
	.report = REPORT_DIFF,
	.take_words = take_reports,
	.check = check_reports,
	.run = run_diff,
};
