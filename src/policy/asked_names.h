/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * asked_names - rows that are about a name: whoever asks for another is no business of theirs.
 *
 * Room: policy, private. Services of the Internet have no addresses of their own, but TLS
 * names them (SNI, RFC 6066 section 3). A conversation is known by the rows whose names its
 * initiator asked for, one bit each.
 */
#ifndef ASKED_NAMES_H
#define ASKED_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "policy/row_set.h"
#include "policy/rule.h"

struct error;

#define ASKED_NAMES_ROWS 8 /* bits of a set of them */

struct asked_names {
	struct row_set all; /* rules of such rows */
	struct {
		const struct row *row; /* borrowed */
		struct row_set rules;
	} rows[ASKED_NAMES_ROWS];
	size_t count;
};

/** @return false, with a reason, when there are more such rows than bits */
MUST_CHECK bool asked_names_build(struct asked_names *names, const struct rule *rules,
                                  size_t count, struct error *err);

/** The rows that have @name, not NUL-terminated, among theirs: bits. */
uint8_t asked_names_find(const struct asked_names *names, const char *name, size_t len);

/** The bit of the row with @id; 0 when it is none of them. */
uint8_t asked_names_bit(const struct asked_names *names, const char *id);

/** Of @set only those that have nothing to do with names, or are of the rows of @asked. */
struct row_set asked_names_keep(const struct asked_names *names,
                                const struct row_set *set, uint8_t asked);

#endif
