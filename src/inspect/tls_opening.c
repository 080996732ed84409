/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls_opening.h"

#include <string.h>

#include "base/array.h"

#include "line.h"

#define PROXY_1_MOST    107  /* PROXY protocol, section 2.1: with CR LF */
#define CONNECT_MOST    8192 /* of one header; more is no preface */
#define PREFACES_MOST   8    /* in a row: asked again with a password, say */
#define HELLO_2_VERSION 2    /* SSL 2.0: 00 02 */

static const char connect[] = "CONNECT ";

/* What came of looking for one preface. */
enum step {
	STEP_NONE, /* there is none */
	STEP_WAIT, /* there may be one, with more bytes */
	STEP_OVER,
};

/* Is @c the front of @whole, or the other way round? */
static enum step like(const struct cursor *c, const void *whole, size_t len)
{
	size_t left = cursor_left(c);

	if (left < len)
		return cursor_starts_with(c, whole, left) ? STEP_WAIT : STEP_NONE;
	return cursor_starts_with(c, whole, len) ? STEP_OVER : STEP_NONE;
}

static enum step step_proxy_1(struct cursor *c)
{
	static const char head[] = "PROXY ";
	enum step step = like(c, head, sizeof(head) - 1);
	struct line line;

	if (step != STEP_OVER)
		return step;
	if (!line_take(c, &line))
		return cursor_left(c) < PROXY_1_MOST ? STEP_WAIT : STEP_NONE;
	return line.len < PROXY_1_MOST ? STEP_OVER : STEP_NONE;
}

static enum step step_proxy_2(struct cursor *c)
{
	static const uint8_t head[] = { 0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d,
		                        0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a };
	enum step step = like(c, head, sizeof(head));

	if (step != STEP_OVER)
		return step;
	(void)cursor_take(c, sizeof(head));
	uint8_t version = cursor_u8(c);

	(void)cursor_u8(c); /* family and transport */
	(void)cursor_take(c, cursor_be16(c));
	if (c->truncated)
		return STEP_WAIT;
	return version >> 4 == 2 ? STEP_OVER : STEP_NONE;
}

/* Step over the header of an HTTP message and the body that it announces. */
static enum step step_message(struct cursor *c)
{
	size_t whole = cursor_left(c), body = 0;
	struct line line, value;

	while (line_take(c, &line)) {
		if (line.len == 0)
			return cursor_take(c, body) ? STEP_OVER : STEP_WAIT;
		if (line_is_field(&line, "Content-Length", NULL, &value))
			body = line_number(&value);
	}
	return whole < CONNECT_MOST ? STEP_WAIT : STEP_NONE;
}

static enum step step_connect(struct cursor *c)
{
	enum step step = like(c, connect, sizeof(connect) - 1);

	return step == STEP_OVER ? step_message(c) : step;
}

static enum step step_answer(struct cursor *c)
{
	static const char head[] = "HTTP/1.";
	enum step step = like(c, head, sizeof(head) - 1);

	return step == STEP_OVER ? step_message(c) : step;
}

static const struct {
	enum step (*step)(struct cursor *c);
	enum tls_preface preface;
	bool is_answer; /* only from whom the other end asked to connect */
} prefaces[] = {
	{ step_proxy_1, TLS_PREFACE_PROXY, false },
	{ step_proxy_2, TLS_PREFACE_PROXY, false },
	{ step_connect, TLS_PREFACE_CONNECT, false },
	{ step_answer, TLS_PREFACE_CONNECT, true },
};

static enum step step_any(struct cursor *c, bool asked, enum tls_preface *preface)
{
	for (size_t i = 0; i < ARRAY_LEN(prefaces); i++) {
		struct cursor tried = *c;
		enum step step = prefaces[i].is_answer && !asked
		                         ? STEP_NONE
		                         : prefaces[i].step(&tried);

		if (step == STEP_NONE)
			continue;
		/* The header of a request that asks to connect may still be coming. */
		if (step == STEP_OVER ||
		    cursor_starts_with(c, connect, sizeof(connect) - 1))
			*preface = prefaces[i].preface;
		if (step == STEP_OVER)
			*c = tried;
		return step;
	}
	return STEP_NONE;
}

/* As far as its bytes go. RFC 5246 appendix E.2: two bytes of length, then type and version. */
static enum tls_opening like_hello_2(struct cursor c)
{
	(void)cursor_be16(&c);
	uint8_t type = cursor_u8(&c);

	if (c.truncated)
		return TLS_OPENING_UNKNOWN;
	uint16_t version = cursor_be16(&c);

	if (type != 1)
		return TLS_OPENING_OTHER;
	if (c.truncated)
		return TLS_OPENING_UNKNOWN;
	return version == HELLO_2_VERSION || (version >= SSL_3_0 && version <= TLS_1_3)
	               ? TLS_OPENING_TLS
	               : TLS_OPENING_OTHER;
}

static enum tls_opening like_tls(struct cursor c)
{
	struct cursor peek = c;
	uint8_t first = cursor_u8(&peek);

	if (peek.truncated)
		return TLS_OPENING_UNKNOWN;
	if (first & 0x80)
		return like_hello_2(c);
	if (!tls_may_become_record(c))
		return TLS_OPENING_OTHER;
	(void)cursor_take(&peek, TLS_RECORD_HEADER - 1);
	if (peek.truncated)
		return TLS_OPENING_UNKNOWN;
	return tls_opening_is_record(c) ? TLS_OPENING_TLS : TLS_OPENING_OTHER;
}

struct tls_opening_found tls_opening_find(const uint8_t *bytes, size_t len,
                                          const uint8_t *other, size_t other_len)
{
	struct cursor c = cursor_over(bytes, len), peer = cursor_over(other, other_len);
	struct tls_opening_found found = { .opening = like_tls(c) };
	bool asked;

	/* What prefaces begin with; most openings are told by their first byte. */
	if (len == 0 || !memchr("P\rCH", bytes[0], 4))
		return found;
	asked = cursor_starts_with(&peer, connect, sizeof(connect) - 1);

	for (int i = 0; found.opening != TLS_OPENING_TLS && i < PREFACES_MOST; i++) {
		enum step step = step_any(&c, asked, &found.preface);

		if (step == STEP_WAIT)
			found.opening = TLS_OPENING_UNKNOWN;
		if (step != STEP_OVER)
			break;
		found.at = len - cursor_left(&c);
		found.opening = like_tls(c);
	}
	return found;
}
