/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls_certificate.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"

#include "certificate_memo.h"
#include "note.h"
#include "reader.h"
#include "x509.h"

#define NAMES_LEARNED 32  /* of one certificate */
#define SAN_MAX       255 /* bytes of DETAIL_TLS_SAN */
#define DATE_LEN      10  /* of an RFC 3339 time: 2016-04-06 */
#define SERIAL_MAX    20
#define SECOND_LEN    19 /* 2016-04-06T12:00:00 */

static bool is_host_byte(char c)
{
	switch (c) {
	case '*':
	case '@':
	case '/':
	case '\\':
	case ':':
	case ',':
	case ';':
	case '"':
	case '\'':
	case '<':
	case '>':
		return false;
	default:
		return c > ' ' && c < 0x7f;
	}
}

/* Could it be the name of a host? Wildcards are none. */
static bool is_host(const struct x509_text *text)
{
	if (text->len == 0 || text->len > 253)
		return false;
	for (size_t i = 0; i < text->len; i++)
		if (!is_host_byte(text->at[i]))
			return false;
	return memchr(text->at, '.', text->len);
}

static void learn(struct reader_view *view, const struct x509_text *name)
{
	const struct flow_end *sender = reader_sender(view);
	struct learned learned = {
		.kind = LEARNED_NAME,
		.via = LEARNED_BY_CERTIFICATE,
		.transport = view->transport,
		.port = sender->port,
		.address = sender->address,
		.text = name->at,
		.text_len = (uint8_t)name->len,
		.time_us = view->time_us,
	};

	view->learned(&learned, view->learned_context);
}

/* Learn the names the sender goes by; @list, if any, becomes them with commas between. */
static size_t learn_names(struct reader_view *view, struct x509_certificate *certificate,
                          char list[static SAN_MAX])
{
	struct x509_text name;
	size_t used = 0;

	if (is_host(&certificate->subject))
		learn(view, &certificate->subject);
	for (int i = 0; i < NAMES_LEARNED && x509_next_name(&certificate->names, &name);
	     i++) {
		if (is_host(&name))
			learn(view, &name);
		if (used + name.len + 1 > SAN_MAX)
			continue;
		if (used)
			list[used++] = ',';
		memcpy(list + used, name.at, name.len);
		used += name.len;
	}
	return used;
}

static void set_text(struct detail_list **details, enum detail key,
                     const struct x509_text *text)
{
	if (text->len)
		detail_set(details, key, text->at, text->len);
}

/* RFC 3339 without the microseconds nobody puts into certificates. */
static void set_time(struct detail_list **details, enum detail key, int64_t time_us)
{
	char text[CLOCK_TEXT_SIZE];

	if (time_us == INT64_MIN)
		return;
	clock_format(time_us, text);
	text[SECOND_LEN] = 'Z';
	detail_set(details, key, text, SECOND_LEN + 1);
}

static void note_date(struct reader_view *view, const char *what, int64_t time_us)
{
	char date[CLOCK_TEXT_SIZE], note[64];

	clock_format(time_us, date);
	snprintf(note, sizeof(note), "%s %.*s", what, DATE_LEN, date);
	note_add(view->flow, note);
}

static void note_validity(struct reader_view *view,
                          const struct x509_certificate *certificate)
{
	if (certificate->not_after_us != INT64_MIN &&
	    certificate->not_after_us < view->time_us)
		note_date(view, "certificate expired", certificate->not_after_us);
	if (certificate->not_before_us != INT64_MIN &&
	    certificate->not_before_us > view->time_us)
		note_date(view, "certificate not valid before",
		          certificate->not_before_us);
}

/* The first certificate of the list is the sender's own. RFC 5246 section 7.4.2. */
static struct cursor first_certificate(struct cursor body)
{
	struct cursor list = cursor_split(&body, cursor_be24(&body));

	return cursor_split(&list, cursor_be24(&list));
}

/* "0A:1B:2C", as Suricata writes it. RFC 5280 section 4.1.2.2: at most 20 bytes. */
static void set_serial(struct detail_list **details, enum detail key,
                       const struct x509_text *serial)
{
	static const char digits[] = "0123456789ABCDEF";
	char text[SERIAL_MAX * 3], *at = text;

	for (size_t i = 0; i < serial->len && i < SERIAL_MAX; i++) {
		uint8_t byte = (uint8_t)serial->at[i];

		if (i)
			*at++ = ':';
		*at++ = digits[byte >> 4];
		*at++ = digits[byte & 15];
	}
	if (at > text)
		detail_set(details, key, text, (size_t)(at - text));
}

static void set_key(struct detail_list **details, enum detail key,
                    const struct x509_certificate *certificate)
{
	char text[24];

	if (!certificate->key)
		return;
	int len = certificate->key_bits
	                  ? snprintf(text, sizeof(text), "%s %u", certificate->key,
	                             certificate->key_bits)
	                  : snprintf(text, sizeof(text), "%s", certificate->key);

	detail_set(details, key, text, (size_t)len);
}

/* Where what is known of a certificate goes. */
struct places {
	enum detail subject, issuer, not_before, not_after, serial, key, signature;
};

static const struct places of_server = {
	DETAIL_TLS_SUBJECT,   DETAIL_TLS_ISSUER, DETAIL_TLS_NOT_BEFORE,
	DETAIL_TLS_NOT_AFTER, DETAIL_TLS_SERIAL, DETAIL_TLS_KEY,
	DETAIL_TLS_SIGNATURE,
};

static const struct places of_client = {
	DETAIL_TLS_CLIENT_SUBJECT,    DETAIL_TLS_CLIENT_ISSUER,
	DETAIL_TLS_CLIENT_NOT_BEFORE, DETAIL_TLS_CLIENT_NOT_AFTER,
	DETAIL_TLS_CLIENT_SERIAL,     DETAIL_TLS_CLIENT_KEY,
	DETAIL_TLS_CLIENT_SIGNATURE,
};

static void describe(struct detail_list **details, const struct places *places,
                     const struct x509_certificate *certificate)
{
	const char *signature = certificate->signature;

	set_text(details, places->subject, &certificate->subject);
	set_text(details, places->issuer, &certificate->issuer);
	set_time(details, places->not_before, certificate->not_before_us);
	set_time(details, places->not_after, certificate->not_after_us);
	set_serial(details, places->serial, &certificate->serial);
	set_key(details, places->key, certificate);
	if (signature)
		detail_set(details, places->signature, signature, strlen(signature));
}

/* An imitation of TLS was asked for, and TLS came: somebody stands between. */
static void note_intruder(struct reader_view *view, const struct x509_text *subject)
{
	char note[128] = "pseudo-TLS answered by TLS with a certificate";

	if (!(flow_hints(view->flow) & HINT_BIT(HINT_PSEUDOTLS)))
		return;
	if (is_host(subject) && subject->len < sizeof(note) / 2)
		snprintf(note + strlen(note), sizeof(note) - strlen(note), " of %.*s",
		         (int)subject->len, subject->at);
	note_add(view->flow, note);
}

/* Learn whose it is; the server's list of names is a detail as well. */
static void learn_owner(struct reader_view *view,
                        const struct x509_certificate *certificate,
                        struct detail_list **details, bool is_server)
{
	struct x509_certificate fields = *certificate;
	char names[SAN_MAX];
	size_t len = learn_names(view, &fields, names);

	if (!details)
		return;
	describe(details, is_server ? &of_server : &of_client, certificate);
	if (is_server && len)
		detail_set(details, DETAIL_TLS_SAN, names, len);
}

/* @return what is known of it out of, or for, memory; NULL when nothing can be */
static const struct x509_certificate *recall(struct reader_view *view,
                                             const uint8_t *bytes, size_t len,
                                             bool is_server)
{
	const struct address *sender = &reader_sender(view)->address;
	struct known_certificate *known;
	struct detail_list **details;

	if (!view->certificates)
		return NULL;
	known = certificate_memo_find(view->certificates, bytes, len);
	if (!known)
		known = certificate_memo_add(view->certificates, bytes, len);
	if (!known)
		return NULL;
	details = is_server ? &known->details : &known->client_details;
	if (!certificate_memo_was_sent_by(known, sender) || !*details)
		learn_owner(view, &known->fields, *details ? NULL : details, is_server);
	detail_merge(&view->flow->details, *details);
	return &known->fields;
}

void tls_read_server_certificate(struct reader_view *view, struct cursor body)
{
	struct cursor first = first_certificate(body);
	const struct x509_certificate *known;
	struct x509_certificate read;

	if (first.truncated)
		return;
	known = recall(view, first.at, cursor_left(&first), true);
	if (!known) {
		if (!x509_parse(&read, first.at, cursor_left(&first)))
			return;
		learn_owner(view, &read, &view->flow->details, true);
		known = &read;
	}
	note_validity(view, known);
	note_intruder(view, &known->subject);
}

bool tls_read_client_certificate(struct reader_view *view, struct cursor body)
{
	struct cursor peek = body, first = first_certificate(body);
	struct x509_certificate read;

	if (cursor_be24(&peek) == 0)
		return false;
	if (!first.truncated && !recall(view, first.at, cursor_left(&first), false) &&
	    x509_parse(&read, first.at, cursor_left(&first)))
		learn_owner(view, &read, &view->flow->details, false);
	return true;
}
