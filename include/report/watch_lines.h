/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * watch_lines - what a watch shows to a person: lines that scroll, and one that stays.
 *
 * Room: report. Each line fits into the context's width, in columns, and holds nothing
 * that would move the cursor; colours as the context says.
 */
#ifndef REPORT_WATCH_LINES_H
#define REPORT_WATCH_LINES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct audit;
struct audit_finding;
struct report_context;
struct watch_numbers;

/** A second, since the line before. */
struct watch_rate {
	double packets, bytes;
};

/** Add "contoso-hq on eth1; ^C ends": what is watched. */
void watch_lines_add_head(struct text *out, const struct report_context *context);

/** Add the lines about a finding, said now; @worse: it was said when it was not as bad. */
void watch_lines_add_finding(struct text *out, const struct report_context *context,
                             const struct audit *audit,
                             const struct audit_finding *finding, bool worse);

/** Add the line about a report that was made now. */
void watch_lines_add_report(struct text *out, const struct report_context *context,
                            const struct audit *audit);

/** Add how it is, one line without its end. What does not fit is left out, the least needed first. */
void watch_lines_add_status(struct text *out, const struct report_context *context,
                            const struct watch_numbers *numbers,
                            const struct watch_rate *rate);

#endif
