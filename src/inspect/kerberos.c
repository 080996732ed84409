/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kerberos - Kerberos 5 on port 88, UDP and TCP.
 *
 * Source: RFC 4120 section 5.4.1 (KRB-KDC-REQ), 5.4.2 (KRB-KDC-REP), 5.9.1
 * (KRB-ERROR), 7.2.2 (the length on TCP). Protocol version and message type
 * stand at the front of each in one fixed encoding.
 */
#include "base/array.h"
#include "base/transport.h"
#include "ber.h"

#include "readers.h"

#define BEGINNING_LEN 20 /* tag and lengths at their longest, and both integers */
#define MESSAGE_MAX   0x100000

static const struct message_type {
	uint8_t tag;
	bool from_client;
	uint8_t beginning[10]; /* pvno 5 and msg-type, DER */
} message_types[] = {
	{ 0x6A, true, { 0xA1, 3, 2, 1, 5, 0xA2, 3, 2, 1, 10 } },  /* AS-REQ */
	{ 0x6B, false, { 0xA0, 3, 2, 1, 5, 0xA1, 3, 2, 1, 11 } }, /* AS-REP */
	{ 0x6C, true, { 0xA1, 3, 2, 1, 5, 0xA2, 3, 2, 1, 12 } },  /* TGS-REQ */
	{ 0x6D, false, { 0xA0, 3, 2, 1, 5, 0xA1, 3, 2, 1, 13 } }, /* TGS-REP */
	{ 0x7E, false, { 0xA0, 3, 2, 1, 5, 0xA1, 3, 2, 1, 30 } }, /* KRB-ERROR */
};

static const struct message_type *find_message(struct cursor c)
{
	struct ber application, sequence;

	if (!ber_take(&c, &application) || !ber_take(&application.value, &sequence) ||
	    sequence.tag != 0x30 || sequence.len >= application.len)
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(message_types); i++)
		if (message_types[i].tag == application.tag &&
		    cursor_starts_with(&sequence.value, message_types[i].beginning,
		                       sizeof(message_types[i].beginning)))
			return &message_types[i];
	return NULL;
}

static enum reader_answer read_any(struct reader_view *view)
{
	struct cursor c = cursor_over(view->bytes, view->len);
	const struct message_type *found;

	if (view->transport == TRANSPORT_TCP && cursor_be32(&c) > MESSAGE_MAX)
		return READER_NO;
	found = find_message(c);
	if (!found)
		return view->transport == TRANSPORT_TCP && cursor_left(&c) < BEGINNING_LEN
		               ? READER_MORE
		               : READER_NO;
	reader_add_hint(view, HINT_KERBEROS);
	reader_sender_is_client(view, found->from_client);
	return READER_YES;
}

const struct reader_spec kerberos_reader = {
	.name = "kerberos",
	.transports = READER_TCP | READER_UDP,
	.read = read_any,
};
