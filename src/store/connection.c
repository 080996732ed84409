/* SPDX-License-Identifier: BSD-2-Clause */
#include "connection.h"

#include <stddef.h>
#include <time.h>

#include "base/clock.h"
#include "base/error.h"

#include "database.h"
#include "schema.h"

/* How long one writer waits for another. */
#define PATIENCE_MS 60000

/*
 * Who ends takes the file out of WAL, and who begins puts it back: when both do it at once
 * SQLite does not wait, and either may find files gone that it is about to open.
 */
#define AGAIN_MS  20
#define BROKEN_MS 2000 /* a disk that fails is not asked for a minute */

/* Somebody else may be making it as well: whoever comes second finds it made. */
static bool prepare_to_write(sqlite3 *database, struct error *err)
{
	return database_run(database,
	                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
	                    "BEGIN IMMEDIATE",
	                    err) &&
	       schema_upgrade(database, err) && database_run(database, "COMMIT", err);
}

/* No file but its own and those beside it is touched. */
static bool prepare(sqlite3 *database, bool to_write, struct error *err)
{
	sqlite3_busy_timeout(database, PATIENCE_MS);
	sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	/* Who is making it meanwhile is seen before or behind all of that. */
	return database_run(database, "PRAGMA temp_store = MEMORY; BEGIN", err) &&
	       schema_check(database, to_write, err) &&
	       database_run(database, "COMMIT", err) &&
	       (to_write ? prepare_to_write(database, err)
	                 : schema_complete(database, err));
}

/* How long it is worth trying again after what @database says. */
static int patience_ms(sqlite3 *database)
{
	switch (sqlite3_errcode(database)) {
	case SQLITE_BUSY:
	case SQLITE_PROTOCOL:
		return PATIENCE_MS;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		return BROKEN_MS;
	default:
		return 0;
	}
}

/* @return the connection; NULL with @err, and in @patience how long others are worth trying */
static sqlite3 *try_to_open(const char *path, bool to_write, int *patience,
                            struct error *err)
{
	const int flags = to_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
	                           : SQLITE_OPEN_READWRITE;
	sqlite3 *database;

	*patience = 0;
	if (sqlite3_open_v2(path, &database, flags, NULL) != SQLITE_OK) {
		(void)database_fail(database, err);
	} else if (prepare(database, to_write, err)) {
		return database;
	} else if (to_write) {
		*patience = patience_ms(database);
	}
	sqlite3_close(database);
	return NULL;
}

sqlite3 *connection_open(const char *path, bool to_write, struct error *err)
{
	const int64_t began_us = clock_steady_us();

	for (;;) {
		int patience;
		sqlite3 *database = try_to_open(path, to_write, &patience, err);

		if (database || clock_steady_us() - began_us >= patience * INT64_C(1000))
			return database;
		nanosleep(&(struct timespec){ 0, AGAIN_MS * 1000000L }, NULL);
	}
}
