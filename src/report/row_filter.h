/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * row_filter - which rows of a policy's catalogues were asked for.
 *
 * Room: report, private.
 */
#ifndef ROW_FILTER_H
#define ROW_FILTER_H

#include <stdbool.h>
#include <stddef.h>

struct catalogue;
struct policy;
struct report_rows_filter;
struct rule;

/** Nothing is left out? */
bool row_filter_is_empty(const struct report_rows_filter *filter);

/**
 * Visit the selected rows of every catalogue, in the catalogues' order.
 *
 * @return  how many there were
 */
long row_filter_visit(const struct policy *policy,
                      const struct report_rows_filter *filter,
                      void (*visit)(const struct catalogue *catalogue,
                                    const struct rule *rule, void *context),
                      void *context);

#endif
