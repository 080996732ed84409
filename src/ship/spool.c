/* SPDX-License-Identifier: BSD-2-Clause */
#include "spool.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

#define SUFFIX  ".eve"
#define REFUSED "refused"
#define BLOCK   ((size_t)64 << 10)

static int is_spooled(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return entry->d_name[0] != '.' && len > strlen(SUFFIX) &&
	       strcmp(entry->d_name + len - strlen(SUFFIX), SUFFIX) == 0;
}

static int is_named(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* "DIRECTORY/NAME". @return whether it fits */
static bool join(char path[static PATH_MAX], const char *directory, const char *name)
{
	return snprintf(path, PATH_MAX, "%s/%s", directory, name) < PATH_MAX;
}

void spool_prepare(const char *directory)
{
	char path[PATH_MAX];

	if (join(path, directory, REFUSED))
		(void)mkdir(path, 0777);
}

/* Both are sorted. */
static void keep_counts(struct spool_names *names, const struct spool_names *before)
{
	int at = 0;

	for (int i = 0; names->lines && before->lines && i < names->count; i++) {
		int order = 1;

		while (at < before->count &&
		       (order = strcoll(before->items[at]->d_name,
		                        names->items[i]->d_name)) < 0)
			at++;
		if (at < before->count && order == 0)
			names->lines[i] = before->lines[at];
	}
}

bool spool_list(const char *directory, struct spool_names *names, struct error *err)
{
	struct spool_names before = *names;

	*names = (struct spool_names){ 0 };
	names->count = scandir(directory, &names->items, is_spooled, alphasort);
	if (names->count < 0) {
		*names = before;
		return error_set(err, "%s: %s", directory, strerror(errno));
	}
	names->lines = calloc((size_t)names->count + 1, sizeof(*names->lines));
	keep_counts(names, &before);
	spool_free(&before);
	return true;
}

void spool_free(struct spool_names *names)
{
	for (int i = 0; i < names->count; i++)
		free(names->items[i]);
	free(names->items);
	free(names->lines);
	*names = (struct spool_names){ 0 };
}

uint64_t spool_count_lines(const char *directory, const char *name)
{
	char path[PATH_MAX], block[BLOCK];
	int fd = join(path, directory, name) ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	uint64_t lines = 0;
	ssize_t len;

	while (fd >= 0 && (len = read(fd, block, sizeof(block))) > 0)
		for (const char *at = block;
		     (at = memchr(at, '\n', (size_t)(block + len - at))); at++)
			lines++;
	if (fd >= 0)
		close(fd);
	return lines;
}

uint64_t spool_lines_of(const char *directory, struct spool_names *names, int at)
{
	uint64_t lines = names->lines ? names->lines[at] : 0;

	if (lines == 0)
		lines = spool_count_lines(directory, names->items[at]->d_name);
	if (names->lines)
		names->lines[at] = lines;
	return lines;
}

/* --- A bound -------------------------------------------------------------------------- */

static uint64_t size_of(const char *directory, const char *name)
{
	char path[PATH_MAX];
	struct stat about;

	return join(path, directory, name) && stat(path, &about) == 0
	               ? (uint64_t)about.st_size
	               : 0;
}

static uint64_t size_of_all(const char *directory, const struct spool_names *names)
{
	uint64_t total = 0;

	for (int i = 0; i < names->count; i++)
		total += size_of(directory, names->items[i]->d_name);
	return total;
}

static void say_dropped(const struct ship_options *options, const char *path,
                        uint64_t lines)
{
	char line[PATH_MAX + 96];

	snprintf(line, sizeof(line), "%s: dropped with %llu records, for want of room",
	         path, (unsigned long long)lines);
	options->say(line);
}

/* Remove the first of @names until @over bytes are gone. @return how many are left to go */
static uint64_t drop(const struct ship_options *options, const char *directory,
                     const struct spool_names *names, uint64_t over,
                     struct ship_counts *counts)
{
	char path[PATH_MAX];

	for (int i = 0; i < names->count && over > 0; i++) {
		const char *name = names->items[i]->d_name;
		uint64_t size = size_of(directory, name);
		uint64_t lines = is_spooled(names->items[i])
		                         ? spool_count_lines(directory, name)
		                         : 0; /* why one was refused */

		if (!join(path, directory, name) || unlink(path) != 0)
			continue;
		counts->dropped += lines;
		say_dropped(options, path, lines);
		over -= size < over ? size : over;
	}
	return over;
}

void spool_bound(const struct ship_options *options, struct ship_counts *counts)
{
	struct spool_names refused = { 0 }, waiting = { 0 };
	struct error ignored;
	char aside[PATH_MAX];
	uint64_t total;

	if (!options->spool_most || !join(aside, options->directory, REFUSED) ||
	    !spool_list(options->directory, &waiting, &ignored))
		return;
	refused.count = scandir(aside, &refused.items, is_named, alphasort);
	if (refused.count < 0)
		refused = (struct spool_names){ 0 };
	total = size_of_all(aside, &refused) + size_of_all(options->directory, &waiting);
	if (total > options->spool_most) {
		uint64_t over = drop(options, aside, &refused,
		                     total - options->spool_most, counts);

		(void)drop(options, options->directory, &waiting, over, counts);
	}
	spool_free(&refused);
	spool_free(&waiting);
}
