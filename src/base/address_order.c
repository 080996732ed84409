/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/address_order.h"

#include <stdlib.h>
#include <string.h>

#define BYTES  sizeof(((struct address *)NULL)->bytes)
#define VALUES 256

struct byte_counts {
	size_t of[BYTES][VALUES]; /* how many addresses have it there */
};

static void count_bytes(struct byte_counts *counts, const struct numbered_address *items,
                        size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t at = 0; at < BYTES; at++)
			counts->of[at][items[i].address.bytes[at]]++;
}

/* In the order of byte @at, equals as they came. */
static void distribute(const struct numbered_address *from, struct numbered_address *to,
                       size_t count, size_t at, const size_t counts[static VALUES])
{
	size_t next[VALUES], before = 0;

	for (size_t value = 0; value < VALUES; value++) {
		next[value] = before;
		before += counts[value];
	}
	for (size_t i = 0; i < count; i++)
		to[next[from[i].address.bytes[at]]++] = from[i];
}

bool address_order(struct numbered_address *items, size_t count)
{
	struct byte_counts *counts = calloc(1, sizeof(*counts));
	struct numbered_address *other = malloc((count + 1) * sizeof(*other));
	struct numbered_address *from = items, *to = other, *swap;

	if (counts && other)
		count_bytes(counts, items, count);
	for (size_t at = BYTES; counts && other && count > 0 && at-- > 0;) {
		/* All have the same there, as most bytes of IPv4 addresses. */
		if (counts->of[at][from[0].address.bytes[at]] == count)
			continue;
		distribute(from, to, count, at, counts->of[at]);
		swap = from;
		from = to;
		to = swap;
	}
	if (from != items)
		memcpy(items, from, count * sizeof(*items));

	const bool done = counts && other;

	free(counts);
	free(other);
	return done;
}
