/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Questions that ClickHouse of 2018 answers as well as today's. Every value is a text:
 * versions differ in which numbers they quote, and who may only read can set nothing.
 */
#include "ship/fold.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "store/fold_site.h"

#include "fold_sql.h"
#include "sql.h"

#define SCHEME "clickhouse:"

/* Both ends in one order, by number: one that is the same by chance does no harm. */
#define ENDS                                                                             \
	"sipHash64(if(init_ip < resp_ip OR (init_ip = resp_ip AND init_port <= "         \
	"resp_port), concat(proto, '|', init_ip, '|', toString(init_port), '|', "        \
	"resp_ip, '|', toString(resp_port)), concat(proto, '|', resp_ip, '|', "          \
	"toString(resp_port), '|', init_ip, '|', toString(init_port))))"

/* Where the ends may turn out to be the other way round (conversation_may_turn() of judge). */
#define IS_GUESS                                                                         \
	"visitParamExtractString(kind, 'dir_by') IN ('table', 'allow', 'dynamic', "      \
	"'port', 'first') OR (visitParamExtractString(kind, 'dir_by') = "                \
	"'first-datagram' AND match(visitParamExtractRaw(kind, 'hints'), "               \
	"'\"(rtp|rtcp|rfc4571)\"'))"
#define IS_SILENT                                                                        \
	"visitParamExtractString(kind, 'dir_by') = 'first-datagram' AND "                \
	"visitParamExtractRaw(kind, 'hints') = '[]'"
#define MAY_TURN                                                                         \
	IS_GUESS                                                                         \
	" OR (init_port >= 49152 AND resp_port >= 49152 AND " IS_SILENT ")"

/* Then each port is for itself. */
#define OWN_PORT "if(" MAY_TURN ", init_port, toUInt16(0))"

#define HOUR(moment)                                                                     \
	"bitShiftLeft(toUInt32(1), toUInt8(intDiv(" moment ", 3600000000) % 24))"

#define KIND_ID "hex(sipHash64(kind)) AS k"

/* Of conversations that more than one sensor saw. */
enum common {
	COMMON_TOO,
	COMMON_NOT,
	COMMON_ONLY, /* not asked where there is one sensor */
};

/* One question: @select FROM … WHERE @what, @common and the filter @rest. */
struct question {
	const char *select, *what, *rest;
	enum common common;
	bool folds; /* initiators: select has `src` as well */
};

static const struct question questions[] = {
	{ KIND_ID ", kind AS eve", "type = 'flow'", " GROUP BY kind", COMMON_TOO, false },
	{ "kind AS event, sensor AS s", "type IN ('learned', 'stats')",
	  " ORDER BY type, spool, pos", COMMON_TOO, false },
	{ KIND_ID
	  ", sensor AS s, toString(argMin(init_port, first_us)) AS sport, resp_ip AS dst, toString(resp_port) AS dport, "
	  "toString(min(first_us)) AS f, toString(max(last_us)) AS l, "
	  "toString(sum(pkts_i)) AS pi, toString(sum(pkts_r)) AS pr, "
	  "toString(sum(bytes_i)) AS bi, toString(sum(bytes_r)) AS br, "
	  "toString(count()) AS n, toString(groupBitOr(bitOr(" HOUR("first_us") ", " HOUR(
		  "last_us") "))) AS h",
	  "type = 'flow'", " GROUP BY kind, sensor, src, resp_ip, resp_port, " OWN_PORT,
	  COMMON_NOT, true },
	{ KIND_ID
	  ", sensor AS s, init_ip AS src, toString(init_port) AS sport, resp_ip AS "
	  "dst, toString(resp_port) AS dport, toString(first_us) AS f, "
	  "toString(last_us) AS l, toString(pkts_i) AS pi, toString(pkts_r) AS pr, "
	  "toString(bytes_i) AS bi, toString(bytes_r) AS br, '1' AS n, '0' AS h",
	  "type = 'flow'", " ORDER BY " ENDS ", first_us, spool, pos", COMMON_ONLY,
	  false },
};

const char *fold_url(const char *word)
{
	return strncmp(word, SCHEME, sizeof(SCHEME) - 1) == 0 && word[sizeof(SCHEME) - 1]
	               ? word + sizeof(SCHEME) - 1
	               : NULL;
}

/* --- Questions ------------------------------------------------------------------------- */

static void add_filter(struct text *sql, const struct fold_filter *filter)
{
	if (filter->sensor) {
		text_add(sql, " AND sensor = ");
		sql_add_quoted(sql, filter->sensor);
	}
	if (filter->from_us)
		text_addf(sql, " AND (last_us >= %lld OR type != 'flow')",
		          (long long)filter->from_us);
	if (filter->to_us)
		text_addf(sql, " AND (first_us < %lld OR type != 'flow')",
		          (long long)filter->to_us);
}

/* Ends that more than one sensor saw. */
static void add_common(struct text *sql, const struct fold_filter *filter)
{
	text_add(sql, "(SELECT " ENDS " AS e FROM " SQL_TABLE " WHERE type = 'flow'");
	add_filter(sql, filter);
	text_add(sql, " GROUP BY e HAVING uniqExact(sensor) > 1)");
}

static void add_question(struct text *sql, const struct question *question,
                         const struct fold_filter *filter, bool several)
{
	text_addf(sql, "SELECT %s", question->select);
	if (question->folds) {
		text_add(sql, ", ");
		fold_sql_add_initiator(sql, filter->site);
		text_add(sql, " AS src");
	}
	text_addf(sql, " FROM " SQL_TABLE " WHERE %s", question->what);
	if (several && question->common != COMMON_TOO) {
		text_add(sql, question->common == COMMON_NOT ? " AND " ENDS " NOT IN "
		                                             : " AND " ENDS " IN ");
		add_common(sql, filter);
	}
	add_filter(sql, filter);
	text_addf(sql, "%s FORMAT JSONEachRow", question->rest);
}

/* --- Answers ------------------------------------------------------------------------------ */

static bool say(http_taker *take, void *context, const char *key, const char *value)
{
	struct text line = { 0 };
	bool taken;

	text_addf(&line, "{\"%s\":", key);
	text_add_json(&line, value, strlen(value));
	text_add(&line, "}\n");
	taken = !line.failed && take(line.at, line.len, context);
	text_fini(&line);
	return taken;
}

static bool ask(struct http *http, const struct question *question,
                const struct fold_filter *filter, bool several, http_taker *take,
                void *context, struct error *err)
{
	struct text sql = { 0 };
	bool answered;

	if (question->common == COMMON_ONLY && !several)
		return true;
	if (question->common == COMMON_ONLY && !say(take, context, "stage", "common"))
		return error_set(err, "nobody takes the answer");
	add_question(&sql, question, filter, several);
	answered = sql.failed ? error_set(err, "out of memory")
	                      : http_ask(http, sql.at, take, context, err);
	text_fini(&sql);
	return answered;
}

static bool take_text(const char *bytes, size_t len, void *context)
{
	struct text *text = context;

	text_add_bytes(text, bytes, len);
	return !text->failed;
}

/* Is there anything to compare? Who saw which ends costs more than all the rest. */
static bool ask_sensors(struct http *http, const struct fold_filter *filter,
                        bool *several, struct error *err)
{
	struct text sql = { 0 }, answer = { 0 };
	bool ok;

	text_add(&sql, "SELECT uniqExact(sensor) FROM " SQL_TABLE " WHERE type = 'flow'");
	add_filter(&sql, filter);
	ok = sql.failed ? error_set(err, "out of memory")
	                : http_ask(http, sql.at, take_text, &answer, err);
	*several = answer.at && strtoul(answer.at, NULL, 10) > 1;
	text_fini(&sql);
	text_fini(&answer);
	return ok;
}

/* How many clients come as one. */
static bool ask_networks(struct http *http, const struct fold_filter *filter,
                         http_taker *take, void *context, struct error *err)
{
	struct text sql = { 0 };
	bool ok;

	if (!filter->site || filter->site->network_count == 0)
		return true;
	text_add(&sql, "SELECT ");
	fold_sql_add_network(&sql, filter->site);
	text_add(&sql,
	         " AS network, toString(uniqExact(init_ip)) AS clients FROM " SQL_TABLE
	         " WHERE type = 'flow'");
	add_filter(&sql, filter);
	text_add(&sql, " GROUP BY network HAVING network != '' FORMAT JSONEachRow");
	ok = sql.failed ? error_set(err, "out of memory")
	                : http_ask(http, sql.at, take, context, err);
	text_fini(&sql);
	return ok;
}

static bool take_nothing(const char *bytes, size_t len, void *context)
{
	(void)bytes, (void)len, (void)context;
	return true;
}

bool fold_probe(struct http *http, struct error *err)
{
	return http_ask(http, "SELECT kind FROM " SQL_TABLE " LIMIT 0", take_nothing,
	                NULL, err);
}

bool fold_ask(struct http *http, const struct fold_filter *filter, http_taker *take,
              void *context, struct error *err)
{
	bool several, ok;

	ok = (say(take, context, "fold", "1") ||
	      error_set(err, "nobody takes the answer")) &&
	     ask_sensors(http, filter, &several, err) &&
	     ask_networks(http, filter, take, context, err);
	for (size_t i = 0; ok && i < ARRAY_LEN(questions); i++)
		ok = ask(http, &questions[i], filter, several, take, context, err);
	if (ok)
		return say(take, context, "stage", "end") ||
		       error_set(err, "nobody takes the answer");
	/* In the middle of a line, that line is lost as well. */
	(void)take("\n", 1, context);
	(void)say(take, context, "error", err->text);
	return false;
}
