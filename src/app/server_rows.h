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
struct options;

/**
 * Ask @sql, which changes nothing, of the server at @url, and visit every row; the first
 * has the names of the columns.
 *
 * What may be reached then is what server_confine() leaves.
 *
 * @options  have the credentials, a file of one line user:password
 */
MUST_CHECK bool server_rows_visit(const char *url, const struct options *options,
                                  const char *sql,
                                  void (*visit)(const char *const *cells, size_t count,
                                                void *context),
                                  void *context, struct error *err);

#endif
