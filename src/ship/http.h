/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * http - questions and inserts to a ClickHouse server.
 *
 * Room: ship, private. Certificates are verified, and nothing but HTTP is spoken.
 */
#ifndef HTTP_H
#define HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/text.h"

struct error;
struct http;

/** @credentials as of ship.h. Owned: http_close(). NULL with @err. */
struct http *http_open(const char *url, const char *credentials, struct error *err);

/**
 * Post @body, which is compressed on its way, to @query.
 *
 * @answer  replaced by what the server said, the beginning of it
 * @return  the HTTP status; 0 with @err when there was no answer
 */
int http_post(struct http *http, const char *query, const char *query_id,
              const struct text *body, struct text *answer, struct error *err);

void http_close(struct http *http);

#endif
