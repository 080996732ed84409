/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * draft_pass - a draft of a site file, judged by what it was drafted from.
 *
 * Room: app, private. What is found with it is what it does not say yet, so who drafts
 * adds that and asks again, until nothing is left or DRAFT_PASSES were made.
 */
#ifndef DRAFT_PASS_H
#define DRAFT_PASS_H

#include <stdbool.h>

#include "base/attributes.h"

struct audit;
struct error;
struct knowledge;
struct policy;
struct run;
struct text;

#define DRAFT_PASSES 8 /* over the input, the first one included */

/** Take what is found. @return false when out of memory */
typedef bool (*draft_taker)(const struct audit *audit, struct policy *policy,
                            void *context);

/** Can all that @first read, which has ended, be read again? */
bool draft_pass_can(const struct run *first);

/**
 * Read what @first has read once more, with @draft as site file and the catalogues of
 * @tables, and give @take what is concluded.
 */
MUST_CHECK bool draft_pass(const struct run *first, const struct knowledge *tables,
                           const struct text *draft, draft_taker take, void *context,
                           struct error *err);

#endif
