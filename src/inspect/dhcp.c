/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dhcp - which devices ask for what Lync phones need.
 *
 * Sources: RFC 2131 section 2, RFC 2132, RFC 3361 (option 120); what phones
 * send and what option 43 holds for them: TechNet gg412828, gg398088.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "decode/cursor.h"

#include "note.h"
#include "readers.h"

#define MAGIC_COOKIE 0x63825363
#define OPTIONS_MAX  64
#define OPTIONS_AT   240
#define PORT_SERVER  67
#define PORT_CLIENT  68
#define NOTE_SIZE    200

/* RFC 2132, RFC 3361 */
enum {
	OPTION_PAD = 0,
	OPTION_HOST_NAME = 12,
	OPTION_VENDOR_SPECIFIC = 43,
	OPTION_MESSAGE_TYPE = 53,
	OPTION_PARAMETER_LIST = 55,
	OPTION_VENDOR_CLASS = 60,
	OPTION_SIP_SERVERS = 120,
	OPTION_END = 255,
};

/* What the options said, all borrowed from the datagram. */
struct lease {
	uint8_t op, message_type;
	struct address client; /* ciaddr; unspecified when unknown */
	bool client_known;
	bool asks_sip_servers, asks_vendor_specific;
	struct cursor host_name, vendor_class, vendor_specific, sip_servers;
};

static void note_option(struct lease *lease, uint8_t code, struct cursor value)
{
	switch (code) {
	case OPTION_HOST_NAME:
		lease->host_name = value;
		break;
	case OPTION_VENDOR_SPECIFIC:
		lease->vendor_specific = value;
		break;
	case OPTION_MESSAGE_TYPE:
		lease->message_type = cursor_u8(&value);
		break;
	case OPTION_PARAMETER_LIST:
		while (cursor_left(&value)) {
			uint8_t asked = cursor_u8(&value);

			lease->asks_sip_servers |= asked == OPTION_SIP_SERVERS;
			lease->asks_vendor_specific |= asked == OPTION_VENDOR_SPECIFIC;
		}
		break;
	case OPTION_VENDOR_CLASS:
		lease->vendor_class = value;
		break;
	case OPTION_SIP_SERVERS:
		lease->sip_servers = value;
		break;
	default:
		break;
	}
}

/* A missing end mark is common; a length past the end is not DHCP. */
static bool decode_options(struct lease *lease, struct cursor *c, bool whole)
{
	for (unsigned i = 0; i < OPTIONS_MAX * 4 && cursor_left(c); i++) {
		uint8_t code = cursor_u8(c);
		struct cursor value;

		if (code == OPTION_PAD)
			continue;
		if (code == OPTION_END)
			break;
		value = cursor_split(c, cursor_u8(c));
		if (value.truncated)
			return !whole;
		note_option(lease, code, value);
	}
	return true;
}

/*
 * A snaplen cut it in front of the cookie. An Ethernet client's fields are known to the
 * bit where they are there, and both ports must be DHCP's.
 */
static bool is_cut(const struct reader_view *view)
{
	static const uint8_t ethernet[] = { 1, 6 };
	static const uint8_t zeros[10]; /* chaddr behind an Ethernet address */
	struct cursor c = cursor_over(view->bytes, view->len);
	bool asks = cursor_u8(&c) == 1;
	uint16_t from = reader_sender(view)->port, to = reader_receiver(view)->port;

	if (!cursor_starts_with(&c, ethernet, sizeof(ethernet)) ||
	    (asks ? to : from) != PORT_SERVER ||
	    ((asks ? from : to) != PORT_SERVER && (asks ? from : to) != PORT_CLIENT))
		return false;
	cursor_take(&c, 9);
	if (cursor_be16(&c) & 0x7FFF) /* flags: broadcast alone exists */
		return false;
	cursor_take(&c, 16 + 6);
	return view->wire_len > OPTIONS_AT &&
	       cursor_starts_with(&c, zeros, sizeof(zeros));
}

/* RFC 2131 section 2, figure 1 */
static bool decode(struct lease *lease, const struct reader_view *view)
{
	static const uint8_t unspecified[4];
	struct cursor c = cursor_over(view->bytes, view->len);
	uint8_t hardware, hardware_len, hops;
	const uint8_t *ciaddr;

	lease->op = cursor_u8(&c);
	hardware = cursor_u8(&c);
	hardware_len = cursor_u8(&c);
	hops = cursor_u8(&c);
	cursor_take(&c, 8);
	ciaddr = cursor_take(&c, 4);
	lease->client_known = ciaddr && memcmp(ciaddr, unspecified, 4) != 0;
	if (lease->client_known)
		lease->client = address_from_ipv4(ciaddr);
	if (lease->op < 1 || lease->op > 2 || hardware > 37 || hardware_len > 16 ||
	    hops > 16)
		return false;
	cursor_take(&c, 12 + 16 + 64 + 128);
	if (c.truncated && view->len < view->wire_len)
		return is_cut(view);
	if (cursor_be32(&c) != MAGIC_COOKIE || c.truncated)
		return false;
	return decode_options(lease, &c, view->len >= view->wire_len);
}

/* Sub-option 4 is documented as text, "443"; some servers send the number in two bytes. */
static unsigned provisioning_port(struct cursor port)
{
	struct cursor first = port;
	unsigned number = 0;

	if (cursor_left(&port) == 2 && !isdigit(cursor_u8(&first)))
		return cursor_be16(&port);
	while (cursor_left(&port) > 0 && number < 65536) {
		uint8_t digit = cursor_u8(&port);

		if (!isdigit(digit))
			return 0;
		number = number * 10 + digit - '0';
	}
	return number < 65536 ? number : 0;
}

/* Option 43 sub-options 3 and 4: the certificate provisioning server and its port. */
static int note_provisioning(char *note, size_t room, struct cursor options)
{
	struct cursor host = cursor_over(NULL, 0), port = cursor_over(NULL, 0);
	static const char mark[] = "MS-UC-Client";
	bool ours = false;

	while (cursor_left(&options)) {
		uint8_t code = cursor_u8(&options);
		struct cursor value = cursor_split(&options, cursor_u8(&options));

		if (code == 1)
			ours = cursor_starts_with(&value, mark, sizeof(mark) - 1);
		else if (code == 3)
			host = value;
		else if (code == 4)
			port = value;
	}
	if (!ours || cursor_left(&host) == 0 || cursor_left(&port) == 0)
		return 0;
	return snprintf(note, room, "option 43 provisions from %.*s:%u",
	                (int)cursor_left(&host), (const char *)host.at,
	                provisioning_port(port));
}

/* RFC 3361 section 3.1: encoding 0, then names as DNS labels. The first one. */
static int note_sip_server(char *note, size_t room, struct cursor servers)
{
	size_t at = 0;
	int begun = snprintf(note, room, "option 120 names ");

	if (cursor_u8(&servers) != 0 || servers.truncated)
		return 0;
	at += (size_t)begun;
	for (;;) {
		struct cursor label = cursor_split(&servers, cursor_u8(&servers));
		size_t len = cursor_left(&label);

		if (label.truncated || len == 0 || at + len + 2 >= room)
			break;
		if (at > (size_t)begun)
			note[at++] = '.';
		memcpy(note + at, label.at, len);
		at += len;
	}
	note[at] = '\0';
	return at > (size_t)begun ? (int)at : 0;
}

static void set_note(struct flow *flow, const struct lease *lease)
{
	char note[NOTE_SIZE];
	int len = 0;

	if (cursor_left(&lease->vendor_specific))
		len = note_provisioning(note, sizeof(note), lease->vendor_specific);
	if (len <= 0 && cursor_left(&lease->sip_servers))
		len = note_sip_server(note, sizeof(note), lease->sip_servers);
	if (len <= 0 && lease->op == 1 && lease->asks_sip_servers)
		len = snprintf(note, sizeof(note), "asks for option 120%s",
		               lease->asks_vendor_specific ? " and 43" : "");
	if (len <= 0)
		return;
	/* A comma from the wire would end this note and begin another. */
	for (size_t i = 0; i < sizeof(note) && note[i]; i++)
		if (note[i] == ',' || note[i] < ' ' || note[i] > '~')
			note[i] = '?';
	note_add(flow, note);
}

/* Its two ports tell who is who, whatever can be read: RFC 2131 section 4.1, RFC 8415
 * section 7.2. */
static void tell_ends_by_ports(struct reader_view *view)
{
	static const struct {
		uint16_t client, server;
	} pairs[] = { { 68, 67 }, { 546, 547 } };
	uint16_t from = reader_sender(view)->port, to = reader_receiver(view)->port;

	for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
		if ((from == pairs[i].client && to == pairs[i].server) ||
		    (from == pairs[i].server && to == pairs[i].client))
			reader_sender_is_client(view, from == pairs[i].client);
}

static enum reader_answer read_datagram(struct reader_view *view)
{
	struct lease lease = { .op = 0 };

	tell_ends_by_ports(view);
	if (!decode(&lease, view))
		return READER_NO;
	reader_add_hint(view, HINT_DHCP);
	reader_sender_is_client(view, lease.op == 1);
	if (lease.op == 1 && cursor_left(&lease.vendor_class))
		detail_set(&view->flow->details, DETAIL_DHCP_VENDOR_CLASS,
		           lease.vendor_class.at, cursor_left(&lease.vendor_class));
	set_note(view->flow, &lease);
	/* A client that states ciaddr already has that address. */
	if (lease.op == 1 && lease.client_known && cursor_left(&lease.host_name)) {
		struct learned learned = {
			.kind = LEARNED_NAME,
			.via = LEARNED_BY_DHCP,
			.address = lease.client,
			.text = (const char *)lease.host_name.at,
			.text_len = (uint8_t)cursor_left(&lease.host_name),
			.time_us = view->time_us,
		};

		view->learned(&learned, view->learned_context);
	}
	/* The interesting device may be any of those behind one relay or broadcast. */
	return view->packets_seen < 4 && lease.op == 1 ? READER_KEEP : READER_YES;
}

const struct reader_spec dhcp_reader = {
	.name = "dhcp",
	.transports = READER_UDP,
	.read = read_datagram,
};
