/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * watch_screen - what a watch shows on a terminal: findings and reports scroll, and below
 * them stands how it is, written anew every second.
 *
 * Room: app, private. Nothing is shown where standard output is no terminal, or taken.
 */
#ifndef WATCH_SCREEN_H
#define WATCH_SCREEN_H

#include <stdbool.h>
#include <stdint.h>

#include "report/watch_lines.h"

struct audit;
struct audit_finding;
struct options;
struct report_context;
struct watch_numbers;

struct watch_screen {
	bool shown;  /* else nothing is to be shown */
	bool moves;  /* the terminal can clear a line: one can stay */
	bool stands; /* and it is there */
	struct watch_rate rate;
	uint64_t frames, bytes; /* when the rate was taken */
	int64_t sampled_us;     /* clock_steady_us(); 0: never */
};

/** Is there somebody to show it to? */
void watch_screen_init(struct watch_screen *screen, const struct options *options);

/** Is it time to write the line that stays? */
bool watch_screen_is_due(const struct watch_screen *screen);

/* Only of a screen that is shown: */

void watch_screen_show_head(struct watch_screen *screen,
                            const struct report_context *context);
void watch_screen_show_finding(struct watch_screen *screen,
                               const struct report_context *context,
                               const struct audit *audit,
                               const struct audit_finding *finding, bool worse);
void watch_screen_show_report(struct watch_screen *screen,
                              const struct report_context *context,
                              const struct audit *audit);
void watch_screen_show_status(struct watch_screen *screen,
                              const struct report_context *context,
                              const struct watch_numbers *numbers);

/** Take away the line that stays. */
void watch_screen_end(struct watch_screen *screen);

#endif
