/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * csv_cells - comma-separated values, a cell at a time.
 *
 * Room: report, private. Every line has as many cells as the head.
 *
 * Source: RFC 4180. A spreadsheet takes a cell that begins with = + - @ for a
 * formula, whoever wrote it; an apostrophe in front makes it text again.
 */
#ifndef CSV_CELLS_H
#define CSV_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/text.h"

struct address;

/* Lines under construction. */
struct csv {
	struct text *out;
	struct text cell; /* owned; what csv_add_cell() takes */
	bool in_line;
};

void csv_add_head(struct csv *csv, const char *const *names, size_t count);
void csv_end_line(struct csv *csv);

/** Words of ours that hold neither comma nor quote: numbers, addresses, names. */
void csv_add_plain(struct csv *csv, const char *value);
void csv_add_number(struct csv *csv, uint64_t value);
void csv_add_address(struct csv *csv, const struct address *address);
void csv_add_blanks(struct csv *csv, unsigned count);

/** What csv->cell holds, which may come from a packet, and forget it. */
void csv_add_cell(struct csv *csv);

/** The same of @value, NULL is empty. */
void csv_add_text(struct csv *csv, const char *value);

/** Write the lines to @out and forget them. @return whether they are all there */
bool csv_write_out(struct csv *csv, FILE *out);

#endif
