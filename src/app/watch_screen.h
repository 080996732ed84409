/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * watch_screen - what a watch shows on a terminal when nobody asked for anything else.
 *
 * Room: app, private. Rates, services and the latest findings, drawn over once a second.
 */
#ifndef WATCH_SCREEN_H
#define WATCH_SCREEN_H

#include <stdint.h>

struct audit;
struct report_context;
struct watch_numbers;

struct watch_screen {
	uint64_t frames, bytes; /* when it was drawn last */
	int64_t drawn_us;       /* clock_steady_us(); 0: never */
};

/** Draw it, at most once a second; @audit may be NULL while nothing was concluded. */
void watch_screen_draw(struct watch_screen *screen, const struct report_context *context,
                       const struct watch_numbers *numbers, const struct audit *audit);

#endif
