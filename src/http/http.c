/* SPDX-License-Identifier: BSD-2-Clause */
#include "http/http.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/error.h"

#include "curl_calls.h"

#define HTTP_OK     200
#define PATIENCE_S  60L
#define CONNECT_S   10L
#define ANSWER_MOST 65536
#define WORD_MOST   256       /* of user and password together */
#define GZIP        (15 + 16) /* zlib's window, and gzip around it */

struct http {
	struct curl_calls calls;
	CURL *curl; /* owned */
	const char *url;
	char credentials[WORD_MOST]; /* "user:password"; empty: none */
};

static bool read_credentials(struct http *http, const char *path, struct error *err)
{
	FILE *file = fopen(path, "re");

	if (!file)
		return error_set(err, "%s: %s", path, strerror(errno));
	if (!fgets(http->credentials, sizeof(http->credentials), file))
		http->credentials[0] = '\0';
	fclose(file);
	http->credentials[strcspn(http->credentials, "\r\n")] = '\0';
	return strchr(http->credentials, ':') ||
	       error_set(err, "%s: expected a line user:password", path);
}

static bool begin(struct http *http, struct error *err)
{
	if (!curl_calls_load(&http->calls, err))
		return false;
	http->calls.global_init(CURL_GLOBAL_DEFAULT);
	http->curl = http->calls.easy_init();
	return http->curl || error_set(err, "libcurl cannot begin");
}

struct http *http_open(const char *url, const char *credentials, struct error *err)
{
	struct http *http = calloc(1, sizeof(*http));

	if (!http) {
		error_set(err, "out of memory");
		return NULL;
	}
	http->url = url;
	if (begin(http, err) &&
	    (!credentials || read_credentials(http, credentials, err)))
		return http;
	http_close(http);
	return NULL;
}

void http_close(struct http *http)
{
	if (!http)
		return;
	if (http->curl) {
		http->calls.easy_cleanup(http->curl);
		http->calls.global_cleanup();
	}
	free(http);
}

/* A body that is cut is refused whole when it is compressed, and else may be taken. */
static bool compress_body(const struct text *body, struct text *packed, struct error *err)
{
	z_stream stream = { .next_in = (Bytef *)body->at, .avail_in = (uInt)body->len };
	int status;

	if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, GZIP, 8,
	                 Z_DEFAULT_STRATEGY) != Z_OK)
		return error_set(err, "out of memory");
	char *room = text_reserve(packed, deflateBound(&stream, body->len) + 64);

	if (!room) {
		deflateEnd(&stream);
		return error_set(err, "out of memory");
	}
	stream.next_out = (Bytef *)room;
	stream.avail_out = (uInt)(packed->capacity - packed->len - 1);
	status = deflate(&stream, Z_FINISH);
	if (status == Z_STREAM_END)
		text_commit(packed, (const char *)stream.next_out);
	deflateEnd(&stream);
	return status == Z_STREAM_END || error_set(err, "a batch cannot be compressed");
}

static size_t take_answer(char *bytes, size_t size, size_t count, void *context)
{
	struct text *answer = context;

	if (answer->len + size * count <= ANSWER_MOST)
		text_add_bytes(answer, bytes, size * count);
	return size * count;
}

static bool make_address(struct http *http, const char *query, const char *query_id,
                         struct text *address)
{
	const struct curl_calls *calls = &http->calls;
	char *words = calls->easy_escape(http->curl, query, 0);
	char *id = calls->easy_escape(http->curl, query_id, 0);

	/* Whoever reads an error that begins behind the first rows would miss it. */
	if (words && id)
		text_addf(address, "%s/?wait_end_of_query=1&query_id=%s&query=%s",
		          http->url, id, words);
	calls->free(words);
	calls->free(id);
	return address->len > 0 && !address->failed;
}

static struct curl_slist *make_headers(const struct http *http, bool packed)
{
	__typeof__(&curl_slist_append) append = http->calls.slist_append;
	struct curl_slist *headers = append(NULL, "Expect:");
	char line[WORD_MOST + 32];
	const char *colon = strchr(http->credentials, ':');

	if (packed)
		headers = append(headers, "Content-Encoding: gzip");
	if (!colon)
		return headers;
	snprintf(line, sizeof(line), "X-ClickHouse-User: %.*s",
	         (int)(colon - http->credentials), http->credentials);
	headers = append(headers, line);
	snprintf(line, sizeof(line), "X-ClickHouse-Key: %s", colon + 1);
	return append(headers, line);
}

/* What both kinds of posts set. @return its headers, owned */
static struct curl_slist *prepare(struct http *http, const char *address,
                                  const char *body, size_t len, bool packed)
{
	const struct curl_calls *calls = &http->calls;
	struct curl_slist *headers = make_headers(http, packed);

	calls->easy_reset(http->curl);
	calls->easy_setopt(http->curl, CURLOPT_URL, address);
	calls->easy_setopt(http->curl, CURLOPT_PROTOCOLS_STR, "http,https");
	calls->easy_setopt(http->curl, CURLOPT_HTTPHEADER, headers);
	calls->easy_setopt(http->curl, CURLOPT_POSTFIELDS, body);
	calls->easy_setopt(http->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)len);
	calls->easy_setopt(http->curl, CURLOPT_NOSIGNAL, 1L);
	return headers;
}

/* @return the HTTP status; 0 with @err when there was no answer, or not all of it */
static int perform(struct http *http, struct curl_slist *headers, struct error *err)
{
	const struct curl_calls *calls = &http->calls;
	CURLcode code = calls->easy_perform(http->curl);
	long status = 0;

	calls->easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &status);
	calls->slist_free_all(headers);
	if (code == CURLE_OK)
		return (int)status;
	error_set(err, "%s: %s", http->url, calls->easy_strerror(code));
	return 0;
}

static int post(struct http *http, const struct text *address, const struct text *packed,
                struct text *answer, struct error *err)
{
	const struct curl_calls *calls = &http->calls;
	struct curl_slist *headers =
		prepare(http, address->at, packed->at ? packed->at : "", packed->len,
	                packed->len > 0);

	calls->easy_setopt(http->curl, CURLOPT_WRITEFUNCTION, take_answer);
	calls->easy_setopt(http->curl, CURLOPT_WRITEDATA, answer);
	calls->easy_setopt(http->curl, CURLOPT_TIMEOUT, PATIENCE_S);
	return perform(http, headers, err);
}

int http_post(struct http *http, const char *query, const char *query_id,
              const struct text *body, struct text *answer, struct error *err)
{
	struct text address = { 0 }, packed = { 0 };
	int status = 0;

	text_clear(answer);
	if (!make_address(http, query, query_id, &address))
		error_set(err, "out of memory");
	else if (body->len == 0 || compress_body(body, &packed, err))
		status = post(http, &address, &packed, answer, err);
	text_fini(&address);
	text_fini(&packed);
	return status;
}

/* --- Answers without a bound ------------------------------------------------------- */

struct asking {
	struct http *http;
	http_taker *take;
	void *context;
	struct text refusal; /* what it said instead */
};

static size_t take_part(char *bytes, size_t size, size_t count, void *context)
{
	struct asking *asking = context;
	long status = 0;

	asking->http->calls.easy_getinfo(asking->http->curl, CURLINFO_RESPONSE_CODE,
	                                 &status);
	if (status != HTTP_OK)
		return take_answer(bytes, size, count, &asking->refusal);
	return asking->take(bytes, size * count, asking->context) ? size * count : 0;
}

bool http_ask(struct http *http, const char *query, http_taker *take, void *context,
              struct error *err)
{
	const struct curl_calls *calls = &http->calls;
	struct asking asking = { .http = http, .take = take, .context = context };
	struct text address = { 0 };
	struct curl_slist *headers;
	int status;

	/* So that an error comes instead of the rows, and not behind some of them. */
	text_addf(&address, "%s/?wait_end_of_query=1", http->url);
	if (address.failed)
		return error_set(err, "out of memory");
	headers = prepare(http, address.at, query, strlen(query), false);
	calls->easy_setopt(http->curl, CURLOPT_WRITEFUNCTION, take_part);
	calls->easy_setopt(http->curl, CURLOPT_WRITEDATA, &asking);
	calls->easy_setopt(http->curl, CURLOPT_CONNECTTIMEOUT, CONNECT_S);
	calls->easy_setopt(http->curl, CURLOPT_TCP_KEEPALIVE, 1L);
	status = perform(http, headers, err);
	if (status != 0 && status != HTTP_OK)
		error_set(err, "%s: HTTP %d: %.*s", http->url, status,
		          (int)strcspn(asking.refusal.at ? asking.refusal.at : "", "\n"),
		          asking.refusal.at ? asking.refusal.at : "");
	text_fini(&asking.refusal);
	text_fini(&address);
	return status == HTTP_OK;
}

const char *http_backend(void)
{
	return "libcurl " LIBCURL_VERSION;
}
