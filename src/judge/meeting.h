/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * meeting - conversations with one listener, whatever came of them.
 *
 * Room: judge, private. What was concluded of a listener lies in two tables, services
 * and findings in one and what failed in the other: here both are in one order.
 */
#ifndef MEETING_H
#define MEETING_H

#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/attributes.h"

#include "peer_list.h"

struct judge;
struct listener;
struct rule;

/* Conversations with one listener: an outcome, or handshakes that failed. */
struct meeting {
	struct address listener;
	uint16_t port;
	uint8_t transport;
	uint8_t order;           /* of several about one listener, who says what it is */
	const struct rule *rule; /* that explains it, or is near; NULL: none */
	uint64_t flows, bytes, hints[2];
	int64_t first_us, last_us;
	struct peer_view peers;
};

/**
 * All meetings with single ports, by listener; those that say best what it is first.
 *
 * @count  set to how many
 * @return the caller's to free(); NULL: out of memory
 */
MUST_CHECK struct meeting *meetings_of(const struct judge *judge, size_t *count);

/** Does @meeting come before @listener (below 0), belong to it (0), or come after it? */
int meeting_compare(const struct meeting *meeting, const struct listener *listener);

/** The order of listeners, of pointers to them, for array_sort(). */
int meeting_compare_listeners(const void *a, const void *b);

#endif
