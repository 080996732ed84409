/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kind_flow - a flow put together from what many have in common, and what is its own.
 *
 * Room: records, private. How stores keep flows: see store/store.h.
 */
#ifndef KIND_FLOW_H
#define KIND_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"

#include "log.h"

struct store_record;

/** Read the text of a kind, JSON. @return false when it is none; @kind's details are to be freed */
MUST_CHECK bool kind_flow_read(struct log *log, const char *text, size_t len,
                               struct record_flow *kind);

/**
 * Give out the flow that @own is of @kind.
 *
 * @like  what else is known of it: who stands for it, and whether nobody else saw it
 */
void kind_flow_give(struct log *log, const struct record_flow *kind,
                    const struct store_record *own, const struct record_flow *like);

#endif
