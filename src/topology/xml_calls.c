/* SPDX-License-Identifier: BSD-2-Clause */
#include "xml_calls.h"

#include <stddef.h>

#include "base/array.h"
#include "base/library.h"

bool xml_calls_load(struct xml_calls *calls, struct error *err)
{
#define XML_CALL(name) { "xml" #name, offsetof(struct xml_calls, name) },
	static const struct library_call wanted[] = { XML_CALLS(XML_CALL) };
#undef XML_CALL

	return library_load(XML_SONAME, wanted, ARRAY_LEN(wanted), calls, err);
}
