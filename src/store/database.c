/* SPDX-License-Identifier: BSD-2-Clause */
#include "database.h"

#include <stdio.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

#define APPLICATION    0x4c594e43 /* "LYNC", for file(1) and for us */
#define SCHEMA_VERSION 1

/* What questions ask of a kind: columns worked out once, from where they stand in its text. */
static const struct {
	const char *name, *path;
} columns[] = {
	{ "proto", "proto" },
	{ "app_proto", "app_proto" },
	{ "verdict", "lync.verdict" },
	{ "confidence", "lync.confidence" },
	{ "row", "lync.row" },
	{ "nearest_row", "lync.nearest_row" },
	{ "catalogue", "lync.catalogue" },
	{ "role", "lync.role" },
	{ "service", "lync.service" },
	{ "roles_i", "lync.src_roles" },
	{ "roles_r", "lync.dest_roles" },
	{ "hints_i", "lync.hints_initiator" },
	{ "hints_r", "lync.hints_responder" },
	{ "unseen", "lync.unseen" },
	{ "state", "lync.flow_state" },
	{ "dir_by", "lync.dir_by" },
	{ "modality", "lync.modality" },
	{ "part", "lync.part" },
	{ "dscp_i", "lync.dscp[0]" },
	{ "dscp_r", "lync.dscp[1]" },
	{ "tls_version", "tls.version" },
	{ "tls_outcome", "tls.outcome" },
	{ "sni", "tls.sni" },
	{ "cert_subject", "tls.subject" },
	{ "cert_issuer", "tls.issuerdn" },
	{ "cert_ends", "tls.notafter" },
};

/* Rows of `batch` say when records arrived, by the last of them: retention goes by that. */
static const char *const statements[] = {
	"CREATE TABLE run(id INTEGER PRIMARY KEY, begun_us INT NOT NULL, arrived_us INT "
	"NOT NULL, sensor TEXT NOT NULL, version TEXT NOT NULL, complete INT NOT NULL "
	"DEFAULT 0, account TEXT)",
	"CREATE TABLE host(id INTEGER PRIMARY KEY, ip TEXT NOT NULL UNIQUE)",
	"CREATE INDEX kind_hash ON kind(hash)",
	"CREATE TABLE record(run INT NOT NULL, kind INT NOT NULL, init INT NOT NULL, "
	"resp INT NOT NULL, init_port INT NOT NULL, resp_port INT NOT NULL, first_us INT "
	"NOT NULL, dur_us INT NOT NULL, pkts_i INT NOT NULL, pkts_r INT NOT NULL, bytes_i "
	"INT NOT NULL, bytes_r INT NOT NULL, flow_id INT NOT NULL)",
	"CREATE TABLE learned(run INT NOT NULL, eve TEXT NOT NULL)",
	"CREATE TABLE batch(last_record INT NOT NULL, arrived_us INT NOT NULL)",
	"CREATE VIEW flow AS SELECT r.sensor, r.id AS run, a.ip AS init_ip, f.init_port, "
	"b.ip AS resp_ip, f.resp_port, f.first_us, f.first_us + f.dur_us AS last_us, "
	"f.pkts_i, f.pkts_r, f.bytes_i, f.bytes_r, f.flow_id, k.* FROM record f JOIN run "
	"r ON r.id = f.run JOIN kind k ON k.id = f.kind JOIN host a ON a.id = f.init JOIN "
	"host b ON b.id = f.resp",
};

bool database_fail(sqlite3 *database, struct error *err)
{
	return error_set(err, "%s", sqlite3_errmsg(database));
}

bool database_run(sqlite3 *database, const char *sql, struct error *err)
{
	return sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       database_fail(database, err);
}

sqlite3_stmt *database_prepare(sqlite3 *database, const char *sql, struct error *err)
{
	sqlite3_stmt *statement;

	if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK)
		return statement;
	(void)database_fail(database, err);
	return NULL;
}

bool database_do(sqlite3_stmt *statement, struct error *err)
{
	int status = sqlite3_step(statement);

	sqlite3_reset(statement);
	return status == SQLITE_DONE || status == SQLITE_ROW ||
	       database_fail(sqlite3_db_handle(statement), err);
}

/* One number that @sql asks for. */
static bool ask(sqlite3 *database, const char *sql, int *number, struct error *err)
{
	sqlite3_stmt *statement = database_prepare(database, sql, err);
	bool answered = statement && sqlite3_step(statement) == SQLITE_ROW;

	if (statement && !answered)
		(void)database_fail(database, err);
	if (answered)
		*number = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	return answered;
}

static bool make_kinds(sqlite3 *database, struct error *err)
{
	struct text sql = { 0 };
	bool made;

	text_add(&sql, "CREATE TABLE kind(id INTEGER PRIMARY KEY, hash INT NOT NULL, "
	               "eve TEXT NOT NULL");
	for (size_t i = 0; i < ARRAY_LEN(columns); i++)
		text_addf(&sql, ", \"%s\" TEXT AS (json_extract(eve, '$.%s')) STORED",
		          columns[i].name, columns[i].path);
	text_add_char(&sql, ')');
	made = sql.failed ? error_set(err, "out of memory")
	                  : database_run(database, sql.at, err);
	text_fini(&sql);
	return made;
}

static bool make_schema(sqlite3 *database, struct error *err)
{
	char versions[96];
	bool ok = make_kinds(database, err);

	for (size_t i = 0; ok && i < ARRAY_LEN(statements); i++)
		ok = database_run(database, statements[i], err);
	snprintf(versions, sizeof(versions),
	         "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION,
	         SCHEMA_VERSION);
	return ok && database_run(database, versions, err);
}

/* Ours, of a version that we know; or, for who writes, with nothing in it (@empty). */
static bool check_schema(sqlite3 *database, bool to_write, bool *empty, struct error *err)
{
	int application, version, tables;

	if (!ask(database, "PRAGMA application_id", &application, err) ||
	    !ask(database, "PRAGMA user_version", &version, err) ||
	    !ask(database, "SELECT count(*) FROM sqlite_schema", &tables, err))
		return false;
	*empty = to_write && tables == 0 && application == 0;
	if (*empty)
		return true;
	if (application != APPLICATION)
		return error_set(err, "it is no store of lynctap");
	return version == SCHEMA_VERSION ||
	       error_set(err, "its schema has version %d, and this lynctap knows %d",
	                 version, SCHEMA_VERSION);
}

/* Somebody else may be making it as well: whoever comes second finds it made. */
static bool prepare_to_write(sqlite3 *database, struct error *err)
{
	bool empty;

	return database_run(database,
	                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
	                    "BEGIN IMMEDIATE",
	                    err) &&
	       check_schema(database, true, &empty, err) &&
	       (!empty || make_schema(database, err)) &&
	       database_run(database, "COMMIT", err);
}

/* No file but its own and those beside it is touched. */
static bool prepare(sqlite3 *database, bool to_write, struct error *err)
{
	bool empty;

	sqlite3_busy_timeout(database, DATABASE_PATIENCE_MS);
	sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	/* Who is making it meanwhile is seen before or behind all of that. */
	return database_run(database, "PRAGMA temp_store = MEMORY; BEGIN", err) &&
	       check_schema(database, to_write, &empty, err) &&
	       database_run(database, "COMMIT", err) &&
	       (!to_write || prepare_to_write(database, err));
}

sqlite3 *database_open(const char *path, bool to_write, struct error *err)
{
	int flags = to_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
	                     : SQLITE_OPEN_READWRITE;
	sqlite3 *database;

	if (sqlite3_open_v2(path, &database, flags, NULL) != SQLITE_OK)
		(void)database_fail(database, err);
	else if (prepare(database, to_write, err))
		return database;
	sqlite3_close(database);
	return NULL;
}
