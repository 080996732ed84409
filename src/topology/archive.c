/* SPDX-License-Identifier: BSD-2-Clause */
#include "archive.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"

#include "source.h"
#include "zip_calls.h"

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
static bool unpack(const struct zip_calls *zip, zip_file_t *member, char **bytes,
                   size_t *len, const char *file, struct error *err)
{
	size_t capacity = (size_t)64 << 10;

	*len = 0;
	*bytes = malloc(capacity);
	while (*bytes) {
		zip_int64_t got = zip->fread(member, *bytes + *len, capacity - *len);

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

static bool visit_member(const struct zip_calls *zip, zip_t *archive, zip_uint64_t index,
                         const char *file, archive_visitor visit, void *context,
                         struct error *err)
{
	zip_file_t *member = zip->fopen_index(archive, index, 0);
	char *bytes = NULL;
	size_t len;

	if (!member)
		return source_error(file, err, "cut or damaged archive, or encrypted");
	bool good = unpack(zip, member, &bytes, &len, file, err) &&
	            visit(bytes, len, context, err);

	/* Only a read error could be told here, and unpack() has met it. */
	(void)zip->fclose(member);
	free(bytes);
	return good;
}

bool archive_visit(const char *file, const char *bytes, size_t len, archive_visitor visit,
                   void *context, struct error *err)
{
	struct zip_calls zip;

	if (!zip_calls_load(&zip, err))
		return false;
	zip_source_t *source = zip.source_buffer_create(bytes, len, 0, NULL);
	zip_t *archive =
		source ? zip.open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, NULL)
		       : NULL;
	bool good = true;

	if (!archive) {
		zip.source_free(source);
		return source_error(file, err, "cut or damaged archive");
	}

	zip_int64_t count = zip.get_num_entries(archive, 0);

	if (count > MEMBERS_MAX)
		good = source_error(file, err, "more than %d members, no export has",
		                    MEMBERS_MAX);
	for (zip_int64_t i = 0; good && i < count; i++) {
		const char *name = zip.get_name(archive, (zip_uint64_t)i, 0);

		if (name && is_document(name))
			good = visit_member(&zip, archive, (zip_uint64_t)i, file, visit,
			                    context, err);
	}
	zip.discard(archive);
	return good;
}
