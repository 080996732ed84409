/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * decode_counters - what can become of a frame, and of how many it did.
 *
 * Room: decode. Nothing that cannot be decoded is an error: it is counted by
 * reason, and by number and name where a type is not known.
 */
#ifndef DECODE_DECODE_COUNTERS_H
#define DECODE_DECODE_COUNTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
	DECODE_FRAGMENT_LOST, /* a fragment that age or overlap made useless */
	DECODE_FRAGMENT_MEMORY, /* one whose datagram there was no memory for */
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
	/* packets above 1,514 bytes of TCP: the NIC merged them (GRO, LRO, TSO) */
	uint64_t oversized;
	uint64_t tunnelled;
	uint64_t beginnings; /* datagrams never whole of which the beginning was there */
	uint64_t
		carriers; /* packets of tunnels and of what has no ports: decoder_recover() */
	/* In the order in which they were met. */
	struct decode_unknown unknown[DECODE_UNKNOWN_MAX];
	uint8_t unknown_count;
	uint64_t unknown_others; /* frames of types beyond those */
	/* Tunnels of which the packet around was read and what is inside was not. */
	struct decode_unknown unread[DECODE_UNKNOWN_MAX];
	uint8_t unread_count;
};

/** A few words for reports: "not IP", "truncated header". Static. */
const char *decode_verdict_name(enum decode_verdict verdict);

/** "link_type", … in JSON, for verdicts that are losses; NULL for others. Static. */
const char *decode_verdict_key(enum decode_verdict verdict);

/** May a conversation have been missed by it? Not by what is no IP, held or of another transport. */
bool decode_verdict_is_loss(enum decode_verdict verdict);

/** Frames of all verdicts that are losses. */
uint64_t decode_counters_lost(const struct decode_counters *counters);

/** "Ethernet type 0x8926 (Cisco VN-Tag)". @return the length, as snprintf() */
int decode_unknown_describe(const struct decode_unknown *unknown, char *text,
                            size_t size);

#endif
