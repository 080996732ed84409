/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * run - what audit and flows share: inputs, progress, signals, outputs, exit status.
 *
 * Room: app, private.
 */
#ifndef RUN_H
#define RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/text.h"
#include "confinement.h"
#include "folded_clients.h"
#include "judge/judge.h"
#include "knowledge.h"
#include "memory_plan.h"
#include "options.h"
#include "outputs.h"
#include "pipeline.h"
#include "privilege.h"
#include "progress.h"
#include "provenance.h"
#include "records/record.h"
#include "report/report.h"
#include "saved_state.h"

struct sensor_join;
struct store;

enum exit_status {
	EXIT_CLEAN = 0,
	EXIT_FINDINGS = 1,
	EXIT_TROUBLE = 2,
	EXIT_INCOMPLETE = 3,
};

#define RUN_MAX_INCOMPLETE 64

struct run {
	const struct options *options;
	struct knowledge knowledge;
	struct capture *capture;
	struct records *records; /* owned: those of the inputs that hold records */
	struct run_store {
		struct store *store; /* owned */
		uint16_t number;     /* of the input */
	} * stores;                  /* owned; of -r sqlite:FILE */
	size_t store_count, store_capacity;
	struct folded_clients clients; /* of the site, where stores fold them */
	struct record_account account; /* of sensors whose records were read */
	struct pipeline *pipeline;
	struct judge *judge;
	struct sensor_join *join; /* owned; NULL where there is nothing to join */
	uint16_t *sensor_numbers; /* owned; of the sensor of each input; or NULL */
	struct provenance_collector *provenance; /* of audit; else NULL */
	const struct diff *against;     /* of audit: the baseline compared; or NULL */
	struct memory_plan memory;      /* divided by run_prepare() */
	struct privilege privilege;     /* who it is since run_open() */
	struct confinement confinement; /* entered by run_prepare() */
	char sandbox[192];              /* both in words */
	struct saved_state state;
	enum report_kind kind;
	struct knowledge loaded; /* by run_load_again(), until it is taken */
	struct outputs outputs;
	FILE *baseline;  /* owned; opened with the rights of who began it; or NULL */
	bool unreadable; /* an input could not be opened, and it was said */
	const char *incomplete[RUN_MAX_INCOMPLETE]; /* owned sentences */
	size_t incomplete_count;
	char *idle; /* owned; nothing was judged, and --idle-ok takes it for a rest */
	char backends[256]; /* libraries, by name and version */
	struct progress progress;
};

/** Say one line on standard error: "lynctap: …". */
void run_complain(const char *format, ...) PRINTF_LIKE(1, 2);

/**
 * Load what is known, open inputs, drop privileges, open outputs, in this order.
 *
 * Nothing of the inputs is read.
 *
 * @kind    of answer the outputs are for
 * @return  whether there is anything to read; what was wrong has been said
 */
bool run_open(struct run *run, const struct options *options, enum report_kind kind);

/**
 * Make judge and pipeline, confine the program, and begin to read.
 *
 * From here on only what the command line named can be opened.
 *
 * @sink         copied
 * @holds_flows  flows are kept after they ended, out of the same memory
 * @return       whether there is any input; what was wrong has been said
 */
bool run_prepare(struct run *run, const struct pipeline_sink *sink, bool holds_flows);

/** The first part of it: judge and pipeline, nothing opened or read. */
MUST_CHECK bool run_prepare_judging(struct run *run, const struct pipeline_sink *sink,
                                    bool holds_flows, struct error *err);

/**
 * Prepare @run to read what @first has read once more, judged with @site, which is moved,
 * and the catalogues of @tables, borrowed until run_close().
 *
 * @first was told that files will be read again (struct capture_options) and has ended.
 * run_close() is due whatever becomes of it.
 */
MUST_CHECK bool run_prepare_again(struct run *run, const struct run *first,
                                  const struct knowledge *tables, struct site *site,
                                  const struct pipeline_sink *sink, struct error *err);

/** Have the records of @run read @store, borrowed, as input @number, as the options filter it. */
MUST_CHECK bool run_add_store(struct run *run, struct store *store, uint16_t number);

/** Add file @number of what @run reads to @capture, from its beginning. */
MUST_CHECK bool run_reread_file(const struct run *run, size_t number,
                                struct capture *capture, struct error *err);

/** Forget all conversations: another judge, of the same knowledge. The old one stays on failure. */
MUST_CHECK bool run_renew_judge(struct run *run, struct error *err);

/** Load site file and catalogues once more. On failure nothing changed. */
MUST_CHECK bool run_load_again(struct run *run, struct error *err);

/**
 * Go on with what run_load_again() loaded, and another judge. From a sink. On failure
 * there may be no judge any more.
 */
MUST_CHECK bool run_take_loaded(struct run *run, struct error *err);

/** Show progress, answer SIGUSR1. Call it from the sink's pulse. */
void run_pulse(struct run *run);

/**
 * Save where it is (--state), @open packets being in flows that nobody was told of yet.
 * Failing makes the run incomplete, once.
 */
void run_save_state(struct run *run, uint64_t open);

/** Remember why the run is not complete: exit status 3. */
void run_incomplete(struct run *run, const char *format, ...) PRINTF_LIKE(2, 3);

/** How many of the packets that interfaces got were dropped before they were seen, 0 to 100. */
double run_dropped_percent(const struct run *run);

/** What heads every report. Borrowed from @run. */
struct report_context run_context(struct run *run, const struct output *output);

/** Columns of the terminal that standard output is, as it is now; 80 when it is none. */
unsigned run_terminal_columns(void);

/** Columns of a text report on @output: $COLUMNS, the terminal's, or 80. */
unsigned run_width(const struct output *output);

/** Should it be coloured? As --color says, else only a terminal, and not against $NO_COLOR. */
bool run_wants_colour(const struct options *options, const struct output *output);

/** Throw outputs away: there is nothing to write to them. */
void run_abandon_outputs(struct run *run);

/** Where all inputs were captured, as far as that was said; NULL: not, or not all there. */
const char *run_sensor(const struct run *run);

/** Close outputs, saying what failed. */
void run_close_outputs(struct run *run);

/** The status of a run with @findings. */
enum exit_status run_status(const struct run *run, bool findings);

void run_close(struct run *run);

#endif
