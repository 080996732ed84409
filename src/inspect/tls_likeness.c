/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls_likeness.h"

#include <string.h>

#include "tls_hello.h"
#include "tls_outcome.h"
#include "tls_record.h"
#include "tls_state.h"

#define HELLO_SHORTEST    38 /* version, random, no session, a suite, a compression */
#define SERVER_HELLO_MOST 1024
#define SCAN_RECORDS      4 /* in a row, when looking for a boundary in mid-stream */

/* Lengths that agree with each other are enough: a snaplen of 128 bytes leaves 42 over IPv6. */
static enum tls_likeness like_cut_hello(const struct tls_record *record, uint8_t type,
                                        uint32_t len)
{
	if (type == TLS_MESSAGE_CLIENT_HELLO && record->len == len + TLS_MESSAGE_HEADER)
		return LIKENESS_HELLO;
	if (type == TLS_MESSAGE_SERVER_HELLO && record->len >= len + TLS_MESSAGE_HEADER &&
	    len < SERVER_HELLO_MOST)
		return LIKENESS_HELLO;
	return LIKENESS_OPEN;
}

enum tls_likeness tls_like_hello(struct cursor c)
{
	struct tls_record record;
	bool plausible = tls_take_record(&c, &record);
	uint8_t type = cursor_u8(&c);
	uint32_t len = cursor_be24(&c);
	uint16_t version = cursor_be16(&c);
	bool stated = !c.truncated;

	(void)cursor_take(&c, 32);
	uint8_t session = cursor_u8(&c);

	if (stated &&
	    (!plausible || record.type != TLS_HANDSHAKE || len < HELLO_SHORTEST ||
	     len > UINT16_MAX || version > TLS_1_2 || !tls_version_name(version)))
		return LIKENESS_NONE;
	if (c.truncated)
		return stated ? like_cut_hello(&record, type, len) : LIKENESS_OPEN;
	if (session > 32)
		return LIKENESS_NONE;
	if (type == TLS_MESSAGE_CLIENT_HELLO)
		return record.len <= len + TLS_MESSAGE_HEADER ? LIKENESS_HELLO
		                                              : LIKENESS_NONE;
	return type == TLS_MESSAGE_SERVER_HELLO ? LIKENESS_HELLO : LIKENESS_NONE;
}

/* @wanted records in a row, of one version. */
static enum tls_likeness like_records(struct cursor c, int wanted)
{
	struct tls_record first = { 0 };

	for (int i = 0; i < wanted; i++) {
		struct cursor header = c;
		struct tls_record record;
		bool plausible = tls_take_record(&c, &record);

		if (c.truncated)
			return cursor_left(&header) == 0 || tls_may_become_record(header)
			               ? LIKENESS_OPEN
			               : LIKENESS_NONE;
		if (!plausible || (i && record.version != first.version))
			return LIKENESS_NONE;
		if (i == 0)
			first = record;
		/* The last one's header is enough. */
		if (i + 1 < wanted && !cursor_take(&c, record.len))
			return LIKENESS_OPEN;
	}
	return LIKENESS_SURE;
}

/* A version 2 hello that offers version 3. RFC 5246 appendix E.2. */
static enum tls_likeness like_version_2_hello(struct cursor c)
{
	uint16_t len = cursor_be16(&c);
	uint8_t type = cursor_u8(&c);
	uint16_t version = cursor_be16(&c);
	uint16_t suites = cursor_be16(&c);
	uint16_t session = cursor_be16(&c);
	uint16_t challenge = cursor_be16(&c);

	if (c.truncated)
		return LIKENESS_OPEN;
	if (!(len & 0x8000) || type != TLS_MESSAGE_CLIENT_HELLO || version < 0x0300 ||
	    version > TLS_1_2 || suites == 0 || suites % 3 ||
	    (session && session != 16) || challenge < 16 || challenge > 32 ||
	    (len & 0x7fff) != 9 + suites + session + challenge)
		return LIKENESS_NONE;
	return LIKENESS_SURE;
}

/*
 * How many whole records are there from offset @at to the end, if nothing but them is?
 * Alerts do not count: they are short, so that bytes of any kind come to look like one.
 */
static unsigned records_from(const struct reader_view *view, size_t at)
{
	struct cursor c = cursor_over(view->bytes, view->len);
	unsigned count = 0;
	uint16_t version = 0;

	(void)cursor_take(&c, at);
	while (cursor_left(&c)) {
		struct tls_record record;

		if (!tls_take_record(&c, &record) || !cursor_take(&c, record.len) ||
		    (version && record.version != version))
			return 0;
		version = record.version;
		count += record.type != TLS_ALERT;
	}
	return count;
}

bool tls_are_records(const struct reader_view *view, struct tls_state *state)
{
	unsigned whole = records_from(view, 0), last = records_from(view, view->segment);

	if (whole || last)
		state->whole |= (uint8_t)(1 << view->end);
	return whole > 1 || last > 1 || state->whole == 3;
}

bool tls_has_records_within(const struct reader_view *view)
{
	struct cursor c = cursor_over(view->bytes, view->len);

	while (cursor_left(&c)) {
		const uint8_t *at = memchr(c.at, TLS_APPLICATION_DATA, cursor_left(&c));

		if (!at)
			return false;
		(void)cursor_take(&c, (size_t)(at - c.at));
		if (like_records(c, SCAN_RECORDS) == LIKENESS_SURE)
			return true;
		(void)cursor_take(&c, 1);
	}
	return false;
}

/* The alert, in clear, with which a hello is refused. */
static enum tls_likeness like_alert(struct cursor c)
{
	struct tls_record record;
	bool plausible = tls_take_record(&c, &record);

	if (c.truncated)
		return LIKENESS_OPEN;
	uint8_t level = cursor_u8(&c);
	uint8_t number = cursor_u8(&c);

	if (!plausible || record.type != TLS_ALERT || record.len != TLS_ALERT_LEN)
		return LIKENESS_NONE;
	if (c.truncated)
		return LIKENESS_OPEN;
	return tls_outcome_is_alert(level, number) ? LIKENESS_SURE : LIKENESS_NONE;
}

enum tls_likeness tls_like(struct cursor c, bool from_start)
{
	struct cursor peek = c;
	uint8_t first = cursor_u8(&peek);
	enum tls_likeness hello;

	if (first & 0x80)
		return like_version_2_hello(c);
	if (!tls_may_become_record(c))
		return LIKENESS_NONE;
	hello = first == TLS_HANDSHAKE ? tls_like_hello(c) : LIKENESS_NONE;
	/* RFC 5246 section 7.3: no connection begins with another record. */
	if (hello == LIKENESS_HELLO || from_start)
		return first == TLS_ALERT ? like_alert(c) : hello;
	/* Records that began before the capture did: what is in them is not for us. */
	enum tls_likeness records = like_records(c, 2);

	return records > hello ? records : hello;
}
