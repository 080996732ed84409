/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * row_origin - what says a row and its peers, with what was left open filled in.
 *
 * Room: policy. A catalogue names the document its rows are from; a row states
 * an origin where its own differs, and for the peers that another source names.
 */
#ifndef POLICY_ROW_ORIGIN_H
#define POLICY_ROW_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>

#include "policy/origin.h"

struct catalogue;
struct row;

/** What says @row, whole: its own words, else those of @catalogue, whose row it is. */
struct origin origin_of_row(const struct catalogue *catalogue, const struct row *row);

/**
 * The row's peers group by group, each with what names them, whole.
 *
 * @index   0 for those without a source of their own, which may be none; then up
 * @return  whether there is such a group
 */
bool origin_of_peers(const struct catalogue *catalogue, const struct row *row,
                     size_t index, struct peer_origin *group);

#endif
