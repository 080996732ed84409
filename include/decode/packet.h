/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * packet - one captured frame reduced to what the later rooms need.
 *
 * Room: decode. Everything here is in host byte order; network order ends at
 * this boundary. Addresses and ports are those of the innermost TCP or UDP
 * header, whatever tunnels were around it.
 */
#ifndef DECODE_PACKET_H
#define DECODE_PACKET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"
#include "base/transport.h"

enum packet_kind {
	PACKET_DATA, /* a TCP segment or UDP datagram */
	PACKET_ERROR, /* an ICMP error; addresses and ports are of the datagram it quotes */
};

struct packet {
	int64_t time_us;
	struct address source, target;
	uint16_t source_port, target_port;
	uint8_t transport; /* enum transport */
	uint8_t kind;      /* enum packet_kind */
	uint8_t tcp_flags; /* enum tcp_flag bits; 0 for UDP */
	uint8_t dscp;      /* of the IP header directly above the transport, 0..63 */
	uint8_t vlan_count;
	bool reassembled; /* from fragments: the payload is the decoder's, not the frame's */
	bool to_all; /* its frame went to everybody on the link: a broadcast of Ethernet */
	uint8_t tunnelled;                 /* tunnels taken off: 0 for plain traffic */
	uint16_t vlan[2];                  /* outermost first */
	uint16_t input;                    /* frame.input */
	uint32_t sequence, acknowledgment; /* TCP only */
	/* bytes of the frame, or all frames of a datagram, on the wire */
	uint32_t wire_len;
	uint32_t payload_len; /* bytes captured */
	/* bytes the headers state; more when a snaplen cut it */
	uint32_t payload_wire_len;
	/* borrowed from the frame; reassembled, until the next packet */
	const uint8_t *payload;
};

#endif
