/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A line of a spool on its way into a store. It becomes one row, a JSON object of one
 * line with the columns that the table has, or nothing at all.
 */
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/ship/flat.h"
#include "base/array.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool promise)
{
	if (!promise)
		abort();
}

/* Those that every row has. */
static void check_row(const char *row, size_t len)
{
	static const char *const columns[] = { "sensor", "spool",    "pos",
		                               "type",   "first_us", "kind" };
	json_error_t reason;
	json_t *object;

	require(len > 2 && memcmp(row + len - 2, "}\n", 2) == 0);
	require(!memchr(row, '\n', len - 1));
	object = json_loadb(row, len, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &reason);
	require(json_is_object(object));
	for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
		require(json_object_get(object, columns[i]));
		require(strstr(FLAT_COLUMNS, columns[i]));
	}
	json_decref(object);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char before[] = "{\"pos\":1}\n";
	const struct flat_place place = { "fe01", "spool-1.eve", 42 };
	struct text out = { 0 };

	text_add(&out, before);
	require(!out.failed);
	if (flat_add(&out, &place, (const char *)data, size))
		check_row(out.at + strlen(before), out.len - strlen(before));
	else
		require(out.len == strlen(before));
	require(memcmp(out.at, before, strlen(before)) == 0);
	text_fini(&out);
	return 0;
}
