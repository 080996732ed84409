/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * eve_events - EVE records that are about no single flow: `learned` and `stats`.
 *
 * Room: report, private. Whoever judges records instead of packets needs what payloads
 * say of third parties, and has to know whether the sensor was whole.
 */
#ifndef EVE_EVENTS_H
#define EVE_EVENTS_H

#include "base/text.h"

struct eve_told;
struct report_context;
struct report_learned;

/** Remembers what was written lately. Owned: eve_told_destroy(). NULL: out of memory. */
struct eve_told *eve_told_create(void);
void eve_told_destroy(struct eve_told *told);

/** Add @learned as a record of its own, unless that was written before. */
void eve_add_learned(struct eve_told *told, struct text *out,
                     const struct report_learned *learned);

/** Add what @sensor captured, and why it is not all. */
void eve_add_account(struct text *out, const struct report_context *context,
                     const char *sensor);

#endif
