/* SPDX-License-Identifier: BSD-2-Clause */
#include "peer_list.h"

#include <stdbool.h>
#include <stdlib.h>

static struct outcome_peer *least_of(struct outcome_peer *peers, size_t count)
{
	struct outcome_peer *least = &peers[0];

	for (size_t i = 1; i < count; i++)
		if (peers[i].flows < least->flows)
			least = &peers[i];
	return least;
}

/* Most listeners have one peer. */
static size_t room_for(size_t count)
{
	static const size_t rooms[] = { 0, 1, 4, OUTCOME_PEERS };
	size_t i = 0;

	while (rooms[i] < count)
		i++;
	return rooms[i];
}

size_t peer_list_memory(size_t count)
{
	return room_for(count) * sizeof(struct outcome_peer);
}

/* Make room for one more. @return false when there is none */
static bool reserve(struct outcome_peer **peers, size_t count, size_t *memory_left)
{
	size_t has = peer_list_memory(count), needs;
	struct outcome_peer *larger;

	if (count == OUTCOME_PEERS)
		return false;
	needs = peer_list_memory(count + 1);
	if (needs == has)
		return true;
	larger = needs - has <= *memory_left ? realloc(*peers, needs) : NULL;
	if (!larger)
		return false;
	*peers = larger;
	*memory_left -= needs - has;
	return true;
}

void peer_list_add(struct outcome_peer **peers, size_t *count, const struct address *peer,
                   uint64_t flows, size_t *memory_left)
{
	for (size_t i = 0; i < *count; i++) {
		if (address_equal(&(*peers)[i].address, peer)) {
			(*peers)[i].flows += flows;
			return;
		}
	}
	if (reserve(peers, *count, memory_left)) {
		(*peers)[(*count)++] = (struct outcome_peer){ *peer, flows };
		return;
	}
	if (*count == 0)
		return;

	struct outcome_peer *least = least_of(*peers, *count);

	if (flows > least->flows)
		*least = (struct outcome_peer){ *peer, flows };
}
