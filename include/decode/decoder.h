/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * decoder - from link-layer frames to packets, through tunnels and fragments.
 *
 * Room: decode. Reads Ethernet, Linux cooked v1 and v2, raw IP, null and
 * loopback, PPP, 802.11 data (radiotap, PPI), NFLOG, ERF, PKTAP; 802.1Q, QinQ,
 * 802.1ah, MPLS, PPPoE, NSH, Cisco's VN-Tag, MetaData, timestamps and FabricPath,
 * E-Tag; GRE with and without PPTP, ERSPAN I to III, VXLAN, VXLAN-GPE, Geneve, TZSP,
 * EtherIP, IP in IP, 6in4; IPv4, IPv6, fragments, TCP, UDP and ICMP errors. What it
 * cannot decode is counted by reason, and by number and name where a type is not
 * known, and never an error. What carries no IP (ARP, LLDP, spanning tree) is known
 * as such by a row of a table and is no loss.
 */
#ifndef DECODE_DECODER_H
#define DECODE_DECODER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "decode/packet.h"

struct decoder;
struct frame;

enum decode_verdict {
	DECODE_OK,
	DECODE_HELD,            /* a fragment, kept until its datagram is whole */
	DECODE_NOT_IP,          /* carries no IP: ARP, LLDP, spanning tree, … */
	DECODE_OTHER_TRANSPORT, /* IP, but neither TCP nor UDP nor an ICMP error about them */
	DECODE_COPY, /* a packet that was just there; only with decoder_find_copies() */
	/* From here on a conversation may have been missed: decode_verdict_is_loss(). */
	DECODE_LINK_TYPE,     /* a link layer we do not read */
	DECODE_UNKNOWN_TYPE,  /* an Ethernet type, LLC SAP, … that we do not read */
	DECODE_MISLABELLED,   /* IP without a link layer, in a file that says Ethernet */
	DECODE_TRUNCATED,     /* the capture ends inside a header */
	DECODE_MALFORMED,     /* a length or version field contradicts the header */
	DECODE_TOO_DEEP,      /* more layers than any honest network stacks */
	DECODE_FRAGMENT_LOST, /* a fragment that memory, age or overlap made useless */
	DECODE_VERDICTS,
};

/* What a number below IP counts. */
enum decode_space {
	DECODE_SPACE_LINK,      /* LINKTYPE_ of a file */
	DECODE_SPACE_ETHERTYPE, /* Ethernet type */
	DECODE_SPACE_SAP,       /* LLC destination SAP */
	DECODE_SPACE_SNAP,      /* organisation and protocol */
	DECODE_SPACE_PPP,       /* PPP protocol */
	DECODE_SPACE_LINUX,     /* packet type of Linux cooked captures, below 0x600 */
	DECODE_SPACE_FAMILY,    /* address family of loopback captures */
	DECODE_SPACE_GRE,       /* GRE protocol */
	DECODE_SPACE_NSH,       /* next protocol of NSH and VXLAN-GPE */
	DECODE_SPACE_ERF,       /* type of an ERF record */
	DECODE_SPACE_UDP,       /* UDP port of a tunnel */
	DECODE_SPACE_WIFI,      /* a kind of 802.11 data frame: words without a number */
	DECODE_SPACES,
};

/* Types that are not read and told apart; frames of more are counted without them. */
#define DECODE_UNKNOWN_MAX 16

/* Frames of one type that is not read (DECODE_LINK_TYPE and DECODE_UNKNOWN_TYPE). */
struct decode_unknown {
	uint64_t number;
	uint64_t frames;
	const char *name; /* static; NULL when nobody here knows what it is */
	uint8_t space;    /* enum decode_space */
};

struct decode_counters {
	uint64_t verdicts[DECODE_VERDICTS];
	uint64_t reassembled; /* datagrams put together from fragments */
	uint64_t snapped;     /* packets whose payload a snaplen cut */
	uint64_t
		oversized; /* packets above 1,514 bytes of TCP: the NIC merged them (GRO, LRO, TSO) */
	uint64_t tunnelled;
	uint64_t beginnings; /* datagrams never whole of which the beginning was there */
	/* In the order in which they were met. */
	struct decode_unknown unknown[DECODE_UNKNOWN_MAX];
	uint8_t unknown_count;
	uint64_t unknown_others; /* frames of types beyond those */
	/* Tunnels of which the packet around was read and what is inside was not. */
	struct decode_unknown unread[DECODE_UNKNOWN_MAX];
	uint8_t unread_count;
};

/** @fragment_memory  most bytes of waiting fragments. Owned: decoder_destroy(). NULL: out of memory. */
struct decoder *decoder_create(size_t fragment_memory);

/**
 * From now on tell a packet that is there again, within a tenth of a second: captures
 * that were taken at several places hold copies. @return false when out of memory
 */
MUST_CHECK bool decoder_find_copies(struct decoder *decoder);

/**
 * Decode @frame. @packet is filled only on DECODE_OK.
 *
 * Its payload is borrowed from the frame's bytes, for as long as they are there, or,
 * with packet->reassembled, from the decoder until the next call.
 *
 * When the count of beginnings grew, decoder_recover() has packets to give.
 */
enum decode_verdict decoder_decode(struct decoder *decoder, const struct frame *frame,
                                   struct packet *packet);

/** No frame follows: fragments that still wait are lost, their beginnings are to be had. */
void decoder_finish(struct decoder *decoder);

/**
 * Give out the beginning of a datagram that will never be whole, as a packet that was
 * cut: its ports are a conversation's as much as any. Its fragments count as lost.
 *
 * @packet  its payload is the decoder's (packet->reassembled) until the next
 *          decoder_decode(), which also drops what was not asked for; its time is that
 *          of the first fragment seen and may be long ago
 * @return  false when there is none
 */
bool decoder_recover(struct decoder *decoder, struct packet *packet);

/**
 * Of which fragmented datagrams what was decoded or recovered last is part, whatever
 * came of it: the one that the frame is a fragment of, then the one of which that is
 * a fragment, as in tunnels. None for what is not fragmented.
 *
 * @return  @count numbers, which are never used again; borrowed until the next call of
 *          decoder_decode() or decoder_recover()
 */
const uint64_t *decoder_datagrams(const struct decoder *decoder, size_t *count);

/** No frame that comes is part of a datagram with a lower number. */
uint64_t decoder_oldest_datagram(const struct decoder *decoder);

/** Counters so far; borrowed, live. */
const struct decode_counters *decoder_counters(const struct decoder *decoder);

/** A few words for reports: "not IP", "truncated header". Static. */
const char *decode_verdict_name(enum decode_verdict verdict);

/** May a conversation have been missed by it? Not by what is no IP, held or of another transport. */
bool decode_verdict_is_loss(enum decode_verdict verdict);

/** Frames of all verdicts that are losses. */
uint64_t decode_counters_lost(const struct decode_counters *counters);

/** "Ethernet type 0x8926 (Cisco VN-Tag)". @return the length, as snprintf() */
int decode_unknown_describe(const struct decode_unknown *unknown, char *text,
                            size_t size);

/** NULL is fine. */
void decoder_destroy(struct decoder *decoder);

#endif
