/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * copies - is this packet one that was just there?
 *
 * Room: decode. Captures hold packets twice where they are taken at several places: by
 * pktmon at each component, by a mirror port at the way in and the way out, by two
 * servers. A copy has the same IP identification, lengths, TCP numbers and bytes within
 * a tenth of a second; time to live, DSCP, checksums and tags may differ. What is sent
 * again by its sender has another identification, or comes later than that.
 *
 * All packets are compared by what costs little, of UDP with the ends of the payload.
 * All bytes are compared as long as there are copies: a sender who makes a packet that
 * agrees with another in the former would have to begin with copies for that.
 *
 * What every packet passes is inline: 28 instructions a packet instead of 44.
 */
#ifndef COPIES_H
#define COPIES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/attributes.h"
#include "base/transport.h"
#include "decode/packet.h"

/* Packets remembered, a power of two: 256 KiB, of an L2 cache. */
#define COPIES_ENTRIES   16384
#define COPIES_WINDOW_US 100000u

struct fragment;

struct copies_entry {
	uint64_t signature;
	uint32_t all;     /* of all bytes; 0: nobody was looking for copies then */
	uint32_t time_us; /* its lower bits, which say an hour: the signature says more */
};

struct copies {
	uint64_t secrets[4]; /* so that nobody can make packets that agree */
	uint32_t alert;      /* packets for which all bytes are still compared */
	uint32_t score;      /* how common copies are */
	struct copies_entry entries[COPIES_ENTRIES];
};

/** Owned: copies_destroy(). NULL: out of memory. */
struct copies *copies_create(void);

/** A fragment of which @packet has the addresses so far: was it there before? */
MUST_CHECK bool copies_observe_fragment(struct copies *copies,
                                        const struct packet *packet,
                                        const struct fragment *fragment);

/** NULL is fine. */
void copies_destroy(struct copies *copies);

/* --- Private, but for speed -------------------------------------------------------- */

/** A packet that agrees with one in @home, where its entry is first looked for, or that came while there are copies. */
bool copies_look_closely(struct copies *copies, struct copies_entry *home,
                         uint64_t signature, const struct packet *packet,
                         uint32_t identification);

static inline uint64_t copies_word(const uint8_t *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof(word));
	return word;
}

/* The ends of a datagram, where the numbers of RTP, STUN and DNS are. */
static inline uint64_t copies_ends(const struct copies *copies,
                                   const struct packet *packet)
{
	uint8_t first[8] = { 0 };

	if (LIKELY(packet->payload_len >= 8))
		return copies_word(packet->payload) +
		       copies_word(packet->payload + packet->payload_len - 8) *
		               copies->secrets[2];
	if (packet->payload_len > 0)
		memcpy(first, packet->payload, packet->payload_len);
	return copies_word(first);
}

static inline uint64_t copies_signature(const struct copies *copies,
                                        const struct packet *packet,
                                        uint32_t identification)
{
	/* TCP has numbers of its own; what is sent under the same ones is the same. */
	const uint64_t numbers =
		LIKELY(packet->transport == TRANSPORT_TCP)
			? (uint64_t)packet->sequence << 32 | packet->acknowledgment
			: copies_ends(copies, packet);
	const uint64_t ends = copies_word(packet->source.bytes + 8) * copies->secrets[0] +
	                      copies_word(packet->target.bytes + 8) * copies->secrets[1];
	const uint64_t rest =
		((uint64_t)packet->source_port << 48) ^
		((uint64_t)packet->target_port << 32) ^ ((uint64_t)identification << 20) ^
		((uint64_t)packet->tcp_flags << 16) ^ packet->payload_wire_len;
	/* Both halves of a product: every bit of either reaches all of the result. */
	const unsigned __int128 product =
		(unsigned __int128)(ends ^ numbers) * (rest ^ copies->secrets[3]);

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline bool copies_is_recent(const struct copies_entry *entry, int64_t time_us)
{
	return (uint32_t)time_us - entry->time_us + COPIES_WINDOW_US <=
	       2 * COPIES_WINDOW_US;
}

/** Was @packet there before? @identification of its IP header; 0: none. Not for what was reassembled. */
MUST_CHECK static inline bool copies_observe(struct copies *copies,
                                             const struct packet *packet,
                                             uint32_t identification)
{
	const uint64_t signature = copies_signature(copies, packet, identification);
	struct copies_entry *entry = &copies->entries[signature % COPIES_ENTRIES];

	if (UNLIKELY(entry->signature == signature || copies->alert > 0))
		return copies_look_closely(copies, entry, signature, packet,
		                           identification);
	entry->signature = signature;
	entry->all = 0;
	entry->time_us = (uint32_t)packet->time_us;
	return false;
}

#endif
