/* SPDX-License-Identifier: BSD-2-Clause */
/* What store.h promises, in a build without SQLite: that there is none. */
#include "store/store.h"

#include "base/error.h"

static bool refuse(struct error *err)
{
	return error_set(err, "this lynctap was built without SQLite (libsqlite3)");
}

struct store *store_open_to_write(const char *path, const char *sensor,
                                  const char *version, struct error *err)
{
	(void)path, (void)sensor, (void)version;
	(void)refuse(err);
	return NULL;
}

bool store_add(struct store *store, const struct store_record *record, struct error *err)
{
	(void)store, (void)record;
	return refuse(err);
}

bool store_add_learned(struct store *store, const char *eve, size_t len,
                       struct error *err)
{
	(void)store, (void)eve, (void)len;
	return refuse(err);
}

bool store_flush(struct store *store, bool now, struct error *err)
{
	(void)store, (void)now;
	return refuse(err);
}

bool store_finish(struct store *store, const char *account, size_t len, struct error *err)
{
	(void)store, (void)account, (void)len;
	return refuse(err);
}

struct store *store_open_to_read(const char *path, struct error *err)
{
	(void)path;
	(void)refuse(err);
	return NULL;
}

bool store_read(struct store *store, const struct store_filter *filter,
                const struct store_reader *reader, struct error *err)
{
	(void)store, (void)filter, (void)reader;
	return refuse(err);
}

const char *store_kind(struct store *store, uint64_t id, size_t *len)
{
	(void)store, (void)id, (void)len;
	return NULL;
}

bool store_visit_runs(struct store *store,
                      void (*visit)(const struct store_run *run, void *context),
                      void *context, struct error *err)
{
	(void)store, (void)visit, (void)context;
	return refuse(err);
}

bool store_prune(const char *path, int64_t before_us, uint64_t *removed,
                 struct error *err)
{
	(void)path, (void)before_us, (void)removed;
	return refuse(err);
}

bool store_query(struct store *store, const char *sql,
                 void (*visit)(const char *const *cells, size_t count, void *context),
                 void *context, struct error *err)
{
	(void)store, (void)sql, (void)visit, (void)context;
	return refuse(err);
}

void store_close(struct store *store)
{
	(void)store;
}

const char *store_backend(void)
{
	return "no SQLite";
}
