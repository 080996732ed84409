/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hint_rows - what the hints of a payload say about every rule.
 *
 * Room: policy.
 */
#ifndef POLICY_HINT_ROWS_H
#define POLICY_HINT_ROWS_H

#include "policy/row_set.h"

/* Contradicted ones are in neither set. */
struct hint_rows {
	struct row_set possible;  /* H of design section 2 */
	struct row_set supported; /* the payload confirms these */
};

#endif
