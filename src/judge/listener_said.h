/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * listener_said - the words in which a listener and its callers said who they are.
 *
 * Room: judge, private. Few for each listener, enough to know it by: of the kinds that tell
 * most, of each the least of all that was said, so that it does not hang on who came first.
 */
#ifndef LISTENER_SAID_H
#define LISTENER_SAID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "judge/finding.h"

#define LISTENER_SAID 4

struct detail_list;

/* What is kept of one listener: the number of the kind, and the words. */
struct listener_said {
	struct listener_word {
		unsigned char kind;
		char *text;     /* owned, NUL-terminated; captured bytes */
	} words[LISTENER_SAID]; /* by kind, what tells most first */
	size_t count;
};

/** Do @details say something that is worth keeping? NULL says nothing. */
bool listener_said_is_told(const struct detail_list *details);

/**
 * Keep what @details say that is to be told; @said is NULL until there is something.
 *
 * @text_left  bytes that may still be taken, lowered by what is
 */
void listener_said_observe(struct listener_said **said, const struct detail_list *details,
                           size_t *text_left);

/** Fill @words with what was said, what tells most first, borrowed. @return how many */
size_t listener_said_words(const struct listener_said *said,
                           struct audit_said words[static LISTENER_SAID]);

/** NULL is fine. */
void listener_said_destroy(struct listener_said *said);

#endif
