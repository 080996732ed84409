/* SPDX-License-Identifier: BSD-2-Clause */
#include "x509.h"

#include <string.h>

#include "base/clock.h"

/* X.690 section 8.1.2 */
enum der_tag {
	DER_BOOLEAN = 0x01,
	DER_INTEGER = 0x02,
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
			c->truncated = true;
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

	if (tag != wanted)
		c->truncated = contents.truncated = true;
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

static struct x509_text text_of(const struct cursor *c)
{
	return (struct x509_text){ (const char *)c->at, cursor_left(c) };
}

/* The common name, or else the organization, of a Name. RFC 5280 section 4.1.2.4. */
static struct x509_text name_text(struct cursor name)
{
	struct x509_text organization = { NULL, 0 };

	while (cursor_left(&name) && !name.truncated) {
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
		c->truncated = true;
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

	while (cursor_left(&list) && !list.truncated) {
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
	struct x509_certificate found;

	if (is_next(&body, DER_VERSION))
		(void)take(&body, DER_VERSION);
	(void)take(&body, DER_INTEGER);  /* serial number */
	(void)take(&body, DER_SEQUENCE); /* signature algorithm */
	found.issuer = name_text(take(&body, DER_SEQUENCE));
	struct cursor validity = take(&body, DER_SEQUENCE);

	found.not_before_us = take_time(&validity);
	found.not_after_us = take_time(&validity);
	found.subject = name_text(take(&body, DER_SEQUENCE));
	(void)take(&body, DER_SEQUENCE); /* public key */
	if (body.truncated)
		return false;
	found.names = find_names(&body);
	*certificate = found;
	return true;
}

bool x509_next_name(struct cursor *names, struct x509_text *name)
{
	while (cursor_left(names) && !names->truncated) {
		uint8_t tag;
		struct cursor value = take_element(names, &tag);

		if (tag == DER_DNS_NAME && !value.truncated) {
			*name = text_of(&value);
			return true;
		}
	}
	return false;
}
