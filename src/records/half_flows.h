/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * half_flows - one-way records of NetFlow, until the other way of each is there.
 *
 * Room: records, private. Who began is a guess by what came first and by ports. Bounded:
 * of more than HALF_FLOWS_MOST all are given out as they are.
 */
#ifndef HALF_FLOWS_H
#define HALF_FLOWS_H

#include "log.h"

#define HALF_FLOWS_MOST 262144

struct half_flows;

/** Owned: half_flows_destroy(). NULL: out of memory. */
struct half_flows *half_flows_create(void);

/** Take in @half, whose end 0 sent all of it, together with what is there of its flow. */
void half_flows_add(struct log *log, const struct record_flow *half);

/** Give out all that is there. */
void half_flows_drain(struct log *log);

void half_flows_destroy(struct half_flows *halves);

#endif
