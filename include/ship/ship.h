/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ship - records from a spool directory into ClickHouse, each exactly once.
 *
 * Room: ship. The server is the journal: before each
 * file it is asked how far that file came, under the query id of the file's inserts, so
 * that an insert of a shipper that was killed is over before it answers. Nothing is
 * remembered here, so nothing is lost here.
 */
#ifndef SHIP_SHIP_H
#define SHIP_SHIP_H

#include <stdbool.h>

#include "base/attributes.h"
#include "ship/ship_options.h"

struct error;

/**
 * Ship what is there.
 *
 * @return  false with @err when it cannot go on: wrong address, password or schema
 */
MUST_CHECK bool ship_run(const struct ship_options *options, struct ship_counts *counts,
                         struct error *err);

#endif
