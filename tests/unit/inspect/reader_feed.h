/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reader_feed - hands bytes to one reader the way the inspector does.
 *
 * Every buffer is of exact size, so that a sanitizer sees the first byte read
 * past it.
 */
#ifndef READER_FEED_H
#define READER_FEED_H

#include <stdlib.h>
#include <string.h>

#include "../unit.h"

#include "base/address.h"
#include "base/transport.h"
#include "inspect/detail.h"

#include "../../../src/inspect/reader.h"

#define FEED_LEARNED_MAX 32

struct feed {
	const struct reader_spec *reader;
	struct flow flow;
	_Alignas(16) uint8_t state[READER_STATE_MAX];
	uint8_t stream[2][4096];
	size_t stream_len[2];
	uint64_t packets;
	bool mid_stream; /* the beginning was not captured */
	int64_t time_us;
	struct learned learned[FEED_LEARNED_MAX];
	char texts[FEED_LEARNED_MAX][64];
	size_t learned_count;
};

static inline void feed_learn(const struct learned *learned, void *context)
{
	struct feed *feed = context;
	size_t at = feed->learned_count;
	size_t len = learned->text_len < 63 ? learned->text_len : 63;

	assert_true(at < FEED_LEARNED_MAX);
	feed->learned[at] = *learned;
	if (learned->text)
		memcpy(feed->texts[at], learned->text, len);
	feed->learned_count++;
}

/* Between end 0, 10.1.1.1:50000, and end 1, 10.1.1.2:@port; the direction is known by the handshake. */
static inline struct feed *feed_create(const struct reader_spec *reader,
                                       uint8_t transport, uint16_t port)
{
	struct feed *feed = calloc(1, sizeof(*feed));

	assert_non_null(feed);
	feed->reader = reader;
	feed->flow.transport = transport;
	feed->flow.direction_by = FLOW_BY_SYN;
	feed->flow.end[0].address = address_from_ipv4((const uint8_t[]){ 10, 1, 1, 1 });
	feed->flow.end[1].address = address_from_ipv4((const uint8_t[]){ 10, 1, 1, 2 });
	feed->flow.end[0].port = 50000;
	feed->flow.end[1].port = port;
	feed->time_us = 1700000000000000;
	return feed;
}

static inline void feed_destroy(struct feed *feed)
{
	detail_list_destroy(feed->flow.details);
	free(feed);
}

static inline struct reader_view feed_view(struct feed *feed, unsigned end)
{
	return (struct reader_view){
		.flow = &feed->flow,
		.end = end,
		.transport = feed->flow.transport,
		.from_start = !feed->mid_stream,
		.time_us = feed->time_us,
		.packets_seen = ++feed->packets,
		.state = feed->reader->state_size ? feed->state : NULL,
		.learned = feed_learn,
		.learned_context = feed,
	};
}

static inline uint8_t *feed_copy(const void *bytes, size_t len)
{
	uint8_t *copy = malloc(len ? len : 1);

	assert_non_null(copy);
	memcpy(copy, bytes, len);
	return copy;
}

/* One datagram of which a snaplen left @len bytes. */
static inline enum reader_answer feed_snapped(struct feed *feed, unsigned end,
                                              const void *bytes, size_t len,
                                              size_t wire_len)
{
	struct reader_view view = feed_view(feed, end);
	uint8_t *copy = feed_copy(bytes, len);
	enum reader_answer answer;

	view.bytes = copy;
	view.len = len;
	view.wire_len = wire_len;
	answer = feed->reader->read(&view);
	free(copy);
	return answer;
}

static inline enum reader_answer feed_datagram(struct feed *feed, unsigned end,
                                               const void *bytes, size_t len)
{
	return feed_snapped(feed, end, bytes, len, len);
}

/* The next segment of one end's stream. */
static inline enum reader_answer feed_segment(struct feed *feed, unsigned end,
                                              const void *bytes, size_t len)
{
	struct reader_view view = feed_view(feed, end);
	enum reader_answer answer;
	uint8_t *copy;

	assert_true(feed->stream_len[end] + len <= sizeof(feed->stream[end]));
	memcpy(feed->stream[end] + feed->stream_len[end], bytes, len);
	feed->stream_len[end] += len;
	copy = feed_copy(feed->stream[end], feed->stream_len[end]);
	view.bytes = copy;
	view.len = view.wire_len = feed->stream_len[end];
	view.other = feed->stream[!end];
	view.other_len = feed->stream_len[!end];
	answer = feed->reader->read(&view);
	free(copy);
	return answer;
}

static inline void feed_finish(struct feed *feed)
{
	struct reader_view view = feed_view(feed, 0);

	view.bytes = (const uint8_t *)"";
	if (feed->reader->finish)
		feed->reader->finish(&view);
}

/* Write "00 01 a0" as bytes. @return how many */
static inline size_t feed_hex(uint8_t *bytes, size_t room, const char *text)
{
	size_t len = 0;

	for (char *end; *text; text = end) {
		unsigned long byte = strtoul(text, &end, 16);

		if (end == text)
			break;
		assert_true(len < room && byte <= 0xff);
		bytes[len++] = (uint8_t)byte;
	}
	return len;
}

static inline bool feed_has(const struct feed *feed, enum hint hint)
{
	return flow_hints(&feed->flow) & HINT_BIT(hint);
}

static inline void feed_expect_detail(const struct feed *feed, enum detail key,
                                      const char *expected)
{
	size_t len = 0;
	const char *value = detail_get(feed->flow.details, key, &len);

	assert_non_null(value);
	assert_int_equal(len, strlen(expected));
	assert_memory_equal(value, expected, len);
}

/* What ends 0 and 1 have of a pair. */
static inline void feed_expect_pair(const struct feed *feed, enum detail pair,
                                    const char *first, const char *second)
{
	feed_expect_detail(feed, detail_by_end(pair, 0), first);
	feed_expect_detail(feed, detail_by_end(pair, 1), second);
}

/* A datagram cut short on the wire is not what it was: no length of it may set a hint. */
static inline void feed_every_short_datagram(const struct reader_spec *reader,
                                             uint16_t port, unsigned end,
                                             const void *bytes, size_t len)
{
	for (size_t cut = 0; cut < len; cut++) {
		struct feed *feed = feed_create(reader, TRANSPORT_UDP, port);

		feed_datagram(feed, end, bytes, cut);
		assert_int_equal(flow_hints(&feed->flow), 0);
		feed_destroy(feed);
	}
}

/* A datagram cut by a snaplen may be recognised or not; nothing is read past its end. */
static inline void feed_every_snaplen(const struct reader_spec *reader, uint16_t port,
                                      unsigned end, const void *bytes, size_t len)
{
	for (size_t cut = 0; cut < len; cut++) {
		struct feed *feed = feed_create(reader, TRANSPORT_UDP, port);

		feed_snapped(feed, end, bytes, cut, len);
		feed_destroy(feed);
	}
}

/* However a stream is cut in two, the reader waits for the rest and then says the same. */
static inline void feed_every_segmentation(const struct reader_spec *reader,
                                           uint16_t port, unsigned end,
                                           const uint8_t *bytes, size_t len)
{
	struct feed *whole = feed_create(reader, TRANSPORT_TCP, port);

	feed_segment(whole, end, bytes, len);
	assert_int_not_equal(flow_hints(&whole->flow), 0);
	for (size_t cut = 1; cut < len; cut++) {
		struct feed *feed = feed_create(reader, TRANSPORT_TCP, port);
		enum reader_answer answer = feed_segment(feed, end, bytes, cut);

		assert_int_not_equal(answer, READER_NO);
		if (answer != READER_YES)
			feed_segment(feed, end, bytes + cut, len - cut);
		assert_true(flow_hints(&feed->flow) == flow_hints(&whole->flow));
		feed_destroy(feed);
	}
	feed_destroy(whole);
}

#endif
