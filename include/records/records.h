/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * records - flows out of logs: EVE of ours and of Suricata, Zeek's and nfdump's JSON.
 *
 * Room: records. The only room that reads them; capture tells them from captures. A
 * record that cannot be read is lost, counted by reason and named; nothing that a log
 * contains ends the reading of it before its end.
 */
#ifndef RECORDS_RECORDS_H
#define RECORDS_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "records/record.h"

struct capture;
struct fold_site;
struct records;
struct store;
struct store_filter;

/**
 * Find the logs among the inputs of @capture, borrowed, which has begun.
 *
 * Owned: records_destroy(). NULL: out of memory.
 */
struct records *records_create(struct capture *capture);

/**
 * Read @store as well, borrowed, as input @number, which it is.
 *
 * @filter  copied, its sensor borrowed
 * @folds   whose clients come as one, borrowed, if there is no other input; else NULL
 * @return  false when out of memory
 */
MUST_CHECK bool records_add_store(struct records *records, struct store *store,
                                  uint16_t number, const struct store_filter *filter,
                                  const struct fold_site *folds);

/** How many there are. */
size_t records_count(const struct records *records);

/** Read all of them, one after the other, until they or the capture end. */
void records_read(struct records *records, const struct record_taker *taker);

/** NULL is fine. */
void records_destroy(struct records *records);

#endif
