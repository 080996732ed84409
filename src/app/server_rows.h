/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * server_rows - a question to a ClickHouse server, its answer row by row.
 *
 * Room: app, private. As store_query() is for a file.
 */
#ifndef SERVER_ROWS_H
#define SERVER_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

struct error;

/**
 * Ask @sql, which changes nothing, of the server at @url, and visit every row; the first
 * has the names of the columns.
 *
 * @credentials  a file of one line user:password; NULL: none
 */
MUST_CHECK bool server_rows_visit(const char *url, const char *credentials,
                                  const char *sql,
                                  void (*visit)(const char *const *cells, size_t count,
                                                void *context),
                                  void *context, struct error *err);

#endif
