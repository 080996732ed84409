/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options - the command line as the commands want it.
 *
 * Room: app, private. One table drives the parser, --help and, by a test, the
 * man page.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/attributes.h"
#include "capture/capture.h"
#include "judge/verdict.h"
#include "report/report.h"

struct error;

enum command {
	COMMAND_NONE,
	COMMAND_AUDIT,
	COMMAND_FLOWS,
	COMMAND_ROWS,
	COMMAND_SITE,
};

#define OPTIONS_MAX_LIST 256 /* of any repeatable option */
#define OPTIONS_MEMCAP   ((size_t)512 << 20)

struct option_list {
	const char *items[OPTIONS_MAX_LIST]; /* borrowed from argv */
	size_t count;
};

struct options {
	enum command command;
	struct option_list interfaces, files, outputs;
	const char *site_file, *signatures, *evidence;
	char *filter;                   /* owned: -f, -F and trailing words, joined */
	struct capture_options capture; /* its filter points to the above */
	size_t memory;
	unsigned threads; /* 0: as many as are of use */
	const char *user, *group;
	enum severity fail_on;
	bool strict, no_fail, quiet;
	unsigned verbose;
	bool help, version, list_interfaces;
	struct report_rows_filter rows;
	const char *action; /* site: "check" */
};

/** @options is filled on success, to be freed by options_fini(); @err holds one line on failure. */
MUST_CHECK bool options_parse(struct options *options, int argc, char *argv[],
                              struct error *err);
void options_fini(struct options *options);

/** Help on one command, or on all with COMMAND_NONE. */
void options_print_help(FILE *out, enum command command);

#endif
