/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One line for each flow, as it scrolls by: columns that stay where they are,
 * and at the end whatever of row, hints and reason there is room for.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/sentences.h"
#include "flow/direction.h"
#include "report/report.h"

#include "layout.h"
#include "words.h"

#define WIDE            120 /* columns from which dates and service names are shown */
#define VERDICT_COLUMNS 16  /* "unapproved-port" and a gap */
#define BYTES_COLUMNS   7   /* "999 kB" and a gap */
#define PAIR_COLUMNS    45

struct flow_lines {
	unsigned width; /* columns */
};

static void *open_lines(unsigned width)
{
	struct flow_lines *lines = malloc(sizeof(*lines));

	if (lines)
		lines->width = width;
	return lines;
}

static unsigned time_columns(unsigned width)
{
	return width >= WIDE ? 20 : 9;
}

static unsigned pair_columns(unsigned width)
{
	return width >= WIDE ? PAIR_COLUMNS : 34;
}

/* Fill the line up to @column, with one space at least. @return the column reached */
static unsigned fill_to(struct text *out, size_t start, unsigned column)
{
	unsigned used = layout_columns(out->at + start, out->len - start);
	unsigned spaces = used < column ? column - used : 1;

	layout_add_spaces(out, spaces);
	return used + spaces;
}

static void add_head(const void *opened, struct text *out)
{
	unsigned width = ((const struct flow_lines *)opened)->width;
	size_t start = out->len;
	unsigned column = time_columns(width);

	text_add(out, width >= WIDE ? "ended (UTC)" : "ended");
	fill_to(out, start, column);
	text_add(out, "verdict");
	fill_to(out, start, column += VERDICT_COLUMNS);
	text_add(out, " bytes");
	fill_to(out, start, column += BYTES_COLUMNS);
	text_add(out, "initiator \xe2\x86\x92 responder");
	fill_to(out, start, column += pair_columns(width));
	text_add(out, "row, hints");
	text_add(out, width >= WIDE ? ", reason\n" : "\n");
}

static void add_pair(struct text *out, const struct flow *flow)
{
	const struct flow_end *responder = flow_responder(flow);
	char initiator[ADDRESS_TEXT_SIZE];

	text_add(out, address_format(&flow_initiator(flow)->address, initiator));
	text_add(out, " \xe2\x86\x92 ");
	words_add_listener(out, &responder->address, responder->port, responder->port,
	                   flow->transport);
}

static void add_remark(struct text *out, const struct report_flow *record, unsigned width)
{
	const struct verdict *verdict = record->verdict;
	const struct rule *rule = verdict->rule ? verdict->rule : verdict->nearest;
	const struct row *row = rule ? rule->row : NULL;
	const char *reason = sentences_next(record->reasons, NULL);
	const char *gap = "";

	if (row) {
		text_add(out, row->id);
		if (width >= WIDE && *row->name_en)
			text_addf(out, " %s", row_title(row, LANGUAGE_EN));
		gap = " ";
	}
	if (flow_hints(record->flow)) {
		text_add(out, gap);
		text_add_char(out, '[');
		words_add_hints(out, flow_hints(record->flow));
		text_add_char(out, ']');
		gap = " ";
	}
	if (reason && width >= WIDE) {
		text_add(out, gap);
		text_add(out, reason);
	}
}

static void add_line(void *opened, struct text *out, const struct report_flow *record)
{
	unsigned width = ((const struct flow_lines *)opened)->width;
	const struct flow *flow = record->flow;
	size_t start = out->len;
	unsigned column = time_columns(width);
	char time[CLOCK_TEXT_SIZE];
	struct text cell = { 0 };

	clock_format(flow->last_us, time);
	time[10] = ' ';
	text_add_bytes(out, width >= WIDE ? time : time + 11, width >= WIDE ? 19 : 8);
	fill_to(out, start, column);
	text_add(out, verdict_kind_name(record->verdict->kind));
	fill_to(out, start, column += VERDICT_COLUMNS);
	words_add_bytes(&cell, LANGUAGE_EN, flow->bytes[0] + flow->bytes[1]);
	layout_add_spaces(out, BYTES_COLUMNS - 1 > cell.len
	                               ? BYTES_COLUMNS - 1 - (unsigned)cell.len
	                               : 0);
	text_add_bytes(out, cell.at, cell.len);
	fill_to(out, start, column += BYTES_COLUMNS);
	add_pair(out, flow);
	text_clear(&cell);
	add_remark(&cell, record, width);
	if (cell.len) {
		column = fill_to(out, start, column + pair_columns(width));
		if (column < width)
			layout_add_cut(out, cell.at, width - column);
	}
	layout_trim(out, start);
	text_add_char(out, '\n');
	out->failed |= cell.failed;
	text_fini(&cell);
}

const struct report_flow_writer report_flows_text = {
	.open = open_lines,
	.head = add_head,
	.add = add_line,
	.close = free,
};
