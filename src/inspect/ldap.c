/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ldap - LDAP on TCP and the connectionless form Windows asks its DCs with.
 *
 * A conversation whose beginning was not captured may go on with any operation, or
 * be wrapped by what its bind negotiated: signed or sealed, behind a length.
 *
 * Source: RFC 4511 section 4.1.1 (LDAPMessage) and 4.2 to 4.14 (operations); [MS-ADTS]
 * 6.3.3 (LDAP ping on UDP); RFC 4422 section 3.7 (SASL's buffers), RFC 4121 section
 * 4.2.6.2 and RFC 4757 section 7.3 (Kerberos), [MS-NLMP] 2.2.2.9 (NTLM).
 */
#include "base/array.h"
#include "base/transport.h"
#include "ber.h"

#include "readers.h"

#define MESSAGE_MAX 0x1000000
#define WAITED_MAX  0x2000 /* a message not longer is waited for */
#define HEADER_LEN  32     /* what the checks below may need */
#define WRAPPED_MAX 0x1000000
#define NAME_LEAST  6 /* nothing right below the root is deleted */
#define PORT_LDAP   389
#define PORT_GLOBAL 3268 /* the global catalogue's */

/* RFC 4511 section 4.1.1 and the universal tags of X.690 */
enum {
	TAG_BOOLEAN = 0x01,
	TAG_INTEGER = 0x02,
	TAG_OCTETS = 0x04,
	TAG_ENUMERATED = 0x0A,
	TAG_SEQUENCE = 0x30,
	TAG_CONTROLS = 0xA0,
	UNBIND_REQUEST = 0x42,
	DELETE_REQUEST = 0x4A,
	ABANDON_REQUEST = 0x50,
	BIND_REQUEST = 0x60,
	BIND_RESPONSE = 0x61,
	SEARCH_REQUEST = 0x63,
	SEARCH_ENTRY = 0x64,
	SEARCH_DONE = 0x65,
	MODIFY_REQUEST = 0x66,
	MODIFY_RESPONSE = 0x67,
	ADD_REQUEST = 0x68,
	ADD_RESPONSE = 0x69,
	DELETE_RESPONSE = 0x6B,
	RENAME_REQUEST = 0x6C,
	RENAME_RESPONSE = 0x6D,
	COMPARE_REQUEST = 0x6E,
	COMPARE_RESPONSE = 0x6F,
	SEARCH_REFERENCE = 0x73,
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

/* Version and name; the credentials follow. Section 4.2. */
static bool is_bind(struct cursor *c)
{
	return small_number(c, TAG_INTEGER, 3) && octets(c, TAG_OCTETS);
}

/* baseObject, scope, derefAliases: section 4.5.1. */
static bool is_search(struct cursor *c)
{
	return octets(c, TAG_OCTETS) && small_number(c, TAG_ENUMERATED, 3) &&
	       small_number(c, TAG_ENUMERATED, 3);
}

static bool is_extended(struct cursor *c)
{
	return octets(c, 0x80);
}

/* A name, then attributes, changes or an assertion: sections 4.5.2, 4.6, 4.7 and 4.10. */
static bool is_name_and_list(struct cursor *c)
{
	return octets(c, TAG_OCTETS) && octets(c, TAG_SEQUENCE);
}

/* entry, newrdn, deleteoldrdn: section 4.9. */
static bool is_rename(struct cursor *c)
{
	return octets(c, TAG_OCTETS) && octets(c, TAG_OCTETS) && octets(c, TAG_BOOLEAN);
}

/* Section 4.3: nothing. */
static bool is_unbind(struct cursor *c)
{
	return cursor_left(c) == 0;
}

/* Section 4.11: the number of another message. */
static bool is_abandon(struct cursor *c)
{
	return cursor_left(c) >= 1 && cursor_left(c) <= 4;
}

/* Section 4.8: a name and no more. RFC 4514 section 2: text with equals signs in it. */
static bool is_delete(struct cursor *c)
{
	bool named = false;

	if (cursor_left(c) < NAME_LEAST)
		return false;
	while (cursor_left(c)) {
		uint8_t letter = cursor_u8(c);

		if (letter < ' ')
			return false;
		named |= letter == '=';
	}
	return named;
}

/* URIs: section 4.5.3. */
static bool is_reference(struct cursor *c)
{
	struct ber uri;

	return ber_take(c, &uri) && ber_is(&uri, TAG_OCTETS) &&
	       cursor_starts_with(&uri.value, "ldap", 4);
}

static const struct operation {
	uint8_t tag;
	bool by_client;
	bool primitive; /* little to see: the message must end with it, or with controls */
	bool (*is)(struct cursor *c);
} operations[] = {
	{ BIND_REQUEST, true, false, is_bind },
	{ SEARCH_REQUEST, true, false, is_search },
	{ EXTENDED_REQUEST, true, false, is_extended },
	{ MODIFY_REQUEST, true, false, is_name_and_list },
	{ ADD_REQUEST, true, false, is_name_and_list },
	{ COMPARE_REQUEST, true, false, is_name_and_list },
	{ RENAME_REQUEST, true, false, is_rename },
	{ UNBIND_REQUEST, true, true, is_unbind },
	{ ABANDON_REQUEST, true, true, is_abandon },
	{ DELETE_REQUEST, true, true, is_delete },
	{ SEARCH_ENTRY, false, false, is_name_and_list },
	{ SEARCH_REFERENCE, false, false, is_reference },
	{ BIND_RESPONSE, false, false, is_result },
	{ SEARCH_DONE, false, false, is_result },
	{ EXTENDED_RESPONSE, false, false, is_result },
	{ MODIFY_RESPONSE, false, false, is_result },
	{ ADD_RESPONSE, false, false, is_result },
	{ DELETE_RESPONSE, false, false, is_result },
	{ RENAME_RESPONSE, false, false, is_result },
	{ COMPARE_RESPONSE, false, false, is_result },
};

/* Is @operation whole, and followed in its message by nothing but controls? */
static bool ends_here(const struct ber *operation, struct cursor rest)
{
	struct ber controls;

	if (operation->len != cursor_left(&operation->value))
		return false;
	if (cursor_left(&rest) == 0)
		return true;
	return ber_take(&rest, &controls) && ber_is(&controls, TAG_CONTROLS) &&
	       cursor_left(&rest) == 0;
}

/* What @message has left to read is what follows @operation; @whole: all of it is there. */
static enum look look_operation(const struct ber *message, const struct ber *operation,
                                bool whole)
{
	struct cursor c = operation->value;

	for (size_t i = 0; i < ARRAY_LEN(operations); i++) {
		const struct operation *known = &operations[i];

		if (known->tag != operation->tag)
			continue;
		if (known->primitive && !whole)
			return message->len > WAITED_MAX ? LOOK_NO : LOOK_MORE;
		if (known->primitive && !ends_here(operation, message->value))
			return LOOK_NO;
		if (!known->is(&c))
			return LOOK_NO;
		return known->by_client ? LOOK_CLIENT : LOOK_SERVER;
	}
	return LOOK_NO;
}

static enum look look(const struct reader_view *view)
{
	struct cursor c = cursor_over(view->bytes, view->len);
	struct ber message, id, operation;
	bool whole;

	if (view->len && view->bytes && !cursor_starts_with(&c, "\x30", 1))
		return LOOK_NO;
	if (!ber_take(&c, &message))
		return view->len < HEADER_LEN ? LOOK_MORE : LOOK_NO;
	whole = message.len == cursor_left(&message.value);
	if (!ber_take(&message.value, &id) || !ber_take(&message.value, &operation))
		return view->len < HEADER_LEN ? LOOK_MORE : LOOK_NO;
	if (message.len > MESSAGE_MAX || id.tag != TAG_INTEGER || id.len == 0 ||
	    id.len > 4 || operation.len > message.len)
		return LOOK_NO;
	/* Searches and entries can be long: wait for them rather than miss. */
	if (view->transport == TRANSPORT_TCP &&
	    operation.len > cursor_left(&operation.value) && message.len <= WAITED_MAX)
		return LOOK_MORE;
	return look_operation(&message, &operation, whole);
}

/* --- What a bind wraps ------------------------------------------------------ */

/* 05 04, flags of three bits, FF, two counts, and a sequence number that is not near 2^32. */
static bool is_kerberos_token(struct cursor c)
{
	uint16_t id = cursor_be16(&c);
	uint8_t flags = cursor_u8(&c);
	uint8_t filler = cursor_u8(&c);

	cursor_take(&c, 4);
	return cursor_be32(&c) == 0 && !c.truncated && id == 0x0504 && flags < 8 &&
	       filler == 0xFF;
}

/* RFC 2743 section 3.1: Kerberos' identifier in front, for DES and RC4 keys. */
static bool is_old_kerberos_token(struct cursor c)
{
	static const uint8_t kerberos[] = { 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7,
		                            0x12, 0x01, 0x02, 0x02, 0x02, 0x01 };
	struct ber token;

	return ber_take(&c, &token) && token.tag == 0x60 &&
	       cursor_starts_with(&token.value, kerberos, sizeof(kerberos));
}

/* Version 1, a checksum, and a sequence number that starts at 0. */
static bool is_ntlm_token(struct cursor c)
{
	uint32_t version = cursor_le32(&c);

	cursor_take(&c, 8);
	return cursor_le32(&c) < 0x10000 && !c.truncated && version == 1;
}

/* NTLM's token says little: its buffer must end with the stream, or another must follow. */
static bool fills_buffer(struct cursor c, uint32_t len, bool *more)
{
	*more = cursor_left(&c) < len && len <= WAITED_MAX;
	if (cursor_left(&c) < len)
		return false;
	cursor_take(&c, len);
	return cursor_left(&c) == 0 ||
	       (cursor_be32(&c) < WRAPPED_MAX && is_ntlm_token(c));
}

/*
 * Any protocol may use such buffers. On LDAP's ports, before TLS or behind a bind that
 * nobody saw, they are its.
 */
static bool is_wrapped(const struct reader_view *view, bool *more)
{
	uint16_t from = reader_sender(view)->port, to = reader_receiver(view)->port;
	struct cursor c = cursor_over(view->bytes, view->len);
	uint32_t len = cursor_be32(&c);

	if (view->transport != TRANSPORT_TCP || view->from_start ||
	    (from != PORT_LDAP && to != PORT_LDAP && from != PORT_GLOBAL &&
	     to != PORT_GLOBAL))
		return false;
	*more = view->len < HEADER_LEN && (view->len < 4 || len < WRAPPED_MAX);
	if (len < 16 || len >= WRAPPED_MAX || c.truncated)
		return false;
	if (is_kerberos_token(c) || is_old_kerberos_token(c))
		return true;
	return is_ntlm_token(c) && fills_buffer(c, len, more);
}

static enum reader_answer read_any(struct reader_view *view)
{
	enum look found = look(view);
	bool more = false;

	if (found == LOOK_NO && is_wrapped(view, &more)) {
		reader_add_hint(view, HINT_LDAP);
		return READER_YES;
	}
	if (found == LOOK_NO)
		return more ? READER_MORE : READER_NO;
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
