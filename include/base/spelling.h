/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * spelling - which of the known words an unknown one was likely meant to be.
 *
 * Room: base. For people who mistyped a key, an option or a name: spelling_of() the word,
 * spelling_consider() each that there is, then say spelling_hint() behind what is wrong.
 */
#ifndef BASE_SPELLING_H
#define BASE_SPELLING_H

#include <stddef.h>

#define SPELLING_MAX 63 /* bytes of a word; longer ones are like no other */

struct spelling {
	const char *text;               /* as written, borrowed */
	char nearest[SPELLING_MAX + 1]; /* the closest so far; "" when none is close */
	size_t distance;                /* its, in letters */
};

/** Begin with @text, borrowed until the last word was considered. */
struct spelling spelling_of(const char *text);

/** Keep @word, copied, when it is the closest so far and close enough to be meant. */
void spelling_consider(struct spelling *spelling, const char *word);

/** ", did you mean 'front-end'?", or @otherwise when no word is close. */
#define SPELLING_HINT_SIZE (SPELLING_MAX + sizeof(", did you mean ''?"))
const char *spelling_hint(const struct spelling *spelling, const char *otherwise,
                          char hint[static SPELLING_HINT_SIZE]);

#endif
