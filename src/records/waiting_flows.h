/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * waiting_flows - flows of which another record may still tell something.
 *
 * Room: records, private. Bounded: of more than WAITING_FLOWS_MOST the oldest is given
 * out with what is known of it.
 */
#ifndef WAITING_FLOWS_H
#define WAITING_FLOWS_H

#include <stdbool.h>
#include <stdint.h>

#include "log.h"

#define WAITING_FLOWS_MOST 65536

struct waiting_flows;

/** Owned: waiting_flows_destroy(). NULL: out of memory. */
struct waiting_flows *waiting_flows_create(void);

/**
 * Take over @record: given out at once with what is known under @hash, or when nothing
 * is and @may_wait, once it is.
 */
void waiting_flows_add(struct log *log, struct record_flow *record, uint64_t hash,
                       bool may_wait);

/** Give out all that wait: nothing comes any more. */
void waiting_flows_drain(struct log *log);

void waiting_flows_destroy(struct waiting_flows *waiting);

#endif
