/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * capture_json - what was captured, as members of an object: of a report, and of the
 * account that a sensor gives at the end of its records.
 *
 * Room: report, private.
 */
#ifndef CAPTURE_JSON_H
#define CAPTURE_JSON_H

#include "base/text.h"

struct report_capture;

/** Add "packets" and what else docs/output.md lists under `capture`. */
void capture_json_add(struct text *out, const struct report_capture *capture);

#endif
