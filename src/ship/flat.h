/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flat - one EVE record as the row of a table.
 *
 * Room: ship, private. What many flows have in common is one column, `kind`: their EVE
 * record but for ends, ports, counters, times and reasons. contrib/clickhouse has the
 * table, whose other columns are worked out of it by a view.
 */
#ifndef FLAT_H
#define FLAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/text.h"

/* The columns of a row, as INSERT names them. */
#define FLAT_COLUMNS                                                                     \
	"sensor, spool, pos, type, first_us, last_us, init_ip, init_port, resp_ip, "     \
	"resp_port, proto, flow_id, pkts_i, pkts_r, bytes_i, bytes_r, kind"

/* Where it stands. */
struct flat_place {
	const char *sensor; /* of records that name none */
	const char *spool;
	uint64_t pos; /* of its line in the file */
};

/** Add the line @eve as a row of JSONEachRow. @return false when it is no record */
MUST_CHECK bool flat_add(struct text *out, const struct flat_place *place,
                         const char *eve, size_t len);

#endif
