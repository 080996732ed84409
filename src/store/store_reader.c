/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading a store, and keeping it. Other writers go on meanwhile: a read sees one moment. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

#include "connection.h"
#include "database.h"
#include "store_private.h"

#define PULSE        4096 /* records between two */
#define COLUMNS_MOST 64

static bool prepare(struct store *store, struct error *err)
{
	store->kind_text = database_prepare(store->database,
	                                    "SELECT eve FROM kind WHERE id = ?", err);
	store->addresses = known_hosts_create(store->database, err);
	return store->kind_text && store->addresses;
}

struct store *store_open_to_read(const char *path, struct error *err)
{
	struct store *store = calloc(1, sizeof(*store));
	struct error why;

	if (!store) {
		error_set(err, "out of memory");
		return NULL;
	}
	store->failed = true; /* nothing is committed */
	store->database = connection_open(path, false, &why);
	if (store->database && prepare(store, &why))
		return store;
	error_set(err, "%s: %s", path, why.text);
	store_close(store);
	return NULL;
}

const char *store_backend(void)
{
	static char name[48];

	if (!name[0])
		sqlite3_snprintf(sizeof(name), name, "SQLite %s", sqlite3_libversion());
	return name;
}

/* --- Records --------------------------------------------------------------------- */

/* The filter's bounds and sensor, which every question has as ?1 to ?3. */
static void bind_filter(sqlite3_stmt *statement, const struct store_filter *filter)
{
	sqlite3_bind_int64(statement, 1, filter->from_us);
	sqlite3_bind_int64(statement, 2, filter->to_us ? filter->to_us : INT64_MAX);
	if (filter->sensor)
		sqlite3_bind_text(statement, 3, filter->sensor, -1, SQLITE_STATIC);
}

static const char *text_of(sqlite3_stmt *statement, int column)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);

	return text ? text : "";
}

static uint64_t count_of(sqlite3_stmt *statement, int column)
{
	int64_t value = sqlite3_column_int64(statement, column);

	return value < 0 ? 0 : (uint64_t)value;
}

static bool read_row(struct known_hosts *hosts, sqlite3_stmt *row,
                     struct store_record *record)
{
	const struct address *to,
		*from = known_hosts_find(hosts, sqlite3_column_int64(row, 2));
	const int64_t duration_us = sqlite3_column_int64(row, 7);

	*record = (struct store_record){
		.kind_id = count_of(row, 0),
		.sensor = text_of(row, 1),
		.initiator_id = count_of(row, 2),
		.initiator_port = (uint16_t)sqlite3_column_int(row, 4),
		.responder_port = (uint16_t)sqlite3_column_int(row, 5),
		.first_us = sqlite3_column_int64(row, 6),
		.packets = { count_of(row, 8), count_of(row, 9) },
		.bytes = { count_of(row, 10), count_of(row, 11) },
		.id = count_of(row, 12),
	};
	if (!from || duration_us < 0 || record->first_us > INT64_MAX - duration_us)
		return false;
	record->last_us = record->first_us + duration_us;
	record->initiator = *from;
	to = known_hosts_find(hosts, sqlite3_column_int64(row, 3));
	if (to)
		record->responder = *to;
	return to != NULL;
}

/* One pass over them. */
struct pass {
	const struct store_reader *reader;
	uint64_t
		survey; /* records that it is told of beforehand, about; 0: it takes them */
	uint64_t lost;
};

static void give(struct pass *pass, const struct store_record *record)
{
	if (pass->survey > 0)
		pass->reader->survey(record, pass->survey, pass->reader->context);
	else
		pass->reader->record(record, pass->reader->context);
}

static bool read_records(struct store *store, const struct store_filter *filter,
                         struct pass *pass, struct error *err)
{
	const struct store_reader *reader = pass->reader;
	sqlite3_stmt *rows = database_prepare(
		store->database,
		"SELECT f.kind, r.sensor, f.init, f.resp, f.init_port, f.resp_port,"
		" f.first_us, f.dur_us, f.pkts_i, f.pkts_r, f.bytes_i, f.bytes_r,"
		" f.flow_id FROM record f LEFT JOIN run r ON r.id = f.run WHERE"
		" f.first_us + f.dur_us >= ?1 AND f.first_us < ?2"
		" AND (?3 IS NULL OR r.sensor = ?3) ORDER BY f.rowid",
		err);
	struct store_record record;
	uint64_t count = 0;
	int status = SQLITE_DONE;

	if (!rows)
		return false;
	bind_filter(rows, filter);
	while ((count++ % PULSE != 0 || reader->pulse(reader->context)) &&
	       (status = sqlite3_step(rows)) == SQLITE_ROW) {
		if (read_row(store->addresses, rows, &record))
			give(pass, &record);
		else
			pass->lost++;
	}
	sqlite3_finalize(rows);
	return status == SQLITE_DONE || status == SQLITE_ROW ||
	       database_fail(store->database, err);
}

/* How many records there are, about, if more than one sensor's; else 0. */
static bool count_common(struct store *store, const struct store_filter *filter,
                         uint64_t *count, struct error *err)
{
	sqlite3_stmt *row = database_prepare(
		store->database,
		"SELECT max(rowid) FROM record WHERE ?1 <= ?2 AND 1 < (SELECT"
		" count(DISTINCT sensor) FROM run WHERE ?3 IS NULL OR sensor = ?3)",
		err);
	bool ok;

	if (!row)
		return false;
	bind_filter(row, filter);
	ok = sqlite3_step(row) == SQLITE_ROW || database_fail(store->database, err);
	*count = ok ? count_of(row, 0) : 0;
	sqlite3_finalize(row);
	return ok;
}

static bool survey(struct store *store, const struct store_filter *filter,
                   const struct store_reader *reader, struct error *err)
{
	struct pass pass = { .reader = reader };

	if (!reader->survey)
		return true;
	return count_common(store, filter, &pass.survey, err) &&
	       (pass.survey == 0 || read_records(store, filter, &pass, err));
}

/* Runs that have records of then are asked for what they learned and how they did. */
#define RUNS_THEN                                                                        \
	"(SELECT DISTINCT run FROM record WHERE first_us + dur_us >= ?1"                 \
	" AND first_us < ?2) AND (?3 IS NULL OR sensor = ?3)"

static bool read_learned(struct store *store, const struct store_filter *filter,
                         const struct store_reader *reader, struct error *err)
{
	sqlite3_stmt *rows = database_prepare(
		store->database,
		"SELECT l.eve FROM learned l JOIN run r ON r.id = l.run WHERE r.id IN " RUNS_THEN
		" ORDER BY l.rowid",
		err);
	int status;

	if (!rows)
		return false;
	bind_filter(rows, filter);
	while ((status = sqlite3_step(rows)) == SQLITE_ROW)
		reader->event(text_of(rows, 0), (size_t)sqlite3_column_bytes(rows, 0),
		              reader->context);
	sqlite3_finalize(rows);
	return status == SQLITE_DONE || database_fail(store->database, err);
}

static bool read_accounts(struct store *store, const struct store_filter *filter,
                          const struct store_reader *reader, struct error *err)
{
	sqlite3_stmt *rows = database_prepare(
		store->database,
		"SELECT id, sensor, complete, account FROM run WHERE id IN " RUNS_THEN
		" OR (NOT EXISTS (SELECT 1 FROM record WHERE run = run.id) AND ?1 = 0"
		" AND (?3 IS NULL OR sensor = ?3)) ORDER BY id",
		err);
	int status;

	if (!rows)
		return false;
	bind_filter(rows, filter);
	while ((status = sqlite3_step(rows)) == SQLITE_ROW) {
		if (sqlite3_column_type(rows, 3) != SQLITE_NULL)
			reader->event(text_of(rows, 3),
			              (size_t)sqlite3_column_bytes(rows, 3),
			              reader->context);
		else if (!sqlite3_column_int(rows, 2))
			reader->unfinished(count_of(rows, 0), text_of(rows, 1),
			                   reader->context);
	}
	sqlite3_finalize(rows);
	return status == SQLITE_DONE || database_fail(store->database, err);
}

bool store_read(struct store *store, const struct store_filter *filter,
                const struct store_reader *reader, struct error *err)
{
	struct pass pass = { .reader = reader };
	bool ok;

	/* One moment for all that is asked. */
	if (!database_run(store->database, "BEGIN", err))
		return false;
	ok = read_learned(store, filter, reader, err) &&
	     survey(store, filter, reader, err) &&
	     read_records(store, filter, &pass, err) &&
	     read_accounts(store, filter, reader, err);
	sqlite3_reset(store->kind_text);
	(void)sqlite3_exec(store->database, "COMMIT", NULL, NULL, NULL);
	if (ok && pass.lost > 0)
		return error_set(err, "%llu of its records are none",
		                 (unsigned long long)pass.lost);
	return ok;
}

const char *store_kind(struct store *store, uint64_t id, size_t *len)
{
	sqlite3_stmt *row = store->kind_text;
	const char *text;

	sqlite3_reset(row);
	sqlite3_bind_int64(row, 1, (int64_t)id);
	if (sqlite3_step(row) != SQLITE_ROW)
		return NULL;
	text = text_of(row, 0);
	*len = (size_t)sqlite3_column_bytes(row, 0);
	return text;
}

/* --- Keeping it ------------------------------------------------------------------- */

bool store_visit_runs(struct store *store,
                      void (*visit)(const struct store_run *run, void *context),
                      void *context, struct error *err)
{
	sqlite3_stmt *rows = database_prepare(
		store->database,
		"SELECT r.id, r.sensor, r.version, r.complete, count(f.run),"
		" min(f.first_us), max(f.first_us + f.dur_us) FROM run r"
		" LEFT JOIN record f ON f.run = r.id GROUP BY r.id ORDER BY r.id",
		err);
	int status;

	if (!rows)
		return false;
	while ((status = sqlite3_step(rows)) == SQLITE_ROW)
		visit(&(struct store_run){ .number = count_of(rows, 0),
		                           .sensor = text_of(rows, 1),
		                           .version = text_of(rows, 2),
		                           .complete = sqlite3_column_int(rows, 3),
		                           .records = count_of(rows, 4),
		                           .first_us = sqlite3_column_int64(rows, 5),
		                           .last_us = sqlite3_column_int64(rows, 6) },
		      context);
	sqlite3_finalize(rows);
	return status == SQLITE_DONE || database_fail(store->database, err);
}

/* Kinds and hosts stay: whoever writes meanwhile may know their numbers. */
static bool prune(sqlite3 *database, int64_t before_us, uint64_t *removed,
                  struct error *err)
{
	char sql[640];

	sqlite3_snprintf(sizeof(sql), sql,
	                 "BEGIN IMMEDIATE; DELETE FROM record WHERE rowid <="
	                 " (SELECT max(last_record) FROM batch WHERE arrived_us < %lld)",
	                 (long long)before_us);
	if (!database_run(database, sql, err))
		return false;
	*removed = (uint64_t)sqlite3_changes64(database);
	sqlite3_snprintf(
		sizeof(sql), sql,
		"DELETE FROM batch WHERE arrived_us < %lld;"
		"DELETE FROM run WHERE arrived_us < %lld AND id NOT IN"
		" (SELECT run FROM record);"
		"DELETE FROM learned WHERE run NOT IN (SELECT id FROM run); COMMIT",
		(long long)before_us, (long long)before_us);
	return database_run(database, sql, err);
}

bool store_prune(const char *path, int64_t before_us, uint64_t *removed,
                 struct error *err)
{
	struct error why;
	sqlite3 *database = connection_open(path, false, &why);
	bool ok = database && prune(database, before_us, removed, &why);

	sqlite3_close(database);
	return ok || error_set(err, "%s: %s", path, why.text);
}

bool store_query(struct store *store, const char *sql,
                 void (*visit)(const char *const *cells, size_t count, void *context),
                 void *context, struct error *err)
{
	sqlite3_stmt *rows = database_prepare(store->database, sql, err);
	const char *cells[COLUMNS_MOST];
	int columns = rows ? sqlite3_column_count(rows) : 0, status;

	if (!rows)
		return false;
	if (!sqlite3_stmt_readonly(rows) || columns == 0 || columns > COLUMNS_MOST) {
		sqlite3_finalize(rows);
		return error_set(err, "it is no question");
	}
	for (int i = 0; i < columns; i++)
		cells[i] = sqlite3_column_name(rows, i);
	visit(cells, (size_t)columns, context);
	while ((status = sqlite3_step(rows)) == SQLITE_ROW) {
		for (int i = 0; i < columns; i++)
			cells[i] = text_of(rows, i);
		visit(cells, (size_t)columns, context);
	}
	sqlite3_finalize(rows);
	return status == SQLITE_DONE || database_fail(store->database, err);
}
