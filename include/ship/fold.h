/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fold - the records of a ClickHouse server, folded there.
 *
 * Room: ship. The store folds, lynctap judges: the engine groups flows that differ only in
 * their beginner's port and in time, and what comes back is a log that records reads, a
 * JSON object a line. Its size goes with what is different, not with what there is. Only
 * conversations that several sensors saw come one by one, all records of two ends
 * together, so that they can be joined.
 */
#ifndef SHIP_FOLD_H
#define SHIP_FOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "http/http.h"

struct fold_site;

struct fold_filter {
	int64_t from_us, to_us;       /* flows that went on then; 0: no bound */
	const char *sensor;           /* NULL: all */
	const struct fold_site *site; /* whose clients are one; NULL: nobody's */
};

/** Is @word a server, as -r has it ("clickhouse:URL")? @return URL, or NULL */
const char *fold_url(const char *word);

/** Is there a table that can be read? @return false with @err */
MUST_CHECK bool fold_probe(struct http *http, struct error *err);

/** Ask for all that @filter takes. @return whether it came whole; else its last line has @err */
MUST_CHECK bool fold_ask(struct http *http, const struct fold_filter *filter,
                         http_taker *take, void *context, struct error *err);

#endif
