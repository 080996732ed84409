/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flow_key - what a conversation is found by: both its ends, whichever way a packet goes.
 *
 * Room: flow, private. Inline, because every packet passes all of it.
 */
#ifndef FLOW_KEY_H
#define FLOW_KEY_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/ends.h"
#include "base/hash.h"
#include "decode/packet.h"
#include "flow/flow.h"

static inline struct ends flow_key_order(const struct packet *packet)
{
	return ends_in_order(&packet->source, packet->source_port, &packet->target,
	                     packet->target_port, packet->transport);
}

/* An IPv4 address and a port: 48 bits. */
static inline uint64_t flow_key_short_end(const struct address *address, uint16_t port)
{
	uint32_t number;

	memcpy(&number, address->bytes + 12, sizeof(number));
	return (uint64_t)number << 16 | port;
}

/* IPv4 pairs, nearly all of the traffic, are two words instead of six. */
static inline uint64_t flow_key_hash_short(const struct hash_key *key,
                                           const struct packet *packet)
{
	uint64_t source = flow_key_short_end(&packet->source, packet->source_port);
	uint64_t target = flow_key_short_end(&packet->target, packet->target_port);
	/* Any order will do that is the same for both directions. */
	uint64_t low = source < target ? source : target;
	uint64_t high = source < target ? target : source;

	return hash_two(key, low << 16 | (high & 0xffff),
	                high >> 16 | (uint64_t)packet->transport << 32);
}

static inline bool flow_key_is_at(const struct flow_end *end,
                                  const struct address *address, uint16_t port)
{
	return end->port == port && address_equal(&end->address, address);
}

/* Which end of @flow sent @packet? @return false when it is another conversation's */
static inline bool flow_key_end_of(const struct flow *flow, const struct packet *packet,
                                   unsigned *end)
{
	const struct address *source = &packet->source, *target = &packet->target;

	if (flow->transport != packet->transport)
		return false;
	if (flow_key_is_at(&flow->end[0], source, packet->source_port) &&
	    flow_key_is_at(&flow->end[1], target, packet->target_port)) {
		*end = 0;
		return true;
	}
	*end = 1;
	return flow_key_is_at(&flow->end[0], target, packet->target_port) &&
	       flow_key_is_at(&flow->end[1], source, packet->source_port);
}

#endif
