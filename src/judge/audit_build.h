/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * audit_build - the parts of the conclusion, each built from a judge's tables.
 *
 * Room: judge, private. Every part takes its memory from one arena, which goes
 * with the audit; false is always out of memory.
 */
#ifndef AUDIT_BUILD_H
#define AUDIT_BUILD_H

#include <stdbool.h>

#include "judge_private.h"

struct arena;

bool audit_build_servers(struct judge *judge, struct arena *arena);
bool audit_build_hosts(struct judge *judge, struct arena *arena);
bool audit_build_services(struct judge *judge, struct arena *arena);
bool audit_build_findings(struct judge *judge, struct arena *arena);
bool audit_build_coverage(struct judge *judge, struct arena *arena);

/** Split what judge_explain() wrote into an array of sentences in @arena. */
bool audit_copy_sentences(struct arena *arena, const struct text *text,
                          const char ***sentences, size_t *count);

#endif
