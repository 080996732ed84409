/* SPDX-License-Identifier: BSD-2-Clause */
#include "zip_calls.h"

#include <stddef.h>

#include "base/array.h"
#include "base/library.h"

bool zip_calls_load(struct zip_calls *calls, struct error *err)
{
#define ZIP_CALL(name) { "zip_" #name, offsetof(struct zip_calls, name) },
	static const struct library_call wanted[] = { ZIP_CALLS(ZIP_CALL) };
#undef ZIP_CALL

	return library_load(ZIP_SONAME, wanted, ARRAY_LEN(wanted), calls, err);
}
