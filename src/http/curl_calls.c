/* SPDX-License-Identifier: BSD-2-Clause */
#include "curl_calls.h"

#include <stddef.h>

#include "base/array.h"
#include "base/library.h"

bool curl_calls_load(struct curl_calls *calls, struct error *err)
{
#define CURL_CALL(name) { "curl_" #name, offsetof(struct curl_calls, name) },
	static const struct library_call wanted[] = { CURL_CALLS(CURL_CALL) };
#undef CURL_CALL

	return library_load(CURL_SONAME, wanted, ARRAY_LEN(wanted), calls, err);
}
