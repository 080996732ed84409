/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/ship_numbers.h"

#include <stddef.h>

#include "base/array.h"
#include "ship/ship_options.h"

#include "json.h"
#include "prometheus.h"

#define SCHEMA "lynctap/ship/1"

/* One number a row: its key in `stats.ship`, and what Prometheus calls it. */
static const struct {
	const char *key, *metric, *type, *help;
	size_t at; /* in struct ship_counts */
} numbers[] = {
#define COUNT(member) offsetof(struct ship_counts, member)
	{ "sent", "ship_sent_records_total", "counter", "Records posted, retries too.",
	  COUNT(sent) },
	{ "acknowledged", "ship_acknowledged_records_total", "counter",
	  "Records that the server has.", COUNT(acknowledged) },
	{ "again", "ship_again_records_total", "counter",
	  "Of those, that it had from before.", COUNT(again) },
	{ "waiting", "ship_waiting_records", "gauge", "Records in the spool.",
	  COUNT(waiting) },
	{ "discarded", "ship_discarded_lines_total", "counter",
	  "Lines that are no record, kept in refused/.", COUNT(discarded) },
	{ "refused", "ship_refused_records_total", "counter",
	  "Records of files that the server refused, kept in refused/.", COUNT(refused) },
	{ "dropped", "ship_dropped_records_total", "counter",
	  "Records that went for want of room.", COUNT(dropped) },
	{ "files", "ship_files_total", "counter", "Files that the server has whole.",
	  COUNT(files) },
	{ "waiting_files", "ship_waiting_files", "gauge", "Files in the spool.",
	  COUNT(waiting_files) },
	{ "refused_files", "ship_refused_files_total", "counter",
	  "Files that the server refused.", COUNT(refused_files) },
#undef COUNT
};

static uint64_t value_of(const struct ship_counts *counts, size_t row)
{
	return *(const uint64_t *)((const char *)counts + numbers[row].at);
}

void ship_numbers_prometheus(struct text *out, const struct ship_counts *counts,
                             const char *sensor, int64_t now_us)
{
	(void)sensor;
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		prometheus_add(out, numbers[i].metric, numbers[i].type, numbers[i].help,
		               value_of(counts, i));
	prometheus_add(out, "ship_looked_seconds", "gauge",
	               "When the spool was looked at last, since 1970.",
	               (uint64_t)(now_us / 1000000));
}

void ship_numbers_eve(struct text *out, const struct ship_counts *counts,
                      const char *sensor, int64_t now_us)
{
	json_open(out, NULL, '{');
	json_add_time(out, "timestamp", now_us);
	json_add_plain(out, "event_type", "stats");
	json_add_string(out, "host", sensor);
	json_open(out, "stats", '{');
	json_open(out, "ship", '{');
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		json_add_unsigned(out, numbers[i].key, value_of(counts, i));
	json_close(out, '}');
	json_close(out, '}');
	json_open(out, "lync", '{');
	json_add_plain(out, "schema", SCHEMA);
	json_close(out, '}');
	json_close(out, '}');
	text_add_char(out, '\n');
}

void ship_numbers_text(struct text *out, const struct ship_counts *counts,
                       const char *sensor, int64_t now_us)
{
	(void)sensor, (void)now_us;
	text_addf(
		out,
		"%llu records acknowledged in %llu files (%llu from before), %llu sent, "
		"%llu waiting in %llu files, %llu lines discarded, %llu records refused "
		"in %llu files, %llu records dropped\n",
		(unsigned long long)counts->acknowledged,
		(unsigned long long)counts->files, (unsigned long long)counts->again,
		(unsigned long long)counts->sent, (unsigned long long)counts->waiting,
		(unsigned long long)counts->waiting_files,
		(unsigned long long)counts->discarded,
		(unsigned long long)counts->refused,
		(unsigned long long)counts->refused_files,
		(unsigned long long)counts->dropped);
}
