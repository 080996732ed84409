/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing a store. Records wait in an open transaction; whoever else writes waits for
 * its end, so it is short: STORE_BATCH records or a second.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/hash.h"

#include "connection.h"
#include "database.h"
#include "store_private.h"

#define BATCH_US US_PER_SECOND

/* --- Opening --------------------------------------------------------------------- */

static bool prepare(struct store *store, struct error *err)
{
	const struct {
		sqlite3_stmt **statement;
		const char *sql;
	} statements[] = {
		{ &store->add_record,
		  "INSERT INTO record VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)" },
		{ &store->add_kind, "INSERT INTO kind(hash, eve) VALUES(?,?)" },
		{ &store->find_kind, "SELECT id FROM kind WHERE hash = ? AND eve = ?" },
		{ &store->add_host, "INSERT INTO host(ip) VALUES(?)" },
		{ &store->find_host, "SELECT id FROM host WHERE ip = ?" },
		{ &store->add_learned, "INSERT INTO learned VALUES(?,?)" },
	};

	for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
		*statements[i].statement =
			database_prepare(store->database, statements[i].sql, err);
		if (!*statements[i].statement)
			return false;
	}
	store->kinds = ids_create();
	store->hosts = ids_create();
	return (store->kinds && store->hosts) || error_set(err, "out of memory");
}

static bool begin_run(struct store *store, const char *sensor, struct error *err)
{
	sqlite3_stmt *statement = database_prepare(
		store->database,
		"INSERT INTO run(begun_us, arrived_us, sensor, version) VALUES(?1,?1,?2,?3)",
		err);
	char *copy = strdup(sensor);
	bool done = false;

	if (statement && copy) {
		sqlite3_bind_int64(statement, 1, clock_wall_us());
		sqlite3_bind_text(statement, 2, sensor, -1, SQLITE_STATIC);
		sqlite3_bind_text(statement, 3, store->version, -1, SQLITE_STATIC);
		done = database_do(statement, err);
	}
	sqlite3_finalize(statement);
	if (!copy)
		return error_set(err, "out of memory");
	if (!done) {
		free(copy);
		return false;
	}
	store->runs[store->run_count].number = sqlite3_last_insert_rowid(store->database);
	store->runs[store->run_count++].sensor = copy;
	return true;
}

/* The run that what @sensor saw goes into. 0 with @err. */
static int64_t run_of(struct store *store, const char *sensor, struct error *err)
{
	size_t i = 0;

	if (!sensor || !*sensor)
		return store->runs[0].number;
	while (i < store->run_count && strcmp(store->runs[i].sensor, sensor) != 0)
		i++;
	if (i == STORE_SENSORS)
		return store->runs[0].number;
	if (i == store->run_count && !begin_run(store, sensor, err))
		return 0;
	return store->runs[i].number;
}

struct store *store_open_to_write(const char *path, const char *sensor,
                                  const char *version, struct error *err)
{
	struct store *store = calloc(1, sizeof(*store));
	struct error why;

	if (!store) {
		error_set(err, "out of memory");
		return NULL;
	}
	store->version = version;
	store->database = connection_open(path, true, &why);
	if (store->database && prepare(store, &why) && begin_run(store, sensor, &why))
		return store;
	error_set(err, "%s: %s", path, why.text);
	store->failed = true;
	store_close(store);
	return NULL;
}

/* --- Batches --------------------------------------------------------------------- */

static bool begin(struct store *store, struct error *err)
{
	if (store->begun_us)
		return true;
	if (!database_run(store->database, "BEGIN IMMEDIATE", err))
		return false;
	store->begun_us = clock_steady_us();
	return true;
}

/* When the records of the batch arrived, and that they are the latest of their runs. */
static bool note_arrival(struct store *store, struct error *err)
{
	char sql[192];
	long long now = clock_wall_us();

	sqlite3_snprintf(sizeof(sql), sql,
	                 "INSERT INTO batch SELECT max(rowid), %lld FROM record HAVING "
	                 "max(rowid) > 0",
	                 now);
	if (!database_run(store->database, sql, err))
		return false;
	for (size_t i = 0; i < store->run_count; i++) {
		sqlite3_snprintf(sizeof(sql), sql,
		                 "UPDATE run SET arrived_us = %lld WHERE id = %lld", now,
		                 (long long)store->runs[i].number);
		if (!database_run(store->database, sql, err))
			return false;
	}
	return true;
}

static bool commit(struct store *store, struct error *err)
{
	if (!store->begun_us)
		return true;
	store->begun_us = 0;
	store->waiting = 0;
	return note_arrival(store, err) && database_run(store->database, "COMMIT", err);
}

/* What fails once fails for good: numbers may be remembered that are not there. */
static bool done(struct store *store, bool ok)
{
	store->failed |= !ok;
	return ok;
}

static bool is_usable(const struct store *store, struct error *err)
{
	return !store->failed || error_set(err, "the store failed before");
}

bool store_flush(struct store *store, bool now, struct error *err)
{
	if (!is_usable(store, err))
		return false;
	if (!store->begun_us || (!now && clock_steady_us() - store->begun_us < BATCH_US))
		return true;
	return done(store, commit(store, err));
}

/* --- Rows ------------------------------------------------------------------------ */

/* The number that @find finds or @add makes, both bound. 0 with @err. */
static int64_t number_of(struct store *store, sqlite3_stmt *find, sqlite3_stmt *add,
                         struct error *err)
{
	int status = sqlite3_step(find);
	int64_t number = status == SQLITE_ROW ? sqlite3_column_int64(find, 0) : 0;

	sqlite3_reset(find);
	if (number)
		return number;
	if (status != SQLITE_DONE) {
		(void)database_fail(store->database, err);
		return 0;
	}
	return database_do(add, err) ? sqlite3_last_insert_rowid(store->database) : 0;
}

static int64_t kind_of(struct store *store, const struct store_record *record,
                       struct error *err)
{
	static const struct hash_key no_key; /* other runs have to find it */
	uint64_t hash = ids_hash(store->kinds, record->kind, record->kind_len);
	int64_t number = ids_find(store->kinds, hash);
	int64_t known_by;

	if (number)
		return number;
	known_by = (int64_t)hash_bytes(&no_key, record->kind, record->kind_len);
	for (unsigned i = 0; i < 2; i++) {
		sqlite3_stmt *statement = i ? store->add_kind : store->find_kind;

		sqlite3_bind_int64(statement, 1, known_by);
		sqlite3_bind_text(statement, 2, record->kind, (int)record->kind_len,
		                  SQLITE_STATIC);
	}
	number = number_of(store, store->find_kind, store->add_kind, err);
	ids_keep(store->kinds, hash, number);
	return number;
}

static int64_t host_of(struct store *store, const struct address *address,
                       struct error *err)
{
	uint64_t hash = ids_hash(store->hosts, address, sizeof(*address));
	int64_t number = ids_find(store->hosts, hash);
	char text[ADDRESS_TEXT_SIZE];

	if (number)
		return number;
	address_format(address, text);
	sqlite3_bind_text(store->find_host, 1, text, -1, SQLITE_STATIC);
	sqlite3_bind_text(store->add_host, 1, text, -1, SQLITE_STATIC);
	number = number_of(store, store->find_host, store->add_host, err);
	ids_keep(store->hosts, hash, number);
	return number;
}

static bool add_row(struct store *store, const struct store_record *record,
                    struct error *err)
{
	const int64_t columns[] = {
		run_of(store, record->sensor, err),
		kind_of(store, record, err),
		host_of(store, &record->initiator, err),
		host_of(store, &record->responder, err),
		record->initiator_port,
		record->responder_port,
		record->first_us,
		record->last_us - record->first_us,
		(int64_t)record->packets[0],
		(int64_t)record->packets[1],
		(int64_t)record->bytes[0],
		(int64_t)record->bytes[1],
		(int64_t)record->id,
	};

	if (!columns[0] || !columns[1] || !columns[2] || !columns[3])
		return false;
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		sqlite3_bind_int64(store->add_record, (int)i + 1, columns[i]);
	return database_do(store->add_record, err);
}

bool store_add(struct store *store, const struct store_record *record, struct error *err)
{
	if (!is_usable(store, err))
		return false;
	if (!done(store, begin(store, err) && add_row(store, record, err)))
		return false;
	return store_flush(store, ++store->waiting >= STORE_BATCH, err);
}

bool store_add_learned(struct store *store, const char *eve, size_t len,
                       struct error *err)
{
	if (!is_usable(store, err))
		return false;
	if (!done(store, begin(store, err)))
		return false;
	sqlite3_bind_int64(store->add_learned, 1, store->runs[0].number);
	sqlite3_bind_text(store->add_learned, 2, eve, (int)len, SQLITE_STATIC);
	return done(store, database_do(store->add_learned, err));
}

/* Its account stands with the first run, which is the program's own. */
static bool end_run(struct store *store, size_t number, const char *account, size_t len,
                    struct error *err)
{
	sqlite3_stmt *statement = database_prepare(
		store->database, "UPDATE run SET complete = 1, account = ? WHERE id = ?",
		err);
	bool ok;

	if (!statement)
		return false;
	if (number == 0)
		sqlite3_bind_text(statement, 1, account, (int)len, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, store->runs[number].number);
	ok = database_do(statement, err);
	sqlite3_finalize(statement);
	return ok;
}

bool store_finish(struct store *store, const char *account, size_t len, struct error *err)
{
	bool ok = is_usable(store, err) && begin(store, err);

	for (size_t i = 0; ok && i < store->run_count; i++)
		ok = end_run(store, i, account, len, err);
	return done(store, ok && commit(store, err));
}

void store_close(struct store *store)
{
	struct error ignored;

	if (!store)
		return;
	if (!store->failed)
		(void)commit(store, &ignored); /* the run is not complete, and says so */
	sqlite3_finalize(store->add_record);
	sqlite3_finalize(store->add_kind);
	sqlite3_finalize(store->find_kind);
	sqlite3_finalize(store->add_host);
	sqlite3_finalize(store->find_host);
	sqlite3_finalize(store->add_learned);
	sqlite3_finalize(store->kind_text);
	known_hosts_destroy(store->addresses);
	/* Whoever may read the file but not write beside it cannot read a WAL. */
	if (store->run_count > 0) {
		/* Others may still be writing: then it is theirs to do. */
		sqlite3_busy_timeout(store->database, 0);
		(void)sqlite3_exec(store->database, "PRAGMA journal_mode = DELETE", NULL,
		                   NULL, NULL);
	}
	sqlite3_close(store->database);
	for (size_t i = 0; i < store->run_count; i++)
		free(store->runs[i].sensor);
	ids_destroy(store->kinds);
	ids_destroy(store->hosts);
	free(store->path);
	free(store);
}
