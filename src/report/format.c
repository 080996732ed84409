/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/format.h"

#include <string.h>

#include "base/array.h"
#include "base/error.h"

/* One format a row, for each kind the default first. */
static const struct report_format formats[] = {
	{
		.name = "text",
		.summary = "for people, the default",
		.for_people = true,
		.audit = report_audit_text,
		.flows = &report_flows_text,
		.rows = report_rows_text,
		.diff = report_diff_text,
	},
	{
		.name = "json",
		.summary = "for programs; of flows the same as eve",
		.audit = report_audit_json,
		.flows = &report_flows_eve,
		.rows = report_rows_json,
		.diff = report_diff_json,
	},
	{
		.name = "csv",
		.summary = "RFC 4180, for spreadsheets",
		.audit = report_audit_csv,
		.flows = &report_flows_csv,
		.rows = report_rows_csv,
	},
	{
		.name = "html",
		.summary = "one page, for reading and printing",
		.audit = report_audit_html,
	},
	{
		.name = "md",
		.summary = "Markdown, for tickets",
		.audit = report_audit_markdown,
	},
	{
		.name = "eve",
		.summary = "Suricata's vocabulary, one a line",
		.audit = report_audit_eve,
		.flows = &report_flows_eve,
		.ship = ship_numbers_eve,
		.watch = true,
	},
	{
		.name = "prom",
		.summary = "numbers for Prometheus' textfiles",
		.ship = ship_numbers_prometheus,
		.watch = true,
	},
	{
		.name = "syslog",
		.summary = "findings to the journal, or RFC 5424",
		.watch = true,
		.log = true,
	},
	{
		.name = "sqlite",
		.summary = "a store of many runs: sqlite:FILE",
		.stores_flows = true,
	},
};

bool report_format_writes(const struct report_format *format, enum report_kind kind)
{
	switch (kind) {
	case REPORT_AUDIT:
		return format->audit;
	case REPORT_FLOWS:
		return format->flows || format->stores_flows;
	case REPORT_ROWS:
		return format->rows;
	case REPORT_SHIP:
		return format->ship;
	case REPORT_DRAFT:
		return false;
	case REPORT_WATCH:
		return format->watch || format->audit;
	case REPORT_DIFF:
		break;
	}
	return format->diff;
}

const struct report_format *report_format_find(enum report_kind kind, const char *name,
                                               size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		if (strlen(formats[i].name) == len &&
		    memcmp(formats[i].name, name, len) == 0 &&
		    report_format_writes(&formats[i], kind))
			return &formats[i];
	return NULL;
}

const struct report_format *report_format_ask(enum report_kind kind, const char *wish,
                                              struct error *err)
{
	size_t len = strcspn(wish, ":");
	const struct report_format *format = report_format_find(kind, wish, len);
	struct text names = { 0 };

	if (format)
		return format;
	report_format_add_names(&names, kind);
	error_set(err, "there is no output format '%.*s' here, use %s", (int)len, wish,
	          names.at ? names.at : "another");
	text_fini(&names);
	return NULL;
}

const struct report_format *report_format_default(enum report_kind kind)
{
	size_t i = 0;

	while (!report_format_writes(&formats[i], kind))
		i++;
	return &formats[i];
}

void report_format_add_names(struct text *out, enum report_kind kind)
{
	const char *last = NULL, *gap = "";

	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		if (!report_format_writes(&formats[i], kind))
			continue;
		if (last) {
			text_addf(out, "%s%s", gap, last);
			gap = ", ";
		}
		last = formats[i].name;
	}
	text_addf(out, "%s%s", *gap ? " or " : "", last);
}

const struct report_format *report_formats(size_t *count)
{
	*count = ARRAY_LEN(formats);
	return formats;
}
