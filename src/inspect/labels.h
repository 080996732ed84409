/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * labels - from nDPI's label to the flow's hints.
 *
 * Room: inspect, private.
 */
#ifndef LABELS_H
#define LABELS_H

#include <stdbool.h>

struct flow;
struct label_map;
struct ndpi_adapter;
struct ndpi_adapter_label;

/**
 * Keep @label on @flow and add the hints its names support to what its end @end showed.
 *
 * A hint that a reader of ours finds is not taken from nDPI: the readers are
 * stricter, and where they said no, nDPI is wrong.
 *
 * @labels  may be NULL: then every name means HINT_OTHER
 * @return  whether a hint was added
 */
bool labels_apply(const struct label_map *labels, const struct ndpi_adapter *adapter,
                  struct flow *flow, unsigned end,
                  const struct ndpi_adapter_label *label);

#endif
