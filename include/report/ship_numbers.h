/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ship_numbers - what became of the records of a spool: a line, an EVE record, or metrics.
 *
 * Room: report.
 */
#ifndef REPORT_SHIP_NUMBERS_H
#define REPORT_SHIP_NUMBERS_H

#include <stdint.h>

#include "base/text.h"

struct ship_counts;

/** Add @counts of @sensor, so far, in one of the formats of `ship`. */
typedef void ship_numbers_writer(struct text *out, const struct ship_counts *counts,
                                 const char *sensor, int64_t now_us);

ship_numbers_writer ship_numbers_text, ship_numbers_eve, ship_numbers_prometheus;

#endif
