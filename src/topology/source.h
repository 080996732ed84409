/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * source - the bytes of an export as UTF-8, however PowerShell wrote them.
 *
 * Private to topology. UTF-8 and UTF-16, with and without byte order mark; the
 * mark counts, then the bytes, and what an XML declaration says of its encoding
 * never: PowerShell writes utf-16 above UTF-8.
 */
#ifndef TOPOLOGY_SOURCE_H
#define TOPOLOGY_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

struct error;

#define SOURCE_FILE_MAX ((size_t)32 << 20) /* bytes of a file */
#define SOURCE_TEXT_MAX ((size_t)16 << 20) /* bytes of its text as UTF-8 */

struct source {
	const char *file; /* borrowed: what errors call it */
	char *bytes;      /* owned, ended with a NUL */
	size_t len;
};

/** Read all that @fd is open on, which stays the caller's, refusing what is beyond all reason. */
MUST_CHECK bool source_read(struct source *source, int fd, const char *path,
                            struct error *err);

/** Make text of @len bytes: UTF-8 without mark, NUL or broken characters. */
MUST_CHECK bool source_decode(struct source *source, const char *file, const char *bytes,
                              size_t len, struct error *err);

void source_fini(struct source *source);

/** Set the error "FILE: reason", the name fit for a terminal. @return false always */
bool source_error(const char *file, struct error *err, const char *format, ...)
	PRINTF_LIKE(3, 4);

#endif
