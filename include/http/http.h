/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * http - questions and inserts to a ClickHouse server.
 *
 * Room: http, the only one that knows libcurl, which http_open() loads: no other run pays
 * for it. Certificates are verified, and nothing but HTTP is spoken. A post resolves
 * names, opens sockets and reads certificates, which a confined process cannot.
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/text.h"

struct error;
struct http;

/**
 * Load libcurl and make ready to post to @url. Nothing is sent yet.
 *
 * @url          borrowed until http_close()
 * @credentials  a file of one line user:password; NULL: none
 * @return       owned: http_close(). NULL with @err
 */
MUST_CHECK struct http *http_open(const char *url, const char *credentials,
                                  struct error *err);

/**
 * Post @body, which is compressed on its way, to @query.
 *
 * @answer  replaced by what the server said, the beginning of it
 * @return  the HTTP status; 0 with @err when there was no answer
 */
int http_post(struct http *http, const char *query, const char *query_id,
              const struct text *body, struct text *answer, struct error *err);

/** Take @len bytes of an answer. @return whether to go on */
typedef bool http_taker(const char *bytes, size_t len, void *context);

/**
 * Ask @query, however long the answer takes and is, and give its bytes out as they come.
 *
 * @return  whether it came whole; false with @err, after a part of it perhaps
 */
MUST_CHECK bool http_ask(struct http *http, const char *query, http_taker *take,
                         void *context, struct error *err);

void http_close(struct http *http);

/** "libcurl 7.88.1", the version built with; or that there is none. Static. */
const char *http_backend(void);

#endif
