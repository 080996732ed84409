/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * peer_list - the peers of a listener with most flows.
 *
 * Room: judge, private.
 */
#ifndef PEER_LIST_H
#define PEER_LIST_H

#include <stddef.h>
#include <stdint.h>

#include "base/address.h"

#define OUTCOME_PEERS 16

struct outcome_peer {
	struct address address;
	uint64_t flows;
};

/* The peers of one listener, borrowed: those that were kept, and how many there were. */
struct peer_view {
	const struct outcome_peer *peers;
	size_t count;
	uint64_t total;
};

/**
 * Count @flows of @peer, which comes in one run; out of memory nothing is counted.
 *
 * @peers        owned by the caller, NULL to begin with; grown as there are more, up to
 *               OUTCOME_PEERS
 * @memory_left  bytes that may still be taken, lowered by what is
 */
void peer_list_add(struct outcome_peer **peers, size_t *count, const struct address *peer,
                   uint64_t flows, size_t *memory_left);

/** Bytes that a list of @count peers takes. */
size_t peer_list_memory(size_t count);

#endif
