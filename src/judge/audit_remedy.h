/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * audit_remedy - what to do about a cause: one act, and what it takes in the site file.
 *
 * Room: judge, private. No remedy allows anybody: it names hosts, or what the site
 * file declares that covers them.
 */
#ifndef AUDIT_REMEDY_H
#define AUDIT_REMEDY_H

#include <stdbool.h>

#include "base/attributes.h"

#include "judge/cause.h"

#include "cause_key.h"

struct arena;
struct judge;

/** Fill remedy and allow of @cause, whose findings are known. @return false when out of memory */
MUST_CHECK bool audit_remedy_fill(const struct judge *judge, struct arena *arena,
                                  const struct cause_key *key, struct audit_cause *cause);

/** The same in a sentence or two, as each of its findings has it. NULL: out of memory. */
const char *audit_remedy_in_words(struct arena *arena, const struct audit_cause *cause);

#endif
