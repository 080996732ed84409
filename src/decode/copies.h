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
 * What every packet passes is inline.
 */
#ifndef COPIES_H
#define COPIES_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/attributes.h"
#include "base/transport.h"
#include "decode/packet.h"

/*
 * Packets remembered, powers of two: few until there is a copy, so that they stay in the
 * cache beside the flows (32 KiB; waiting for 256 KiB took 7 % of a storm), many while
 * there are.
 */
#define COPIES_FEW  4096
#define COPIES_MANY 16384

/*
 * An entry has when it was, in units of 1024 us, which says a quarter of an hour; whether
 * all its bytes are known; and, in the other bits, those of its signature.
 */
#define COPIES_TICKS     ((UINT64_C(1) << 20) - 1)
#define COPIES_ALL       (UINT64_C(1) << 20)
#define COPIES_SIGNATURE (~(COPIES_TICKS | COPIES_ALL))

struct fragment;

struct copies {
	uint64_t secrets[4]; /* so that nobody can make packets that agree */
	uint32_t alert;      /* packets for which all bytes are still compared */
	uint32_t score;      /* how common copies are */
	uint64_t few[COPIES_FEW];
	uint64_t many[COPIES_MANY]; /* while alert */
	uint32_t all[COPIES_MANY];  /* of all bytes, of those that say so */
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

/** Of a packet that agrees with the one at its place, or that came while there are copies. */
bool copies_look_closely(struct copies *copies, uint64_t signature,
                         const struct packet *packet, uint32_t identification);

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
	/* An address ends in what tells it: as the low bits, every bit of the secret counts. */
	const uint64_t ends =
		be64toh(copies_word(packet->source.bytes + 8)) * copies->secrets[0] +
		be64toh(copies_word(packet->target.bytes + 8)) * copies->secrets[1];
	const uint64_t rest =
		((uint64_t)packet->source_port << 48) ^
		((uint64_t)packet->target_port << 32) ^ ((uint64_t)identification << 20) ^
		((uint64_t)packet->tcp_flags << 16) ^ packet->payload_wire_len;
	/* Both halves of a product: every bit of either reaches all of the result. */
	const unsigned __int128 product =
		(unsigned __int128)(ends ^ numbers) * (rest ^ copies->secrets[3]);

	/* Once more, upper half onto lower: else numbers that count up, in steps that happen to
	 * suit a secret, share few places. */
	const uint64_t mixed =
		((uint64_t)product ^ (uint64_t)(product >> 64)) * copies->secrets[2];

	return mixed ^ mixed >> 32;
}

static inline uint64_t copies_entry(uint64_t signature, const struct packet *packet)
{
	return (signature & COPIES_SIGNATURE) |
	       ((uint64_t)packet->time_us >> 10 & COPIES_TICKS);
}

/** Was @packet there before? @identification of its IP header; 0: none. Not for what was reassembled. */
MUST_CHECK static inline bool copies_observe(struct copies *copies,
                                             const struct packet *packet,
                                             uint32_t identification)
{
	const uint64_t signature = copies_signature(copies, packet, identification);
	uint64_t *entry = &copies->few[signature % COPIES_FEW];

	if (UNLIKELY(((*entry ^ signature) & COPIES_SIGNATURE) == 0 || copies->alert > 0))
		return copies_look_closely(copies, signature, packet, identification);
	*entry = copies_entry(signature, packet);
	return false;
}

#endif
