/* SPDX-License-Identifier: BSD-2-Clause */
#include "connection.h"

#include <stddef.h>

#include "base/error.h"

#include "database.h"
#include "schema.h"

/* How long one writer waits for another. */
#define PATIENCE_MS 60000

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

sqlite3 *connection_open(const char *path, bool to_write, struct error *err)
{
	int flags = to_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
	                     : SQLITE_OPEN_READWRITE;
	sqlite3 *database;

	if (sqlite3_open_v2(path, &database, flags, NULL) != SQLITE_OK)
		(void)database_fail(database, err);
	else if (prepare(database, to_write, err))
		return database;
	sqlite3_close(database);
	return NULL;
}
