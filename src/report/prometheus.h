/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prometheus - a number in the text format of Prometheus.
 *
 * Room: report, private.
 */
#ifndef PROMETHEUS_H
#define PROMETHEUS_H

#include <stdint.h>

struct text;

/** Add lynctap_@metric with what it is: @type is "gauge" or "counter". */
void prometheus_add(struct text *out, const char *metric, const char *type,
                    const char *help, uint64_t value);

#endif
