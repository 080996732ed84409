/* SPDX-License-Identifier: BSD-2-Clause */
#include "watch_screen.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/transport.h"
#include "judge/audit.h"
#include "policy/rule.h"
#include "report/report.h"
#include "report/watch_events.h"

#define DRAW_US  INT64_C(1000000)
#define SERVICES 8
#define FINDINGS 8

static void print_line(const char *text, size_t len, unsigned width)
{
	struct text line = { 0 };

	text_add_printable(&line, text, len);
	printf("%.*s\033[K\n", (int)width, line.at ? line.at : "");
	text_fini(&line);
}

static void draw_rates(struct watch_screen *screen, const struct report_context *context,
                       const struct watch_numbers *numbers, int64_t now_us)
{
	const struct report_capture *capture = &context->capture;
	const double seconds = (double)(now_us - screen->drawn_us) / 1e6;
	const double since = screen->drawn_us ? seconds : 1;
	char time[CLOCK_TEXT_SIZE];

	printf("lynctap watch  %.19s UTC  up %lld s\033[K\n\033[K\n",
	       clock_format(numbers->now_us, time),
	       (long long)(numbers->uptime_us / 1000000));
	printf("%10.0f packets/s  %10.2f Mbit/s  %8.2f %% dropped\033[K\n",
	       screen->drawn_us ? (double)(capture->frames - screen->frames) / since : 0,
	       screen->drawn_us ? (double)(capture->bytes - screen->bytes) * 8e-6 / since
	                        : 0,
	       capture->dropped_percent);
	printf("%10llu flows now  %10llu findings  %8llu said\033[K\n",
	       (unsigned long long)numbers->flows_open,
	       (unsigned long long)numbers->findings,
	       (unsigned long long)numbers->alerts);
	for (size_t i = 0; i < numbers->quiet_count; i++)
		printf("nothing comes from %s\033[K\n", numbers->quiet[i]);
	screen->frames = capture->frames;
	screen->bytes = capture->bytes;
}

/* The busiest, as they are listed: by flows. */
static void draw_services(const struct audit *audit, unsigned width)
{
	char address[ADDRESS_TEXT_SIZE], line[256];

	printf("\033[K\nServices\033[K\n");
	for (size_t i = 0; i < audit->service_count && i < SERVICES; i++) {
		const struct audit_service *service = &audit->services[i];
		int len = snprintf(line, sizeof(line), "  %-28s %5u/%-4s %8llu flows  %s",
		                   address_format(&service->address, address),
		                   (unsigned)service->port,
		                   transport_name(service->transport),
		                   (unsigned long long)service->flows,
		                   service->rule ? service->rule->row->id : "");

		print_line(line, len > 0 && (size_t)len < sizeof(line) ? (size_t)len : 0,
		           width);
	}
}

static void draw_findings(const struct audit *audit, unsigned width)
{
	struct text line = { 0 };

	printf("\033[K\nFindings\033[K\n");
	for (size_t i = 0; i < audit->finding_count && i < FINDINGS; i++) {
		text_clear(&line);
		text_add(&line, "  ");
		watch_add_sentence(&line, audit, &audit->findings[i]);
		if (line.at)
			print_line(line.at, line.len, width);
	}
	text_fini(&line);
}

void watch_screen_draw(struct watch_screen *screen, const struct report_context *context,
                       const struct watch_numbers *numbers, const struct audit *audit)
{
	const int64_t now_us = clock_steady_us();

	if (screen->drawn_us && now_us - screen->drawn_us < DRAW_US)
		return;
	printf("\033[H");
	draw_rates(screen, context, numbers, now_us);
	if (audit) {
		draw_services(audit, context->width);
		draw_findings(audit, context->width);
	}
	printf("\033[J");
	fflush(stdout);
	screen->drawn_us = now_us;
}
