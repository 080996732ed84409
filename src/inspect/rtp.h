/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rtp - RTP and RTCP headers.
 *
 * Room: inspect, private. A header alone proves nothing: two bits of version
 * are all it has. rtp_tracker.h decides by continuity.
 */
#ifndef RTP_H
#define RTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rtp_header {
	uint8_t payload_type;
	bool marker;
	uint16_t sequence;
	uint32_t timestamp;
	uint32_t ssrc;
};

struct rtcp_header {
	uint8_t type;        /* of the first packet of the compound */
	uint32_t ssrc;       /* the sender's */
	uint32_t about_ssrc; /* of the first report block; 0: none */
	bool chained; /* the lengths of all packets add up to the datagram: not encrypted */
	bool named;   /* a second packet, in the clear, states the same SSRC */
};

/**
 * Decode a fixed header, with its contributing sources and extension.
 *
 * @bytes   @len of @wire_len were captured
 * @return  false when it cannot be RTP, among others because RFC 5761 section 4 says RTCP
 *
 * Source: RFC 3550 section 5.1. SRTP leaves all of it in the clear (RFC 3711 section 3.1).
 */
bool rtp_decode(struct rtp_header *header, const uint8_t *bytes, size_t len,
                size_t wire_len);

/**
 * Decode the first packet of a compound and follow the lengths of the others.
 *
 * Source: RFC 3550 section 6; RFC 3711 section 3.4: after eight bytes SRTCP is encrypted.
 */
bool rtcp_decode(struct rtcp_header *header, const uint8_t *bytes, size_t len,
                 size_t wire_len);

#endif
