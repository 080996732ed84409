/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tls_opening - does what an end of a TCP connection sent first begin as TLS does?
 *
 * Room: inspect, private. Told by bytes of the stream, not by packets. What a
 * balancer or a proxy puts in front of TLS is stepped over: the PROXY headers of
 * both versions, and CONNECT with its answers.
 */
#ifndef TLS_OPENING_H
#define TLS_OPENING_H

#include <stddef.h>
#include <stdint.h>

#include "decode/cursor.h"

#include "tls_record.h"

enum tls_opening {
	TLS_OPENING_UNKNOWN, /* too few bytes so far */
	TLS_OPENING_TLS,     /* a record, or a hello in the format of SSL 2.0 */
	TLS_OPENING_OTHER,   /* neither */
};

/* What stands in front of it. */
enum tls_preface {
	TLS_PREFACE_NONE,
	TLS_PREFACE_PROXY,   /* PROXY protocol, version 1 or 2 */
	TLS_PREFACE_CONNECT, /* HTTP CONNECT, or the answer to it */
};

struct tls_opening_found {
	enum tls_opening opening;
	enum tls_preface preface; /* the last one that was stepped over, or begins here */
	size_t at;                /* offset of what it is about: behind the prefaces */
};

/**
 * Look at the first @len bytes that one end sent; @other is what the other end sent so
 * far: only who was asked to connect answers so.
 *
 * Source: RFC 8446 section 5.1, RFC 5246 appendix E.2; the PROXY protocol, sections 2.1
 * and 2.2; RFC 9110 section 9.3.6.
 */
struct tls_opening_found tls_opening_find(const uint8_t *bytes, size_t len,
                                          const uint8_t *other, size_t other_len);

/** Does @c begin with the header of a record, whole, of a version and length that can be? */
static inline bool tls_opening_is_record(struct cursor c)
{
	struct tls_record record;

	return tls_take_record(&c, &record);
}

#endif
