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

static bool is_regular(const char *path)
{
	struct stat about;

	return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

static bool add_file(struct directory *directory, const char *parent, const char *name)
{
	size_t len = strlen(parent);
	const char *slash = len > 0 && parent[len - 1] == '/' ? "" : "/";
	char *path;

	if (asprintf(&path, "%s%s%s", parent, slash, name) < 0)
		return false;
	if (!is_regular(path)) {
		free(path);
		return true;
	}
	if (!array_reserve(&directory->paths, &directory->capacity, directory->count,
	                   sizeof(*directory->paths))) {
		free(path);
		return false;
	}
	directory->paths[directory->count++] = path;
	return true;
}

static int compare_paths(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

bool directory_list(struct directory *directory, const char *path, struct error *err)
{
	struct directory listed = { 0 };
	DIR *stream = opendir(path);
	const struct dirent *entry;
	bool complete = true;

	if (!stream)
		return error_set(err, "%s", strerror(errno));
	while (complete && (entry = readdir(stream)))
		if (entry->d_name[0] != '.')
			complete = add_file(&listed, path, entry->d_name);
	closedir(stream);
	if (!complete) {
		error_set(err, "out of memory");
		goto fail;
	}
	if (listed.count == 0) {
		error_set(err, "there are no files in this directory");
		goto fail;
	}
	array_sort(listed.paths, listed.count, sizeof(*listed.paths), compare_paths);
	*directory = listed;
	return true;
fail:
	directory_fini(&listed);
	return false;
}

void directory_fini(struct directory *directory)
{
	for (size_t i = 0; i < directory->count; i++)
		free(directory->paths[i]);
	free(directory->paths);
	*directory = (struct directory){ 0 };
}
