/* SPDX-License-Identifier: BSD-2-Clause */
#include "schema.h"

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

#include "database.h"

#define APPLICATION 0x4c594e43 /* "LYNC", for file(1) and for us */
#define NEWEST      2

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
static const char *const first_version[] = {
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

/*
 * What each version added to the one before it, from the second on. A reader who may not
 * write makes the same as temporary objects, so only views can be added: columns and
 * tables need a reader that does without them.
 */
static const struct {
	const char *name, *select;
} added_views[] = {
	{ "account",
	  "SELECT sensor, id AS run, version, complete, "
	  "json_extract(account, '$.stats.capture.packets') AS packets, "
	  "json_extract(account, '$.stats.capture.dropped') AS dropped, "
	  "json_extract(account, '$.lync.incomplete') AS incomplete, account AS eve "
	  "FROM run WHERE json_valid(account)" },
};

_Static_assert(ARRAY_LEN(added_views) == NEWEST - 1,
               "one for each version but the first");

/* One number that @sql asks for. */
static bool ask(sqlite3 *database, const char *sql, int64_t *number, struct error *err)
{
	sqlite3_stmt *statement = database_prepare(database, sql, err);
	bool answered = statement && sqlite3_step(statement) == SQLITE_ROW;

	if (statement && !answered)
		(void)database_fail(database, err);
	if (answered)
		*number = sqlite3_column_int64(statement, 0);
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

static bool make_first(sqlite3 *database, struct error *err)
{
	bool ok = make_kinds(database, err);

	for (size_t i = 0; ok && i < ARRAY_LEN(first_version); i++)
		ok = database_run(database, first_version[i], err);
	return ok;
}

/* Add what came after @version; @kind is "" or "TEMP". */
static bool add_newer(sqlite3 *database, int64_t version, const char *kind,
                      struct error *err)
{
	struct text sql = { 0 };
	bool ok;

	for (int64_t i = version; i < NEWEST; i++)
		text_addf(&sql, "CREATE %s VIEW \"%s\" AS %s;", kind,
		          added_views[i - 1].name, added_views[i - 1].select);
	ok = sql.failed ? error_set(err, "out of memory")
	                : !sql.at || database_run(database, sql.at, err);
	text_fini(&sql);
	return ok;
}

static bool stamp(sqlite3 *database, struct error *err)
{
	char versions[96];

	sqlite3_snprintf(sizeof(versions), versions,
	                 "PRAGMA application_id = %d; PRAGMA user_version = %d",
	                 APPLICATION, NEWEST);
	return database_run(database, versions, err);
}

/* Who wrote it last, as far as it can be read: that one knows its schema. */
static bool refuse_newer(sqlite3 *database, int64_t version, struct error *err)
{
	struct error ignored;
	sqlite3_stmt *latest = database_prepare(
		database, "SELECT version FROM run ORDER BY id DESC LIMIT 1", &ignored);
	const char *by = latest && sqlite3_step(latest) == SQLITE_ROW
	                         ? (const char *)sqlite3_column_text(latest, 0)
	                         : NULL;

	error_set(
		err,
		"its schema has version %lld and this lynctap knows up to %d; the one "
		"that wrote it%s%.32s can put it into EVE: lynctap flows -r sqlite:FILE "
		"-o eve:OUT",
		(long long)version, NEWEST, by ? ", " : "", by ? by : "");
	sqlite3_finalize(latest);
	return false;
}

/* The version of ours that it has; 0: nothing is in it. */
static bool find_version(sqlite3 *database, int64_t *version, struct error *err)
{
	int64_t application, tables;

	if (!ask(database, "PRAGMA application_id", &application, err) ||
	    !ask(database, "PRAGMA user_version", version, err) ||
	    !ask(database, "SELECT count(*) FROM sqlite_schema", &tables, err))
		return false;
	if (tables == 0 && application == 0) {
		*version = 0;
		return true;
	}
	if (application != APPLICATION || *version < 1)
		return error_set(err, "it is no store of lynctap");
	return *version <= NEWEST || refuse_newer(database, *version, err);
}

bool schema_check(sqlite3 *database, bool to_write, struct error *err)
{
	int64_t version;

	return find_version(database, &version, err) &&
	       (version > 0 || to_write || error_set(err, "it is no store of lynctap"));
}

bool schema_upgrade(sqlite3 *database, struct error *err)
{
	int64_t version;

	if (!find_version(database, &version, err))
		return false;
	if (version == NEWEST)
		return true;
	if (version == 0) {
		if (!make_first(database, err))
			return false;
		version = 1;
	}
	return add_newer(database, version, "", err) && stamp(database, err);
}

bool schema_complete(sqlite3 *database, struct error *err)
{
	int64_t version;

	return find_version(database, &version, err) &&
	       add_newer(database, version, "TEMP", err);
}
