/* SPDX-License-Identifier: BSD-2-Clause */
#include "database.h"

#include <stddef.h>

#include "base/error.h"

bool database_fail(sqlite3 *database, struct error *err)
{
	return error_set(err, "%s", sqlite3_errmsg(database));
}

bool database_run(sqlite3 *database, const char *sql, struct error *err)
{
	return sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       database_fail(database, err);
}

sqlite3_stmt *database_prepare(sqlite3 *database, const char *sql, struct error *err)
{
	sqlite3_stmt *statement;

	if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK)
		return statement;
	(void)database_fail(database, err);
	return NULL;
}

bool database_do(sqlite3_stmt *statement, struct error *err)
{
	int status = sqlite3_step(statement);

	sqlite3_reset(statement);
	return status == SQLITE_DONE || status == SQLITE_ROW ||
	       database_fail(sqlite3_db_handle(statement), err);
}
