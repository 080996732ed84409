/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x509 - names, dates and algorithms of a certificate, found without checking anything.
 *
 * Room: inspect, private. Reads DER through cursors. No signature is verified:
 * this says what a server claims, not whether it is true.
 */
#ifndef X509_H
#define X509_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "decode/cursor.h"

/* Borrowed from the certificate's bytes, not NUL-terminated; len 0: absent. */
struct x509_text {
	const char *at;
	size_t len;
};

struct x509_certificate {
	struct x509_text subject; /* common name, else organization */
	struct x509_text issuer;
	int64_t not_before_us, not_after_us; /* INT64_MIN: unreadable */
	struct x509_text serial;             /* the integer's bytes */
	const char *key;                     /* "RSA", static; NULL: another kind */
	unsigned key_bits;                   /* 0: unknown */
	const char *signature; /* "sha256WithRSAEncryption", static; NULL: another */
	struct cursor names;   /* for x509_next_name() */
};

/**
 * Read the certificate that @len bytes hold.
 *
 * @return false when they are not a certificate, or cut short before its names
 *
 * Source: RFC 5280 section 4.1, X.690.
 */
bool x509_parse(struct x509_certificate *certificate, const uint8_t *bytes, size_t len);

/** The next dNSName of the subject alternative names; false at the end. RFC 5280 section 4.2.1.6. */
bool x509_next_name(struct cursor *names, struct x509_text *name);

#endif
