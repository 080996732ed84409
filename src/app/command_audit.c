/* SPDX-License-Identifier: BSD-2-Clause */
#include "commands.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#include "baseline.h"
#include "completeness.h"
#include "evidence_pass.h"
#include "judging.h"
#include "record_pass.h"
#include "run.h"

struct audit_run {
	struct run run;
	struct evidence_pass *evidence; /* NULL without -w */
	struct baseline *baseline;      /* NULL without --baseline */
};

static void observe_flow(struct ended_flow *ended, void *context)
{
	struct audit_run *audit = context;

	judging_observe(&audit->run, ended);
}

static void observe_learned(const struct learned *learned, void *context)
{
	struct audit_run *audit = context;

	judge_learn(audit->run.judge, learned);
}

static void observe_frame(const struct frame *frame, const struct packet *packet,
                          void *context)
{
	struct audit_run *audit = context;

	(void)packet;
	if (frame)
		evidence_pass_keep(audit->evidence, frame);
}

static bool on_pulse(int64_t now_us, void *context)
{
	struct audit_run *audit = context;

	(void)now_us;
	run_pulse(&audit->run);
	return true;
}

static bool above_threshold(const struct audit *audit, enum severity fail_on)
{
	for (size_t i = 0; i < audit->finding_count; i++)
		if (audit->findings[i].severity >= fail_on)
			return true;
	return false;
}

static void write_report(struct run *run, size_t number, const struct audit *audit,
                         bool findings)
{
	const struct report_format *format = run->outputs.items[number].format;
	struct output *output = &run->outputs.items[number].output;
	struct report_context context = run_context(run, output);
	struct error err;

	context.exit_status = (int)run_status(run, findings);
	output->spoilt = !format->audit(output->stream, &context, audit) &&
	                 !output_is_deserted(output);
	if (output->spoilt)
		run_incomplete(run, "cannot write the %s report: %s", format->name,
		               ferror(output->stream) ? strerror(errno)
		                                      : "out of memory");
	else if (!output_flush(output, &err))
		run_incomplete(run, "%s", err.text);
}

/* Of the outputs that can, or cannot, be written again. */
static void write_some(struct run *run, const struct audit *audit, bool findings,
                       bool again)
{
	for (size_t i = 0; i < run->outputs.count; i++)
		if (output_can_rewind(&run->outputs.items[i].output) == again)
			write_report(run, i, audit, findings);
}

/*
 * A report states the exit status, and one that cannot be written changes it: those
 * before it are written again. What is gone once it is written comes last.
 */
static void write_reports(struct run *run, const struct audit *audit, bool findings)
{
	enum exit_status stated = run_status(run, findings);
	struct error err;

	write_some(run, audit, findings, true);
	write_some(run, audit, findings, false);
	if (run_status(run, findings) == stated)
		return;
	for (size_t i = 0; i < run->outputs.count; i++) {
		struct output *output = &run->outputs.items[i].output;

		if (!output_can_rewind(output) || output->spoilt)
			continue;
		if (output_rewind(output, &err))
			write_report(run, i, audit, findings);
		else
			run_incomplete(run, "%s", err.text);
	}
}

/* With a baseline what is new decides, not what is there. */
static bool compare(struct audit_run *audit, const struct audit *conclusion,
                    bool *findings)
{
	struct run *run = &audit->run;
	struct report_context context = run_context(run, &run->outputs.items[0].output);
	struct error err;

	run->against = baseline_compare(audit->baseline, &context, conclusion, &err);
	if (run->against) {
		*findings = baseline_has_news(run->against, run->options);
		return true;
	}
	run_complain("%s", err.text);
	run_abandon_outputs(run);
	return false;
}

static enum exit_status conclude(struct audit_run *audit)
{
	struct run *run = &audit->run;
	const struct audit *conclusion = judge_conclude(run->judge);

	if (!conclusion) {
		run_complain("out of memory");
		return EXIT_TROUBLE;
	}
	completeness_concluded(run, conclusion);
	if (audit->evidence)
		evidence_pass_write(audit->evidence, conclusion);

	bool findings = above_threshold(conclusion, run->options->fail_on);

	if (audit->baseline && !compare(audit, conclusion, &findings))
		return EXIT_TROUBLE;
	write_reports(run, conclusion, findings);
	run_close_outputs(run);
	/* Only now: who is killed before has no report of what was read. */
	run_save_state(run, 0);
	return run_status(run, findings);
}

static bool begin_judging(struct run *run)
{
	struct error err;

	if (judging_begin(run, &err))
		return true;
	run_complain("%s", err.text);
	return false;
}

static int run_audit(const struct options *options)
{
	struct audit_run audit = { .evidence = NULL };
	struct run *run = &audit.run;
	enum exit_status status = EXIT_TROUBLE;

	if (!run_open(run, options, REPORT_AUDIT))
		goto out;
	if (options->baseline) {
		struct error err;

		audit.baseline = baseline_open(run, &err);
		if (!audit.baseline) {
			run_complain("%s", err.text);
			goto out;
		}
	}
	struct pipeline_sink sink = {
		.ended = observe_flow,
		.learned = observe_learned,
		/* Files are read again, the rest has to be kept. */
		.frame = options->evidence && capture_total_bytes(run->capture) == 0
		                 ? observe_frame
		                 : NULL,
		.pulse = on_pulse,
		.context = &audit,
	};

	if (options->evidence) {
		audit.evidence = evidence_pass_open(run);
		if (!audit.evidence)
			goto out;
	}
	if (!run_prepare(run, &sink, false))
		goto out;
	if (audit.evidence && !evidence_pass_begin(audit.evidence))
		goto out;
	if (!begin_judging(run))
		goto out;
	record_pass_run(run);
	judging_end(run);
	completeness_collect(run);
	status = conclude(&audit);
out:
	baseline_close(audit.baseline);
	evidence_pass_close(audit.evidence);
	run_close(run);
	return (int)status;
}

const struct command audit_command = {
	.name = "audit",
	.arguments = "INPUT... [OPTION...] [BPF]",
	.summary = "judge the traffic and print the report",
	.statuses =
		"0 nothing at or above --fail-on, 1 findings, 2 usage, configuration,\n"
		"permission or unreadable input, 3 incomplete: input damaged or not read to\n"
		"its end, more than 1 % dropped or undecodable, memory full, output lost, or\n"
		"nothing judged. 3 wins over 1, and 2 over all.",
	.options = OPTIONS_INPUT | OPTIONS_KNOWLEDGE | OPTIONS_OUTPUT | OPTIONS_VERDICT,
	.report = REPORT_AUDIT,
	.take_words = command_take_filter,
	.check = command_check_input,
	.run = run_audit,
};
