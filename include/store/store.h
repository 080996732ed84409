/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * store - flows of many runs in one SQLite file.
 *
 * Room: store. The only room that knows SQLite; a build without it has all of this and
 * says so when it is asked for. What thousands of records share (state, hints, verdict,
 * certificate, …) is one text, kept once and called their kind: the constant members of
 * their EVE record. A record is a row of numbers beside it.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/attributes.h"

struct error;
struct store;

/* Records that are committed at once: what a crash loses at most. */
#define STORE_BATCH 10000

struct store_record {
	uint64_t kind_id; /* given by the store */
	const char *kind; /* JSON; borrowed; written only, see store_kind() */
	size_t kind_len;
	const char *sensor; /* borrowed; read only; "" when it was not said */
	struct address initiator, responder;
	uint64_t initiator_id; /* of its address, given by the store; read only */
	uint16_t initiator_port, responder_port;
	int64_t first_us, last_us;
	uint64_t packets[2], bytes[2]; /* by enum flow_side */
	uint64_t id;                   /* of the flow, in its run */
};

/* What is asked for. */
struct store_filter {
	int64_t from_us, to_us; /* flows that went on then; 0: no bound */
	const char *sensor;     /* NULL: all */
};

/** Is @path that of a store, as -o and -r have it ("sqlite:FILE")? @return FILE, or NULL */
const char *store_path(const char *word);

/* --- Writing --------------------------------------------------------------------- */

/** Open the store at @path for one run, made when it is not there. Owned. NULL with @err. */
struct store *store_open_to_write(const char *path, const char *sensor,
                                  const char *version, struct error *err);

/** Add a record. @return false with @err once the store failed: nothing is added any more */
MUST_CHECK bool store_add(struct store *store, const struct store_record *record,
                          struct error *err);

/** Add what was learned, an EVE record of its own. */
MUST_CHECK bool store_add_learned(struct store *store, const char *eve, size_t len,
                                  struct error *err);

/** Commit what waits, when it has for a second or @now. */
MUST_CHECK bool store_flush(struct store *store, bool now, struct error *err);

/** The run ended well: @account is the sensor's own, an EVE record. */
MUST_CHECK bool store_finish(struct store *store, const char *account, size_t len,
                             struct error *err);

/* --- Reading --------------------------------------------------------------------- */

struct store_reader {
	/** Each of about @count records once before, if sensors are several; may be NULL. */
	void (*survey)(const struct store_record *record, uint64_t count, void *context);
	void (*record)(const struct store_record *record, void *context);
	/* An EVE record of its own: what was learned, or the account of a run. */
	void (*event)(const char *eve, size_t len, void *context);
	/** Of run @number of @sensor there is no end: it goes on, or was killed. */
	void (*unfinished)(uint64_t number, const char *sensor, void *context);
	/** Now and then. @return whether to go on */
	bool (*pulse)(void *context);
	void *context;
};

/** Open the store at @path, which has to be one. Owned. NULL with @err. */
struct store *store_open_to_read(const char *path, struct error *err);

/** Read all that @filter takes, in the order it was written. */
MUST_CHECK bool store_read(struct store *store, const struct store_filter *filter,
                           const struct store_reader *reader, struct error *err);

/** The JSON of the kind @id, borrowed until the next call; NULL: there is none. For readers. */
const char *store_kind(struct store *store, uint64_t id, size_t *len);

/* --- Keeping it ------------------------------------------------------------------- */

/* One run. */
struct store_run {
	uint64_t number;
	const char *sensor, *version; /* borrowed */
	bool complete;
	uint64_t records;
	int64_t first_us, last_us; /* of its records; 0 when there are none */
};

/** Visit every run. */
MUST_CHECK bool store_visit_runs(struct store *store,
                                 void (*visit)(const struct store_run *run,
                                               void *context),
                                 void *context, struct error *err);

/** Remove what arrived before @before_us. @removed is set to how many records it was */
MUST_CHECK bool store_prune(const char *path, int64_t before_us, uint64_t *removed,
                            struct error *err);

/** Run @sql, which changes nothing, and visit every row; the first has the names of the columns. */
MUST_CHECK bool store_query(struct store *store, const char *sql,
                            void (*visit)(const char *const *cells, size_t count,
                                          void *context),
                            void *context, struct error *err);

/** Close it, and commit what waits unless the store failed. NULL is fine. */
void store_close(struct store *store);

/** "SQLite 3.40.1", or that there is none. Static. */
const char *store_backend(void);

#endif
