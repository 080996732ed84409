/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ssrp - SQL Server Browser: which instance listens on which port.
 *
 * Source: [MC-SQLR] 2.2. Requests are one byte or a name and prove nothing
 * away from port 1434; the reply is text nobody else sends.
 */
#include <stdio.h>
#include <string.h>

#include "base/transport.h"
#include "decode/cursor.h"

#include "readers.h"

#define PORT_BROWSER  1434
#define INSTANCE_MAX  32 /* [MC-SQLR] 2.2.3 */
#define REPLIES_MAX   4
#define INSTANCES_MAX 64

/* [MC-SQLR] 2.2.1 to 2.2.5 */
enum {
	BROADCAST = 0x02,
	UNICAST = 0x03,
	UNICAST_INSTANCE = 0x04,
	RESPONSE = 0x05,
	UNICAST_DAC = 0x0F,
};

struct ssrp_state {
	uint8_t replies;
	bool recognised;
};

struct instance_list {
	char text[256];
	size_t len;
};

static void add_instance(struct instance_list *list, struct cursor name, uint16_t port)
{
	size_t room = sizeof(list->text) - list->len;
	int added =
		snprintf(list->text + list->len, room, "%s%.*s:%u", list->len ? "," : "",
	                 (int)cursor_left(&name), (const char *)name.at, port);

	if (added > 0 && (size_t)added < room)
		list->len += (size_t)added;
}

/* Up to the next ';', which is stepped over. */
static struct cursor take_field(struct cursor *c)
{
	const uint8_t *stop = cursor_left(c) ? memchr(c->at, ';', cursor_left(c)) : NULL;
	struct cursor field =
		cursor_split(c, stop ? (size_t)(stop - c->at) : cursor_left(c));

	if (stop)
		cursor_take(c, 1);
	return field;
}

static bool field_is(const struct cursor *field, const char *text)
{
	return cursor_left(field) == strlen(text) &&
	       cursor_starts_with(field, text, strlen(text));
}

static uint16_t parse_port(struct cursor field)
{
	uint32_t port = 0;

	while (cursor_left(&field)) {
		uint8_t digit = cursor_u8(&field);

		if (digit < '0' || digit > '9')
			return 0;
		port = port * 10 + (digit - '0');
		if (port > UINT16_MAX)
			return 0;
	}
	return (uint16_t)port;
}

static void learn_port(struct reader_view *view, struct cursor name, uint16_t port)
{
	size_t len = cursor_left(&name);
	struct learned learned = {
		.kind = LEARNED_LISTENER,
		.via = LEARNED_BY_SSRP,
		.transport = TRANSPORT_TCP,
		.port = port,
		.address = reader_sender(view)->address,
		.text = (const char *)name.at,
		.text_len = len > UINT8_MAX ? UINT8_MAX : (uint8_t)len,
		.time_us = view->time_us,
	};

	view->learned(&learned, view->learned_context);
}

/* [MC-SQLR] 2.2.5: key;value pairs, an empty key ends an instance. */
static void read_instances(struct reader_view *view, struct cursor c)
{
	struct instance_list list = { .len = 0 };
	struct cursor name = cursor_over(c.at, 0);

	for (unsigned i = 0; cursor_left(&c) && i < INSTANCES_MAX * 8; i++) {
		struct cursor key = take_field(&c);
		struct cursor value;

		if (cursor_left(&key) == 0)
			continue;
		value = take_field(&c);
		if (field_is(&key, "InstanceName")) {
			name = value;
		} else if (field_is(&key, "tcp") && cursor_left(&name)) {
			uint16_t port = parse_port(value);

			if (port) {
				learn_port(view, name, port);
				add_instance(&list, name, port);
			}
		}
	}
	if (list.len)
		detail_set(&view->flow->details, DETAIL_SSRP_INSTANCES, list.text,
		           list.len);
}

static bool read_reply(struct reader_view *view, struct cursor *c)
{
	static const char first_key[] = "ServerName;";
	uint16_t len = cursor_le16(c);

	/* [MC-SQLR] 2.2.6: the answer about the administrator connection, 6 bytes. */
	if (len == 6 && view->wire_len == 6 && cursor_u8(c) == 0x01) {
		uint16_t port = cursor_le16(c);

		if (!c->truncated && port && flow_hints(view->flow) & HINT_BIT(HINT_SSRP))
			learn_port(view, cursor_over(NULL, 0), port);
		return flow_hints(view->flow) & HINT_BIT(HINT_SSRP);
	}
	if ((size_t)len + 3 > view->wire_len ||
	    !cursor_starts_with(c, first_key, sizeof(first_key) - 1))
		return false;
	read_instances(view,
	               cursor_split(c, cursor_left(c) < len ? cursor_left(c) : len));
	return true;
}

/* What SQL Server's setup lets an instance be called. */
static bool is_name_letter(uint8_t letter)
{
	return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
	       (letter >= 'a' && letter <= 'z') || letter == '_' || letter == '$' ||
	       letter == '#' || letter == '-';
}

/* An instance name and its NUL, nothing after it. */
static bool is_instance_name(struct cursor c)
{
	size_t len = cursor_left(&c);

	if (len < 2 || len > INSTANCE_MAX + 1)
		return false;
	for (size_t i = 0; i + 1 < len; i++) {
		uint8_t letter = cursor_u8(&c);

		if (!is_name_letter(letter))
			return false;
	}
	return cursor_u8(&c) == 0;
}

static bool is_request(const struct reader_view *view, uint8_t type, struct cursor c)
{
	uint16_t port = reader_receiver(view)->port;

	if (port != PORT_BROWSER)
		return false;
	switch (type) {
	case BROADCAST:
	case UNICAST:
		return view->wire_len == 1;
	case UNICAST_INSTANCE:
		return is_instance_name(c);
	case UNICAST_DAC:
		return cursor_u8(&c) == 0x01 && is_instance_name(c);
	default:
		return false;
	}
}

static enum reader_answer read_datagram(struct reader_view *view)
{
	struct ssrp_state *state = view->state;
	struct cursor c = cursor_over(view->bytes, view->len);
	uint8_t type = cursor_u8(&c);

	if (type == RESPONSE && read_reply(view, &c)) {
		reader_sender_is_client(view, false);
		state->replies++;
	} else if (is_request(view, type, c)) {
		reader_sender_is_client(view, true);
	} else {
		return state->recognised ? READER_YES : READER_NO;
	}
	reader_add_hint(view, HINT_SSRP);
	state->recognised = true;
	return state->replies >= REPLIES_MAX ? READER_YES : READER_KEEP;
}

const struct reader_spec ssrp_reader = {
	.name = "ssrp",
	.transports = READER_UDP,
	.state_size = sizeof(struct ssrp_state),
	.read = read_datagram,
};
