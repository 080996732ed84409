/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * directory - the regular files of a directory, by name, and what it leaves out.
 *
 * Room: capture, private. Hidden files are left out without a word. Symbolic links to
 * directories are never followed below the first, so there is no way round in a circle.
 */
#ifndef DIRECTORY_H
#define DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

struct error;

struct directory_left_out {
	char *path; /* owned */
	int error; /* errno of why it cannot be read; 0: a directory that was not asked for */
};

struct directory {
	char **paths; /* owned, each owned; sorted, beginning with the directory's own path */
	size_t count, capacity;
	struct directory_left_out *left_out; /* owned */
	size_t left_out_count, left_out_capacity;
};

/** Is @path a directory? */
bool directory_is(const char *path);

/** List @path, @recursive with all below it. Fails when it cannot be read, or when there are no files. */
MUST_CHECK bool directory_list(struct directory *directory, const char *path,
                               bool recursive, struct error *err);

void directory_fini(struct directory *directory);

#endif
