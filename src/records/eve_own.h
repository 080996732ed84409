/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * eve_own - the EVE records that lynctap itself writes, back to what they were made of.
 *
 * Room: records, private. docs/flow.schema.json says what they are. What the sensor
 * concluded (verdict, row, roles, reasons) is not read: who judges judges for himself.
 */
#ifndef EVE_OWN_H
#define EVE_OWN_H

#include "log.h"

enum log_answer eve_own_flow(struct log *log, const json_t *object);
/**
 * Read what many flows have in common, as a store keeps it: all but ends, ports, counters
 * and times. The details of @record are the caller's. @return false when it is none
 */
bool eve_own_kind(struct log *log, const json_t *object, struct record_flow *record);

enum log_answer eve_own_learned(struct log *log, const json_t *object);
enum log_answer eve_own_account(struct log *log, const json_t *object);

#endif
