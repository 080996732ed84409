/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * store_log - the records of a store, as those of a log.
 *
 * Room: records, private.
 */
#ifndef STORE_LOG_H
#define STORE_LOG_H

#include <stdbool.h>

#include "base/attributes.h"

#include "log.h"

struct error;
struct fold_site;
struct store;
struct store_filter;

/* How a store did. */
struct store_log_answer {
	uint64_t read, taken, lost; /* records */
	uint64_t unfinished;        /* runs without an end */
	uint64_t first_unfinished;  /* number of the first; 0: none */
	const char *its_sensor;     /* kept like words of a log */
};

/**
 * Give out all that @filter takes.
 *
 * @folds   whose clients come as one, if the store is all there is to read; else NULL
 * @return  false with @err when it could not be read
 */
MUST_CHECK bool store_log_read(struct log *log, struct store *store,
                               const struct store_filter *filter,
                               const struct fold_site *folds,
                               struct store_log_answer *answer, struct error *err);

#endif
