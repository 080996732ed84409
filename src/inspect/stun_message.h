/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stun_message - a STUN message of any of three generations, taken apart.
 *
 * Room: inspect, private. What it means for the flow is said by stun and msturn.
 */
#ifndef STUN_MESSAGE_H
#define STUN_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STUN_HEADER_LEN   20
#define STUN_MAGIC_COOKIE 0x2112A442 /* RFC 8489 section 5 */

/* Which generation a message belongs to, by what it carries. */
enum stun_kind {
	STUN_RFC8489, /* the magic cookie; RFC 5389 and RFC 8489 */
	STUN_RFC3489, /* no cookie: well formed, and weak evidence by itself */
	STUN_MSTURN,  /* [MS-TURN] 2.2.2.8: the first attribute is its own cookie */
};

struct stun_message {
	enum stun_kind kind;
	uint16_t type; /* method and class; RFC 8489 section 5 */
	uint16_t attributes;
	uint64_t id;             /* last 8 of the transaction id's bytes */
	bool username, priority; /* RFC 8445 section 7.1 */
	bool microsoft;          /* [MS-ICE2] 0x8054 or 0x8070 */
	bool change_request;
	bool mapped_address;
	bool xor_mapped_address;
	uint8_t stream_type;     /* [MS-TURN] 2.2.2.22 MS-Service-Quality; 0: none */
	uint32_t msturn_version; /* [MS-TURN] 2.2.2.17; 0: none */
	const uint8_t *software; /* borrowed from the message; NULL: none */
	size_t software_len;
};

/**
 * Decode one message that fills @wire_len bytes exactly.
 *
 * @bytes   @len of them were captured
 * @return  whether header and attribute chain are consistent; @message is then filled
 *
 * Source: RFC 8489 sections 5 and 14; RFC 3489 section 11; [MS-TURN] 2.2, whose
 * attributes are not padded to four bytes.
 */
bool stun_decode(struct stun_message *message, const uint8_t *bytes, size_t len,
                 size_t wire_len);

#endif
