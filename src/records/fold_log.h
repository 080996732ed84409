/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fold_log - what a ClickHouse server folded, as ship/fold.h asks for it.
 *
 * Room: records, private. A JSON object a line: what flows have in common under the number
 * of its kind, then flows, each for as many as it says, that name their kind.
 */
#ifndef FOLD_LOG_H
#define FOLD_LOG_H

#include "log.h"

/* The kinds of one answer, and how far it came. */
struct fold_kinds;

/** What is missing of it, an own sentence; NULL: it came whole, or @log was none. */
const char *fold_log_missing(const struct log *log);

/** Forget @log's answer. */
void fold_log_end(struct log *log);

#endif
