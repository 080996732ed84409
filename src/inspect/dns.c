/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dns - DNS and the three protocols with its packet: mDNS, LLMNR, NetBIOS names.
 *
 * Sources: RFC 1035 section 4, RFC 6762 (mDNS), RFC 4795 (LLMNR), RFC 1002
 * section 4.2 (NetBIOS). The whole message must parse: every count is met by a
 * record, and nothing is left but the two bytes that Windows may add.
 */
#include <assert.h>
#include <string.h>

#include "base/array.h"
#include "base/transport.h"
#include "decode/cursor.h"

#include "offsets.h"
#include "readers.h"

#define HEADER_LEN    12
#define NAME_SIZE     256
#define JUMPS_MAX     16
#define RECORDS_MAX   256
#define ADDRESSES_MAX 16
#define MESSAGES_MAX  16 /* looked at in one flow */
#define PADDING_LEN   2
#define FLAG_RESPONSE 0x8000
#define CLASS_UNICAST                                                                    \
	0x8000 /* RFC 6762 sections 5.4 and 10.2: the top bit of the class */
#define PORT_NETBIOS 137
#define PORT_MDNS    5353
#define PORT_LLMNR   5355

/* RFC 1035 section 3.2.2, RFC 3596, RFC 1002 section 4.2.1.3 */
enum {
	TYPE_A = 1,
	TYPE_AAAA = 28,
	TYPE_NB = 32,
	TYPE_NBSTAT = 33,
	CLASS_IN = 1,
	CLASS_ANY = 255,
};

struct dns_state {
	struct offsets read;
	uint8_t messages, answers;
};

struct dns_message {
	const uint8_t *bytes; /* borrowed: for compression pointers */
	size_t len;
	bool whole; /* no snaplen cut it */
	uint16_t flags;
	uint16_t counts[4]; /* questions, answers, authorities, additional */
	uint16_t question_type;
	char name[NAME_SIZE]; /* of the first question, dots, no NUL needed */
	size_t name_len;
};

struct name {
	char text[NAME_SIZE];
	size_t len;
};

/* Add one label; RFC 1035 section 3.1 allows 255 in all. */
static bool add_label(struct name *name, struct cursor *c, uint8_t len)
{
	const uint8_t *label = cursor_take(c, len);

	if (!label || name->len + len + 1u >= sizeof(name->text))
		return false;
	if (name->len)
		name->text[name->len++] = '.';
	memcpy(name->text + name->len, label, len);
	name->len += len;
	return true;
}

/* RFC 1035 section 4.1.4. Pointers must go backwards, so they end. */
static bool read_name(const struct dns_message *message, struct cursor *c,
                      struct name *name)
{
	struct cursor at = *c;
	bool jumped = false;
	size_t limit = (size_t)(c->at - message->bytes);

	name->len = 0;
	for (unsigned jumps = 0; jumps < JUMPS_MAX;) {
		uint8_t len = cursor_u8(&at);

		if (at.truncated)
			return false;
		if (len >= 0xC0) {
			size_t target = (size_t)(len & 0x3F) << 8 | cursor_u8(&at);

			if (at.truncated || target >= limit || target < HEADER_LEN)
				return false;
			if (!jumped)
				*c = at;
			jumped = true;
			jumps++;
			limit = target;
			at = cursor_over(message->bytes, message->len);
			cursor_take(&at, target);
		} else if (len > 63 || (len && !add_label(name, &at, len))) {
			return false;
		} else if (len == 0) {
			if (!jumped)
				*c = at;
			return true;
		}
	}
	return false;
}

/* RFC 1035 section 4.1.1; LLMNR and NetBIOS use some of the reserved bits. */
static bool decode_header(struct dns_message *message, struct cursor *c)
{
	unsigned records = 0;
	unsigned opcode;

	cursor_be16(c);
	message->flags = cursor_be16(c);
	for (size_t i = 0; i < 4; i++) {
		message->counts[i] = cursor_be16(c);
		records += message->counts[i];
	}
	opcode = message->flags >> 11 & 0x0F;
	/* Query, notify, update; NetBIOS registration 5, release 6, WACK 7, refresh 8. */
	return !c->truncated && opcode <= 8 && opcode != 1 && opcode != 3 &&
	       records > 0 && records <= RECORDS_MAX && message->counts[0] <= 32 &&
	       (message->flags & 0x0F) <= 10;
}

static bool read_questions(struct dns_message *message, struct cursor *c)
{
	struct name name;

	for (uint16_t i = 0; i < message->counts[0]; i++) {
		uint16_t type, class;

		if (!read_name(message, c, &name))
			return false;
		type = cursor_be16(c);
		class = cursor_be16(c) & (uint16_t)~CLASS_UNICAST;
		if (c->truncated || type == 0 ||
		    (class != CLASS_IN && class != CLASS_ANY && class != 3))
			return false;
		if (i == 0) {
			message->question_type = type;
			memcpy(message->name, name.text, name.len);
			message->name_len = name.len;
		}
	}
	return true;
}

static void learn_name(struct reader_view *view, const struct dns_message *message,
                       const struct name *owner, uint16_t type, struct cursor data)
{
	struct learned learned = {
		.kind = LEARNED_NAME,
		.via = LEARNED_BY_DNS,
		.by = reader_sender(view)->address,
		.text = message->name_len ? message->name : owner->text,
		.text_len = (uint8_t)(message->name_len ? message->name_len : owner->len),
		.time_us = view->time_us,
	};

	size_t len = cursor_left(&data);
	const uint8_t *bytes = cursor_take(&data, len);

	if (bytes && type == TYPE_A && len == 4)
		learned.address = address_from_ipv4(bytes);
	else if (bytes && type == TYPE_AAAA && len == sizeof(learned.address.bytes))
		memcpy(learned.address.bytes, bytes, len);
	else
		return;
	if (learned.text_len && !address_is_group(&learned.address))
		view->learned(&learned, view->learned_context);
}

/*
 * Walk every record. With @learn, the addresses among the answers are told:
 * called twice, so that nothing is told about a message that is none.
 */
static bool read_records(struct reader_view *view, const struct dns_message *message,
                         struct cursor c, bool learn)
{
	unsigned total =
		(unsigned)message->counts[1] + message->counts[2] + message->counts[3];
	unsigned learned = 0;
	struct name owner;

	for (unsigned i = 0; i < total; i++) {
		uint16_t type, class;
		struct cursor data;

		if (!read_name(message, &c, &owner))
			return !message->whole && c.truncated;
		type = cursor_be16(&c);
		class = cursor_be16(&c) & (uint16_t)~CLASS_UNICAST;
		cursor_take(&c, 4);
		data = cursor_split(&c, cursor_be16(&c));
		if (c.truncated)
			return !message->whole;
		if (learn && class == CLASS_IN && i < message->counts[1] &&
		    learned++ < ADDRESSES_MAX)
			learn_name(view, message, &owner, type, data);
	}
	/* Windows DNS pads what belongs to a zone transfer. */
	return cursor_left(&c) == 0 || cursor_left(&c) == PADDING_LEN;
}

/* RFC 1001 section 14.1: 16 bytes as 32 letters. NBSTAT's number is SRV's in DNS. */
static bool is_netbios(const struct dns_message *message)
{
	if ((message->question_type != TYPE_NB &&
	     message->question_type != TYPE_NBSTAT) ||
	    message->name_len < 32)
		return false;
	for (size_t i = 0; i < 32; i++)
		if (message->name[i] < 'A' || message->name[i] > 'P')
			return false;
	return true;
}

/* By the port of who is asked, or who answers: a client may ask from any port. */
static enum hint name_service(const struct reader_view *view,
                              const struct dns_message *message)
{
	static const struct {
		uint16_t port;
		enum hint hint;
	} services[] = {
		{ PORT_MDNS, HINT_MDNS },
		{ PORT_LLMNR, HINT_LLMNR },
		{ PORT_NETBIOS, HINT_NETBIOS },
	};
	uint16_t port = message->flags & FLAG_RESPONSE ? reader_sender(view)->port
	                                               : reader_receiver(view)->port;

	for (size_t i = 0; i < ARRAY_LEN(services); i++)
		if (port == services[i].port)
			return services[i].hint;
	return is_netbios(message) ? HINT_NETBIOS : HINT_DNS;
}

/* @return whether @bytes are one message, whole; hints, details and names are then told */
static bool read_message(struct reader_view *view, const uint8_t *bytes, size_t len,
                         bool whole)
{
	struct cursor c = cursor_over(bytes, len);
	struct dns_message message = { .bytes = bytes, .len = len, .whole = whole };
	struct dns_state *state = view->state;
	bool response;
	enum hint hint;

	if (!decode_header(&message, &c) || !read_questions(&message, &c) ||
	    !read_records(view, &message, c, false))
		return false;
	response = message.flags & FLAG_RESPONSE;
	hint = name_service(view, &message);
	/* Only mDNS answers unasked or asks nothing; no query is without a question elsewhere. */
	if (message.counts[0] == 0 && hint != HINT_MDNS && hint != HINT_NETBIOS)
		return false;
	reader_add_hint(view, hint);
	reader_sender_is_client(view, !response);
	state->messages++;
	state->answers += response;
	if (hint == HINT_NETBIOS)
		return true;
	if (message.name_len &&
	    !detail_get(view->flow->details, DETAIL_DNS_QUERY, &(size_t){ 0 }))
		detail_set(&view->flow->details, DETAIL_DNS_QUERY, message.name,
		           message.name_len);
	if (response && (message.flags & 0x0F) == 0)
		read_records(view, &message, c, true);
	return true;
}

/*
 * A resolver's socket is done when its last query is answered; two servers, or
 * a group, go on from the same ports.
 */
static enum reader_answer answer(const struct reader_view *view)
{
	const struct dns_state *state = view->state;
	bool group = flow_hints(view->flow) & ~HINT_BIT(HINT_DNS);
	bool servers = view->flow->end[0].port == view->flow->end[1].port;

	if (state->messages >= MESSAGES_MAX)
		return READER_YES;
	return state->answers && state->answers * 2 >= state->messages && !group &&
	                       !servers
	               ? READER_YES
	               : READER_KEEP;
}

/* The rest of the message is still to come: is it worth waiting for? */
static bool could_begin(struct cursor c)
{
	struct dns_message message;

	return decode_header(&message, &c) || c.truncated;
}

static enum reader_answer read_stream(struct reader_view *view)
{
	struct dns_state *state = view->state;
	struct cursor c = offsets_resume(&state->read, view);

	while (cursor_left(&c) > 2 && state->messages < MESSAGES_MAX) {
		uint16_t len = cursor_be16(&c);
		struct cursor framed = c;

		if (cursor_left(&c) < len) {
			if (state->messages)
				return READER_KEEP;
			return could_begin(framed) ? READER_MORE : READER_NO;
		}
		framed = cursor_split(&c, len);
		if (!read_message(view, framed.at, cursor_left(&framed), true))
			return state->messages ? READER_YES : READER_NO;
		offsets_keep(&state->read, view, &c);
	}
	return state->messages ? answer(view) : READER_MORE;
}

static enum reader_answer read_any(struct reader_view *view)
{
	struct dns_state *state = view->state;

	if (view->transport == TRANSPORT_TCP)
		return read_stream(view);
	if (!read_message(view, view->bytes, view->len, view->len >= view->wire_len))
		return state->messages ? READER_YES : READER_NO;
	return answer(view);
}

static_assert(sizeof(struct dns_state) <= READER_STATE_MAX, "reader state");

const struct reader_spec dns_reader = {
	.name = "dns",
	.transports = READER_TCP | READER_UDP,
	.state_size = sizeof(struct dns_state),
	.read = read_any,
};
