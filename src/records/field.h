/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * field - members of a record as the types they have to be.
 *
 * Room: records, private. Nothing is converted: a number that is written as a text, or
 * is no whole one, or too big, is none.
 */
#ifndef FIELD_H
#define FIELD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/attributes.h"

/** A whole number from 0 to @most. */
MUST_CHECK bool field_unsigned(const json_t *object, const char *key, uint64_t most,
                               uint64_t *value);

/** The same where a member that is not there, or null, is 0. */
MUST_CHECK bool field_count(const json_t *object, const char *key, uint64_t *value);

/** A text, not NUL-terminated when it holds a NUL; borrowed from @object. NULL: none. */
const char *field_text(const json_t *object, const char *key, size_t *len);

/** A text without a NUL; borrowed. NULL: none. */
const char *field_word(const json_t *object, const char *key);

/** Is it true? */
bool field_is_true(const json_t *object, const char *key);

MUST_CHECK bool field_address(const json_t *object, const char *key,
                              struct address *address);
MUST_CHECK bool field_port(const json_t *object, const char *key, uint16_t *port);

/** A time as text, in any form that clock_parse() takes. */
MUST_CHECK bool field_time(const json_t *object, const char *key, int64_t *time_us);

#endif
