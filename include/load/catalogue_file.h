/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * catalogue_file - signatures/lync-2013.yaml and its like, read into catalogues.
 *
 * Room: load. The grammar is docs/catalogues.md. A file may state only how it differs
 * from another one in its directory; the rows are whole all the same. Loading is all or
 * nothing: the first error is "FILE:LINE: reason".
 */
#ifndef LOAD_CATALOGUE_FILE_H
#define LOAD_CATALOGUE_FILE_H

#include "base/attributes.h"

struct catalogue;
struct error;
struct spelling;

/** Owned: catalogue_destroy(). NULL on failure. Unknown keys, roles and hints are errors. */
MUST_CHECK struct catalogue *catalogue_load(const char *path, struct error *err);
void catalogue_destroy(struct catalogue *catalogue);

/** Consider the names of all files of @directory that may be catalogues. */
void catalogue_consider_names(struct spelling *spelling, const char *directory);

#endif
