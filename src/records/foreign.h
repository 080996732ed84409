/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * foreign - what logs of other programs have in common: they show little of payloads.
 *
 * Room: records, private. Of a foreign flow every payload counts as cut, so that nothing
 * follows from what it does not show.
 */
#ifndef FOREIGN_H
#define FOREIGN_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "log.h"

/** Begin a record whose packets, flags and ends are to be filled in. */
struct record_flow foreign_begin(const struct log *log);

/**
 * The state of @flow by its packets and TCP flags; flags of 0 are not known. Its payload
 * is taken to be there where there were packets for it.
 */
void foreign_settle(struct flow *flow);

/** The common name of a distinguished name "CN=…, O=…"; all of it when it has none. */
const char *foreign_common_name(const char *name, size_t *len);

/** Tell the taker that @address is called, or sent, @text. */
void foreign_learn(struct log *log, enum learned_kind kind, enum learned_via via,
                   const struct address *address, const char *text, size_t len,
                   int64_t time_us);

/** A flow's number from the id that its log has for it: the same in every run. */
uint64_t foreign_id(const char *id);

/** The hint that Suricata and Zeek call @name and can be trusted with; 0: none. */
uint64_t foreign_hint(const char *name);

#endif
