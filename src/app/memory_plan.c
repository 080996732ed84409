/* SPDX-License-Identifier: BSD-2-Clause */
#include "memory_plan.h"

/* Catalogues, nDPI, libraries and buffers; of a small --memcap, a quarter has to do. */
#define PROGRAM ((size_t)16 << 20)
#define SHARES  32

/* What is left is for what allocation wastes and a growing table takes twice. */
static const struct memory_plan shares[MEMORY_USES] = {
	[MEMORY_JUDGED] = { .fragments = 1,
	                    .flows = 12,
	                    .inspections = 8,
	                    .judge = 10,
	                    .audit = 18 },
	[MEMORY_HELD] = { .fragments = 1,
	                  .flows = 12,
	                  .inspections = 5,
	                  .judge = 6,
	                  .held = 5,
	                  .audit = 17 },
	[MEMORY_WATCHED] = { .fragments = 1,
	                     .flows = 11,
	                     .inspections = 5,
	                     .judge = 8,
	                     .audit = 4 },
};

struct memory_plan memory_plan_make(size_t memcap, enum memory_use use)
{
	size_t program = memcap / 4 < PROGRAM ? memcap / 4 : PROGRAM;
	size_t share = (memcap - program) / SHARES;
	const struct memory_plan *part = &shares[use];

	return (struct memory_plan){
		.fragments = part->fragments * share,
		.flows = part->flows * share,
		.inspections = part->inspections * share,
		.judge = part->judge * share,
		.held = part->held * share,
		.audit = part->audit * share,
	};
}
