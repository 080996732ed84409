/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * schema - the tables and views of a store, and their versions.
 *
 * Room: store, private. Who writes brings an older file up to date, in the transaction in
 * which he looks; who reads takes it as it is. A newer one is refused, with the way out.
 */
#ifndef SCHEMA_H
#define SCHEMA_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/attributes.h"

struct error;

/** Is it ours, of a version that we know, or, @to_write, empty? Changes nothing. */
MUST_CHECK bool schema_check(sqlite3 *database, bool to_write, struct error *err);

/** Make what is missing of the newest version; within a transaction. */
MUST_CHECK bool schema_upgrade(sqlite3 *database, struct error *err);

/** The same for this connection alone: the file is not changed. */
MUST_CHECK bool schema_complete(sqlite3 *database, struct error *err);

#endif
