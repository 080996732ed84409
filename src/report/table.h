/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * table - rows of cells in columns as wide as what is in them.
 *
 * Room: report, private. The last column takes what is left of the width and
 * wraps there; where nothing is left it goes on a line of its own.
 */
#ifndef TABLE_H
#define TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

#include "layout.h"

#define TABLE_COLUMNS 12

struct table_column {
	const char *title;
	bool right;    /* numbers */
	unsigned most; /* longer cells are cut; 0: never */
};

struct table {
	const struct table_column *columns; /* borrowed, at most TABLE_COLUMNS */
	size_t column_count;
	struct text cells; /* owned: printable strings, each ended by a NUL */
};

void table_init(struct table *table, const struct table_column *columns, size_t count);
void table_fini(struct table *table);

/** Add the next cell of the row that is being filled. */
void table_add(struct table *table, const char *string);

/** The same, emptying @cell. */
void table_add_text(struct table *table, struct text *cell);

/** Add a line that goes across all columns, two to the left of them: indent the table by 2 at least. */
void table_add_title(struct table *table, const char *string);

/** Write it, every line indented by @indent, with or without the columns' titles, and empty it. */
void table_write(struct table *table, struct layout *layout, unsigned indent,
                 bool with_head);

#endif
