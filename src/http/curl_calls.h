/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * curl_calls - what is called of libcurl, which is loaded by who posts something.
 *
 * Room: http, private. calls.easy_init() is curl_easy_init(), and so on.
 */
#ifndef CURL_CALLS_H
#define CURL_CALLS_H

#include <curl/curl.h>
#include <stdbool.h>

#include "base/attributes.h"

struct error;

#define CURL_CALLS(CALL)                                                                 \
	CALL(global_init)                                                                \
	CALL(global_cleanup)                                                             \
	CALL(easy_init)                                                                  \
	CALL(easy_cleanup)                                                               \
	CALL(easy_reset)                                                                 \
	CALL(easy_setopt)                                                                \
	CALL(easy_perform)                                                               \
	CALL(easy_getinfo)                                                               \
	CALL(easy_strerror)                                                              \
	CALL(easy_escape)                                                                \
	CALL(free)                                                                       \
	CALL(slist_append)                                                               \
	CALL(slist_free_all)

struct curl_calls {
#define CURL_CALL(name) __typeof__(&curl_##name) name;
	CURL_CALLS(CURL_CALL)
#undef CURL_CALL
};

/** Load libcurl. @return false with @err when this machine has none */
MUST_CHECK bool curl_calls_load(struct curl_calls *calls, struct error *err);

#endif
