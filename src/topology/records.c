/* SPDX-License-Identifier: BSD-2-Clause */
#include "records.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"

#include "source.h"

static void *take(struct record_list *list, size_t size)
{
	void *memory;

	if (list->values >= RECORDS_VALUES_MAX) {
		list->too_many = true;
		return NULL;
	}
	list->values++;
	memory = arena_alloc(list->arena, 1, size);
	list->no_memory |= !memory;
	return memory;
}

static const char *copy(struct record_list *list, const char *text, size_t len)
{
	const char *copied = arena_copy_text(list->arena, text, len);

	list->no_memory |= !copied;
	return copied ? copied : "";
}

struct record *record_list_add(struct record_list *list)
{
	struct record *record = take(list, sizeof(*record));

	if (!record)
		return NULL;
	if (list->last)
		list->last->next = record;
	else
		list->first = record;
	list->last = record;
	list->count++;
	return record;
}

struct record_field *record_add_field(struct record_list *list, struct record *record,
                                      const char *name, size_t len)
{
	struct record_field *field = record ? take(list, sizeof(*field)) : NULL;

	if (!field)
		return NULL;
	field->name = copy(list, name, len);
	if (record->last)
		record->last->next = field;
	else
		record->fields = field;
	record->last = field;
	return field;
}

/* What PowerShell prints of a value that is too deep is the name of its type. */
static bool is_type_name(const char *text, size_t len)
{
	static const char *const types[] = { "System.Object[]", "System.String[]",
		                             "System.Collections.",
		                             "Microsoft.Rtc.Management.",
		                             "@{" /* of ConvertTo-Json in 7 */ };

	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		size_t type_len = strlen(types[i]);

		if (len >= type_len && memcmp(text, types[i], type_len) == 0)
			return true;
	}
	return false;
}

/* "..." or U+2026 stands for what was left out. @return the length without it */
static size_t without_ellipsis(const char *text, size_t len)
{
	if (len >= 3 && (memcmp(text + len - 3, "...", 3) == 0 ||
	                 memcmp(text + len - 3, "\xe2\x80\xa6", 3) == 0))
		return len - 3;
	return len;
}

void record_add_value(struct record_list *list, struct record_field *field,
                      const char *text, size_t len)
{
	struct record_value *value;
	size_t kept = without_ellipsis(text, len);

	if (!field)
		return;
	field->cut |= kept < len || is_type_name(text, len);
	if (kept == 0 || is_type_name(text, len))
		return;
	value = take(list, sizeof(*value));
	if (!value)
		return;
	value->text = copy(list, text, kept);
	if (field->last)
		field->last->next = value;
	else
		field->values = value;
	field->last = value;
}

const struct record_field *record_field(const struct record *record, const char *name)
{
	for (const struct record_field *field = record->fields; field;
	     field = field->next)
		if (strcasecmp(field->name, name) == 0)
			return field;
	return NULL;
}

const char *record_text(const struct record *record, const char *name)
{
	const struct record_field *field = record_field(record, name);

	return field && field->values ? field->values->text : "";
}

unsigned long record_field_number(const struct record_field *field)
{
	const char *text = field && field->values ? field->values->text : "";
	char *end;

	errno = 0;
	unsigned long number = strtoul(text, &end, 10);

	return *text >= '0' && *text <= '9' && *end == '\0' && errno == 0 ? number : 0;
}

unsigned long record_number(const struct record *record, const char *name)
{
	return record_field_number(record_field(record, name));
}

bool record_is_true(const struct record *record, const char *name)
{
	return strcasecmp(record_text(record, name), "true") == 0;
}

bool records_whole(const struct record_list *list, const struct source *source,
                   struct error *err)
{
	if (list->no_memory)
		return error_set(err, "out of memory");
	if (list->too_many)
		return source_error(source->file, err, "more values than any export has");
	return true;
}
