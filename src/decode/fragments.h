/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fragments - datagrams of which not every fragment was seen yet.
 *
 * Bounded in memory, in age (30 s of packet time, RFC 1122 section 3.3.2 asks
 * for no more than 120) and in fragments of a datagram. The oldest makes room
 * for the newest. A fragment that overlaps another without being its exact
 * repetition spoils the datagram (RFC 5722, RFC 8200 section 4.5): what is left
 * of it is refused until it ages. Both IP versions are held to that.
 */
#ifndef FRAGMENTS_H
#define FRAGMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/attributes.h"
#include "decode/decode_counters.h"

#define FRAGMENTS_AGE_US 30000000
/* Of one datagram: 65,535 bytes through the smallest link. RFC 791 section 3.2 */
#define FRAGMENTS_MAX 1366
#define DATAGRAM_MAX  65535

struct fragments;

/* Compared and hashed as bytes: zero it first. */
struct fragment_key {
	struct address source, target;
	uint32_t identification;
	uint8_t ip_version;
	uint8_t protocol; /* RFC 791 section 3.2 has it in the key, RFC 8200 has not: 0 */
	uint16_t unused;
};

/* What a packet says of the frames that brought it. */
struct fragment_origin {
	uint16_t input;
	uint16_t vlan[2];
	uint8_t vlan_count;
	uint8_t tunnelled;
	uint8_t dscp;
};

struct fragment {
	struct fragment_key key;
	int64_t time_us;
	const uint8_t *bytes; /* borrowed for the call */
	uint32_t len;
	uint32_t offset;
	uint32_t wire_len; /* of the frame that brought it */
	uint8_t protocol;  /* of what the datagram carries, as this fragment says */
	bool more;
	struct fragment_origin origin;
};

/* The beginning of a datagram that will never be whole. */
struct remnant {
	struct fragment_key key;
	struct fragment_origin origin;
	int64_t time_us;      /* of the first fragment seen */
	const uint8_t *bytes; /* borrowed until fragments_release() */
	uint32_t len;
	uint32_t missing; /* bytes that are known to follow, at least one */
	uint32_t wire_len;
	uint8_t protocol;
	uint64_t number; /* as struct datagram has it */
};

/* A datagram that is whole. */
struct datagram {
	/* Of the datagram, whole or not; never used again. 0: it cannot be remembered. */
	uint64_t number;
	const uint8_t *bytes; /* borrowed until fragments_release() */
	uint32_t len;
	uint32_t wire_len; /* of all the frames that brought it */
	uint8_t protocol;  /* as its first fragment says */
};

/**
 * Owned: fragments_destroy(). NULL when out of memory.
 *
 * @counters  borrowed; held fragments that are given up move there from held to lost
 */
struct fragments *fragments_create(size_t memory, struct decode_counters *counters);

/**
 * Keep a copy of @fragment, or hand out the datagram it completes.
 *
 * @datagram  filled only on DECODE_OK, but for its number
 * @return    DECODE_OK, DECODE_HELD, DECODE_MALFORMED, DECODE_FRAGMENT_LOST or _MEMORY
 */
enum decode_verdict fragments_add(struct fragments *fragments,
                                  const struct fragment *fragment,
                                  struct datagram *datagram);

/**
 * A fragment of @key's datagram cannot be had: refuse the others until it ages.
 *
 * @return  the number of the datagram, as struct datagram has it
 */
uint64_t fragments_spoil(struct fragments *fragments, const struct fragment_key *key,
                         int64_t time_us);

/** No fragment that comes is of a datagram with a lower number. */
uint64_t fragments_oldest(const struct fragments *fragments);

/** Nothing follows: whatever waits is lost. */
void fragments_finish(struct fragments *fragments);

/**
 * Take the next datagram that was given up and whose first bytes were there, in the
 * order in which they were. Counted in `beginnings`. @return false when there is none
 */
bool fragments_take_remnant(struct fragments *fragments, struct remnant *remnant);

/** Bytes that waiting fragments take, their bookkeeping included. */
size_t fragments_memory(const struct fragments *fragments);

/** Free the datagrams handed out, and all remnants. Cheap when there were none. */
void fragments_release(struct fragments *fragments);

/** NULL is fine. */
void fragments_destroy(struct fragments *fragments);

#endif
