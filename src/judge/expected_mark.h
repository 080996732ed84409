/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * expected_mark - which DSCP media is to have, and who says so.
 *
 * Room: judge, private.
 */
#ifndef EXPECTED_MARK_H
#define EXPECTED_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "flow/flow.h"
#include "policy/row.h"
#include "policy/site_marks.h"

struct conversation;
struct judge;
struct verdict;

struct expected_mark {
	const struct row
		*row;  /* that documents it; NULL: none does, or the site file says */
	unsigned line; /* of the site file that says it; 0: none does */
	uint8_t dscp;  /* 0: nobody says, or the site file wants none */
};

/** Does anybody say what it is to be? */
static inline bool expected_mark_is_said(const struct expected_mark *mark)
{
	return mark->row || mark->line > 0;
}

/**
 * The mark of media of @modality from @from to @to: that of the site file, else of @row.
 *
 * @site  NULL: there is none
 * @row   NULL: none documents it
 */
struct expected_mark expected_mark_of(const struct site *site, enum modality modality,
                                      const struct row *row,
                                      const struct site_party *from,
                                      const struct site_party *to);

/** The mark of what @side of @conversation sent, by the row of its @verdict. */
struct expected_mark expected_mark_sent(const struct judge *judge,
                                        const struct conversation *conversation,
                                        const struct verdict *verdict,
                                        enum flow_side side);

#endif
