/* SPDX-License-Identifier: BSD-2-Clause */
#include "known_hosts.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/error.h"

#include "database.h"

#define PLACES 65536 /* a power of two; SQLite counts hosts up */

struct known_host {
	int64_t number;
	bool is_known, is_address;
	struct address address;
};

struct known_hosts {
	sqlite3_stmt *find; /* owned */
	struct known_host places[PLACES];
};

struct known_hosts *known_hosts_create(sqlite3 *database, struct error *err)
{
	struct known_hosts *hosts = calloc(1, sizeof(*hosts));

	if (!hosts) {
		error_set(err, "out of memory");
		return NULL;
	}
	hosts->find = database_prepare(database, "SELECT ip FROM host WHERE id = ?", err);
	if (hosts->find)
		return hosts;
	free(hosts);
	return NULL;
}

void known_hosts_destroy(struct known_hosts *hosts)
{
	if (!hosts)
		return;
	sqlite3_finalize(hosts->find);
	free(hosts);
}

static bool ask(sqlite3_stmt *find, int64_t number, struct address *address)
{
	const char *text = NULL;
	bool parsed;

	sqlite3_bind_int64(find, 1, number);
	if (sqlite3_step(find) == SQLITE_ROW)
		text = (const char *)sqlite3_column_text(find, 0);
	parsed = text && address_parse(address, text);
	sqlite3_reset(find);
	return parsed;
}

const struct address *known_hosts_find(struct known_hosts *hosts, int64_t number)
{
	struct known_host *place = &hosts->places[(uint64_t)number % PLACES];

	if (!place->is_known || place->number != number) {
		place->number = number;
		place->is_known = true;
		place->is_address = ask(hosts->find, number, &place->address);
	}
	return place->is_address ? &place->address : NULL;
}
