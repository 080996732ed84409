/* SPDX-License-Identifier: BSD-2-Clause */
#include "shipment.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"
#include "http/http.h"

#include "flat.h"
#include "spool.h"
#include "sql.h"

/*
 * Below what a server takes whole or not at all: max_insert_block_size is a million rows,
 * min_insert_block_size_bytes 256 MiB.
 */
#define BATCH_LINES 10000
#define BATCH_BYTES ((size_t)64 << 20)
#define LINE_MOST   ((size_t)1 << 20)
#define BUSY_MS     50
#define BUSY_TRIES  200 /* ten seconds: an insert of who was killed is over by then */

/* A file while it is read. */
struct shipment {
	struct http *http;
	struct ship_counts *counts;
	struct flat_place place;
	char spool[256], query_id[300];
	char path[PATH_MAX], refused[PATH_MAX];
	FILE *file;
	char *line; /* owned: getline()'s */
	size_t capacity;
	uint64_t at; /* of the next line */
	struct shipment_partly *partly;
	struct text rows, answer;
};

/* --- What the server says ------------------------------------------------------------ */

static bool says(const struct text *answer, const char *code)
{
	return answer->at && strstr(answer->at, code);
}

/* What nothing that is sent can change. */
static bool is_hopeless(int status, const struct text *answer)
{
	return status == 401 || status == 403 ||
	       (status == 404 &&
	        (says(answer, "Code: 60") || says(answer, "Code: 81"))) ||
	       says(answer, "Code: 497") || says(answer, "Code: 516");
}

/* What is in the rows, and would be the next time. */
static bool is_about_rows(const struct text *answer)
{
	return says(answer, "Code: 27,") || says(answer, "Code: 33,") ||
	       says(answer, "Code: 117,") || says(answer, "Code: 27.") ||
	       says(answer, "Code: 117.");
}

static enum shipment_end judge_answer(int status, const struct text *answer,
                                      struct error *err)
{
	const char *said = answer->at ? answer->at : "";

	if (status == 200)
		return SHIPMENT_DONE;
	if (status == 0)
		return SHIPMENT_WAITS; /* @err says why */
	error_set(err, "HTTP %d: %.*s", status, (int)strcspn(said, "\n"), said);
	if (is_hopeless(status, answer))
		return SHIPMENT_CANNOT;
	return is_about_rows(answer) ? SHIPMENT_REFUSED : SHIPMENT_WAITS;
}

static void pause_ms(long ms)
{
	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

/* 216: a query with this id is still running. */
static enum shipment_end post(struct shipment *shipment, const char *query,
                              const struct text *body, struct error *err)
{
	int status = 0;

	for (unsigned i = 0; i < BUSY_TRIES; i++) {
		status = http_post(shipment->http, query, shipment->query_id, body,
		                   &shipment->answer, err);
		if (!says(&shipment->answer, "Code: 216"))
			break;
		pause_ms(BUSY_MS);
	}
	return judge_answer(status, &shipment->answer, err);
}

/* --- How far it came ------------------------------------------------------------------- */

/* @rows of it are there, the last one from @last. */
static enum shipment_end ask(struct shipment *shipment, uint64_t *rows, uint64_t *last,
                             struct error *err)
{
	const struct text nothing = { 0 };
	struct text sql = { 0 };
	unsigned long long count, pos;
	enum shipment_end end;

	text_add(&sql, "SELECT count(), max(pos) FROM " SQL_TABLE " WHERE spool = ");
	sql_add_quoted(&sql, shipment->spool);
	end = sql.failed ? SHIPMENT_WAITS : post(shipment, sql.at, &nothing, err);
	text_fini(&sql);
	if (end != SHIPMENT_DONE)
		return end;
	if (!shipment->answer.at ||
	    sscanf(shipment->answer.at, "%llu\t%llu", &count, &pos) != 2) {
		error_set(err, "the server's answer is no count");
		return SHIPMENT_WAITS;
	}
	*rows = count;
	*last = pos;
	return SHIPMENT_DONE;
}

/* --- Lines ------------------------------------------------------------------------------ */

/* What is no record is kept, line by line, where files that were refused are. */
static void discard(struct shipment *shipment, const char *line, size_t len)
{
	FILE *aside;

	if (shipment->at <= shipment->partly->discarded_to)
		return;
	shipment->partly->discarded_to = shipment->at;
	shipment->counts->discarded++;
	aside = fopen(shipment->refused, "ae");
	if (!aside)
		return;
	fwrite(line, 1, len, aside);
	fclose(aside);
}

/* One line to the rows. @return whether there was one */
static bool take_line(struct shipment *shipment, uint64_t behind, bool has_some,
                      size_t *lines)
{
	ssize_t len = getline(&shipment->line, &shipment->capacity, shipment->file);
	size_t bare = len > 0 && shipment->line[len - 1] == '\n' ? (size_t)len - 1
	                                                         : (size_t)len;

	if (len <= 0)
		return false;
	shipment->place.pos = shipment->at;
	shipment->at += (uint64_t)len;
	if (has_some && shipment->place.pos <= behind)
		return true;
	if (bare == 0)
		return true;
	if (bare <= LINE_MOST &&
	    flat_add(&shipment->rows, &shipment->place, shipment->line, bare))
		++*lines;
	else
		discard(shipment, shipment->line, (size_t)len);
	return true;
}

/* @return whether the file goes on */
static bool fill(struct shipment *shipment, uint64_t behind, bool has_some, size_t *lines)
{
	bool more = true;

	*lines = 0;
	text_clear(&shipment->rows);
	while (more && *lines < BATCH_LINES && shipment->rows.len < BATCH_BYTES)
		more = take_line(shipment, behind, has_some, lines);
	return more;
}

/* The server has @there; what it got from here and acknowledged was counted then. */
static void count_earlier(struct shipment *shipment, uint64_t there)
{
	struct shipment_partly *partly = shipment->partly;

	if (there <= partly->acknowledged)
		return;
	shipment->counts->again += there - partly->acknowledged;
	shipment->counts->acknowledged += there - partly->acknowledged;
	partly->acknowledged = there;
}

static enum shipment_end send_rest(struct shipment *shipment, struct error *err)
{
	uint64_t there, last;
	enum shipment_end end = ask(shipment, &there, &last, err);
	bool more = true;
	size_t lines;

	if (end != SHIPMENT_DONE)
		return end;
	count_earlier(shipment, there);
	while (more) {
		more = fill(shipment, last, there > 0, &lines);
		if (lines == 0)
			continue;
		shipment->counts->sent += lines;
		end = post(shipment,
		           "INSERT INTO " SQL_TABLE " (" FLAT_COLUMNS
		           ") FORMAT JSONEachRow",
		           &shipment->rows, err);
		if (end != SHIPMENT_DONE)
			return end;
		shipment->counts->acknowledged += lines;
		shipment->partly->acknowledged += lines;
	}
	return SHIPMENT_DONE;
}

/* --- The file --------------------------------------------------------------------------- */

/*
 * What the server knows the file by: its name and how it begins, because a name that is
 * used again would be taken for what is there already.
 */
static bool name_spool(struct shipment *shipment, const char *name, struct error *err)
{
	static const struct hash_key no_key, other_key = { 1, 2 };
	char beginning[4096];
	size_t len = fread(beginning, 1, sizeof(beginning), shipment->file);

	if (ferror(shipment->file) || fseek(shipment->file, 0, SEEK_SET) != 0)
		return error_set(err, "%s: %s", shipment->path, strerror(errno));
	snprintf(shipment->spool, sizeof(shipment->spool), "%.180s:%016llx%016llx", name,
	         (unsigned long long)hash_bytes(&no_key, beginning, len),
	         (unsigned long long)hash_bytes(&other_key, beginning, len));
	snprintf(shipment->query_id, sizeof(shipment->query_id), "ship:%s",
	         shipment->spool);
	shipment->place.spool = shipment->spool;
	return true;
}

static bool open_file(struct shipment *shipment, const char *directory, const char *name,
                      struct error *err)
{
	if (snprintf(shipment->path, PATH_MAX, "%s/%s", directory, name) >= PATH_MAX ||
	    snprintf(shipment->refused, PATH_MAX, "%s/refused/%s", directory, name) >=
	            PATH_MAX)
		return error_set(err, "%s: the path is too long", name);
	shipment->file = fopen(shipment->path, "re");
	if (!shipment->file)
		return error_set(err, "%s: %s", shipment->path, strerror(errno));
	return name_spool(shipment, name, err);
}

/* Put it where a person looks, with what the server said. */
static void put_aside(struct shipment *shipment, uint64_t lines, const struct error *err)
{
	char reason[PATH_MAX + 8];
	FILE *file;

	shipment->counts->refused_files++;
	if (lines > shipment->partly->acknowledged)
		shipment->counts->refused += lines - shipment->partly->acknowledged;
	(void)rename(shipment->path, shipment->refused);
	snprintf(reason, sizeof(reason), "%s.reason", shipment->refused);
	file = fopen(reason, "we");
	if (!file)
		return;
	fprintf(file, "%s\n", err->text);
	fclose(file);
}

enum shipment_end shipment_send(struct http *http, const struct ship_options *options,
                                const char *name, struct ship_counts *counts,
                                struct shipment_partly *partly, struct error *err)
{
	struct shipment shipment = {
		.http = http,
		.counts = counts,
		.place.sensor = options->sensor,
		.partly = partly,
	};
	enum shipment_end end = SHIPMENT_WAITS;

	if (strcmp(partly->name, name) != 0) {
		*partly = (struct shipment_partly){ 0 };
		snprintf(partly->name, sizeof(partly->name), "%s", name);
	}
	if (open_file(&shipment, options->directory, name, err))
		end = send_rest(&shipment, err);
	if (end == SHIPMENT_DONE) {
		counts->files++;
		(void)unlink(shipment.path);
	} else if (end == SHIPMENT_REFUSED) {
		put_aside(&shipment, spool_count_lines(options->directory, name), err);
	}
	if (end == SHIPMENT_DONE || end == SHIPMENT_REFUSED)
		*partly = (struct shipment_partly){ 0 };
	if (shipment.file)
		fclose(shipment.file);
	free(shipment.line);
	text_fini(&shipment.rows);
	text_fini(&shipment.answer);
	return end;
}
