/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * directory - the regular files of a directory, by name.
 *
 * Room: capture, private. Hidden files and subdirectories are left out.
 */
#ifndef DIRECTORY_H
#define DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

struct error;

struct directory {
	char **paths; /* owned, each owned; sorted, beginning with the directory's own path */
	size_t count, capacity;
};

/** Is @path a directory? */
bool directory_is(const char *path);

/** List @path. Fails when it cannot be read, or when there are no files in it. */
MUST_CHECK bool directory_list(struct directory *directory, const char *path,
                               struct error *err);

void directory_fini(struct directory *directory);

#endif
