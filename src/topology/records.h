/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * records - objects that a cmdlet printed: names and values, as texts.
 *
 * Private to topology. JSON, CLIXML and Format-List text become the same
 * records, which is why the three of one site give the same file.
 */
#ifndef TOPOLOGY_RECORDS_H
#define TOPOLOGY_RECORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

struct arena;
struct error;
struct source;

#define RECORDS_VALUES_MAX 500000
#define RECORDS_DEPTH_MAX  32

struct record_value {
	const char *text;
	struct record_value *next;
};

struct record_field {
	const char *name;
	struct record_value *values, *last; /* NULL: $null or an empty list */
	bool cut;                           /* PowerShell printed less than there is */
	struct record_field *next;
};

struct record {
	struct record_field *fields, *last;
	struct record *next;
};

struct record_list {
	struct arena *arena; /* borrowed: everything lives there */
	struct record *first, *last;
	size_t count, values;
	bool no_memory, too_many;
};

/** A new record at the end. NULL when there can be no more. */
struct record *record_list_add(struct record_list *list);

/** A new field of @record. NULL likewise, also when @record is. */
struct record_field *record_add_field(struct record_list *list, struct record *record,
                                      const char *name, size_t len);

/** A value more of @field; one that PowerShell cut marks the field instead. */
void record_add_value(struct record_list *list, struct record_field *field,
                      const char *text, size_t len);

/** The field called @name, case ignored, or NULL. */
const struct record_field *record_field(const struct record *record, const char *name);

/** Its only or first value, "" when there is none. */
const char *record_text(const struct record *record, const char *name);

/** Its value as a number, 0 when it is none. */
unsigned long record_number(const struct record *record, const char *name);
unsigned long record_field_number(const struct record_field *field);

/** Is it "True"? */
bool record_is_true(const struct record *record, const char *name);

/* Readers of the three forms. On failure "FILE: reason". */

MUST_CHECK bool records_read_json(struct record_list *list, const struct source *source,
                                  struct error *err);
MUST_CHECK bool records_read_text(struct record_list *list, const struct source *source,
                                  struct error *err);

struct xml_node;

/** @root is the Objs element. */
MUST_CHECK bool records_read_clixml(struct record_list *list, const struct xml_node *root,
                                    const struct source *source, struct error *err);

/** Did adding fail? Sets the error. @return whether all was added */
MUST_CHECK bool records_whole(const struct record_list *list, const struct source *source,
                              struct error *err);

#endif
