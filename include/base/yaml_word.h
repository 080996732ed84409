/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * yaml_word - a text as one scalar of YAML, and as words of a comment.
 *
 * Room: base. Whatever writes a site file, or lines for one, asks here how a word
 * stands in it; load reads it back as the same text. What a terminal or an editor
 * would act on, or show as something else, is written as its number.
 */
#ifndef BASE_YAML_WORD_H
#define BASE_YAML_WORD_H

#include <stdbool.h>

struct text;

/** Does @word mean itself wherever it stands, without quotes? */
bool yaml_word_is_plain(const char *word);

/**
 * Add @word as a scalar for any place: plain where it can be, else in double quotes.
 *
 * Controls and broken UTF-8 become '?', because no text of a file of ours has any.
 */
void yaml_word_add(struct text *out, const char *word);

/** Add @words to a comment, with the same care and without quotes. */
void yaml_word_add_comment(struct text *out, const char *words);

#endif
