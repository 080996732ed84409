/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ship_options - what is to be shipped where, and what became of it.
 *
 * Room: ship.
 */
#ifndef SHIP_SHIP_OPTIONS_H
#define SHIP_SHIP_OPTIONS_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

struct ship_counts;

struct ship_options {
	const char *url;         /* http:// or https://, and who listens there */
	const char *directory;   /* of files that are closed, *.eve */
	const char *credentials; /* file with "user:password"; NULL: none */
	const char *sensor;      /* of records that name none */
	uint64_t spool_most;     /* bytes; beyond it what was refused and then the oldest
	                            files go; 0: no bound */
	bool follow;             /* look for new files until stopped */
	const volatile sig_atomic_t *stop;
	/** One line for whatever a person should know. */
	void (*say)(const char *line);
	/** Behind each look at the spool. */
	void (*looked)(const struct ship_counts *counts, void *context);
	void *context;
};

/* Of records, unless it says files. */
struct ship_counts {
	uint64_t sent;          /* posted, again and again if it has to be */
	uint64_t acknowledged;  /* that the server has */
	uint64_t again;         /* of those, that it had from before */
	uint64_t waiting;       /* that are still in the spool, and not acknowledged */
	uint64_t discarded;     /* lines that are no record, kept in refused/ */
	uint64_t refused;       /* of files that it refused, kept in refused/ */
	uint64_t dropped;       /* that went with files for want of room */
	uint64_t files;         /* that the server has whole */
	uint64_t waiting_files; /* that are still there */
	uint64_t refused_files;
};

#endif
