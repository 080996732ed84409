/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * spool - the directory that records wait in, and refused/ in it.
 *
 * Room: ship, private. Files are closed when they have their name, *.eve, and never change.
 */
#ifndef SPOOL_H
#define SPOOL_H

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "ship/ship_options.h"

struct error;

/* Names of files, sorted. Owned: spool_free(). */
struct spool_names {
	struct dirent **items;
	uint64_t *lines; /* of each file; 0: not counted yet. NULL: there was no memory */
	int count;
};

/** Make refused/ where it is not there. */
void spool_prepare(const char *directory);

/**
 * What waits. @names of the look before, or zeroed, give way; what was counted of files
 * that are still there, and so are what they were, is kept.
 */
MUST_CHECK bool spool_list(const char *directory, struct spool_names *names,
                           struct error *err);

/** How many lines file number @at of @names has; it is read once. */
uint64_t spool_lines_of(const char *directory, struct spool_names *names, int at);

/** How many lines file @name has; 0 when it is gone. */
uint64_t spool_count_lines(const char *directory, const char *name);

/**
 * Keep waiting files and refused/ within @options->spool_most: what was refused goes
 * first, then the oldest by name. What goes is counted, and said.
 */
void spool_bound(const struct ship_options *options, struct ship_counts *counts);

void spool_free(struct spool_names *names);

#endif
