/* SPDX-License-Identifier: BSD-2-Clause */
#include "memory_plan.h"

/* Catalogues, nDPI, libraries and buffers; of a small --memcap, a quarter has to do. */
#define PROGRAM ((size_t)16 << 20)
#define SHARES  32

struct memory_plan memory_plan_make(size_t memcap, bool holds_flows)
{
	size_t program = memcap / 4 < PROGRAM ? memcap / 4 : PROGRAM;
	size_t share = (memcap - program) / SHARES;

	/* Three shares are left for what allocation wastes and a growing table takes twice. */
	if (holds_flows)
		return (struct memory_plan){ .fragments = share,
			                     .flows = 12 * share,
			                     .inspections = 5 * share,
			                     .judge = 6 * share,
			                     .held = 5 * share };
	return (struct memory_plan){ .fragments = share,
		                     .flows = 12 * share,
		                     .inspections = 6 * share,
		                     .judge = 10 * share };
}
