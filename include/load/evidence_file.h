/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * evidence_file - signatures/roles.yaml, read into a list of role evidence.
 *
 * Room: load. The grammar is signatures/README.md.
 */
#ifndef LOAD_EVIDENCE_FILE_H
#define LOAD_EVIDENCE_FILE_H

#include "base/attributes.h"

struct error;
struct role_evidence_list;

/** Owned: role_evidence_destroy(). NULL on failure, "FILE:LINE: reason". */
MUST_CHECK struct role_evidence_list *role_evidence_load(const char *path,
                                                         struct error *err);
void role_evidence_destroy(struct role_evidence_list *list);

#endif
