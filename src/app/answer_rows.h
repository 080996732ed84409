/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * answer_rows - the answer of a store, printed row by row, a tab between two cells.
 *
 * Room: app, private. Stores count microseconds: a column whose name ends in "_us" is
 * shown as a time, under its name without that.
 */
#ifndef ANSWER_ROWS_H
#define ANSWER_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct answer_rows {
	bool has_head;
	uint64_t times; /* a bit per column */
};

/** Print @cells; the first time they are names. @context a struct answer_rows, zero at first */
void answer_rows_print(const char *const *cells, size_t count, void *context);

/** Print @text, whatever it has in it. */
void answer_rows_print_text(const char *text);

#endif
