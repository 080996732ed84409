/* SPDX-License-Identifier: BSD-2-Clause */
#include "peer_list.h"

#include <stdlib.h>

static struct outcome_peer *least_of(struct outcome_peer *peers, size_t count)
{
	struct outcome_peer *least = &peers[0];

	for (size_t i = 1; i < count; i++)
		if (peers[i].flows < least->flows)
			least = &peers[i];
	return least;
}

void peer_list_add(struct outcome_peer **peers, size_t *count, const struct address *peer,
                   uint64_t flows)
{
	if (!*peers)
		*peers = calloc(OUTCOME_PEERS, sizeof(**peers));
	if (!*peers)
		return;
	for (size_t i = 0; i < *count; i++) {
		if (address_equal(&(*peers)[i].address, peer)) {
			(*peers)[i].flows += flows;
			return;
		}
	}
	if (*count < OUTCOME_PEERS) {
		(*peers)[(*count)++] = (struct outcome_peer){ *peer, flows };
		return;
	}
	struct outcome_peer *least = least_of(*peers, *count);

	if (flows > least->flows)
		*least = (struct outcome_peer){ *peer, flows };
}
