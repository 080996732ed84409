/* SPDX-License-Identifier: BSD-2-Clause */
#include "inspect/hint.h"

#include <assert.h>

static_assert(HINTS < 64, "a set of hints is one 64-bit word");

#define INFO_ROW(with, constant, text, eve, rank, classes)                               \
	[constant] = { .name = (text), .app_proto = (eve), .place = (rank) },

static const struct {
	const char *name, *app_proto;
	uint8_t place; /* among app_protos, the lowest wins */
} infos[HINTS] = { HINT_TABLE(INFO_ROW, ) };

const char *hint_name(enum hint hint)
{
	return infos[hint].name;
}

const char *hint_app_proto(uint64_t hints)
{
	const char *found = NULL;
	unsigned lowest = UINT8_MAX;

	for (; hints; hints &= hints - 1) {
		unsigned hint = (unsigned)__builtin_ctzll(hints);

		if (infos[hint].app_proto && infos[hint].place < lowest) {
			found = infos[hint].app_proto;
			lowest = infos[hint].place;
		}
	}
	return found;
}
