/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A whole file of SQLite that calls itself a store: its pages, its schema, its records.
 * What comes out is held to what comes out of any log, one by one and with clients folded.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "capture/capture.h"
#include "store/fold_site.h"
#include "store/store.h"

#include "record_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FOLDER "/tmp/fuzz-store-XXXXXX"
#define PATH   "%s/store"

static char
	folder[sizeof(FOLDER)]; /* of this process; SQLite makes files beside its own */

static void remove_folder(void)
{
	(void)rmdir(folder);
}

static void make_folder(void)
{
	if (folder[0])
		return;
	snprintf(folder, sizeof(folder), FOLDER);
	must(mkdtemp(folder) && atexit(remove_folder) == 0);
}

static void write_file(const char *path, const uint8_t *data, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	close(fd);
}

static void remove_files(const char *path)
{
	static const char *const endings[] = { "", "-wal", "-shm", "-journal" };
	char name[sizeof(folder) + 32];

	for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
		snprintf(name, sizeof(name), "%s%s", path, endings[i]);
		(void)unlink(name);
	}
}

static void read_store(struct store *store, const struct fold_site *folds)
{
	const struct store_filter all = { 0 };
	struct error err;
	uint16_t number;
	struct capture *capture = capture_create(&(struct capture_options){ 0 }, &err);
	struct records *records;

	must(capture && capture_add_elsewhere(capture, "store", NULL, &number, &err));
	records = records_create(capture);
	must(records && records_add_store(records, store, number, &all, folds));
	records_read(records, &record_fuzz_taker);
	records_destroy(records);
	capture_close(capture);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* All that is IPv4. */
	static const struct address_range everybody = {
		{ { [10] = 0xff, [11] = 0xff } },
		96,
	};
	static const struct fold_site folds = { &everybody, 1, NULL, 0 };
	char path[sizeof(folder) + 16];
	struct error err;
	struct store *store;

	make_folder();
	snprintf(path, sizeof(path), PATH, folder);
	write_file(path, data, size);
	store = store_open_to_read(path, &err);
	if (store) {
		read_store(store, NULL);
		read_store(store, &folds);
	}
	store_close(store);
	remove_files(path);
	return 0;
}
