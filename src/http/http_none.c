/* SPDX-License-Identifier: BSD-2-Clause */
/* What http.h promises, in a build without libcurl: that there is none. */
#include "http/http.h"

#include "base/error.h"

struct http *http_open(const char *url, const char *credentials, struct error *err)
{
	(void)url, (void)credentials;
	error_set(err, "this lynctap was built without libcurl");
	return NULL;
}

int http_post(struct http *http, const char *query, const char *query_id,
              const struct text *body, struct text *answer, struct error *err)
{
	(void)http, (void)query, (void)query_id, (void)body, (void)answer;
	error_set(err, "this lynctap was built without libcurl");
	return 0;
}

bool http_ask(struct http *http, const char *query, http_taker *take, void *context,
              struct error *err)
{
	(void)http, (void)query, (void)take, (void)context;
	return error_set(err, "this lynctap was built without libcurl");
}

void http_close(struct http *http)
{
	(void)http;
}

const char *http_backend(void)
{
	return "no libcurl";
}
