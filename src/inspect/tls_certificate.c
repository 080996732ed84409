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
#define SECOND_LEN    19  /* 2016-04-06T12:00:00 */

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

static void describe(struct detail_list **details,
                     const struct x509_certificate *certificate, const char *names,
                     size_t names_len)
{
	set_text(details, DETAIL_TLS_SUBJECT, &certificate->subject);
	set_text(details, DETAIL_TLS_ISSUER, &certificate->issuer);
	if (names_len)
		detail_set(details, DETAIL_TLS_SAN, names, names_len);
	set_time(details, DETAIL_TLS_NOT_BEFORE, certificate->not_before_us);
	set_time(details, DETAIL_TLS_NOT_AFTER, certificate->not_after_us);
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

/* @return whether the certificate could be dealt with out of, or for, memory */
static bool recall(struct reader_view *view, const uint8_t *bytes, size_t len)
{
	const struct address *sender = &reader_sender(view)->address;
	struct known_certificate *known;
	char names[SAN_MAX];
	bool fresh = false;

	if (!view->certificates)
		return false;
	known = certificate_memo_find(view->certificates, bytes, len);
	if (!known) {
		known = certificate_memo_add(view->certificates, bytes, len);
		fresh = true;
	}
	if (!known)
		return false;
	if (!certificate_memo_was_sent_by(known, sender) || fresh) {
		struct x509_certificate fields = known->fields;
		size_t names_len = learn_names(view, &fields, names);

		if (fresh)
			describe(&known->details, &known->fields, names, names_len);
	}
	detail_merge(&view->flow->details, known->details);
	note_validity(view, &known->fields);
	note_intruder(view, &known->fields.subject);
	return true;
}

void tls_read_server_certificate(struct reader_view *view, struct cursor body)
{
	struct cursor first = first_certificate(body);
	struct x509_certificate certificate;
	char names[SAN_MAX];

	if (first.truncated || recall(view, first.at, cursor_left(&first)) ||
	    !x509_parse(&certificate, first.at, cursor_left(&first)))
		return;
	size_t len = learn_names(view, &certificate, names);

	describe(&view->flow->details, &certificate, names, len);
	note_validity(view, &certificate);
	note_intruder(view, &certificate.subject);
}

bool tls_read_client_certificate(struct reader_view *view, struct cursor body)
{
	struct x509_certificate certificate;
	char names[SAN_MAX];
	struct cursor peek = body, first = first_certificate(body);

	if (cursor_be24(&peek) == 0)
		return false;
	if (!first.truncated && x509_parse(&certificate, first.at, cursor_left(&first))) {
		set_text(&view->flow->details, DETAIL_TLS_CLIENT_SUBJECT,
		         &certificate.subject);
		(void)learn_names(view, &certificate, names); /* the list is not kept */
	}
	return true;
}
