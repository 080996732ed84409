/* SPDX-License-Identifier: BSD-2-Clause */
#include "directory.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/error.h"

bool directory_is(const char *path)
{
	struct stat about;

	return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* --- One directory after the other ------------------------------------------------ */

/* What is being listed. */
struct listing {
	struct directory found;
	char **waiting; /* owned; directories below that are still to be read */
	size_t count, capacity;
	bool recursive;
	bool failed; /* out of memory */
};

static void add_file(struct listing *listing, char *path)
{
	struct directory *found = &listing->found;

	if (array_reserve(&found->paths, &found->capacity, found->count,
	                  sizeof(*found->paths))) {
		found->paths[found->count++] = path;
		return;
	}
	listing->failed = true;
	free(path);
}

static void leave_out(struct listing *listing, char *path, int error)
{
	struct directory *found = &listing->found;

	if (array_reserve(&found->left_out, &found->left_out_capacity,
	                  found->left_out_count, sizeof(*found->left_out))) {
		found->left_out[found->left_out_count++] =
			(struct directory_left_out){ path, error };
		return;
	}
	listing->failed = true;
	free(path);
}

/* A link may lead back to where we are. */
static bool is_link(const char *path)
{
	struct stat about;

	return lstat(path, &about) != 0 || S_ISLNK(about.st_mode);
}

static void add_directory(struct listing *listing, char *path)
{
	if (!listing->recursive || is_link(path)) {
		leave_out(listing, path, 0);
		return;
	}
	if (array_reserve(&listing->waiting, &listing->capacity, listing->count,
	                  sizeof(*listing->waiting))) {
		listing->waiting[listing->count++] = path;
		return;
	}
	listing->failed = true;
	free(path);
}

static void add_entry(struct listing *listing, const char *parent, const char *name)
{
	size_t len = strlen(parent);
	const char *slash = len > 0 && parent[len - 1] == '/' ? "" : "/";
	struct stat about;
	char *path;

	if (asprintf(&path, "%s%s%s", parent, slash, name) < 0)
		listing->failed = true;
	else if (stat(path, &about) != 0)
		free(path);
	else if (S_ISREG(about.st_mode))
		add_file(listing, path);
	else if (S_ISDIR(about.st_mode))
		add_directory(listing, path);
	else
		free(path);
}

/* @return 0, or errno when it cannot be read */
static int list_one(struct listing *listing, const char *path)
{
	DIR *stream = opendir(path);
	const struct dirent *entry;

	if (!stream)
		return errno;
	while (!listing->failed && (entry = readdir(stream)))
		if (entry->d_name[0] != '.')
			add_entry(listing, path, entry->d_name);
	closedir(stream);
	return 0;
}

static void list_below(struct listing *listing)
{
	while (listing->count > 0) {
		char *path = listing->waiting[--listing->count];
		int error = listing->failed ? 0 : list_one(listing, path);

		if (error)
			leave_out(listing, path, error);
		else
			free(path);
	}
	free(listing->waiting);
}

/* --- The whole ---------------------------------------------------------------------- */

static int compare_paths(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int compare_left_out(const void *a, const void *b)
{
	const struct directory_left_out *left = a, *right = b;

	return strcmp(left->path, right->path);
}

static bool is_worth_reading(const struct directory *directory, struct error *err)
{
	if (directory->count > 0)
		return true;
	return error_set(err, "there are no files in this directory%s",
	                 directory->left_out_count > 0
	                         ? "; --recursive reads those below it"
	                         : "");
}

bool directory_list(struct directory *directory, const char *path, bool recursive,
                    struct error *err)
{
	struct listing listing = { .recursive = recursive };
	struct directory *listed = &listing.found;
	int error = list_one(&listing, path);
	bool listed_all;

	list_below(&listing);
	if (error)
		listed_all = error_set(err, "%s", strerror(error));
	else if (listing.failed)
		listed_all = error_set(err, "out of memory");
	else
		listed_all = is_worth_reading(listed, err);
	if (!listed_all) {
		directory_fini(listed);
		return false;
	}
	array_sort(listed->paths, listed->count, sizeof(*listed->paths), compare_paths);
	array_sort(listed->left_out, listed->left_out_count, sizeof(*listed->left_out),
	           compare_left_out);
	*directory = *listed;
	return true;
}

void directory_fini(struct directory *directory)
{
	for (size_t i = 0; i < directory->count; i++)
		free(directory->paths[i]);
	for (size_t i = 0; i < directory->left_out_count; i++)
		free(directory->left_out[i].path);
	free(directory->paths);
	free(directory->left_out);
	*directory = (struct directory){ 0 };
}
