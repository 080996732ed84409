/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flood - writes a capture in which somebody fills memory, with listeners planted in it.
 *
 * usage: flood KIND OUT.pcap COUNT [SEED]
 *
 * COUNT conversations of one kind within about 25 seconds, so that hardly any of them
 * ends by itself (but a trickle takes its time). Between them, step by step, real conversations with payload: SSH on
 * three ports of front ends that no document lists, and on 5061 and 443. Whatever the
 * flood, an audit has to name all five. The site is flood.site.yaml.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "payload.h"
#include "wire.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum {
	FRONT_END = 0x0a01010b, /* 10.1.1.11 */
	FRONT_END_2,
	CLIENTS = 0x0a640000,   /* 10.100.0.0/16, declared clients */
	STRANGERS = 0x14000000, /* 20.0.0.0, as many hosts as there are conversations */
	NOBODYS = 0xc0a80000,   /* 192.168.0.0/16: hosts that are no Lync servers */
	DURATION_US = 25000000,
	PLANT_STEPS = 6,
	NAME_STEPS = 4, /* messages of a handshake, which is over then */
	FRAGMENT_LEN = 512,
	OWN_LEN = 200, /* bytes of a text, of the 255 that are kept */
};

struct flood {
	struct wire wire;
};

/* --- What a flood is made of ---------------------------------------------------- */

static struct endpoint client_of(uint32_t number)
{
	return (struct endpoint){ CLIENTS + 256 + number % 60000,
		                  (uint16_t)(49152 + number / 60000) };
}

static void say(struct flood *f, struct endpoint from, struct endpoint to, uint8_t flags,
                uint32_t seq, uint32_t ack, const struct buffer *payload)
{
	static const struct buffer nothing;

	wire_tcp(&f->wire, from, to, (struct segment){ flags, seq, ack },
	         payload ? payload : &nothing);
}

static void shake_hands(struct flood *f, struct endpoint from, struct endpoint to)
{
	say(f, from, to, TCP_SYN, 1000, 0, NULL);
	say(f, to, from, TCP_SYN | TCP_ACK, 5000, 1001, NULL);
}

/* @text and enough of what makes it nobody else's. */
static void put_own(struct buffer *b, const char *text, uint32_t number)
{
	char own[32];

	snprintf(own, sizeof(own), "%u-%x", number, number * 2654435761u);
	put_text(b, text);
	put_text(b, own);
	for (size_t len = strlen(own); len < OWN_LEN; len += strlen(own))
		put_text(b, own);
}

static void make_http(struct flood *f, uint32_t number)
{
	struct endpoint from = client_of(number), to = { FRONT_END, 80 };
	struct buffer request = { .len = 0 }, response = { .len = 0 };

	put_own(&request, "GET /", number);
	put_own(&request, " HTTP/1.1\r\nHost: h", number);
	put_own(&request, ".example.com\r\nUser-Agent: ", number);
	put_own(&response, "HTTP/1.1 200 OK\r\nServer: ", number);
	put_text(&request, "\r\n\r\n");
	put_text(&response, "\r\nContent-Length: 0\r\n\r\n");
	shake_hands(f, from, to);
	say(f, from, to, TCP_PSH | TCP_ACK, 1001, 5001, &request);
	say(f, to, from, TCP_PSH | TCP_ACK, 5001, 1001 + (uint32_t)request.len,
	    &response);
}

/* A ClientHello whose name is nobody else's, and the whole handshake after it. */
static void make_names(struct flood *f, uint32_t number)
{
	struct conversation c = { .initiator = client_of(number),
		                  .responder = { FRONT_END, 443 },
		                  .secret = number };
	uint32_t next[2] = { 1001, 5001 };
	char name[64];

	snprintf(name, sizeof(name), "name-%u-%x.some.where.example.com", number,
	         number * 2654435761u);
	c.server_name = name;
	shake_hands(f, c.initiator, c.responder);
	for (; c.step < NAME_STEPS; c.step++) {
		struct message m = { .from_initiator = false };

		payload_tls(&c, &f->wire.random, &m);
		say(f, m.from_initiator ? c.initiator : c.responder,
		    m.from_initiator ? c.responder : c.initiator, TCP_PSH | TCP_ACK,
		    next[!m.from_initiator], next[m.from_initiator], &m.payload);
		next[!m.from_initiator] += (uint32_t)m.payload.len;
	}
}

static void make_syn(struct flood *f, uint32_t number)
{
	struct endpoint from = { STRANGERS + number,
		                 (uint16_t)prng_range(&f->wire.random, 1024, 65535) };
	struct endpoint to = { FRONT_END,
		               (uint16_t)prng_range(&f->wire.random, 1, 61000) };

	say(f, from, to, TCP_SYN, 1000, 0, NULL);
}

static void send_noise(struct flood *f, struct endpoint from, struct endpoint to)
{
	struct buffer payload = { .len = 0 };

	put_noise(&payload, &f->wire.random, 8);
	wire_udp(&f->wire, from, to, &payload);
}

static void make_udp(struct flood *f, uint32_t number)
{
	(void)number;
	send_noise(
		f,
		(struct endpoint){ CLIENTS + prng_range(&f->wire.random, 1, 65000),
	                           (uint16_t)prng_range(&f->wire.random, 1024, 65535) },
		(struct endpoint){ FRONT_END,
	                           (uint16_t)prng_range(&f->wire.random, 1024, 61000) });
}

/* One datagram of eight bytes each, between hosts that are nobody's business. */
static void make_blind(struct flood *f, uint32_t number)
{
	send_noise(f,
	           (struct endpoint){ NOBODYS + 1 + number % 5000,
	                              (uint16_t)(1024 + number / 5000) },
	           (struct endpoint){ NOBODYS + 0x8000 + number % 7, 40000 });
}

/* SYN, SYN-ACK, RST: a listener that nobody asked for anything. */
static void make_listener(struct flood *f, uint32_t number)
{
	struct endpoint from = { CLIENTS + 9, (uint16_t)(40000 + number / 59000) };
	struct endpoint to = { FRONT_END, (uint16_t)(1024 + number % 59000) };

	shake_hands(f, from, to);
	say(f, from, to, 4, 1001, 0, NULL);
}

static void make_host(struct flood *f, uint32_t number)
{
	struct endpoint from = { STRANGERS + number, 50000 }, to = { FRONT_END, 443 };

	shake_hands(f, from, to);
	say(f, from, to, TCP_ACK, 1001, 5001, NULL);
}

/* A host that asks and is answered; every 1.2 seconds there is another one. */
static void make_trickle(struct flood *f, uint32_t number)
{
	struct endpoint from = { STRANGERS + number, 50000 }, to = { FRONT_END, 53 };

	send_noise(f, from, to);
	send_noise(f, to, from);
}

/* The first fragment of a datagram that never becomes whole. */
static void make_fragment(struct flood *f, uint32_t number)
{
	struct buffer payload = { .len = 0 };

	put_be16(&payload, 40000);
	put_be16(&payload, 4444);
	put_noise(&payload, &f->wire.random, FRAGMENT_LEN - payload.len);
	wire_fragment(&f->wire, STRANGERS + number / 60000, FRONT_END, &payload);
}

static const struct kind {
	const char *name;
	void (*make)(struct flood *f, uint32_t number);
	uint32_t packets; /* of one */
	uint32_t gap_us;  /* the longest pause between two; 0: they fit in DURATION_US */
} kinds[] = {
	{ "http", make_http, 4, 0 },
	{ "names", make_names, 2 + NAME_STEPS, 0 },
	{ "syn", make_syn, 1, 0 },
	{ "udp", make_udp, 1, 0 },
	{ "blind", make_blind, 1, 0 },
	{ "listeners", make_listener, 3, 0 },
	{ "hosts", make_host, 3, 0 },
	{ "fragments", make_fragment, 1, 0 },
	{ "trickle", make_trickle, 2, 1200000 },
};

/* --- What is planted in it ------------------------------------------------------ */

struct plant {
	struct endpoint listener;
	uint32_t begins; /* hundredths of the flood */
	struct conversation conversation;
	uint32_t next[2];
	uint32_t done;
};

static struct plant plants[] = {
	{ .listener = { FRONT_END, 61022 }, .begins = 0 },
	{ .listener = { FRONT_END_2, 61023 }, .begins = 30 },
	{ .listener = { FRONT_END, 61024 }, .begins = 90 },
	{ .listener = { FRONT_END, 5061 }, .begins = 91 },
	{ .listener = { FRONT_END_2, 443 }, .begins = 92 },
};

static void grow(struct flood *f, struct plant *plant)
{
	struct conversation *c = &plant->conversation;
	struct message m = { .from_initiator = false };

	if (plant->done == 0) {
		c->initiator = (struct endpoint){ CLIENTS + 7, 49500 };
		c->responder = plant->listener;
		plant->next[0] = 1001;
		plant->next[1] = 5001;
		shake_hands(f, c->initiator, c->responder);
	} else {
		payload_ssh(c, &f->wire.random, &m);
		c->step++;
		say(f, m.from_initiator ? c->initiator : c->responder,
		    m.from_initiator ? c->responder : c->initiator, TCP_PSH | TCP_ACK,
		    plant->next[!m.from_initiator], plant->next[m.from_initiator],
		    &m.payload);
		plant->next[!m.from_initiator] += (uint32_t)m.payload.len;
	}
	plant->done++;
}

/* A step of each that has begun, at every hundredth of the flood. */
static void grow_all(struct flood *f, uint32_t hundredth)
{
	for (size_t i = 0; i < COUNT_OF(plants); i++)
		if (hundredth >= plants[i].begins && plants[i].done < PLANT_STEPS)
			grow(f, &plants[i]);
}

static void write_flood(struct flood *f, const struct kind *kind, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		uint32_t hundredth = (uint32_t)((uint64_t)i * 100 / count);

		if (i == 0 || hundredth != (uint64_t)(i - 1) * 100 / count)
			grow_all(f, hundredth);
		kind->make(f, i);
	}
	for (uint32_t i = 0; i < PLANT_STEPS; i++)
		grow_all(f, 100);
}

static const struct kind *find_kind(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

int main(int argc, char **argv)
{
	const struct kind *kind = argc < 4 ? NULL : find_kind(argv[1]);
	uint32_t count = kind ? (uint32_t)strtoul(argv[3], NULL, 10) : 0;
	struct flood f;

	if (count == 0) {
		fputs("usage: flood KIND OUT.pcap COUNT [SEED]\nkinds:", stderr);
		for (size_t i = 0; i < COUNT_OF(kinds); i++)
			fprintf(stderr, " %s", kinds[i].name);
		fputc('\n', stderr);
		return 2;
	}
	uint64_t gap_us = kind->gap_us ? kind->gap_us
	                               : 2 * (uint64_t)DURATION_US /
	                                         ((uint64_t)count * kind->packets);

	if (!wire_open(&f.wire, argv[2], argc > 4 ? strtoul(argv[4], NULL, 10) : 1,
	               gap_us > 0 ? (uint32_t)gap_us : 1)) {
		fprintf(stderr, "flood: %s: %s\n", argv[2], strerror(errno));
		return 2;
	}
	write_flood(&f, kind, count);
	if (!wire_close(&f.wire)) {
		fprintf(stderr, "flood: %s: %s\n", argv[2], strerror(errno));
		return 2;
	}
	return 0;
}
