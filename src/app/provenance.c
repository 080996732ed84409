/* SPDX-License-Identifier: BSD-2-Clause */
#include "provenance.h"

#include <limits.h>
#include <pthread.h>
#include <pwd.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/error.h"
#include "capture/capture.h"
#include "report/digest.h"

#include "knowledge.h"
#include "options.h"

#define USER_SIZE 64

/* One file and its digest, whoever takes it. */
struct digested {
	char *path;                  /* owned */
	size_t input;                /* its number, of an input */
	const char *name, *source;   /* borrowed; NULL for an input */
	char text[DIGEST_TEXT_SIZE]; /* "" while there is none */
};

struct digested_list {
	struct digested *items; /* owned */
	size_t count, capacity;
	struct provenance_file *files; /* owned: as the report wants them */
};

struct provenance_collector {
	struct provenance provenance;
	struct capture *capture; /* borrowed */
	bool wants_inputs, running, finished;
	pthread_t thread;
	atomic_bool stop;
	struct digested site;
	struct digested_list catalogues, inputs;
	char host[HOST_NAME_MAX + 1], user[USER_SIZE];
	char program[32];
};

/* --- Files ---------------------------------------------------------------------------- */

static bool list_add(struct digested_list *list, const char *path, const char *name,
                     const char *source)
{
	if (!array_reserve(&list->items, &list->capacity, list->count,
	                   sizeof(*list->items)))
		return false;
	list->items[list->count] =
		(struct digested){ .path = strdup(path), .name = name, .source = source };
	return list->items[list->count].path && ++list->count > 0;
}

static void take_digest(struct digested *file, const atomic_bool *stop)
{
	struct error ignored; /* that there is none says it */

	if (!file->text[0] && !digest_file(file->path, stop, file->text, &ignored))
		file->text[0] = '\0';
}

static struct provenance_file file_of(const struct digested *file)
{
	return (struct provenance_file){
		.name = file->name,
		.path = file->path,
		.source = file->source,
		.sha256 = file->text[0] ? file->text : NULL,
	};
}

static const struct provenance_file *list_files(struct digested_list *list, size_t *count)
{
	free(list->files);
	list->files = calloc(list->count ? list->count : 1, sizeof(*list->files));
	*count = list->files ? list->count : 0;
	for (size_t i = 0; i < *count; i++)
		list->files[i] = file_of(&list->items[i]);
	return list->files;
}

static void list_fini(struct digested_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i].path);
	free(list->items);
	free(list->files);
}

/* A catalogue, and those that it is a difference to. */
static bool add_catalogue(struct digested_list *list, const char *directory,
                          const struct catalogue *catalogue)
{
	char path[PATH_MAX];

	for (; catalogue; catalogue = catalogue->base) {
		int len = snprintf(path, sizeof(path), "%s/%s.yaml", directory,
		                   catalogue->name);

		if (len >= PATH_MAX ||
		    !list_add(list, path, catalogue->name, catalogue->source))
			return false;
		take_digest(&list->items[list->count - 1], NULL);
	}
	return true;
}

static bool is_listed(const struct digested_list *list, const char *path)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i].path, path) == 0)
			return true;
	return false;
}

static void take_input_digest(struct provenance_collector *collector,
                              struct digested *file)
{
	struct error ignored; /* that there is none says it */
	int fd = file->text[0]
	                 ? -1
	                 : capture_reopen(collector->capture, file->input, &ignored);

	if (fd < 0)
		return;
	if (!digest_descriptor(fd, &collector->stop, file->text, &ignored))
		file->text[0] = '\0';
	close(fd);
}

/* Files only: what a pipe or an interface gave is gone. */
static bool add_inputs(struct provenance_collector *collector)
{
	size_t count;
	const struct capture_input *inputs = capture_inputs(collector->capture, &count);

	for (size_t i = 0; i < count; i++) {
		if (inputs[i].live || strcmp(inputs[i].name, "-") == 0 ||
		    is_listed(&collector->inputs, inputs[i].name))
			continue;
		if (!list_add(&collector->inputs, inputs[i].name, NULL, NULL))
			return false;
		collector->inputs.items[collector->inputs.count - 1].input = i;
	}
	return true;
}

static void *digest_inputs(void *context)
{
	struct provenance_collector *collector = context;

	for (size_t i = 0; i < collector->inputs.count; i++)
		if (!atomic_load(&collector->stop))
			take_input_digest(collector, &collector->inputs.items[i]);
	return NULL;
}

/* --- Who and when ----------------------------------------------------------------------- */

static void find_user(char user[static USER_SIZE])
{
	const struct passwd *entry = getpwuid(getuid());

	if (entry)
		snprintf(user, USER_SIZE, "%s", entry->pw_name);
	else
		snprintf(user, USER_SIZE, "%u", (unsigned)getuid());
}

/* Now, or the time that is to be stated so that a build can be repeated:
 * reproducible-builds.org/specs/source-date-epoch. */
static int64_t find_time(void)
{
	const char *stated = getenv("SOURCE_DATE_EPOCH");
	char *end;
	long long seconds = stated ? strtoll(stated, &end, 10) : -1;

	if (stated && *stated && *end == '\0' && seconds >= 0 &&
	    seconds < INT64_MAX / US_PER_SECOND)
		return seconds * US_PER_SECOND;
	return clock_wall_us() / US_PER_SECOND * US_PER_SECOND;
}

/* --- The collector ------------------------------------------------------------------------ */

bool provenance_collector_take(struct provenance_collector *collector,
                               const struct knowledge *knowledge)
{
	list_fini(&collector->catalogues);
	collector->catalogues = (struct digested_list){ 0 };
	collector->finished = false;
	for (size_t i = 0; i < knowledge->catalogue_count; i++)
		if (!add_catalogue(&collector->catalogues, knowledge->directory,
		                   knowledge->catalogues[i]))
			return false;
	return true;
}

static bool collect_knowledge(struct provenance_collector *collector,
                              const struct knowledge *knowledge, const char *site_file)
{
	if (!provenance_collector_take(collector, knowledge))
		return false;
	if (!site_file)
		return true;
	collector->site.path = strdup(site_file);
	if (!collector->site.path)
		return false;
	take_digest(&collector->site, NULL);
	return true;
}

struct provenance_collector *provenance_collector_create(
	const struct options *options, const struct knowledge *knowledge,
	struct capture *capture)
{
	struct provenance_collector *collector = calloc(1, sizeof(*collector));

	if (!collector)
		return NULL;
	digest_prepare();
	collector->capture = capture;
	collector->wants_inputs = options->digest;
	collector->provenance.command = options->written;
	if (!collect_knowledge(collector, knowledge, options->site_file)) {
		provenance_collector_destroy(collector);
		return NULL;
	}
	if (gethostname(collector->host, sizeof(collector->host) - 1) != 0)
		collector->host[0] = '\0';
	find_user(collector->user);
	return collector;
}

void provenance_collector_begin(struct provenance_collector *collector)
{
	/* Without a thread of its own it is done at the end. */
	collector->running =
		collector->wants_inputs && add_inputs(collector) &&
		pthread_create(&collector->thread, NULL, digest_inputs, collector) == 0;
}

const struct provenance_file *provenance_collector_catalogues(
	struct provenance_collector *collector, size_t *count)
{
	return list_files(&collector->catalogues, count);
}

static void end_thread(struct provenance_collector *collector, bool stopped)
{
	if (!collector->running)
		return;
	if (stopped)
		atomic_store(&collector->stop, true);
	pthread_join(collector->thread, NULL);
	collector->running = false;
}

const struct provenance *provenance_collector_finish(
	struct provenance_collector *collector, bool stopped)
{
	struct provenance *provenance = &collector->provenance;

	if (collector->finished)
		return provenance;
	end_thread(collector, stopped);
	/* Files that came while it ran. */
	if (collector->wants_inputs && !stopped && add_inputs(collector))
		digest_inputs(collector);
	snprintf(collector->program, sizeof(collector->program), "lynctap %s",
	         PACKAGE_VERSION);
	provenance->made_us = find_time();
	provenance->host = collector->host;
	provenance->user = collector->user;
	provenance->program = collector->program;
	provenance->site = file_of(&collector->site);
	provenance->catalogues =
		list_files(&collector->catalogues, &provenance->catalogue_count);
	provenance->inputs = list_files(&collector->inputs, &provenance->input_count);
	collector->finished = true;
	return provenance;
}

void provenance_collector_destroy(struct provenance_collector *collector)
{
	if (!collector)
		return;
	end_thread(collector, true);
	list_fini(&collector->catalogues);
	list_fini(&collector->inputs);
	free(collector->site.path);
	free(collector);
}
