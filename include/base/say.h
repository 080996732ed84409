/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * say - what the program says, in the reader's language.
 *
 * Room: base. English stands in the code; every other language is a column of the tables
 * in src/base/messages_*.c. Only whole sentences, labels and headings are looked up, so no
 * sentence is ever in two languages. A test holds the tables to be complete.
 */
#ifndef BASE_SAY_H
#define BASE_SAY_H

#include <stdint.h>

#include "base/language.h"
#include "base/text.h"

/** @english in @language, static; itself where there is no translation. */
const char *say(enum language language, const char *english);

/**
 * Add @english in @language, with %1 to %9 replaced by @values. What stands in [brackets]
 * in a translation is the end of a plural: it is left out behind a number that is 0 or 1.
 *
 * @values  NULL-terminated, as many as the sentence names
 */
void say_add(struct text *out, enum language language, const char *english,
             const char *const *values);

/** A number as the language groups it: 1,918 or, with a narrow no-break space, 1 918. */
#define SAY_NUMBER_SIZE 40
const char *say_number(enum language language, uint64_t number,
                       char text[static SAY_NUMBER_SIZE]);

/** Add a number as the language groups it. */
void say_add_number(struct text *out, enum language language, uint64_t number);

/** One of the two, with %1 replaced by @count. */
void say_count(struct text *out, enum language language, uint64_t count,
               const char *singular, const char *plural);

#endif
