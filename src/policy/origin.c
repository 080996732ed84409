/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/origin.h"

const char *certainty_name(enum certainty certainty)
{
	static const char *const names[CERTAINTIES] = {
		[CERTAINTY_UNSTATED] = "unstated", [CERTAINTY_DOCUMENTED] = "documented",
		[CERTAINTY_TOPOLOGY] = "topology", [CERTAINTY_FIELD] = "field",
		[CERTAINTY_INFERRED] = "inferred",
	};

	return names[certainty];
}
