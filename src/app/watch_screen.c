/* SPDX-License-Identifier: BSD-2-Clause */
#include "watch_screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "report/report.h"
#include "report/watch_lines.h"

#include "options.h"
#include "run.h"
#include "watch_outputs.h"

#define SECOND_US  INT64_C(1000000)
#define CLEAR_LINE "\r\033[K" /* ECMA-48, EL */

void watch_screen_init(struct watch_screen *screen, const struct options *options)
{
	const char *terminal = getenv("TERM");

	*screen = (struct watch_screen){ .shown = isatty(STDOUT_FILENO) };
	for (size_t i = 0; i < options->outputs.count; i++)
		if (watch_output_is_standard(options->outputs.items[i]))
			screen->shown = false;
	screen->moves = terminal && *terminal && strcmp(terminal, "dumb") != 0;
}

bool watch_screen_is_due(const struct watch_screen *screen)
{
	return screen->shown && screen->moves &&
	       (!screen->stands || clock_steady_us() - screen->sampled_us >= SECOND_US);
}

/* The width is asked for each time: a window changes. */
static struct report_context fit(const struct report_context *context)
{
	struct report_context fitting = *context;

	fitting.width = run_terminal_columns();
	return fitting;
}

/* @lines, taken over, in place of the line that stays, which comes back below. */
static void scroll(struct watch_screen *screen, struct text *lines)
{
	if (!lines->failed)
		printf("%s%s", screen->stands ? CLEAR_LINE : "", text_string(lines));
	fflush(stdout);
	screen->stands = false;
	text_fini(lines);
}

void watch_screen_show_head(struct watch_screen *screen,
                            const struct report_context *context)
{
	const struct report_context fitting = fit(context);
	struct text lines = { 0 };

	watch_lines_add_head(&lines, &fitting);
	scroll(screen, &lines);
}

void watch_screen_show_finding(struct watch_screen *screen,
                               const struct report_context *context,
                               const struct audit *audit,
                               const struct audit_finding *finding, bool worse)
{
	const struct report_context fitting = fit(context);
	struct text lines = { 0 };

	watch_lines_add_finding(&lines, &fitting, audit, finding, worse);
	scroll(screen, &lines);
}

void watch_screen_show_report(struct watch_screen *screen,
                              const struct report_context *context,
                              const struct audit *audit)
{
	const struct report_context fitting = fit(context);
	struct text lines = { 0 };

	watch_lines_add_report(&lines, &fitting, audit);
	scroll(screen, &lines);
}

/* Rates are those of a second at least. */
static void take_sample(struct watch_screen *screen, const struct report_capture *capture)
{
	const int64_t now_us = clock_steady_us();
	const double seconds = (double)(now_us - screen->sampled_us) / SECOND_US;

	if (seconds < 1)
		return;
	if (screen->sampled_us)
		screen->rate = (struct watch_rate){
			.packets = (double)(capture->frames - screen->frames) / seconds,
			.bytes = (double)(capture->bytes - screen->bytes) / seconds,
		};
	screen->frames = capture->frames;
	screen->bytes = capture->bytes;
	screen->sampled_us = now_us;
}

void watch_screen_show_status(struct watch_screen *screen,
                              const struct report_context *context,
                              const struct watch_numbers *numbers)
{
	const struct report_context fitting = fit(context);
	struct text line = { 0 };

	take_sample(screen, &context->capture);
	watch_lines_add_status(&line, &fitting, numbers, &screen->rate);
	if (!line.failed)
		printf(CLEAR_LINE "%s", text_string(&line));
	fflush(stdout);
	screen->stands = true;
	text_fini(&line);
}

void watch_screen_end(struct watch_screen *screen)
{
	if (screen->stands)
		fputs(CLEAR_LINE, stdout);
	fflush(stdout);
	screen->stands = false;
}
