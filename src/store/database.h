/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * database - statements of SQLite, with errors as ours are.
 *
 * Room: store, private.
 */
#ifndef DATABASE_H
#define DATABASE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/attributes.h"

struct error;

/** Compile @sql. NULL with @err. Owned: sqlite3_finalize(). */
sqlite3_stmt *database_prepare(sqlite3 *database, const char *sql, struct error *err);

/** Run statements that have no answer. */
MUST_CHECK bool database_run(sqlite3 *database, const char *sql, struct error *err);

/** Step @statement, which has no answer, and make it ready for the next time. */
MUST_CHECK bool database_do(sqlite3_stmt *statement, struct error *err);

/** Say what is wrong. @return false */
bool database_fail(sqlite3 *database, struct error *err);

#endif
