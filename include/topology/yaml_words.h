/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * yaml_words - text of an export, fit for a site file.
 *
 * Room: topology. What a terminal or an editor would act on, or show as
 * something else, is written as its number.
 */
#ifndef TOPOLOGY_YAML_WORDS_H
#define TOPOLOGY_YAML_WORDS_H

struct text;

/** Add @word as a YAML scalar: plain where it can be, else in double quotes. */
void yaml_words_add(struct text *out, const char *word);

/** Add @words to a comment. */
void yaml_words_add_comment(struct text *out, const char *words);

#endif
