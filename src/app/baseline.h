/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * baseline - an earlier report that an audit is held against (--baseline).
 *
 * Room: app, private. The report is read and looked at before the first packet, so that
 * one that cannot be compared fails at once; what is compared in the end is the report
 * that is about to be written.
 */
#ifndef BASELINE_H
#define BASELINE_H

#include <stdbool.h>

#include "base/attributes.h"

struct audit;
struct audit_file;
struct baseline;
struct diff;
struct error;
struct options;
struct report_context;
struct run;

/**
 * Read the report that the options of @run name and that it has opened, and refuse one of another site, filter,
 * catalogues or sensors. Owned: baseline_close(). NULL with @err.
 */
struct baseline *baseline_open(const struct run *run, struct error *err);

/** Compare with @audit. Borrowed until baseline_close(); NULL with @err. */
const struct diff *baseline_compare(struct baseline *baseline,
                                    const struct report_context *context,
                                    const struct audit *audit, struct error *err);

/** What is about to be written, as it will be read when it is the baseline itself. Owned: audit_file_close(). NULL with @err. */
struct audit_file *baseline_read_back(const struct report_context *context,
                                      const struct audit *audit, struct error *err);

/** Is anything new, or worse than it was, at or above --fail-on? */
bool baseline_has_news(const struct diff *diff, const struct options *options);

/** NULL is fine. */
void baseline_close(struct baseline *baseline);

#endif
