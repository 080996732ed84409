/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * datagram - DTLS records and QUIC long headers, so that media ports are not misread.
 *
 * Room: inspect, private. Both only recognise; neither reads further.
 */
#ifndef DATAGRAM_H
#define DATAGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum dtls_evidence {
	DTLS_NONE,
	DTLS_RECORDS, /* records whose lengths fill the datagram: twice is enough */
	DTLS_HELLO,   /* a handshake message that agrees with its record: enough */
};

/** Source: RFC 6347 section 4.1 and 4.2.2; RFC 9147 section 4, whose short header is not recognised. */
enum dtls_evidence dtls_look(const uint8_t *bytes, size_t len, size_t wire_len);

/** A long header of a version that exists? Source: RFC 9000 section 17.2, RFC 9369, RFC 8999. */
bool quic_look(const uint8_t *bytes, size_t len, size_t wire_len);

#endif
