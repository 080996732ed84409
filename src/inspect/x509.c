/* SPDX-License-Identifier: BSD-2-Clause */
#include "x509.h"

#include <string.h>

#include "base/array.h"
#include "base/clock.h"

/* X.690 section 8.1.2 */
enum der_tag {
	DER_BOOLEAN = 0x01,
	DER_INTEGER = 0x02,
	DER_BIT_STRING = 0x03,
	DER_OCTET_STRING = 0x04,
	DER_OID = 0x06,
	DER_UTC_TIME = 0x17,
	DER_GENERALIZED_TIME = 0x18,
	DER_SEQUENCE = 0x30,
	DER_SET = 0x31,
	DER_VERSION = 0xa0,    /* [0] EXPLICIT */
	DER_EXTENSIONS = 0xa3, /* [3] EXPLICIT */
	DER_DNS_NAME = 0x82,   /* [2] IMPLICIT of GeneralName */
};

/* X.520: 2.5.4.3 and 2.5.4.10; RFC 5280: 2.5.29.17 */
static const uint8_t oid_common_name[] = { 0x55, 0x04, 0x03 };
static const uint8_t oid_organization[] = { 0x55, 0x04, 0x0a };
static const uint8_t oid_alternative_names[] = { 0x55, 0x1d, 0x11 };

#define OID(...) { __VA_ARGS__ }, sizeof((const uint8_t[]){ __VA_ARGS__ })

struct known_oid {
	uint8_t oid[9], len;
	const char *name;
	unsigned bits; /* of a curve's key */
};

/* RFC 3279, RFC 4055, RFC 5758, RFC 8410; 1.3.14.3.2.29 is OIW's. As OpenSSL calls them. */
static const struct known_oid signatures[] = {
	{ OID(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 2), "md2WithRSAEncryption", 0 },
	{ OID(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 4), "md5WithRSAEncryption", 0 },
	{ OID(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 5), "sha1WithRSAEncryption", 0 },
	{ OID(0x2b, 0x0e, 3, 2, 29), "sha1WithRSA", 0 },
	{ OID(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10), "rsassaPss", 0 },
	{ OID(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11), "sha256WithRSAEncryption",
	  0 },
	{ OID(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 12), "sha384WithRSAEncryption",
	  0 },
	{ OID(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 13), "sha512WithRSAEncryption",
	  0 },
	{ OID(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 14), "sha224WithRSAEncryption",
	  0 },
	{ OID(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1), "ecdsa-with-SHA1", 0 },
	{ OID(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 1), "ecdsa-with-SHA224", 0 },
	{ OID(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2), "ecdsa-with-SHA256", 0 },
	{ OID(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3), "ecdsa-with-SHA384", 0 },
	{ OID(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 4), "ecdsa-with-SHA512", 0 },
	{ OID(0x2a, 0x86, 0x48, 0xce, 0x38, 4, 3), "dsaWithSHA1", 0 },
	{ OID(0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 2), "dsa_with_SHA256", 0 },
	{ OID(0x2b, 0x65, 0x70), "ED25519", 0 },
	{ OID(0x2b, 0x65, 0x71), "ED448", 0 },
};

/* RFC 5480 section 2.1.1.1 */
static const struct known_oid curves[] = {
	{ OID(0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 1), "secp192r1", 192 },
	{ OID(0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7), "secp256r1", 256 },
	{ OID(0x2b, 0x81, 4, 0, 33), "secp224r1", 224 },
	{ OID(0x2b, 0x81, 4, 0, 34), "secp384r1", 384 },
	{ OID(0x2b, 0x81, 4, 0, 35), "secp521r1", 521 },
};

/* Step over one element. Its contents, and its tag in @tag; X.690 section 8.1.3. */
static struct cursor take_element(struct cursor *c, uint8_t *tag)
{
	size_t len;

	*tag = cursor_u8(c);
	len = cursor_u8(c);
	if (len & 0x80) {
		size_t count = len & 0x7f;

		/* No certificate has 16 MiB; indefinite length is not DER. */
		if (count == 0 || count > 3)
			cursor_fail(c);
		len = 0;
		for (size_t i = 0; i < count && !c->truncated; i++)
			len = len << 8 | cursor_u8(c);
	}
	return cursor_split(c, len);
}

/* The contents of the next element, which has to be a @wanted. */
static struct cursor take(struct cursor *c, uint8_t wanted)
{
	uint8_t tag;
	struct cursor contents = take_element(c, &tag);

	if (tag != wanted) {
		cursor_fail(c);
		cursor_fail(&contents);
	}
	return contents;
}

static bool is_next(const struct cursor *c, uint8_t tag)
{
	return cursor_starts_with(c, &tag, 1);
}

static bool equals(const struct cursor *c, const uint8_t *bytes, size_t len)
{
	return cursor_left(c) == len && cursor_starts_with(c, bytes, len);
}

static const struct known_oid *find_oid(const struct known_oid *known, size_t count,
                                        const struct cursor *oid)
{
	for (size_t i = 0; i < count; i++)
		if (equals(oid, known[i].oid, known[i].len))
			return &known[i];
	return NULL;
}

/* Bits from the first that is set. */
static unsigned integer_bits(struct cursor integer)
{
	unsigned bits = 0;

	while (cursor_left(&integer) && *integer.at == 0)
		(void)cursor_u8(&integer);
	if (cursor_left(&integer) == 0)
		return 0;
	for (uint8_t first = *integer.at; first; first >>= 1)
		bits++;
	return bits + 8 * (unsigned)(cursor_left(&integer) - 1);
}

/* RSA: the modulus is first in the key. RFC 3279 section 2.3.1. */
static unsigned modulus_bits(struct cursor parameters, struct cursor key)
{
	struct cursor pair = take(&key, DER_SEQUENCE);

	(void)parameters;
	return integer_bits(take(&pair, DER_INTEGER));
}

/* DSA: the prime is first in the parameters. RFC 3279 section 2.3.2. */
static unsigned prime_bits(struct cursor parameters, struct cursor key)
{
	struct cursor numbers = take(&parameters, DER_SEQUENCE);

	(void)key;
	return integer_bits(take(&numbers, DER_INTEGER));
}

/* The parameters name a curve, or else describe one. RFC 5480 section 2.1.1. */
static unsigned curve_bits(struct cursor parameters, struct cursor key)
{
	struct cursor name = take(&parameters, DER_OID);
	const struct known_oid *curve = find_oid(curves, ARRAY_LEN(curves), &name);

	(void)key;
	return curve && !parameters.truncated ? curve->bits : 0;
}

/* RFC 3279 section 2.3, RFC 4055 section 1.2, RFC 8410 section 3 */
static const struct {
	struct known_oid kind;
	unsigned (*bits)(struct cursor parameters, struct cursor key); /* NULL: kind's */
} keys[] = {
	{ { OID(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1), "RSA", 0 }, modulus_bits },
	{ { OID(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10), "RSA", 0 }, modulus_bits },
	{ { OID(0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1), "EC", 0 }, curve_bits },
	{ { OID(0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1), "DSA", 0 }, prime_bits },
	{ { OID(0x2b, 0x65, 0x70), "ED25519", 256 }, NULL },
	{ { OID(0x2b, 0x65, 0x71), "ED448", 456 }, NULL },
};

/* An unknown kind is no key; a size that cannot be read is 0. RFC 5280 section 4.1.2.7. */
static void read_key(struct x509_certificate *certificate, struct cursor info)
{
	struct cursor algorithm = take(&info, DER_SEQUENCE);
	struct cursor oid = take(&algorithm, DER_OID);
	struct cursor key = take(&info, DER_BIT_STRING);

	(void)cursor_u8(&key); /* bits that are not used: none */
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		if (!equals(&oid, keys[i].kind.oid, keys[i].kind.len))
			continue;
		certificate->key = keys[i].kind.name;
		certificate->key_bits =
			keys[i].bits ? keys[i].bits(algorithm, key) : keys[i].kind.bits;
		return;
	}
}

static const char *signature_name(struct cursor algorithm)
{
	struct cursor oid = take(&algorithm, DER_OID);
	const struct known_oid *known = find_oid(signatures, ARRAY_LEN(signatures), &oid);

	return known ? known->name : NULL;
}

static struct x509_text text_of(const struct cursor *c)
{
	return (struct x509_text){ (const char *)c->at, cursor_left(c) };
}

/* The common name, or else the organization, of a Name. RFC 5280 section 4.1.2.4. */
static struct x509_text name_text(struct cursor name)
{
	struct x509_text organization = { NULL, 0 };

	while (cursor_left(&name)) {
		struct cursor set = take(&name, DER_SET);
		struct cursor pair = take(&set, DER_SEQUENCE);
		struct cursor oid = take(&pair, DER_OID);
		uint8_t string_type;
		struct cursor value = take_element(&pair, &string_type);

		if (pair.truncated)
			break;
		if (equals(&oid, oid_common_name, sizeof(oid_common_name)))
			return text_of(&value);
		if (equals(&oid, oid_organization, sizeof(oid_organization)))
			organization = text_of(&value);
	}
	return organization;
}

static int two_digits(struct cursor *c)
{
	int tens = cursor_u8(c) - '0', ones = cursor_u8(c) - '0';

	if (tens < 0 || tens > 9 || ones < 0 || ones > 9)
		cursor_fail(c);
	return tens * 10 + ones;
}

/* YYMMDDhhmmssZ or YYYYMMDDhhmmssZ; RFC 5280 section 4.1.2.5. */
static int64_t take_time(struct cursor *validity)
{
	uint8_t tag;
	struct cursor c = take_element(validity, &tag);
	int year = 0;

	if (tag == DER_GENERALIZED_TIME)
		year = two_digits(&c) * 100;
	else if (tag != DER_UTC_TIME)
		return INT64_MIN;
	year += two_digits(&c);
	if (tag == DER_UTC_TIME)
		year += year < 50 ? 2000 : 1900;

	int month = two_digits(&c), day = two_digits(&c);
	int hour = two_digits(&c), minute = two_digits(&c), second = two_digits(&c);

	if (c.truncated || year < 0 || month < 1 || month > 12 || day < 1 || day > 31 ||
	    hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
	    second > 60)
		return INT64_MIN;
	return clock_from_date((unsigned)year, (unsigned)month, (unsigned)day,
	                       (unsigned)(hour * 3600 + minute * 60 + second));
}

/* Where the alternative names are among the extensions. RFC 5280 section 4.1.2.9. */
static struct cursor find_names(struct cursor *certificate)
{
	struct cursor none = { .at = certificate->at, .end = certificate->at };

	/* Unique identifiers [1] and [2] may come before [3]. */
	while (cursor_left(certificate) && !is_next(certificate, DER_EXTENSIONS)) {
		uint8_t tag;

		(void)take_element(certificate, &tag);
		if (certificate->truncated)
			return none;
	}
	struct cursor wrapped = take(certificate, DER_EXTENSIONS);
	struct cursor list = take(&wrapped, DER_SEQUENCE);

	while (cursor_left(&list)) {
		struct cursor extension = take(&list, DER_SEQUENCE);
		struct cursor oid = take(&extension, DER_OID);

		if (!equals(&oid, oid_alternative_names, sizeof(oid_alternative_names)))
			continue;
		if (is_next(&extension, DER_BOOLEAN)) /* critical */
			(void)take(&extension, DER_BOOLEAN);
		struct cursor value = take(&extension, DER_OCTET_STRING);
		struct cursor names = take(&value, DER_SEQUENCE);

		return value.truncated ? none : names;
	}
	return none;
}

bool x509_parse(struct x509_certificate *certificate, const uint8_t *bytes, size_t len)
{
	struct cursor c = cursor_over(bytes, len);
	struct cursor outer = take(&c, DER_SEQUENCE);
	struct cursor body = take(&outer, DER_SEQUENCE);
	struct x509_certificate found = { .key = NULL };

	if (is_next(&body, DER_VERSION))
		(void)take(&body, DER_VERSION);
	struct cursor serial = take(&body, DER_INTEGER);

	found.serial = text_of(&serial);
	found.signature = signature_name(take(&body, DER_SEQUENCE));
	found.issuer = name_text(take(&body, DER_SEQUENCE));
	struct cursor validity = take(&body, DER_SEQUENCE);

	found.not_before_us = take_time(&validity);
	found.not_after_us = take_time(&validity);
	found.subject = name_text(take(&body, DER_SEQUENCE));
	read_key(&found, take(&body, DER_SEQUENCE));
	if (body.truncated)
		return false;
	found.names = find_names(&body);
	*certificate = found;
	return true;
}

bool x509_next_name(struct cursor *names, struct x509_text *name)
{
	while (cursor_left(names)) {
		uint8_t tag;
		struct cursor value = take_element(names, &tag);

		if (tag == DER_DNS_NAME && !value.truncated) {
			*name = text_of(&value);
			return true;
		}
	}
	return false;
}
