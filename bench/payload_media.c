/* SPDX-License-Identifier: BSD-2-Clause */
#include "payload.h"

enum { /* RFC 8489 sections 5 and 18.3, RFC 8445 section 16.1 */
	STUN_COOKIE = 0x2112a442,
	STUN_BINDING = 0x0001,
	STUN_ANSWER = 0x0100,
	STUN_FINGERPRINT_XOR = 0x5354554e,
	STUN_USERNAME = 0x0006,
	STUN_MESSAGE_INTEGRITY = 0x0008,
	STUN_XOR_MAPPED_ADDRESS = 0x0020,
	STUN_PRIORITY = 0x0024,
	STUN_FINGERPRINT = 0x8028,
	STUN_ICE_CONTROLLING = 0x802a,
	STUN_LENGTH_AT = 2,
	STUN_HEADER_LEN = 20,
};

enum { /* MS-ICE2 sections 2.2.1 and 2.2.2 */
	MSICE_CANDIDATE_IDENTIFIER = 0x8054,
	MSICE_IMPLEMENTATION_VERSION = 0x8070,
};

enum { /* MS-TURN section 2.2 */
	MSTURN_ALLOCATE = 0x0003,
	MSTURN_ALLOCATED = 0x0103,
	MSTURN_REFUSED = 0x0113,
	MSTURN_SEND = 0x0004,
	MSTURN_DATA = 0x0115,
	MSTURN_MAGIC_COOKIE = 0x72c64bc6,
	MSTURN_MAPPED_ADDRESS = 0x0001,
	MSTURN_USERNAME = 0x0006,
	MSTURN_ERROR_CODE = 0x0009,
	MSTURN_LIFETIME = 0x000d,
	MSTURN_COOKIE = 0x000f,
	MSTURN_BANDWIDTH = 0x0010,
	MSTURN_DESTINATION_ADDRESS = 0x0011,
	MSTURN_REMOTE_ADDRESS = 0x0012,
	MSTURN_DATA_ATTRIBUTE = 0x0013,
	MSTURN_NONCE = 0x0014,
	MSTURN_REALM = 0x0015,
	MSTURN_VERSION = 0x8008,
	MSTURN_SERVICE_QUALITY = 0x8055,
};

enum {
	CHECKS = 2
}; /* a connectivity check and its answer go before the media */

/** Source: RFC 8489 section 14.7 (the CRC-32 of ITU V.42). */
static uint32_t crc32(const uint8_t *bytes, size_t len)
{
	uint32_t crc = 0xffffffff;

	for (size_t i = 0; i < len; i++) {
		crc ^= bytes[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc;
}

static void put_attribute32(struct buffer *b, uint16_t type, uint32_t value)
{
	put_be16(b, type);
	put_be16(b, 4);
	put_be32(b, value);
}

/** Attributes are padded to four bytes (RFC 8489 section 14, MS-TURN 2.2.2). */
static void put_attribute(struct buffer *b, uint16_t type, const void *value, size_t len)
{
	put_be16(b, type);
	put_be16(b, (uint16_t)len);
	put_bytes(b, value, len);
	put_zeros(b, -len & 3);
}

static void put_noise_attribute(struct buffer *b, uint16_t type, struct prng *r,
                                size_t len)
{
	put_be16(b, type);
	put_be16(b, (uint16_t)len);
	put_noise(b, r, len);
}

/** An IPv4 address and port, hidden with @mask where the attribute asks for it. */
static void put_address_attribute(struct buffer *b, uint16_t type, struct endpoint e,
                                  uint32_t mask)
{
	put_be16(b, type);
	put_be16(b, 8);
	put_be16(b, 1);
	put_be16(b, (uint16_t)(e.port ^ mask >> 16));
	put_be32(b, e.address ^ mask);
}

/** The answer to a check carries the transaction id of the check: the same for both. */
static void put_stun_header(struct buffer *b, uint16_t type, uint32_t cookie, uint32_t id)
{
	put_be16(b, type);
	put_be16(b, 0);
	put_be32(b, cookie);
	for (uint32_t i = 1; i <= 3; i++)
		put_be32(b, id * (2 * i + 1));
}

/** @start is where the message begins: after the framing when the transport is TCP. */
static void end_check(struct buffer *b, struct prng *r, size_t start)
{
	uint8_t *const length = b->bytes + start + STUN_LENGTH_AT;

	put_noise_attribute(b, STUN_MESSAGE_INTEGRITY, r, 20);
	const size_t covered = b->len - start;
	const size_t total = covered + 8 - STUN_HEADER_LEN;
	length[0] = (uint8_t)(total >> 8);
	length[1] = (uint8_t)total;
	put_attribute32(b, STUN_FINGERPRINT,
	                crc32(b->bytes + start, covered) ^ STUN_FINGERPRINT_XOR);
}

static void put_check(struct buffer *b, const struct conversation *c, struct prng *r)
{
	const size_t start = b->len;

	put_stun_header(b, STUN_BINDING, STUN_COOKIE, c->secret);
	put_attribute(b, STUN_USERNAME, "kX7a:9Qbe", 9);
	put_attribute32(b, STUN_PRIORITY, 0x6e0001ff);
	put_noise_attribute(b, STUN_ICE_CONTROLLING, r, 8);
	put_attribute(b, MSICE_CANDIDATE_IDENTIFIER, "1\0\0\0", 4);
	put_attribute32(b, MSICE_IMPLEMENTATION_VERSION, 2);
	end_check(b, r, start);
}

static void put_check_answer(struct buffer *b, const struct conversation *c,
                             struct prng *r)
{
	const size_t start = b->len;

	put_stun_header(b, STUN_BINDING | STUN_ANSWER, STUN_COOKIE, c->secret);
	put_address_attribute(b, STUN_XOR_MAPPED_ADDRESS, c->initiator, STUN_COOKIE);
	put_attribute32(b, MSICE_IMPLEMENTATION_VERSION, 2);
	end_check(b, r, start);
}

/** One media stream: what its packets have in common. */
struct stream {
	uint8_t payload_type;
	uint32_t ticks; /* of the RTP clock between two packets */
	uint32_t shortest, longest;
};

/** Source: RFC 3550 section 5.1, RFC 3711 section 3.1 (80-bit tag). */
static void put_srtp(struct buffer *b, struct conversation *c, struct prng *r,
                     const struct stream *s, bool from_initiator)
{
	const int end = from_initiator ? 0 : 1;
	const uint32_t ssrc = c->secret ^ (end ? 0x3c3c3c3c : 0);

	put_u8(b, 0x80);
	put_u8(b, s->payload_type);
	put_be16(b, (uint16_t)(ssrc + c->rtp_sequence[end]++));
	put_be32(b, ssrc * 3 + c->rtp_time[end]);
	put_be32(b, ssrc);
	put_noise(b, r, prng_range(r, s->shortest, s->longest) + 10);
	c->rtp_time[end] += s->ticks;
}

static void put_media(struct conversation *c, struct prng *r, struct message *m,
                      const struct stream *s)
{
	if (c->step == 0) {
		m->from_initiator = true;
		put_check(&m->payload, c, r);
	} else if (c->step < CHECKS) {
		m->from_initiator = false;
		put_check_answer(&m->payload, c, r);
	} else {
		m->from_initiator = prng_range(r, 0, 1);
		put_srtp(&m->payload, c, r, s, m->from_initiator);
	}
}

void payload_audio(struct conversation *c, struct prng *r, struct message *m)
{
	/* x-msrta/16000, 20 ms. */
	put_media(c, r, m, &(const struct stream){ 114, 320, 160, 160 });
}

void payload_video(struct conversation *c, struct prng *r, struct message *m)
{
	/* x-rtvc1/90000, 30 frames a second. */
	put_media(c, r, m, &(const struct stream){ 121, 3000, 600, 1200 });
}

void payload_application_sharing(struct conversation *c, struct prng *r,
                                 struct message *m)
{
	/* RFC 4571 section 2: a 16-bit length before each packet. */
	put_be16(&m->payload, 0);
	put_media(c, r, m, &(const struct stream){ 127, 900, 80, 1300 });
	patch_length(&m->payload, 0, 2);
}

/** The header every MS-TURN message begins with: the cookie is its first attribute. */
static void begin_msturn(struct buffer *b, uint16_t type, uint32_t id)
{
	put_stun_header(b, type, id, id);
	put_attribute32(b, MSTURN_COOKIE, MSTURN_MAGIC_COOKIE);
	put_attribute32(b, MSTURN_VERSION, 4);
}

static void end_msturn(struct buffer *b)
{
	const size_t total = b->len - STUN_HEADER_LEN;

	b->bytes[STUN_LENGTH_AT] = (uint8_t)(total >> 8);
	b->bytes[STUN_LENGTH_AT + 1] = (uint8_t)total;
}

/** Allocate without and with credentials, and the two answers: MS-TURN section 3.1. */
static void put_allocation(struct buffer *b, const struct conversation *c, struct prng *r)
{
	static const uint16_t types[] = { MSTURN_ALLOCATE, MSTURN_REFUSED,
		                          MSTURN_ALLOCATE, MSTURN_ALLOCATED };
	static const uint8_t unauthorized[] = "\0\0\4\1Unauthorized";

	begin_msturn(b, types[c->step], c->secret + c->step / 2);
	if (c->step == 1) {
		put_attribute(b, MSTURN_ERROR_CODE, unauthorized,
		              sizeof(unauthorized) - 1);
		put_noise_attribute(b, MSTURN_NONCE, r, 24);
		put_attribute(b, MSTURN_REALM, "lync.contoso.example", 20);
	} else if (c->step == 2) {
		put_noise_attribute(b, MSTURN_USERNAME, r, 32);
		put_attribute(b, MSTURN_REALM, "lync.contoso.example", 20);
		put_attribute32(b, MSTURN_SERVICE_QUALITY,
		                0x00010000); /* audio, best effort */
		put_noise_attribute(b, STUN_MESSAGE_INTEGRITY, r, 20);
	} else if (c->step == 3) {
		put_address_attribute(b, MSTURN_MAPPED_ADDRESS, c->responder, 0);
		put_attribute32(b, MSTURN_LIFETIME, 600);
		put_attribute32(b, MSTURN_BANDWIDTH, 350);
	}
	end_msturn(b);
}

/** A media packet on its way through the relay. */
static void put_relayed(struct buffer *b, struct conversation *c, struct prng *r,
                        bool from_initiator)
{
	static const struct stream audio = { 114, 320, 58, 58 };
	static const struct endpoint outside = { 0xc6336407, 52000 }; /* 198.51.100.7 */
	struct buffer media = { .len = 0 };

	put_srtp(&media, c, r, &audio, from_initiator);
	begin_msturn(b, from_initiator ? MSTURN_SEND : MSTURN_DATA, c->secret + c->step);
	put_address_attribute(
		b, from_initiator ? MSTURN_DESTINATION_ADDRESS : MSTURN_REMOTE_ADDRESS,
		outside, 0);
	put_attribute(b, MSTURN_DATA_ATTRIBUTE, media.bytes, media.len);
	end_msturn(b);
}

void payload_msturn(struct conversation *c, struct prng *r, struct message *m)
{
	m->from_initiator = c->step % 2 == 0;
	if (c->step < 4)
		put_allocation(&m->payload, c, r);
	else
		put_relayed(&m->payload, c, r, m->from_initiator);
}
