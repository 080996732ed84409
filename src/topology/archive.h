/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * archive - the documents in the .zip of Export-CsConfiguration.
 *
 * Private to topology; the only module that calls libzip (zip_calls.h).
 */
#ifndef TOPOLOGY_ARCHIVE_H
#define TOPOLOGY_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

struct error;

/** Do the @len bytes begin as an archive does? */
bool archive_is(const char *bytes, size_t len);

/** Called with one document; the bytes are gone after. @return false to stop */
typedef bool (*archive_visitor)(const char *bytes, size_t len, void *context,
                                struct error *err);

/** Visit each XML document of the archive, in its order. */
MUST_CHECK bool archive_visit(const char *file, const char *bytes, size_t len,
                              archive_visitor visit, void *context, struct error *err);

#endif
