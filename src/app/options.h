/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options - the command line as the commands want it.
 *
 * Room: app, private. command_line.h fills it.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/capture.h"
#include "judge/verdict.h"
#include "report/report.h"

#include "confinement.h"
#include "input_list.h"

struct command;

#define OPTIONS_MEMCAP ((size_t)512 << 20)

struct option_list {
	const char **items; /* owned, of what is borrowed from argv */
	size_t count, capacity;
};

struct options {
	const struct command *command; /* NULL: none was named */
	struct option_list interfaces, outputs;
	struct input_list files; /* and directories, and "-" */
	const char *site_file, *signatures, *evidence;
	int64_t from_us, to_us, before_us; /* of stores; 0: no bound */
	const char *from_sensor;           /* of stores; NULL: all */
	const char *ship_to, *credentials; /* ship */
	size_t spool_most;                 /* bytes; 0: not said */
	const char *state;                 /* --state */
	char *written;                  /* owned: the command line, as a shell takes it */
	char *filter;                   /* owned: -f, -F and trailing words, joined */
	struct capture_options capture; /* its filter points to the above */
	size_t memory;
	uint32_t threads; /* 0: as many as are of use */
	const char *user, *group;
	enum confinement_mode sandbox;
	enum severity fail_on;
	uint64_t alert_after_us, forget_us, every_us, stats_us, quiet_us; /* watch */
	bool strict, no_fail, idle_ok, quiet;
	bool flow_events; /* watch */
	enum colour {
		COLOUR_AUTO,
		COLOUR_ALWAYS,
		COLOUR_NEVER
	} colour;
	enum language language;
	bool summary;     /* the text report is one line */
	bool all;         /* causes and findings in the text report, in full */
	bool digest;      /* of the inputs, too */
	bool qos;         /* how media was marked */
	bool keep_copies; /* count packets that are there again as others */
	unsigned verbose;
	bool help, version, list_interfaces;
	struct report_rows_filter rows;
	const char *action;     /* site: "check" or "import" */
	const char *baseline;   /* audit: a report in JSON */
	const char *update;     /* site import: a site file to bring up to date */
	const char *hosts_file; /* site import */
	const char *against;    /* site check, rows --firewall: a report in JSON */
	const char *firewall;   /* rows: whose rules */
	const char *reason, *ticket, *until; /* site allow, site accept */
	bool write_site;                     /* the same: into the site file */
	char *const *
		words; /* site import: the exports; diff: the reports; borrowed from argv */
	size_t word_count;
};

#endif
