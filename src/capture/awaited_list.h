/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * awaited_list - files that were added and of which nothing was read yet.
 *
 * Room: capture, private. Between the two, whoever runs this gives up what it takes to
 * open them.
 */
#ifndef AWAITED_LIST_H
#define AWAITED_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "byte_source.h"

struct error;

struct awaited {
	char *path;   /* owned */
	char *sensor; /* owned; NULL: not said */
	int fd;       /* owned; -1: there are so many that it is opened when it is read */
	int error;    /* of what a directory leaves out: see directory.h */
	bool left_out; /* it is not to be read */
	bool named; /* by who asked, not found in a directory: it has to be a capture */
	struct byte_file identity;
};

struct awaited_list {
	struct awaited *items; /* owned */
	size_t count, capacity;
};

/**
 * Add the file at @path, or all of a directory, @recursive with all below it.
 *
 * @sensor  copied; may be NULL
 * @err     on failure, one line: "PATH: reason"
 */
MUST_CHECK bool awaited_list_add(struct awaited_list *list, const char *path,
                                 const char *sensor, bool recursive, struct error *err);

/** Add @fd, which is open and taken over, under the name @path. */
MUST_CHECK bool awaited_list_add_open(struct awaited_list *list, int fd, const char *path,
                                      const char *sensor, struct error *err);

void awaited_list_fini(struct awaited_list *list);

#endif
