/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * watch_events - what a watch says while it goes on: alerts, and how it is.
 *
 * Room: report. Alerts and stats are EVE records, one a line, in Suricata's vocabulary;
 * the same numbers go to Prometheus' textfile collector.
 */
#ifndef REPORT_WATCH_EVENTS_H
#define REPORT_WATCH_EVENTS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/text.h"
#include "judge/verdict.h"

struct audit;
struct audit_finding;
struct report_context;

#define WATCH_QUIET_MOST 16

/* How a watch is, beside what it captured. Counts are since it began. */
struct watch_numbers {
	int64_t now_us, uptime_us;
	uint64_t flows_open;
	uint64_t findings;                       /* at the last look */
	uint64_t by_severity[SEVERITY_HIGH + 1]; /* of those */
	uint64_t alerts;                         /* said */
	uint64_t reports, reports_failed;
	uint64_t records_lost; /* by full disks */
	uint64_t reloads, reloads_failed;
	uint64_t memory; /* bytes, the most there were */
	const char
		*quiet[WATCH_QUIET_MOST]; /* inputs from which nothing comes; borrowed */
	size_t quiet_count;
	uint64_t gone; /* times an interface was taken away */
};

/** Add the `alert` record of @finding, which @audit has; @worse: it was said when it was not as bad. */
void watch_add_alert(struct text *out, const struct audit *audit,
                     const struct audit_finding *finding, bool worse, int64_t now_us);

/** Add one sentence about @finding: "high wrong-protocol: 10.1.1.11:5061/tcp (fe01): …". */
void watch_add_sentence(struct text *out, const struct audit *audit,
                        const struct audit_finding *finding);

/** Add the `stats` record. */
void watch_add_stats(struct text *out, const struct report_context *context,
                     const struct watch_numbers *numbers);

/** Write all numbers in Prometheus' text format. @return false when @out failed */
bool watch_write_prometheus(FILE *out, const struct report_context *context,
                            const struct watch_numbers *numbers);

#endif
