/* SPDX-License-Identifier: BSD-2-Clause */
#include "inspect/learned.h"

#include <string.h>

#include "base/array.h"

static const char *const kinds[] = {
	[LEARNED_LISTENER] = "listener",
	[LEARNED_NAME] = "name",
	[LEARNED_AGENT] = "agent",
};

static const char *const vias[] = {
	[LEARNED_BY_SSRP] = "ssrp", [LEARNED_BY_EPM] = "epm",
	[LEARNED_BY_DNS] = "dns",   [LEARNED_BY_SNI] = "sni",
	[LEARNED_BY_SIP] = "sip",   [LEARNED_BY_CERTIFICATE] = "certificate",
	[LEARNED_BY_HTTP] = "http", [LEARNED_BY_DHCP] = "dhcp",
};

const char *learned_kind_name(enum learned_kind kind)
{
	return kinds[kind];
}

const char *learned_via_name(enum learned_via via)
{
	return vias[via];
}

bool learned_kind_find(enum learned_kind *kind, const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (strcmp(kinds[i], name) == 0) {
			*kind = (enum learned_kind)i;
			return true;
		}
	}
	return false;
}

bool learned_via_find(enum learned_via *via, const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(vias); i++) {
		if (strcmp(vias[i], name) == 0) {
			*via = (enum learned_via)i;
			return true;
		}
	}
	return false;
}
