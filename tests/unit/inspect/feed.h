/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * feed - a flow for tests: give an inspector payloads, ask what it found.
 *
 * The flow is made here, packet by packet, as the flow table would make it.
 */
#ifndef FEED_H
#define FEED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "decode/packet.h"
#include "flow/direction.h"
#include "inspect/detail.h"
#include "inspect/hint.h"
#include "inspect/inspector.h"

#define FEED_TIME_US INT64_C(1700000000000000) /* 2023-11-14T22:13:20Z */

struct feed {
	struct inspector *inspector; /* borrowed */
	struct flow flow;
	uint32_t next[2]; /* sequence numbers, by end */
	struct address client, server;
	uint16_t client_port, server_port;
};

/* A flow from 10.0.0.1:50000 to 10.0.0.2:@server_port; @by says how that is known. */
static inline void feed_init(struct feed *feed, struct inspector *inspector,
                             uint8_t transport, uint16_t server_port,
                             enum flow_direction_by by)
{
	memset(feed, 0, sizeof(*feed));
	feed->inspector = inspector;
	feed->client = address_from_ipv4((const uint8_t[]){ 10, 0, 0, 1 });
	feed->server = address_from_ipv4((const uint8_t[]){ 10, 0, 0, 2 });
	feed->client_port = 50000;
	feed->server_port = server_port;
	feed->next[0] = 0xfffffff0; /* sequence numbers wrap */
	feed->next[1] = 77;
	feed->flow.end[0].address = feed->client;
	feed->flow.end[1].address = feed->server;
	feed->flow.end[0].port = feed->client_port;
	feed->flow.end[1].port = server_port;
	feed->flow.transport = transport;
	feed->flow.direction_by = (uint8_t)by;
	feed->flow.first_us = feed->flow.last_us = FEED_TIME_US;
	feed->flow.state = FLOW_MIDSTREAM;
	if (by <= FLOW_BY_SYNACK && transport == TRANSPORT_TCP) {
		feed->flow.end[0].tcp_flags = feed->flow.end[1].tcp_flags =
			TCP_SYN | TCP_ACK;
		feed->flow.state = FLOW_ESTABLISHED;
	}
}

/* A payload at @sequence; @by_client counts from feed_init(), whatever the flow became. */
static inline void feed_at(struct feed *feed, bool by_client, uint32_t sequence,
                           const void *bytes, size_t len, size_t wire_len)
{
	/* An exact allocation, so that a sanitizer sees a read behind it. */
	uint8_t *copy = malloc(len ? len : 1);
	struct packet packet = {
		.time_us = feed->flow.last_us,
		.source = by_client ? feed->client : feed->server,
		.target = by_client ? feed->server : feed->client,
		.source_port = by_client ? feed->client_port : feed->server_port,
		.target_port = by_client ? feed->server_port : feed->client_port,
		.transport = feed->flow.transport,
		.kind = PACKET_DATA,
		.tcp_flags = feed->flow.transport == TRANSPORT_TCP ? TCP_ACK : 0,
		.sequence = sequence,
		.acknowledgment = feed->next[by_client],
		.payload_len = (uint32_t)len,
		.payload_wire_len = (uint32_t)wire_len,
		.payload = copy,
	};
	if (len)
		memcpy(copy, bytes, len);
	if (!(feed->flow.flags & FLOW_DECIDED))
		inspector_observe(feed->inspector, &feed->flow, &packet, !by_client);
	free(copy);
}

/* The next payload in order. */
static inline void feed_bytes(struct feed *feed, bool by_client, const void *bytes,
                              size_t len)
{
	uint32_t sequence = feed->next[!by_client];

	feed->next[!by_client] += (uint32_t)len;
	feed_at(feed, by_client, sequence, bytes, len, len);
}

static inline void feed_text(struct feed *feed, bool by_client, const char *text)
{
	feed_bytes(feed, by_client, text, strlen(text));
}

/* A FIN without payload behind all that was sent so far, and @missing bytes more. */
static inline void feed_fin(struct feed *feed, bool by_client, uint32_t missing)
{
	struct packet packet = {
		.time_us = feed->flow.last_us,
		.source = by_client ? feed->client : feed->server,
		.target = by_client ? feed->server : feed->client,
		.source_port = by_client ? feed->client_port : feed->server_port,
		.target_port = by_client ? feed->server_port : feed->client_port,
		.transport = TRANSPORT_TCP,
		.kind = PACKET_DATA,
		.tcp_flags = TCP_FIN | TCP_ACK,
		.sequence = feed->next[!by_client] + missing,
		.acknowledgment = feed->next[by_client],
	};
	if (!(feed->flow.flags & FLOW_DECIDED))
		inspector_observe(feed->inspector, &feed->flow, &packet, !by_client);
}

/* Hexadecimal digits to bytes. @return how many */
static inline size_t feed_unhex(uint8_t *bytes, const char *hex)
{
	size_t len = 0;
	unsigned byte;

	for (; sscanf(hex, "%2x", &byte) == 1; hex += 2)
		bytes[len++] = (uint8_t)byte;
	return len;
}

static inline void feed_hex(struct feed *feed, bool by_client, const char *hex)
{
	uint8_t bytes[2048];

	feed_bytes(feed, by_client, bytes, feed_unhex(bytes, hex));
}

/* The flow ends. */
static inline void feed_end(struct feed *feed)
{
	inspector_finish(feed->inspector, &feed->flow);
}

static inline void feed_fini(struct feed *feed)
{
	feed_end(feed);
	detail_list_destroy(feed->flow.details);
}

static inline bool feed_has(const struct feed *feed, enum hint hint)
{
	return flow_hints(&feed->flow) & HINT_BIT(hint);
}

/* A detail as a string; "" when there is none. The buffer is the caller's. */
static inline const char *feed_detail(const struct feed *feed, enum detail key,
                                      char text[static 256])
{
	size_t len = 0;
	const char *value = detail_get(feed->flow.details, key, &len);

	memcpy(text, value ? value : "", value ? len : 0);
	text[value ? len : 0] = '\0';
	return text;
}

/* An inspector without signatures; nothing is learned. */
static inline struct inspector *feed_inspector(void)
{
	static const struct inspector_options options = { .memory = 0 };
	struct error err;

	return inspector_create(&options, &err);
}

#define assert_detail(feed, key, expected)                                               \
	do {                                                                             \
		char detail_text[256];                                                   \
		assert_string_equal(feed_detail(feed, key, detail_text), expected);      \
	} while (0)

#endif
