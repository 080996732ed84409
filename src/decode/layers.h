/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * layers - what the modules of this room ask of each other.
 *
 * A layer is decoded by a function that takes the rest of the frame, reads its
 * own header and hands on to the next by a row of a table (or, for what nearly
 * every packet is made of, by one comparison in front of that table). Each
 * writes what it learns straight into the packet: an inner layer overwrites an
 * outer one, and only DECODE_OK makes the packet worth reading.
 */
#ifndef LAYERS_H
#define LAYERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "capture/frame.h"
#include "decode/cursor.h"
#include "decode/decode_counters.h"
#include "decode/packet.h"

#define TUNNELS_MAX  8  /* tunnels inside each other */
#define HEADERS_MAX  32 /* tags, labels, extension headers: all that can be stacked */
#define CARRIERS_MAX (TUNNELS_MAX + 2) /* kept of a frame */
/* Fragments inside each other: one a tunnel, one a header of IPv6, and the outermost. */
#define DATAGRAMS_MAX (TUNNELS_MAX + HEADERS_MAX + 2)

struct fragments;
struct copies;
struct remnant;

/*
 * One frame on its way through the layers.
 *
 * Fixed headers are taken whole and then read through a cursor over a constant
 * number of bytes: the compiler then proves each field to be inside and drops
 * its check (350 instructions a packet became 240).
 */
struct decoding {
	struct cursor rest;      /* captured bytes of the current layer, still unread */
	uint32_t missing;        /* bytes that follow on the wire but were not captured */
	uint8_t headers;         /* stackable headers taken off so far */
	uint8_t datagram_count;  /* of `datagrams` */
	uint8_t carrier_count;   /* of `carriers` */
	uint8_t ip_version;      /* of the innermost IP header so far */
	uint16_t identification; /* likewise; 0 for IPv6 */
	bool partial;            /* only the beginning of a datagram: lengths say more */
	uint8_t space;           /* of `number` */
	uint64_t number; /* the type looked up last: what DECODE_UNKNOWN_TYPE is about */
	struct packet *packet;
	const struct frame *frame;
	struct fragments *fragments;
	struct decode_counters *counters;
	struct copies *copies; /* NULL: nobody looks for them */
	/* The decoder's, CARRIERS_MAX: see decode_keep_carrier(); the outermost first. */
	struct packet *carriers;
	/* Those put together from fragments, by number, the outermost first. */
	uint64_t datagrams[DATAGRAMS_MAX];
};

typedef enum decode_verdict (*layer_decoder)(struct decoding *decoding);

/** The bytes of a header are not there: cut off by the capture, or never sent? */
static inline enum decode_verdict layer_cut(const struct decoding *decoding)
{
	return decoding->missing ? DECODE_TRUNCATED : DECODE_MALFORMED;
}

/**
 * Keep @stated bytes of the rest: what is more is padding, what is less was not captured.
 *
 * @return false when a tunnel states more bytes than it was given; on the wire
 *         that is forgiven, because captures exist whose frame lengths are wrong
 */
MUST_CHECK static inline bool layer_limit(struct decoding *decoding, size_t stated)
{
	const size_t left = cursor_left(&decoding->rest);

	if (LIKELY(stated <= left)) {
		cursor_limit(&decoding->rest, stated);
		decoding->missing = 0;
		return true;
	}
	if (decoding->packet->tunnelled && !decoding->partial &&
	    stated > left + decoding->missing)
		return false;
	decoding->missing = (uint32_t)(stated - left);
	return true;
}

/** Count one more stackable header. @return false when there are too many */
MUST_CHECK static inline bool layer_stack(struct decoding *decoding)
{
	return ++decoding->headers <= HEADERS_MAX;
}

/** What is decoded is part of datagram @number; 0: of one that cannot be remembered. */
static inline void layer_join(struct decoding *decoding, uint64_t number)
{
	if (number && decoding->datagram_count < DATAGRAMS_MAX)
		decoding->datagrams[decoding->datagram_count++] = number;
}

/** Decode what is inside a tunnel. */
static inline enum decode_verdict layer_enter(struct decoding *decoding,
                                              layer_decoder inner)
{
	if (++decoding->packet->tunnelled > TUNNELS_MAX)
		return DECODE_TOO_DEEP;
	return inner(decoding);
}

/* --- link.c ------------------------------------------------------------- */

/** Start with the frame's LINKTYPE_. Source: www.tcpdump.org/linktypes.html. */
enum decode_verdict decode_link(struct decoding *decoding);

/**
 * Is @frame IP without a link layer in a file that says Ethernet? pktmon of Windows
 * writes such files on VPN and Wi-Fi interfaces.
 */
bool link_is_mislabelled(const struct frame *frame);

/** Ethernet II, or IEEE 802.3 with LLC and SNAP. Source: RFC 894, RFC 1042. */
enum decode_verdict decode_ethernet(struct decoding *decoding);

/** From the type on that @number is in @space. */
enum decode_verdict decode_type(struct decoding *decoding, enum decode_space space,
                                uint64_t number);

/** From an Ethernet type on; below 0x600 it is a length. */
enum decode_verdict decode_ethertype(struct decoding *decoding, uint16_t ethertype);

/** IEEE 802.1Q section 9.6: priority and identifier, then the type of what follows. */
enum decode_verdict decode_vlan(struct decoding *decoding);

/** Source: RFC 2516 section 4. */
enum decode_verdict decode_pppoe(struct decoding *decoding);

/** From the SAPs on. Source: IEEE 802.2; SNAP: RFC 1042. */
enum decode_verdict decode_llc(struct decoding *decoding);

/** An LLC header in front of IP, as of old. Source: RFC 948. */
enum decode_verdict decode_llc_ip(struct decoding *decoding);

/** From a PPP protocol field on. Source: RFC 1661 section 2. */
enum decode_verdict decode_ppp(struct decoding *decoding);

/** Source: RFC 1662 section 3.1: address and control, which some captures leave out. */
enum decode_verdict decode_ppp_hdlc(struct decoding *decoding);

/** A label stack and a guess at what is below. Source: RFC 3032 section 2.1, RFC 4448. */
enum decode_verdict decode_mpls(struct decoding *decoding);

/** Source: www.tcpdump.org/linktypes.html, for all of these. */
enum decode_verdict decode_linux_sll(struct decoding *decoding);
enum decode_verdict decode_linux_sll2(struct decoding *decoding);
enum decode_verdict decode_cisco_hdlc(struct decoding *decoding);
enum decode_verdict decode_null(struct decoding *decoding);
enum decode_verdict decode_loop(struct decoding *decoding);

/* --- tag.c -------------------------------------------------------------- */

/** Between the addresses of a frame and its type. No standard; as Cisco's switches write it. */
enum decode_verdict decode_vn_tag(struct decoding *decoding);
enum decode_verdict decode_cisco_metadata(struct decoding *decoding);
enum decode_verdict decode_cisco_timestamp(struct decoding *decoding);
enum decode_verdict decode_fabric_path(struct decoding *decoding);

/** Source: IEEE 802.1BR section 7.5. */
enum decode_verdict decode_e_tag(struct decoding *decoding);

/** A customer's frame in that of a provider. Source: IEEE 802.1Q section 9.7. */
enum decode_verdict decode_backbone(struct decoding *decoding);

/** Source: RFC 8300. */
enum decode_verdict decode_nsh(struct decoding *decoding);

/** What NSH and VXLAN-GPE say that follows. Source: RFC 8300 section 11.2.5. */
enum decode_verdict decode_next_protocol(struct decoding *decoding, uint8_t next);

/* --- wifi.c ------------------------------------------------------------- */

/* Numbers in DECODE_SPACE_WIFI: data frames that are not read. */
enum wifi_unread {
	WIFI_ENCRYPTED,
	WIFI_AGGREGATED,
	WIFI_FRAGMENTED,
};

enum decode_verdict decode_wifi(struct decoding *decoding);
enum decode_verdict decode_radiotap(struct decoding *decoding);

/* --- capture_header.c --------------------------------------------------- */

enum decode_verdict decode_ppi(struct decoding *decoding);
enum decode_verdict decode_pktap(struct decoding *decoding);
enum decode_verdict decode_nflog(struct decoding *decoding);
enum decode_verdict decode_erf(struct decoding *decoding);
enum decode_verdict decode_erf_ethernet(struct decoding *decoding);

/* --- network.c ---------------------------------------------------------- */

/** Source: RFC 791 section 3.1. */
enum decode_verdict decode_ipv4(struct decoding *decoding);

/** Source: RFC 8200 section 3. */
enum decode_verdict decode_ipv6(struct decoding *decoding);

/** IPv4 or IPv6, as the version field says. */
enum decode_verdict decode_ip(struct decoding *decoding);

/** An extension header of the common shape. Source: RFC 8200 sections 4.3, 4.4, 4.6. */
enum decode_verdict decode_ipv6_options(struct decoding *decoding);

/** Source: RFC 8200 section 4.5, RFC 6946 (atomic fragments). */
enum decode_verdict decode_ipv6_fragment(struct decoding *decoding);

/** The beginning of a datagram of which the rest never came. */
enum decode_verdict decode_remnant(struct decoding *decoding,
                                   const struct remnant *remnant);

/** Authentication Header, stepped over. Source: RFC 4302 section 2. */
enum decode_verdict decode_ah(struct decoding *decoding);

/* --- transport.c -------------------------------------------------------- */

/**
 * Keep the packet so far as one that decoder_recover() gives: a protocol without ports is
 * a conversation of the two hosts, and so is a tunnel, whatever is inside.
 */
void decode_keep_carrier(struct decoding *decoding, uint8_t transport,
                         uint16_t source_port, uint16_t target_port);

/** May hosts have a conversation of @protocol? Not of ICMP, IGMP or headers of IPv6. */
bool decode_is_conversation(uint8_t protocol);

/** From an IP protocol number on: TCP, UDP or a row of the table. */
enum decode_verdict decode_transport(struct decoding *decoding, uint8_t protocol);

/* --- icmp.c ------------------------------------------------------------- */

/**
 * Destination Unreachable makes a PACKET_ERROR, the rest is another transport.
 *
 * Source: RFC 792, RFC 1122 section 3.2.2.1.
 */
enum decode_verdict decode_icmp(struct decoding *decoding);

/** Source: RFC 4443 section 3.1. */
enum decode_verdict decode_icmpv6(struct decoding *decoding);

/* --- tunnel.c ----------------------------------------------------------- */

/** IPv4 or IPv6 directly in IP. Source: RFC 2003, RFC 4213 section 3, RFC 2473. */
enum decode_verdict decode_ip_in_ip(struct decoding *decoding);

/** Source: RFC 2784, RFC 2890; ERSPAN: draft-foschiano-erspan-03. */
enum decode_verdict decode_gre(struct decoding *decoding);

/** Ethernet directly in IP. Source: RFC 3378 section 3. */
enum decode_verdict decode_etherip(struct decoding *decoding);

/** MPLS directly in IP. Source: RFC 4023 section 3. */
enum decode_verdict decode_mpls_in_ip(struct decoding *decoding);

/**
 * Try the UDP payload as what is tunnelled to @port.
 *
 * @verdict  of the inner packet; written only when it is a tunnel
 * @return   whether it is one. If not, @decoding and its packet are as before
 */
bool decode_udp_tunnel(struct decoding *decoding, uint16_t port,
                       enum decode_verdict *verdict);

#endif
