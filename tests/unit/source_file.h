/* SPDX-License-Identifier: BSD-2-Clause */
/* A file of the source tree, for tests that hold documents against the program. */
#ifndef SOURCE_FILE_H
#define SOURCE_FILE_H

#include <stdio.h>
#include <stdlib.h>

#include "unit.h"

#define SOURCE_FILE_MOST (256 << 10)

/** The text of @name, a path from the top of the tree; fails the test when it cannot be read. Owned: free() it. */
static inline char *source_file_read(const char *name)
{
	const char *srcdir = getenv("srcdir");
	char *text = calloc(1, SOURCE_FILE_MOST);
	char path[1024];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", srcdir ? srcdir : ".", name);
	file = fopen(path, "rb");
	if (!file || !text)
		fail_msg("cannot read %s", path);
	assert_in_range(fread(text, 1, SOURCE_FILE_MOST, file), 1, SOURCE_FILE_MOST - 1);
	fclose(file);
	return text;
}

#endif
