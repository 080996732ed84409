/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * side_rows - H: what both sides' words leave of the rows.
 *
 * Room: judge, private. Each side is asked for itself: what the responder shows
 * contradicts as much as what the initiator does. Only the responder's words confirm,
 * because who calls may say anything.
 */
#ifndef SIDE_ROWS_H
#define SIDE_ROWS_H

#include <stdint.h>

#include "policy/policy.h"

struct side_rows {
	struct row_set possible;  /* neither side contradicts them */
	struct row_set spoken;    /* of those, what either side's words support */
	struct row_set confirmed; /* of those, what the responder's words support */
};

/**
 * @policy  remembers the rows of each side's hints
 * @hints   by enum flow_side
 */
struct side_rows side_rows_of(struct policy *policy, const uint64_t hints[static 2]);

#endif
