/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * decoder - from link-layer frames to packets, through tunnels and fragments.
 *
 * Room: decode. Reads Ethernet, Linux cooked v1 and v2, raw IP, null and
 * loopback; 802.1Q, QinQ, MPLS, PPPoE; GRE, ERSPAN I to III, VXLAN, Geneve,
 * IP in IP, 6in4; IPv4, IPv6, fragments, TCP, UDP and ICMP errors. What it
 * cannot decode is counted by reason and never an error.
 */
#ifndef DECODE_DECODER_H
#define DECODE_DECODER_H

#include <stddef.h>
#include <stdint.h>

#include "decode/packet.h"

struct decoder;
struct frame;

enum decode_verdict {
	DECODE_OK,
	DECODE_HELD,            /* a fragment, kept until its datagram is whole */
	DECODE_LINK_TYPE,       /* a link layer we do not read */
	DECODE_NOT_IP,          /* well formed, but ARP, LLDP, spanning tree, … */
	DECODE_OTHER_TRANSPORT, /* IP, but neither TCP nor UDP nor an ICMP error about them */
	DECODE_TRUNCATED,       /* the capture ends inside a header */
	DECODE_MALFORMED,       /* a length or version field contradicts the header */
	DECODE_TOO_DEEP,        /* more layers than any honest network stacks */
	DECODE_FRAGMENT_LOST, /* a fragment that memory, age or overlap made useless */
	DECODE_VERDICTS,
};

struct decode_counters {
	uint64_t verdicts[DECODE_VERDICTS];
	uint64_t reassembled; /* datagrams put together from fragments */
	uint64_t snapped;     /* packets whose payload a snaplen cut */
	uint64_t
		oversized; /* packets above 1,514 bytes of TCP: the NIC merged them (GRO, LRO, TSO) */
	uint64_t tunnelled;
};

/** @fragment_memory  most bytes of waiting fragments. Owned: decoder_destroy(). NULL: out of memory. */
struct decoder *decoder_create(size_t fragment_memory);

/**
 * Decode @frame. @packet is filled only on DECODE_OK.
 *
 * Its payload is borrowed from the frame's bytes, for as long as they are there, or,
 * with packet->reassembled, from the decoder until the next call.
 */
enum decode_verdict decoder_decode(struct decoder *decoder, const struct frame *frame,
                                   struct packet *packet);

/** Counters so far; borrowed, live. */
const struct decode_counters *decoder_counters(const struct decoder *decoder);

/** A few words for reports: "not IP", "truncated header". Static. */
const char *decode_verdict_name(enum decode_verdict verdict);

/** NULL is fine. */
void decoder_destroy(struct decoder *decoder);

#endif
