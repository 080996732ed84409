/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ldap - LDAP on TCP and the connectionless form Windows asks its DCs with.
 *
 * Source: RFC 4511 section 4.1.1 (LDAPMessage), 4.2 (bind), 4.5 (search), 4.12
 * (extended); [MS-ADTS] 6.3.3 (LDAP ping on UDP).
 */
#include "base/transport.h"
#include "ber.h"

#include "readers.h"

#define MESSAGE_MAX 0x1000000
#define HEADER_LEN  32 /* what the checks below may need */

/* RFC 4511 section 4.1.1 and the universal tags of X.690 */
enum {
	TAG_INTEGER = 0x02,
	TAG_OCTETS = 0x04,
	TAG_ENUMERATED = 0x0A,
	TAG_SEQUENCE = 0x30,
	BIND_REQUEST = 0x60,
	BIND_RESPONSE = 0x61,
	SEARCH_REQUEST = 0x63,
	SEARCH_ENTRY = 0x64,
	SEARCH_DONE = 0x65,
	EXTENDED_REQUEST = 0x77,
	EXTENDED_RESPONSE = 0x78,
};

enum look {
	LOOK_NO,
	LOOK_MORE,
	LOOK_CLIENT, /* a request */
	LOOK_SERVER, /* an answer */
};

/* An integer or enumerated of one byte not above @most. */
static bool small_number(struct cursor *c, uint8_t tag, uint8_t most)
{
	struct ber element;

	return ber_take(c, &element) && ber_is(&element, tag) && element.len == 1 &&
	       cursor_u8(&element.value) <= most;
}

static bool octets(struct cursor *c, uint8_t tag)
{
	struct ber element;

	return ber_take(c, &element) && ber_is(&element, tag);
}

/* resultCode, matchedDN, diagnosticMessage: RFC 4511 section 4.1.9 */
static bool is_result(struct cursor *c)
{
	return small_number(c, TAG_ENUMERATED, 80) && octets(c, TAG_OCTETS) &&
	       octets(c, TAG_OCTETS);
}

static enum look look_operation(const struct ber *operation)
{
	struct cursor c = operation->value;

	switch (operation->tag) {
	case BIND_REQUEST:
		return small_number(&c, TAG_INTEGER, 3) && octets(&c, TAG_OCTETS)
		               ? LOOK_CLIENT
		               : LOOK_NO;
	case SEARCH_REQUEST:
		return octets(&c, TAG_OCTETS) && small_number(&c, TAG_ENUMERATED, 3) &&
		                       small_number(&c, TAG_ENUMERATED, 3)
		               ? LOOK_CLIENT
		               : LOOK_NO;
	case EXTENDED_REQUEST:
		return octets(&c, 0x80) ? LOOK_CLIENT : LOOK_NO;
	case SEARCH_ENTRY:
		return octets(&c, TAG_OCTETS) && octets(&c, TAG_SEQUENCE) ? LOOK_SERVER
		                                                          : LOOK_NO;
	case BIND_RESPONSE:
	case SEARCH_DONE:
	case EXTENDED_RESPONSE:
		return is_result(&c) ? LOOK_SERVER : LOOK_NO;
	default:
		return LOOK_NO;
	}
}

static enum look look(const struct reader_view *view)
{
	struct cursor c = cursor_over(view->bytes, view->len);
	struct ber message, id, operation;

	if (view->len && view->bytes && !cursor_starts_with(&c, "\x30", 1))
		return LOOK_NO;
	if (!ber_take(&c, &message) || !ber_take(&message.value, &id) ||
	    !ber_take(&message.value, &operation))
		return view->len < HEADER_LEN ? LOOK_MORE : LOOK_NO;
	if (message.len > MESSAGE_MAX || id.tag != TAG_INTEGER || id.len == 0 ||
	    id.len > 4 || operation.len > message.len)
		return LOOK_NO;
	/* Searches and entries can be long: wait for them rather than miss. */
	if (view->transport == TRANSPORT_TCP &&
	    operation.len > cursor_left(&operation.value) && message.len <= 0x2000)
		return LOOK_MORE;
	return look_operation(&operation);
}

static enum reader_answer read_any(struct reader_view *view)
{
	enum look found = look(view);

	if (found == LOOK_NO)
		return READER_NO;
	if (found == LOOK_MORE)
		return view->transport == TRANSPORT_TCP ? READER_MORE : READER_NO;
	reader_add_hint(view, HINT_LDAP);
	reader_sender_is_client(view, found == LOOK_CLIENT);
	return READER_YES;
}

const struct reader_spec ldap_reader = {
	.name = "ldap",
	.transports = READER_TCP | READER_UDP,
	.read = read_any,
};
