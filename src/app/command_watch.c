/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * watch: the audit that does not end. Conversations are judged as audit judges them; what
 * is found is said once, when it is found, and a report is written by the clock. Each
 * report is about its period, so that memory does not grow with the months.
 */
#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "report/audit_file.h"
#include "report/diff.h"
#include "report/watch_events.h"

#include "baseline.h"
#include "completeness.h"
#include "datagrams.h"
#include "flow_record.h"
#include "judging.h"
#include "run.h"
#include "service.h"
#include "signals.h"
#include "watch_hearing.h"
#include "watch_outputs.h"
#include "watch_screen.h"

#define SCREEN_US INT64_C(2000000) /* between two looks when somebody looks on */
#define SAVE_US   INT64_C(10000000)

struct watch {
	struct run run;
	struct watch_outputs outputs;
	struct watch_screen screen;
	struct datagrams service;
	struct watch_numbers numbers;
	struct audit_file *previous; /* owned; the last report, as it would be read */
	struct hearing hearing;
	int64_t began_us, looked_us, stats_us, saved_us,
		notified_us; /* clock_steady_us() */
	int64_t report_us;   /* clock_wall_us() of the next report */
	uint64_t told,
		reported; /* packets of flows that ended, and of those in a report */
	struct flow_record record; /* with --flow-events, used again for each */
	bool ended;
};

/* --- What comes in ----------------------------------------------------------------------- */

/* Of a copy: to write it concludes its direction, which is still to be judged. */
static void say_flow(struct watch *watch, const struct ended_flow *ended)
{
	struct ended_flow copy = *ended;

	flow_record_make(&watch->record, &watch->run, &copy);
	watch_outputs_flow(&watch->outputs, &watch->record.shown);
}

static void observe_flow(struct ended_flow *ended, void *context)
{
	struct watch *watch = context;

	if (watch->run.options->flow_events)
		say_flow(watch, ended);
	judging_observe(&watch->run, ended);
	watch->told += ended->flow.packets[0] + ended->flow.packets[1];
}

static void observe_learned(const struct learned *learned, void *context)
{
	struct watch *watch = context;

	judge_learn(watch->run.judge, learned);
}

/* --- What goes out ------------------------------------------------------------------------ */

static uint64_t most_memory(void)
{
	struct rusage usage;

	return getrusage(RUSAGE_SELF, &usage) == 0 ? (uint64_t)usage.ru_maxrss << 10 : 0;
}

static void refresh_numbers(struct watch *watch)
{
	struct watch_numbers *numbers = &watch->numbers;

	numbers->now_us = clock_wall_us();
	numbers->uptime_us = clock_steady_us() - watch->began_us;
	numbers->flows_open = pipeline_counters(watch->run.pipeline)->flows_open;
	numbers->reports = watch->outputs.reports;
	numbers->reports_failed = watch->outputs.failed;
	numbers->records_lost = watch_outputs_lost(&watch->outputs);
	numbers->memory = most_memory();
}

static struct report_context context_of(struct watch *watch)
{
	struct output output;
	struct report_context context;

	output_over_stream(&output, stdout);
	refresh_numbers(watch);
	context = run_context(&watch->run, &output);
	context.provenance.made_us = watch->numbers.now_us;
	return context;
}

static void note_findings(struct watch *watch, const struct audit *audit)
{
	struct watch_numbers *numbers = &watch->numbers;

	numbers->findings = audit->finding_count;
	memset(numbers->by_severity, 0, sizeof(numbers->by_severity));
	for (size_t i = 0; i < audit->finding_count; i++)
		numbers->by_severity[audit->findings[i].severity]++;
}

static void show_finding(struct watch *watch, const struct audit *audit,
                         const struct audit_finding *finding, bool worse)
{
	if (watch->screen.shown) {
		const struct report_context context = context_of(watch);

		watch_screen_show_finding(&watch->screen, &context, audit, finding,
		                          worse);
	}
}

static void say_findings(struct watch *watch, const struct audit *audit)
{
	const int64_t now_us = clock_wall_us();
	struct alert_table *said = &watch->run.state.alerts;

	for (size_t i = 0; i < audit->finding_count; i++) {
		const struct audit_finding *finding = &audit->findings[i];
		const enum alert_news news = alert_table_note(
			said, finding->id, (uint8_t)(finding->severity + 1), now_us);

		if (news == ALERT_KNOWN)
			continue;
		watch->numbers.alerts++;
		watch_outputs_alert(&watch->outputs, audit, finding, news == ALERT_WORSE,
		                    now_us);
		show_finding(watch, audit, finding, news == ALERT_WORSE);
	}
	alert_table_forget(said, now_us - (int64_t)watch->run.options->forget_us);
}

/* Packets of flows that are in no report yet. */
static uint64_t count_open(const struct watch *watch)
{
	const uint64_t followed =
		pipeline_decode_counters(watch->run.pipeline)->verdicts[DECODE_OK];

	return followed > watch->reported ? followed - watch->reported : 0;
}

static void save(struct watch *watch)
{
	run_save_state(&watch->run, count_open(watch));
	watch->saved_us = clock_steady_us();
}

static int64_t look_us(const struct watch *watch)
{
	const int64_t after_us = (int64_t)watch->run.options->alert_after_us;

	/* Told after half of it and looked for as often, it is said in time. */
	return watch->screen.shown && after_us > SCREEN_US ? SCREEN_US : after_us / 2;
}

/* With a site file a verdict is final; roles that are inferred settle with the report. */
static void look(struct watch *watch)
{
	const struct audit *audit;

	pipeline_tell(watch->run.pipeline, look_us(watch));
	audit = judge_conclude(watch->run.judge);
	watch->looked_us = clock_steady_us();
	if (!audit)
		return;
	note_findings(watch, audit);
	if (watch->run.knowledge.site)
		say_findings(watch, audit);
}

/* --- Reports ------------------------------------------------------------------------------- */

/* The next full --every after now, counted from midnight UTC. */
static int64_t next_report(const struct options *options)
{
	const int64_t every_us = (int64_t)options->every_us;

	return clock_wall_us() / every_us * every_us + every_us;
}

static void write_report(struct watch *watch, const struct audit *audit)
{
	struct report_context context = context_of(watch);
	struct audit_file *now;
	struct diff diff;
	struct error err;
	bool compared = false;

	context.exit_status = audit->finding_count > 0 ? EXIT_FINDINGS : EXIT_CLEAN;
	if (watch->run.incomplete_count > 0)
		context.exit_status = EXIT_INCOMPLETE;
	now = baseline_read_back(&context, audit, &err);
	if (now && watch->previous)
		compared = diff_init(&diff, watch->previous, now);
	context.baseline = compared ? &diff : NULL;
	watch_outputs_report(&watch->outputs, &context, audit, watch->numbers.now_us);
	if (watch->screen.shown)
		watch_screen_show_report(&watch->screen, &context, audit);
	if (compared)
		diff_fini(&diff);
	if (now) {
		audit_file_close(watch->previous);
		watch->previous = now;
	}
}

/* What was incomplete in this period need not be in the next. */
static void forget_incomplete(struct run *run, size_t before)
{
	while (run->incomplete_count > before)
		free((void *)(uintptr_t)run->incomplete[--run->incomplete_count]);
	free(run->idle);
	run->idle = NULL;
}

static void report(struct watch *watch)
{
	struct run *run = &watch->run;
	const size_t incomplete = run->incomplete_count;
	const struct audit *audit = judge_conclude(run->judge);

	if (!audit) {
		run_complain("out of memory: no report");
		watch->outputs.failed++;
		return;
	}
	note_findings(watch, audit);
	say_findings(watch, audit);
	completeness_collect(run);
	hearing_end_period(&watch->hearing, run);
	completeness_concluded(run, audit);
	write_report(watch, audit);
	if (!watch->ended)
		forget_incomplete(run, incomplete);
	watch->reported = watch->told;
}

/* Another period begins, with what is known now. */
static void begin_period(struct watch *watch)
{
	struct error err;

	watch->report_us = next_report(watch->run.options);
	if (!run_renew_judge(&watch->run, &err))
		run_complain("%s: the last period goes on", err.text);
}

/* --- Signals, inputs, the service manager --------------------------------------------------- */

static void reload(struct watch *watch)
{
	struct error err;

	service_notify(&watch->service, "RELOADING=1\nMONOTONIC_USEC=%lld",
	               (long long)clock_steady_us());
	if (run_load_again(&watch->run, &err)) {
		/* What was judged by the old ones is reported by them. */
		report(watch);
		if (!run_take_loaded(&watch->run, &err)) {
			run_complain("%s", err.text);
			capture_stop(watch->run.capture);
			return;
		}
		watch_outputs_forget_rows(&watch->outputs);
		watch->numbers.reloads++;
		run_complain("site file and catalogues are loaded again");
	} else {
		watch->numbers.reloads_failed++;
		run_complain("%s; what was loaded before stays in force", err.text);
	}
	service_notify(&watch->service, "READY=1");
}

static void say_status(struct watch *watch)
{
	const struct pipeline_counters *counters = pipeline_counters(watch->run.pipeline);
	char time[CLOCK_TEXT_SIZE];

	refresh_numbers(watch);
	run_complain(
		"%s: %llu packets, %.2f %% dropped, %llu flows now, %llu ended, %llu "
		"findings, %llu said, %llu records lost, %llu MiB",
		clock_format(watch->numbers.now_us, time),
		(unsigned long long)counters->frames, run_dropped_percent(&watch->run),
		(unsigned long long)counters->flows_open,
		(unsigned long long)counters->flows,
		(unsigned long long)watch->numbers.findings,
		(unsigned long long)watch->numbers.alerts,
		(unsigned long long)watch->numbers.records_lost,
		(unsigned long long)(watch->numbers.memory >> 20));
}

static void answer_signals(struct watch *watch)
{
	if (signals_reopen_asked())
		watch_outputs_reopen(&watch->outputs);
	if (signals_reload_asked())
		reload(watch);
	if (signals_status_asked())
		say_status(watch);
}

static void say_stats(struct watch *watch)
{
	struct report_context context;

	hearing_look(&watch->hearing, &watch->run, &watch->numbers);
	context = context_of(watch);
	watch_outputs_stats(&watch->outputs, &context, &watch->numbers);
	service_notify(&watch->service,
	               "STATUS=%llu packets, %.2f %% dropped, %llu findings",
	               (unsigned long long)context.capture.frames,
	               context.capture.dropped_percent,
	               (unsigned long long)watch->numbers.findings);
	watch->stats_us = clock_steady_us();
}

/* --- The loop -------------------------------------------------------------------------------- */

static void feed_watchdog(struct watch *watch, int64_t now_us)
{
	const int64_t every_us = service_watchdog_us() / 2;

	if (every_us == 0 || now_us - watch->notified_us < every_us)
		return;
	service_notify(&watch->service, "WATCHDOG=1");
	watch->notified_us = now_us;
}

static void show_status(struct watch *watch)
{
	if (watch_screen_is_due(&watch->screen)) {
		const struct report_context context = context_of(watch);

		watch_screen_show_status(&watch->screen, &context, &watch->numbers);
	}
}

static bool on_pulse(int64_t ignored_us, void *context)
{
	struct watch *watch = context;
	const int64_t now_us = clock_steady_us();

	(void)ignored_us;
	answer_signals(watch);
	if (now_us - watch->looked_us >= look_us(watch))
		look(watch);
	if (clock_wall_us() >= watch->report_us) {
		report(watch);
		begin_period(watch);
		save(watch);
	}
	if (now_us - watch->stats_us >= (int64_t)watch->run.options->stats_us)
		say_stats(watch);
	/* The state first: an alert is not said twice. */
	if (now_us - watch->saved_us >= SAVE_US)
		save(watch);
	feed_watchdog(watch, now_us);
	show_status(watch);
	return watch_outputs_flush(&watch->outputs);
}

static bool open_all(struct watch *watch, const struct options *options)
{
	struct run *run = &watch->run;
	struct error err;
	const struct pipeline_sink sink = {
		.ended = observe_flow,
		.learned = observe_learned,
		.pulse = on_pulse,
		.context = watch,
	};

	if (!run_open(run, options, REPORT_WATCH))
		return false;
	watch_screen_init(&watch->screen, options);
	if (!watch_outputs_open(&watch->outputs, options, watch->screen.shown, &err)) {
		privilege_explain_denial(&run->privilege, &err);
		run_complain("%s", err.text);
		return false;
	}
	service_open(&watch->service);
	if (!run_prepare(run, &sink, false))
		return false;
	signals_serve();
	return hearing_init(&watch->hearing, run);
}

static enum exit_status go_on(struct watch *watch)
{
	watch->began_us = watch->stats_us = watch->saved_us = watch->looked_us =
		clock_steady_us();
	watch->report_us = next_report(watch->run.options);
	if (watch->screen.shown) {
		const struct report_context context = context_of(watch);

		watch_screen_show_head(&watch->screen, &context);
	}
	service_notify(&watch->service, "READY=1");
	hearing_look(&watch->hearing, &watch->run, &watch->numbers);
	pipeline_run(watch->run.pipeline);
	service_notify(&watch->service, "STOPPING=1");
	watch->ended = true;
	report(watch);
	say_stats(watch);
	save(watch);
	(void)watch_outputs_flush(&watch->outputs);
	watch_screen_end(&watch->screen);
	return capture_was_stopped(watch->run.capture) ? EXIT_CLEAN
	                                               : run_status(&watch->run, false);
}

static int run_watch(const struct options *options)
{
	struct watch watch = { .service.fd = -1 };
	enum exit_status status = EXIT_TROUBLE;

	if (open_all(&watch, options))
		status = go_on(&watch);
	watch_outputs_close(&watch.outputs);
	datagrams_close(&watch.service);
	audit_file_close(watch.previous);
	sentences_fini(&watch.record.reasons);
	hearing_fini(&watch.hearing);
	run_close(&watch.run);
	return (int)status;
}

static bool check_watch(const struct options *options, struct error *err)
{
	for (size_t i = 0; i < options->files.count; i++)
		if (!options->capture.follow &&
		    strcmp(options->files.items[i].path, "-") != 0)
			return error_set(err,
			                 "%s: watch reads interfaces, or files with "
			                 "--follow",
			                 options->files.items[i].path);
	return command_check_input(options, err);
}

const struct command watch_command = {
	.name = "watch",
	.arguments = "INPUT... [OPTION...] [BPF]",
	.summary = "judge without an end: findings as they happen, reports by the clock",
	.statuses = "0 ended by a signal, 2 it could not begin, 3 the inputs ended and\n"
		    "something was incomplete.",
	.options = OPTIONS_INPUT | OPTIONS_KNOWLEDGE | OPTIONS_OUTPUT | OPTIONS_WATCH,
	.report = REPORT_WATCH,
	.take_words = command_take_filter,
	.check = check_watch,
	.run = run_watch,
};
