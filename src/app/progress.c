/* SPDX-License-Identifier: BSD-2-Clause */
#include "progress.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "judge/judge.h"

#include "pipeline.h"

#define SECOND_US  INT64_C(1000000)
#define SHOW_US    (SECOND_US / 2)
#define FIRST_US   SECOND_US /* what takes less needs no line */
#define COUNT_PART 50        /* counting what is accused takes no more of the time */

static void take_sample(struct progress *progress,
                        const struct pipeline_counters *counters, int64_t now_us)
{
	progress->samples[progress->sample_count++ % PROGRESS_SAMPLES] =
		(struct progress_sample){ now_us, counters->frames,
		                          counters->done_bytes };
}

/* The sample that the rate of now is told from. */
static const struct progress_sample *oldest(const struct progress *progress)
{
	return &progress->samples[progress->sample_count < PROGRESS_SAMPLES
	                                  ? 0
	                                  : progress->sample_count % PROGRESS_SAMPLES];
}

static void count_accused(struct progress *progress, struct judge *judge, int64_t now_us)
{
	size_t accused;

	if (!judge ||
	    now_us - progress->counted_us < COUNT_PART * progress->count_cost_us)
		return;
	accused = judge_accused_so_far(judge);
	if (accused > progress->accused)
		progress->accused = accused;
	progress->counted_us = clock_steady_us();
	progress->count_cost_us = progress->counted_us - now_us;
}

/* 12,345 or 2.1 M: what is read at a glance. */
static void add_many(struct text *line, double number)
{
	if (number < 1e4)
		text_addf(line, "%.0f", number);
	else if (number < 1e6)
		text_addf(line, "%.0f k", number / 1e3);
	else
		text_addf(line, "%.1f M", number / 1e6);
}

static void add_duration(struct text *line, double seconds)
{
	if (seconds < 100)
		text_addf(line, "%.0f s", seconds);
	else if (seconds < 6000)
		text_addf(line, "%.0f min", seconds / 60);
	else
		text_addf(line, "%.0f h", seconds / 3600);
}

static void add_rate_and_rest(struct text *line, const struct progress *progress,
                              const struct pipeline_counters *counters, int64_t now_us)
{
	const struct progress_sample *before = oldest(progress);
	const double seconds = (double)(now_us - before->time_us) / SECOND_US;

	if (progress->sample_count == 0 || seconds <= 0)
		return;
	text_add(line, ", ");
	add_many(line, (double)(counters->frames - before->frames) / seconds);
	text_add(line, "/s");
	if (counters->done_bytes <= before->bytes ||
	    counters->total_bytes < counters->done_bytes)
		return;
	text_add(line, ", ");
	add_duration(line, (double)(counters->total_bytes - counters->done_bytes) /
	                           (double)(counters->done_bytes - before->bytes) *
	                           seconds);
	text_add(line, " left");
}

static void add_line(struct text *line, const struct progress *progress,
                     const struct pipeline_counters *counters, int64_t now_us)
{
	if (counters->total_bytes > 0)
		text_addf(line, "%.0f %%, ",
		          100.0 * (double)counters->done_bytes /
		                  (double)counters->total_bytes);
	add_many(line, (double)counters->frames);
	text_add(line, " packets");
	text_addf(line, ", %zu finding%s so far", progress->accused,
	          progress->accused == 1 ? "" : "s");
	add_rate_and_rest(line, progress, counters, now_us);
}

static void write_over(struct progress *progress, const struct text *line)
{
	const unsigned columns = (unsigned)line->len;

	/* Spaces, for terminals that know no other way. */
	fprintf(stderr, "\r%s%*s", line->at,
	        progress->columns > columns ? (int)(progress->columns - columns) : 0, "");
	fflush(stderr);
	progress->columns = columns;
}

void progress_show(struct progress *progress, const struct pipeline_counters *counters,
                   struct judge *judge)
{
	const int64_t now_us = clock_steady_us();
	struct text line = { 0 };

	if (!isatty(STDERR_FILENO))
		return;
	if (!progress->began_us) {
		progress->began_us = progress->shown_us = now_us;
		take_sample(progress, counters, now_us);
	}
	if (now_us - progress->shown_us < SHOW_US)
		return;
	progress->shown_us = now_us;
	if (now_us - progress->began_us >= FIRST_US) {
		count_accused(progress, judge, now_us);
		add_line(&line, progress, counters, now_us);
		if (!line.failed)
			write_over(progress, &line);
		text_fini(&line);
	}
	take_sample(progress, counters, now_us);
}

void progress_clear(struct progress *progress)
{
	if (progress->columns)
		fprintf(stderr, "\r%*s\r", (int)progress->columns, "");
	progress->columns = 0;
}

void progress_say(struct progress *progress, const struct pipeline_counters *counters,
                  struct judge *judge, double dropped)
{
	const int64_t now_us = clock_steady_us();
	struct text line = { 0 };
	char time[CLOCK_TEXT_SIZE];

	progress_clear(progress);
	count_accused(progress, judge, now_us);
	add_line(&line, progress, counters, now_us);
	if (!line.failed)
		fprintf(stderr, "lynctap: %.19sZ: %s, %.2f %% dropped\n",
		        clock_format(clock_wall_us(), time), line.at, dropped);
	fflush(stderr);
	text_fini(&line);
}
