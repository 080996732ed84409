/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a run begins. The order is what SECURITY.md promises: knowledge and inputs are
 * opened, privileges given up, outputs made, nDPI set up, the doors shut; only then the
 * first byte of an input is read.
 */
#include "run.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "capture/interfaces.h"
#include "inspect/inspector.h"
#include "records/records.h"
#include "ship/fold.h"
#include "store/store.h"

#include "asker.h"
#include "command_confining.h"
#include "file_clash.h"
#include "run_confining.h"
#include "sensor_inputs.h"
#include "signals.h"

#define MEMORY_FOR_TWO ((size_t)128 << 20)

/* --- With the rights of who began it --------------------------------------------------- */

static void refuse_input(const struct error *why, void *context)
{
	struct run *run = context;

	run_incomplete(run, "%s", why->text);
	/* What a signal kept from beginning was not read to its end, and can be read. */
	run->unreadable |= !capture_was_stopped(run->capture);
}

static bool add_store(struct run *run, const char *path, const struct input_wish *wish,
                      struct error *err)
{
	struct run_store opened;

	if (!array_reserve(&run->stores, &run->store_capacity, run->store_count,
	                   sizeof(*run->stores)))
		return error_set(err, "out of memory");
	opened.store = store_open_to_read(path, err);
	if (!opened.store)
		return false;
	run->stores[run->store_count++] = opened;
	return capture_add_elsewhere(run->capture, wish->path, wish->sensor,
	                             &run->stores[run->store_count - 1].number, err);
}

static bool add_server(struct run *run, const char *url, const struct input_wish *wish,
                       struct error *err)
{
	struct error why;
	int fd;

	if (run->kind == REPORT_FLOWS)
		return error_set(err, "%s: what a server folds are no single flows",
		                 wish->path);
	fd = asker_begin(url, run->options, &run->clients.site, &why);
	if (fd < 0)
		return error_set(err, "%s: %s", wish->path, why.text);
	return capture_add_pipe(run->capture, fd, wish->path, wish->sensor, err);
}

static bool add_input(struct run *run, const struct input_wish *wish, struct error *err)
{
	const char *store = store_path(wish->path), *url = fold_url(wish->path);

	if (url)
		return add_server(run, url, wish, err);
	return store ? add_store(run, store, wish, err)
	             : capture_add_path(run->capture, wish->path, wish->sensor, err);
}

/* What cannot be opened is said; the rest is still read. @return how many can */
static size_t open_inputs(struct run *run)
{
	const struct options *options = run->options;
	struct error err;
	size_t opened = 0;

	for (size_t i = 0; i < options->files.count; i++) {
		const struct input_wish *wish = &options->files.items[i];

		if (add_input(run, wish, &err))
			opened++;
		else
			refuse_input(&err, run);
	}
	for (size_t i = 0; i < options->interfaces.count; i++) {
		if (capture_add_interface(run->capture, options->interfaces.items[i],
		                          &err))
			opened++;
		else
			refuse_input(&err, run);
	}
	return opened;
}

static bool check_state(const struct run *run, struct error *err)
{
	return !run->options->state || run->options->capture.follow ||
	       run->kind == REPORT_WATCH ||
	       error_set(err, "--state is where a run of --follow was, see --help");
}

static bool open_knowledge(struct run *run, enum report_kind kind, struct error *err)
{
	const struct options *options = run->options;
	struct capture_options capturing;

	snprintf(run->backends, sizeof(run->backends), "%s, nDPI %s",
	         interfaces_backend(), inspector_backend());
	if (!knowledge_load(&run->knowledge, options->signatures, options->site_file,
	                    err))
		return false;
	if (!folded_clients_init(&run->clients, run->knowledge.site))
		return error_set(err, "out of memory");
	capturing = options->capture;
	capturing.await_interfaces = kind == REPORT_WATCH;
	run->capture = capture_create(&capturing, err);
	if (!run->capture)
		return false;
	if (options->baseline) {
		run->baseline = command_open(options->baseline, err);
		if (!run->baseline)
			return false;
	}
	if (kind != REPORT_AUDIT && kind != REPORT_WATCH)
		return true;
	run->provenance =
		provenance_collector_create(options, &run->knowledge, run->capture);
	return run->provenance || error_set(err, "out of memory");
}

/* Where an earlier run was, and what it could not finish. */
static bool open_state(struct run *run, struct error *err)
{
	if (!saved_state_load(&run->state, run->options->state, run->capture, err))
		return false;
	if (run->state.missed_before > 0)
		run_incomplete(run,
		               "%llu packets were in flows that were open when the "
		               "earlier run ended, and are in no record",
		               (unsigned long long)run->state.missed_before);
	if (run->state.gone > 0)
		run_incomplete(
			run,
			"%llu files were gone before earlier runs read them to their end",
			(unsigned long long)run->state.gone);
	return true;
}

/* --- With those that are left ------------------------------------------------------------ */

static bool drop(struct run *run, struct error *err)
{
	const struct options *options = run->options;

	if (!privilege_drop(options->user, options->group, &run->privilege, err))
		return false;
	if (run->privilege.is_root && !options->quiet)
		run_complain("still root, without capabilities: -u names another user");
	if (run->privilege.keeps_root_group && !options->quiet)
		run_complain("still in group root, which reads more: use -g");
	return true;
}

/* What appears later is opened by whoever it is now. */
static bool check_followed(const struct run *run, struct error *err)
{
	const struct input_list *files = &run->options->files;

	for (size_t i = 0; run->options->capture.follow && i < files->count; i++)
		if (strcmp(files->items[i].path, "-") != 0 &&
		    access(files->items[i].path, R_OK) != 0) {
			error_set(err, "%s: %s", files->items[i].path, strerror(errno));
			privilege_explain_denial(&run->privilege, err);
			return false;
		}
	return true;
}

static void warn_of_reload(const struct run *run, const char *path, int mode)
{
	struct error err;

	if (access(path, mode) == 0)
		return;
	error_set(&err, "%s: %s", path, strerror(errno));
	privilege_explain_denial(&run->privilege, &err);
	run_complain("%s: SIGUSR2 will not load it again", err.text);
}

/* SIGUSR2 is answered by whoever it is now: better said today than on the day. */
static void check_reload(const struct run *run)
{
	if (run->options->site_file)
		warn_of_reload(run, run->options->site_file, R_OK);
	warn_of_reload(run, run->knowledge.directory, R_OK | X_OK);
}

bool run_open(struct run *run, const struct options *options, enum report_kind kind)
{
	struct error err;

	*run = (struct run){ .options = options, .confinement.landlock.ruleset = -1 };
	privilege_raise_descriptors();
	run->kind = kind;
	if (!check_state(run, &err) || !open_knowledge(run, kind, &err))
		goto fail;
	if (open_inputs(run) == 0)
		return false;
	if (!open_state(run, &err) || !drop(run, &err) || !check_followed(run, &err))
		goto fail;
	if (kind == REPORT_WATCH)
		check_reload(run);
	/* A report is renamed when it is whole, by whoever it belongs to then. */
	if (!file_clash_refuse(options, NULL, &err))
		goto fail;
	/* A watch opens its own. */
	if (kind != REPORT_WATCH &&
	    !outputs_open(&run->outputs, kind, &options->outputs, &err)) {
		privilege_explain_denial(&run->privilege, &err);
		goto fail;
	}
	return true;

fail:
	run_complain("%s", err.text);
	return false;
}

/* --- Confined ------------------------------------------------------------------------------ */

/* Two where there are processors for them, and memory for what they read ahead. */
static unsigned threads_of(const struct options *options)
{
	cpu_set_t usable;

	if (options->threads > 0)
		return options->threads;
	if (options->memory < MEMORY_FOR_TWO ||
	    sched_getaffinity(0, sizeof(usable), &usable) != 0)
		return 1;
	return CPU_COUNT(&usable) > 1 ? 2 : 1;
}

static bool prepare_pipeline(struct run *run, const struct pipeline_sink *sink,
                             struct error *err)
{
	run->pipeline = pipeline_create(
		run->capture, &run->knowledge,
		&(struct pipeline_options){
			.memory = run->memory,
			.threads =
				run->kind == REPORT_WATCH ? 1 : threads_of(run->options),
			.keep_copies = run->options->keep_copies,
			.live = run->options->interfaces.count > 0,
			.follows = run->options->capture.follow,
			.first_part_us = run->kind == REPORT_WATCH
	                                         ? (int64_t)run->options->alert_after_us
	                                         : 0,
		},
		sink, err);
	return run->pipeline != NULL;
}

/* Whose clients come as one: of an audit that no other input may say more of. */
static const struct fold_site *folds_of(const struct run *run)
{
	const struct options *options = run->options;

	return run->kind == REPORT_AUDIT &&
	                       options->files.count + options->interfaces.count == 1
	               ? &run->clients.site
	               : NULL;
}

bool run_add_store(struct run *run, struct store *store, uint16_t number)
{
	const struct store_filter filter = {
		.from_us = run->options->from_us,
		.to_us = run->options->to_us,
		.sensor = run->options->from_sensor,
	};

	return records_add_store(run->records, store, number, &filter, folds_of(run));
}

static bool add_stores(struct run *run)
{
	for (size_t i = 0; i < run->store_count; i++)
		if (!run_add_store(run, run->stores[i].store, run->stores[i].number))
			return false;
	return true;
}

/* Those of the inputs that hold records; what is asked for has to be possible without packets. */
static bool prepare_records(struct run *run, struct error *err)
{
	const struct options *options = run->options;

	run->records = records_create(run->capture);
	if (!run->records || !add_stores(run))
		return error_set(err, "out of memory");
	if (records_count(run->records) == 0)
		return true;
	if (options->filter)
		return error_set(err, "a filter takes packets, and there are records "
		                      "among the inputs");
	if (options->evidence)
		return error_set(err, "%s: there are no packets in records to write (-w)",
		                 options->evidence);
	return true;
}

bool run_prepare_judging(struct run *run, const struct pipeline_sink *sink,
                         bool holds_flows, struct error *err)
{
	run->memory = memory_plan_make(run->options->memory,
	                               run->kind == REPORT_WATCH ? MEMORY_WATCHED
	                               : holds_flows || sensor_inputs_are_several(run)
	                                       ? MEMORY_HELD
	                                       : MEMORY_JUDGED);
	return run_renew_judge(run, err) && prepare_pipeline(run, sink, err);
}

bool run_prepare(struct run *run, const struct pipeline_sink *sink, bool holds_flows)
{
	struct error err;

	if (!run_prepare_judging(run, sink, holds_flows, &err) ||
	    !run_confine(run, &err)) {
		run_complain("%s", err.text);
		return false;
	}
	signals_watch(run->capture);
	if (!capture_begin(run->capture, refuse_input, run))
		return false;
	if (!prepare_records(run, &err) || !sensor_inputs_part(run, &err) ||
	    !file_clash_refuse(run->options, run->capture, &err)) {
		run_complain("%s", err.text);
		return false;
	}
	if (run->provenance)
		provenance_collector_begin(run->provenance);
	return true;
}
