/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * diff_words - how a person says what differs between two reports.
 *
 * Room: report, private.
 */
#ifndef DIFF_WORDS_H
#define DIFF_WORDS_H

#include "report/diff.h"

struct layout;
struct text;

/** "contoso-hq: 3 new findings, 2 of them high; 1 changed, 2 gone." */
void diff_words_add_answer(struct text *out, const struct diff *diff);

/** "fe01 (10.1.1.11):22/tcp" */
void diff_words_add_listener(struct text *out,
                             const struct audit_file_listener *listener);

/** "; medium before; 17 peers, 9 before; since 2026-11-03" */
void diff_words_add_details(struct text *out, const struct diff *diff,
                            const struct diff_finding *finding);

/** An element of the list of its name, in one report or both. */
void diff_words_add_server(struct text *out, const struct diff_item *item);
void diff_words_add_service(struct text *out, const struct diff_item *item);
void diff_words_add_attempt(struct text *out, const struct diff_item *item);
void diff_words_add_row(struct text *out, const struct diff_item *item);

/** What is new, worse, changed, allowed, gone and otherwise not as it was, under a heading each. */
void diff_text_add_sections(struct layout *layout, const struct diff *diff,
                            unsigned verbose);

#endif
