/* SPDX-License-Identifier: BSD-2-Clause */
/* Sentences as one string, in which a test can look for words and for what ends with them. */
#ifndef AS_LINES_H
#define AS_LINES_H

#include "base/sentences.h"

/* Each ended by a newline; the list is of no other use afterwards. */
static inline const char *as_lines(struct sentences *list)
{
	for (size_t i = 0; i < list->text.len; i++)
		if (list->text.at[i] == '\0')
			list->text.at[i] = '\n';
	return list->text.at;
}

#endif
