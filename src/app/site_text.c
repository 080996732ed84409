/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

#define MOST_SITE ((size_t)4 << 20) /* what a site file may have: docs/site-file.md */

bool site_text_read(struct text *out, const char *path, struct error *err)
{
	char block[65536];
	FILE *stream = fopen(path, "re");
	size_t len;

	if (!stream)
		return error_set(err, "%s: %s", path, strerror(errno));
	while (out->len <= MOST_SITE &&
	       (len = fread(block, 1, sizeof(block), stream)) > 0)
		text_add_bytes(out, block, len);
	bool whole = !ferror(stream);

	fclose(stream);
	if (!whole || out->failed)
		return error_set(err, "%s: it cannot be read", path);
	return out->len <= MOST_SITE || error_set(err, "%s: it is too large", path);
}
