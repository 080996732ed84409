/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * database - an SQLite file that has our schema.
 *
 * Room: store, private.
 */
#ifndef DATABASE_H
#define DATABASE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/attributes.h"

struct error;

/* How long one writer waits for another. */
#define DATABASE_PATIENCE_MS 60000

/** Open @path; to write, a new one gets the schema. Owned: sqlite3_close(). NULL with @err. */
sqlite3 *database_open(const char *path, bool to_write, struct error *err);

/** Compile @sql. NULL with @err. Owned: sqlite3_finalize(). */
sqlite3_stmt *database_prepare(sqlite3 *database, const char *sql, struct error *err);

/** Run statements that have no answer. */
MUST_CHECK bool database_run(sqlite3 *database, const char *sql, struct error *err);

/** Step @statement, which has no answer, and make it ready for the next time. */
MUST_CHECK bool database_do(sqlite3_stmt *statement, struct error *err);

/** Say what is wrong. @return false */
bool database_fail(sqlite3 *database, struct error *err);

#endif
