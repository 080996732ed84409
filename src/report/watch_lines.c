/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/watch_lines.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/say.h"
#include "judge/audit.h"
#include "report/diff.h"
#include "report/report.h"
#include "report/watch_events.h"

#include "layout.h"
#include "words.h"

#define WIDE        130 /* columns from which on a finding is one line */
#define HANG        "         "
#define MARGIN_SIZE (sizeof("hh:mm:ss ") + 16)
#define MEBIBYTE    20  /* bits */
#define LOSS_FROM   1.0 /* per cent dropped that make a report incomplete */
#define TIME_AT     11  /* in "2027-01-31T11:42:07" */
#define TIME_LEN    8

/* A line: what stands in its margin, in a tone, and as much of @line, taken over, as fits. */
static void add_line(struct text *out, const struct report_context *context,
                     const char *margin, enum layout_tone tone, struct text *line)
{
	struct layout layout = { .out = out, .colour = context->colour };
	const unsigned used = (unsigned)strlen(margin);

	if (used < context->width) {
		layout_add_padded(&layout, margin, 0, tone);
		layout_add_cut(out, text_string(line), context->width - used);
	}
	text_add_char(out, '\n');
	out->failed |= line->failed;
	text_clear(line);
}

/* "11:42:07", of the moment of the context. */
static const char *time_of(const struct report_context *context,
                           char text[static CLOCK_TEXT_SIZE])
{
	clock_format(context->provenance.made_us, text);
	text[TIME_AT + TIME_LEN] = '\0';
	return text + TIME_AT;
}

/* --- What scrolls ------------------------------------------------------------------------- */

void watch_lines_add_head(struct text *out, const struct report_context *context)
{
	struct text line = { 0 };

	text_add(&line, context->site_name ? context->site_name : "no site file");
	for (size_t i = 0; i < context->capture.input_count; i++)
		text_addf(&line, "%s%s", i ? ", " : " on ",
		          context->capture.inputs[i].name);
	text_add(&line, "; ^C ends");
	add_line(out, context, "", TONE_PLAIN, &line);
	text_fini(&line);
}

/* "fe02 to fe01 10.1.1.11:5071/tcp, wrong-protocol" */
static void add_who(struct text *line, const struct audit_finding *finding, bool worse)
{
	char address[ADDRESS_TEXT_SIZE];

	if (finding->peer_count > 0) {
		const struct audit_peer *peer = &finding->peers[0];

		if (peer->name)
			words_add_short_name(line, peer->name);
		else
			text_add(line, address_format(&peer->address, address));
		if (finding->peers_total > 1)
			text_addf(line, " and %llu more",
			          (unsigned long long)finding->peers_total - 1);
		text_add(line, " to ");
	}
	if (finding->name) {
		words_add_short_name(line, finding->name);
		text_add_char(line, ' ');
	}
	words_add_listener(line, &finding->address, finding->port, finding->port_high,
	                   finding->transport);
	text_addf(line, ", %s%s", finding_kind_name(finding->kind),
	          worse ? ", worse than before" : "");
}

/* "C-9e4ab2bc F-467ce7eb; HTTP host: 10.1.1.11:5071": the ids are never cut off. */
static void add_proof(struct text *line, const struct audit *audit,
                      const struct audit_finding *finding)
{
	if (finding->cause != FINDING_NO_CAUSE)
		text_addf(line, "%s ", audit->causes[finding->cause].id);
	text_add(line, finding->id);
	if (finding->said_count > 0)
		text_addf(line, "; %s: %s", finding->said[0].label,
		          finding->said[0].text);
	else if (finding->reasons[LANGUAGE_EN].count > 0)
		text_addf(line, "; %s", finding->reasons[LANGUAGE_EN].at[0]);
}

/* "01:12:40 medium  " */
static const char *margin_of(const struct report_context *context, const char *what,
                             char margin[static MARGIN_SIZE])
{
	char time[CLOCK_TEXT_SIZE];

	snprintf(margin, MARGIN_SIZE, "%.8s %-7.7s ", time_of(context, time), what);
	return margin;
}

void watch_lines_add_finding(struct text *out, const struct report_context *context,
                             const struct audit *audit,
                             const struct audit_finding *finding, bool worse)
{
	struct text line = { 0 };
	char margin[MARGIN_SIZE];

	add_who(&line, finding, worse);
	if (context->width >= WIDE)
		text_add(&line, "  ");
	else
		add_line(out, context,
		         margin_of(context, severity_name(finding->severity), margin),
		         layout_severity_tone(finding->severity), &line);
	add_proof(&line, audit, finding);
	if (context->width >= WIDE)
		add_line(out, context,
		         margin_of(context, severity_name(finding->severity), margin),
		         layout_severity_tone(finding->severity), &line);
	else
		add_line(out, context, HANG, TONE_PLAIN, &line);
	text_fini(&line);
}

void watch_lines_add_report(struct text *out, const struct report_context *context,
                            const struct audit *audit)
{
	struct text line = { 0 };
	char margin[MARGIN_SIZE];

	words_add_count(&line, audit->judged_flows.all, "flow", "flows");
	text_add(&line, ", ");
	say_add_number(&line, LANGUAGE_EN, audit->judged_flows.in_scope);
	text_add(&line, " judged; ");
	words_add_count(&line, audit->finding_count, "finding", "findings");
	text_add(&line, " from ");
	words_add_count(&line, audit->cause_count, "cause", "causes");
	if (context->baseline)
		text_addf(&line, ", %zu new", context->baseline->counts[DIFF_NEW]);
	add_line(out, context, margin_of(context, "report", margin), TONE_STRONG, &line);
	text_fini(&line);
}

/* --- What stays --------------------------------------------------------------------------- */

/* One thing after the other, until the line is full. */
struct status {
	struct layout layout;
	struct text part; /* the next */
	unsigned used;    /* columns */
	bool full;
};

static void add_part(struct status *status, enum layout_tone tone)
{
	const char *gap = status->used > 0 ? " | " : "";
	const unsigned columns =
		(unsigned)strlen(gap) +
		layout_columns(text_string(&status->part), status->part.len);

	status->full = status->full || status->used + columns >= status->layout.width;
	if (!status->full) {
		text_add(status->layout.out, gap);
		layout_add_padded(&status->layout, text_string(&status->part), 0, tone);
		status->used += columns;
	}
	text_clear(&status->part);
}

static void add_uptime(struct text *part, int64_t uptime_us)
{
	const long long minutes = (long long)(uptime_us / 60000000);

	if (minutes >= 24 * 60)
		text_addf(part, "%lld d ", minutes / (24 * 60));
	text_addf(part, "%02lld:%02lld", minutes / 60 % 24, minutes % 60);
}

static void add_rate(struct status *status, const struct watch_numbers *numbers,
                     const struct watch_rate *rate)
{
	struct text *part = &status->part;

	if (numbers->quiet_count > 0) {
		text_addf(part, "nothing from %s", numbers->quiet[0]);
		if (numbers->quiet_count > 1)
			text_addf(part, " and %zu more", numbers->quiet_count - 1);
		add_part(status, TONE_WARNING);
		return;
	}
	say_add_number(part, LANGUAGE_EN, (uint64_t)(rate->packets + 0.5));
	text_add(part, " pkt/s");
	if (status->layout.width >= WIDE) {
		text_add(part, ", ");
		words_add_bytes(part, LANGUAGE_EN, (uint64_t)(rate->bytes + 0.5));
		text_add(part, "/s");
	}
	add_part(status, TONE_PLAIN);
}

static void add_drops(struct status *status, const struct report_capture *capture)
{
	const uint64_t dropped =
		capture_inputs_dropped(capture->inputs, capture->input_count);

	if (dropped == 0)
		text_add(&status->part, "0 drop");
	else
		text_addf(&status->part, "%llu drop, %.2f %%",
		          (unsigned long long)dropped, capture->dropped_percent);
	add_part(status, dropped == 0                           ? TONE_PLAIN
	                 : capture->dropped_percent < LOSS_FROM ? TONE_WARNING
	                                                        : TONE_BAD);
}

static void add_findings(struct status *status, const struct watch_numbers *numbers)
{
	enum severity worst = SEVERITY_NONE;

	for (enum severity s = SEVERITY_HIGH; s > SEVERITY_NONE; s--) {
		if (numbers->by_severity[s] == 0)
			continue;
		text_addf(&status->part, "%s%llu %s", worst ? " " : "",
		          (unsigned long long)numbers->by_severity[s], severity_name(s));
		worst = worst ? worst : s;
	}
	if (!worst)
		text_add(&status->part, "no findings");
	add_part(status, layout_severity_tone(worst));
}

/* What has run out of memory is worth more than how much it is. */
static void add_memory(struct status *status, const struct report_context *context,
                       const struct watch_numbers *numbers)
{
	const bool evicted = context->capture.evicted > 0;

	if (evicted) {
		text_add(&status->part, "memcap, ");
		words_add_count(&status->part, context->capture.evicted, "flow evicted",
		                "flows evicted");
	} else {
		text_addf(&status->part, "%llu MiB",
		          (unsigned long long)(numbers->memory >> MEBIBYTE));
	}
	add_part(status, evicted ? TONE_WARNING : TONE_PLAIN);
}

void watch_lines_add_status(struct text *out, const struct report_context *context,
                            const struct watch_numbers *numbers,
                            const struct watch_rate *rate)
{
	struct status status = { .layout = { .out = out,
		                             .width = context->width,
		                             .colour = context->colour } };
	char time[CLOCK_TEXT_SIZE];

	text_addf(&status.part, "%s up ", time_of(context, time));
	add_uptime(&status.part, numbers->uptime_us);
	add_part(&status, TONE_PLAIN);
	add_rate(&status, numbers, rate);
	add_drops(&status, &context->capture);
	words_add_count(&status.part, numbers->flows_open, "flow", "flows");
	add_part(&status, TONE_PLAIN);
	add_findings(&status, numbers);
	add_memory(&status, context, numbers);
	text_fini(&status.part);
}
