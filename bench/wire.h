/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wire - Ethernet frames with right lengths and checksums, appended to a capture file.
 *
 * The file is classic pcap, microseconds, Ethernet (draft-ietf-opsawg-pcap). The clock
 * starts at 2023-11-14 22:13:20 UTC and moves by chance with every frame.
 */
#ifndef BENCH_WIRE_H
#define BENCH_WIRE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "buffer.h"
#include "prng.h"

enum {
	TRANSPORT_TCP = 6,
	TRANSPORT_UDP = 17,
};

enum { /* RFC 9293 section 3.1 */
	TCP_FIN = 1,
	TCP_SYN = 2,
	TCP_PSH = 8,
	TCP_ACK = 16,
};

struct endpoint {
	uint32_t address; /* IPv4 */
	uint16_t port;
};

struct wire {
	FILE *out;
	struct prng random;
	uint64_t packets;
	int64_t time_us;
	uint32_t gap_us; /* the longest pause between two frames */
	uint16_t ip_id;
};

/** Where a segment stands in its connection. */
struct segment {
	uint8_t flags;
	uint32_t seq, ack;
};

/** Create @path and write the file header; false with errno set when that fails. */
bool wire_open(struct wire *w, const char *path, uint64_t seed, uint32_t gap_us);

/** Append one TCP segment. A SYN carries the options Windows sends. */
void wire_tcp(struct wire *w, struct endpoint from, struct endpoint to, struct segment at,
              const struct buffer *payload);

/** Append one UDP datagram. */
void wire_udp(struct wire *w, struct endpoint from, struct endpoint to,
              const struct buffer *payload);

/** Append the first fragment of a UDP datagram, @payload its beginning, of which no other comes. */
void wire_fragment(struct wire *w, uint32_t from, uint32_t to,
                   const struct buffer *payload);

/** Finish the file; false with errno set when any byte of it could not be written. */
bool wire_close(struct wire *w);

#endif
