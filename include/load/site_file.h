/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_file - the user's file, read into a site.
 *
 * Room: load. The grammar is docs/site-file.md. Unknown keys are errors; loading is all
 * or nothing: the first error is "FILE:LINE: reason".
 */
#ifndef LOAD_SITE_FILE_H
#define LOAD_SITE_FILE_H

#include <stddef.h>

#include "base/attributes.h"

struct error;
struct site;
struct text;

/* A site file as text. */
struct site_text {
	const char *file; /* what errors call it */
	const char *bytes;
	size_t len;
};

/** Owned: site_destroy(). NULL on failure. */
MUST_CHECK struct site *site_load(const char *path, struct error *err);

/** The same for @len bytes that errors call @file. */
MUST_CHECK struct site *site_load_bytes(const char *file, const char *bytes, size_t len,
                                        struct error *err);

/**
 * site_load(), read to its end whatever is wrong: @mistakes gets each as a line
 * "FILE:LINE: reason", in the file's order. NULL when there was one.
 */
MUST_CHECK struct site *site_load_all(const char *path, struct text *mistakes,
                                      struct error *err);
void site_destroy(struct site *site);

#endif
