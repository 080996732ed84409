/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * service_matrix - which service is on which host: a line a row of the documents, a column
 * a host.
 *
 * Room: report, private. What is wrong stands first. Ports of a range and those that a
 * system picks are one line, the row's.
 */
#ifndef SERVICE_MATRIX_H
#define SERVICE_MATRIX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "judge/audit.h"

/* What stands in a cell; of several the greatest. */
enum matrix_cell {
	CELL_EMPTY,
	CELL_IN_VAIN,
	CELL_BY_PORT,
	CELL_CONFIRMED,
	CELL_FINDING,
};

/* A host: a declared one with all its addresses. */
struct matrix_column {
	const struct address *address; /* the first of them */
	const char *name;              /* or NULL */
};

/* One of its addresses. */
struct matrix_place {
	const struct address *address;
	size_t column;
};

struct matrix_line {
	const struct row *row;    /* NULL: no row lists it */
	const struct rule *rule;  /* one of the row's, or NULL */
	uint16_t port, port_high; /* as documented, or as seen */
	uint8_t transport;
	enum finding_kind kind; /* where @row is NULL */
	unsigned char *cells;   /* enum matrix_cell of each column */
};

struct service_matrix {
	struct matrix_column *columns;     /* owned, servers of the site first */
	size_t column_count, columns_left; /* shown; and not */
	struct matrix_place *places;       /* owned, of the shown ones */
	size_t place_count;
	struct matrix_line *lines; /* owned */
	size_t line_count, line_capacity, lines_left;
};

MUST_CHECK bool service_matrix_init(struct service_matrix *matrix,
                                    const struct audit *audit, size_t most_columns,
                                    size_t most_lines);
void service_matrix_fini(struct service_matrix *matrix);

/** "confirmed", "by port", "finding", "tried in vain", "". Static. */
const char *matrix_cell_name(enum matrix_cell cell);

/** ■ □ x - and a space. Static. */
const char *matrix_cell_sign(enum matrix_cell cell);

#endif
