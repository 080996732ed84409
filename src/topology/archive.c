/* SPDX-License-Identifier: BSD-2-Clause */
#include "archive.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zip.h>

#include "base/error.h"

#include "source.h"

#define MEMBERS_MAX 1000 /* Export-CsConfiguration writes two */

bool archive_is(const char *bytes, size_t len)
{
	return len >= 4 && memcmp(bytes, "PK\3\4", 4) == 0;
}

static bool is_document(const char *name)
{
	size_t len = strlen(name);

	return len > 4 && strcasecmp(name + len - 4, ".xml") == 0 && name[0] != '[';
}

/* The size it claims is not believed: what it unpacks to is. */
static bool unpack(zip_file_t *member, char **bytes, size_t *len, const char *file,
                   struct error *err)
{
	size_t capacity = (size_t)64 << 10;

	*len = 0;
	*bytes = malloc(capacity);
	while (*bytes) {
		zip_int64_t got = zip_fread(member, *bytes + *len, capacity - *len);

		if (got < 0)
			return source_error(file, err, "cut or damaged archive");
		if (got == 0)
			return true;
		*len += (size_t)got;
		if (*len < capacity)
			continue;
		if (capacity > SOURCE_FILE_MAX)
			return source_error(
				file, err, "unpacks to more than %zu MiB, no export does",
				SOURCE_FILE_MAX >> 20);
		capacity *= 2;
		char *more = realloc(*bytes, capacity);

		if (!more)
			break;
		*bytes = more;
	}
	return error_set(err, "out of memory");
}

static bool visit_member(zip_t *archive, zip_uint64_t index, const char *file,
                         archive_visitor visit, void *context, struct error *err)
{
	zip_file_t *member = zip_fopen_index(archive, index, 0);
	char *bytes = NULL;
	size_t len;

	if (!member)
		return source_error(file, err, "cut or damaged archive, or encrypted");
	bool good = unpack(member, &bytes, &len, file, err) &&
	            visit(bytes, len, context, err);

	/* Only a read error could be told here, and unpack() has met it. */
	(void)zip_fclose(member);
	free(bytes);
	return good;
}

bool archive_visit(const char *file, const char *bytes, size_t len, archive_visitor visit,
                   void *context, struct error *err)
{
	zip_source_t *source = zip_source_buffer_create(bytes, len, 0, NULL);
	zip_t *archive =
		source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, NULL)
		       : NULL;
	bool good = true;

	if (!archive) {
		zip_source_free(source);
		return source_error(file, err, "cut or damaged archive");
	}

	zip_int64_t count = zip_get_num_entries(archive, 0);

	if (count > MEMBERS_MAX)
		good = source_error(file, err, "more than %d members, no export has",
		                    MEMBERS_MAX);
	for (zip_int64_t i = 0; good && i < count; i++) {
		const char *name = zip_get_name(archive, (zip_uint64_t)i, 0);

		if (name && is_document(name))
			good = visit_member(archive, (zip_uint64_t)i, file, visit,
			                    context, err);
	}
	zip_discard(archive);
	return good;
}
