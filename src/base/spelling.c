/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/spelling.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define MOST_WRONG 3 /* letters, and no more than every other one */

static size_t least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/*
 * Letters to change, add, drop or swap with their neighbour until @a is @b: the
 * optimal string alignment distance (Damerau, "A technique for computer detection
 * and correction of spelling errors").
 */
static size_t distance_of(const char *a, const char *b)
{
	size_t a_len = strlen(a), b_len = strlen(b);
	size_t rows[3][SPELLING_MAX + 1];

	if (a_len > SPELLING_MAX || b_len > SPELLING_MAX)
		return SIZE_MAX;
	for (size_t j = 0; j <= b_len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		const size_t *before = rows[(i + 1) % 3], *last = rows[(i - 1) % 3];
		size_t *row = rows[i % 3];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			row[j] = least(last[j] + 1, row[j - 1] + 1,
			               last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1, row[j]);
		}
	}
	return rows[a_len % 3][b_len];
}

struct spelling spelling_of(const char *text)
{
	return (struct spelling){ .text = text, .distance = MOST_WRONG + 1 };
}

void spelling_consider(struct spelling *spelling, const char *word)
{
	const size_t distance = distance_of(spelling->text, word);

	if (distance >= spelling->distance || distance * 2 > strlen(word))
		return;
	spelling->distance = distance;
	strcpy(spelling->nearest, word);
}

const char *spelling_hint(const struct spelling *spelling, const char *otherwise,
                          char hint[static SPELLING_HINT_SIZE])
{
	if (!spelling->nearest[0])
		return otherwise;
	snprintf(hint, SPELLING_HINT_SIZE, ", did you mean '%s'?", spelling->nearest);
	return hint;
}
