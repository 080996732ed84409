/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a store is made of, for the two files that write and read it.
 *
 * Room: store, private.
 */
#ifndef STORE_PRIVATE_H
#define STORE_PRIVATE_H

#include <sqlite3.h>

#include "store/store.h"

#include "ids.h"
#include "known_hosts.h"

/* Whose records one run of the program can bring; those of more go by its own name. */
#define STORE_SENSORS 256

struct store {
	sqlite3 *database;
	char *path; /* owned */
	/* To write: */
	sqlite3_stmt *add_record, *add_kind, *find_kind, *add_host, *find_host,
		*add_learned;
	struct ids *kinds, *hosts; /* owned: numbers known by now */
	struct {
		int64_t number;
		char *sensor;  /* owned */
	} runs[STORE_SENSORS]; /* this program's; the first is its own */
	size_t run_count;
	const char *version; /* borrowed */
	int64_t begun_us;    /* clock_steady_us() of the batch; 0: none is open */
	size_t waiting;      /* records of it */
	bool failed;
	/* To read: */
	sqlite3_stmt *kind_text;
	struct known_hosts *addresses; /* owned */
};

#endif
