/* SPDX-License-Identifier: BSD-2-Clause */
#include "ship/ship.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "http/http.h"

#include "shipment.h"

#define SUFFIX       ".eve"
#define LONGEST_S    60 /* between two tries */
#define TRIES        6  /* without follow: about a minute */
#define LOOK_AGAIN_S 2

static int is_spooled(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return entry->d_name[0] != '.' && len > strlen(SUFFIX) &&
	       strcmp(entry->d_name + len - strlen(SUFFIX), SUFFIX) == 0;
}

/* The names there are, sorted. Owned: free_names(). @return how many; -1 with @err */
static int list_names(const char *directory, struct dirent ***names, struct error *err)
{
	int count = scandir(directory, names, is_spooled, alphasort);

	if (count < 0)
		error_set(err, "%s: %s", directory, strerror(errno));
	return count;
}

static void free_names(struct dirent **names, int count)
{
	for (int i = 0; i < count; i++)
		free(names[i]);
	free(names);
}

static void sleep_s(const struct ship_options *options, unsigned seconds)
{
	for (unsigned i = 0; i < seconds * 10 && !(options->stop && *options->stop); i++)
		nanosleep(&(struct timespec){ 0, 100000000 }, NULL);
}

/* --- A bound for what waits ------------------------------------------------------------ */

static uint64_t count_lines(const char *path)
{
	FILE *file = fopen(path, "re");
	uint64_t lines = 0;

	for (int c; file && (c = getc_unlocked(file)) != EOF;)
		lines += c == '\n';
	if (file)
		fclose(file);
	return lines;
}

static uint64_t size_of(const char *directory, const char *name,
                        char path[static PATH_MAX])
{
	struct stat about;

	return snprintf(path, PATH_MAX, "%s/%s", directory, name) < PATH_MAX &&
	                       stat(path, &about) == 0
	               ? (uint64_t)about.st_size
	               : 0;
}

/* The oldest go when there is more than may wait; what goes is counted, and said. */
static void bound_spool(const struct ship_options *options, struct dirent **names,
                        int count, struct ship_counts *counts,
                        void (*say)(const char *line))
{
	char path[PATH_MAX], line[PATH_MAX + 96];
	uint64_t total = 0;

	for (int i = 0; i < count; i++)
		total += size_of(options->directory, names[i]->d_name, path);
	for (int i = 0; i < count && options->spool_most && total > options->spool_most;
	     i++) {
		total -= size_of(options->directory, names[i]->d_name, path);
		uint64_t lines = count_lines(path);

		if (unlink(path) != 0)
			continue;
		counts->dropped += lines;
		snprintf(line, sizeof(line),
		         "%s: dropped with %llu records, for want of room", path,
		         (unsigned long long)lines);
		say(line);
	}
}

/* --- Rounds ----------------------------------------------------------------------------- */

/* One look at the directory. @err is what kept the last file that waits. */
static enum shipment_end ship_round(struct http *http, const struct ship_options *options,
                                    const char *sensor, struct ship_counts *counts,
                                    void (*say)(const char *line), struct error *err)
{
	struct dirent **names;
	int count = list_names(options->directory, &names, err);
	enum shipment_end worst = count < 0 ? SHIPMENT_CANNOT : SHIPMENT_DONE;

	counts->waiting = 0;
	if (count < 0)
		return worst;
	bound_spool(options, names, count, counts, say);
	for (int i = 0; i < count && !(options->stop && *options->stop); i++) {
		enum shipment_end end = shipment_send(http, options, sensor,
		                                      names[i]->d_name, counts, err);

		if (end == SHIPMENT_REFUSED)
			say(err->text);
		if (end == SHIPMENT_WAITS || end == SHIPMENT_CANNOT) {
			counts->waiting = (uint64_t)(count - i);
			worst = end;
			break;
		}
	}
	free_names(names, count);
	return worst;
}

static bool ship_all(struct http *http, const struct ship_options *options,
                     const char *sensor, struct ship_counts *counts,
                     void (*say)(const char *line), struct error *err)
{
	unsigned wait_s = 1, tries = 0;

	while (!(options->stop && *options->stop)) {
		switch (ship_round(http, options, sensor, counts, say, err)) {
		case SHIPMENT_CANNOT:
			return false;
		case SHIPMENT_WAITS:
			say(err->text);
			if (!options->follow && ++tries == TRIES)
				return true;
			sleep_s(options, wait_s);
			wait_s = wait_s * 2 > LONGEST_S ? LONGEST_S : wait_s * 2;
			break;
		case SHIPMENT_DONE:
		case SHIPMENT_REFUSED:
			if (!options->follow)
				return true;
			wait_s = 1;
			sleep_s(options, LOOK_AGAIN_S);
			break;
		}
	}
	return true;
}

bool ship_run(const struct ship_options *options, struct ship_counts *counts,
              void (*say)(const char *line), struct error *err)
{
	char host[HOST_NAME_MAX + 1] = "localhost", refused[PATH_MAX];
	struct http *http;
	bool ok;

	*counts = (struct ship_counts){ 0 };
	if (!options->sensor)
		(void)gethostname(host, HOST_NAME_MAX);
	if (snprintf(refused, PATH_MAX, "%s/refused", options->directory) < PATH_MAX)
		(void)mkdir(refused, 0777);
	http = http_open(options->url, options->credentials, err);
	ok = http && ship_all(http, options, options->sensor ? options->sensor : host,
	                      counts, say, err);
	http_close(http);
	return ok;
}
