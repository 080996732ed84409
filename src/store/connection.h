/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * connection - an SQLite file that has our schema.
 *
 * Room: store, private.
 */
#ifndef CONNECTION_H
#define CONNECTION_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/attributes.h"

struct error;

/** Open @path; to write, a new one gets the schema. Owned: sqlite3_close(). NULL with @err. */
sqlite3 *connection_open(const char *path, bool to_write, struct error *err);

#endif
