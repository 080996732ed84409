/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzzed_reader - feed one reader a conversation made of an input's bytes.
 *
 * The input is a list of payloads: one byte whose top bit is the sender and whose
 * others are the length in units of eight bytes, then that many bytes. The stream
 * and the state are exact allocations that move with every call.
 */
#ifndef FUZZED_READER_H
#define FUZZED_READER_H

#include <stdlib.h>
#include <string.h>

#include "base/transport.h"

#include "../../src/inspect/inspection.h"
#include "../../src/inspect/reader.h"

struct fuzz_stream {
	uint8_t *bytes;
	size_t len;
};

static inline void fuzz_learned(const struct learned *learned, void *context)
{
	/* Touch what was learned, so that a sanitizer sees it. */
	volatile uint8_t sum = 0;

	(void)context;
	for (size_t i = 0; learned->text && i < learned->text_len; i++)
		sum = (uint8_t)(sum + learned->text[i]);
}

static inline void *fuzz_move(void *old, const void *from, size_t len)
{
	void *copy = malloc(len ? len : 1);

	if (!copy)
		abort();
	if (len)
		memcpy(copy, from, len);
	free(old);
	return copy;
}

/* @return the hints the reader set; aborts when it set others than @allowed */
static inline uint64_t fuzz_reader(const struct reader_spec *spec, uint8_t transport,
                                   uint64_t allowed, const uint8_t *data, size_t size)
{
	static const uint8_t zeros[READER_STATE_MAX];
	struct fuzz_stream streams[2] = { { NULL, 0 }, { NULL, 0 } };
	struct inspection inspection = { .keeper = NO_READER };
	struct flow flow = { .transport = transport,
		             .direction_by = FLOW_BY_FIRST,
		             .inspection = &inspection };
	void *state = fuzz_move(NULL, zeros, spec->state_size);
	enum reader_answer answer = READER_MORE;
	bool refused[2] = { false, false };

	/* A no binds for one datagram, or for one end of a connection. */
	for (uint64_t packets = 1;
	     size > 1 && answer != READER_YES && !(refused[0] && refused[1]); packets++) {
		uint8_t head = data[0];
		size_t len = (size_t)(head & 0x7f) * 8 + 1;
		struct fuzz_stream *stream = &streams[head >> 7];
		const struct fuzz_stream *other = &streams[!(head >> 7)];

		data++;
		size--;
		len = len < size ? len : size;
		if (transport == TRANSPORT_UDP)
			stream->len = 0;
		uint8_t *grown = malloc(stream->len + len);

		if (!grown)
			abort();
		if (stream->len)
			memcpy(grown, stream->bytes, stream->len);
		memcpy(grown + stream->len, data, len);
		free(stream->bytes);
		stream->bytes = grown;
		stream->len += len;
		data += len;
		size -= len;
		state = fuzz_move(state, state, spec->state_size);
		struct reader_view view = {
			.flow = &flow,
			.bytes = stream->bytes,
			.len = stream->len,
			.wire_len = stream->len,
			.from_start = transport == TRANSPORT_TCP,
			.end = head >> 7,
			.transport = transport,
			.time_us = 1,
			.other = transport == TRANSPORT_TCP ? other->bytes : NULL,
			.other_len = transport == TRANSPORT_TCP ? other->len : 0,
			.packets_seen = packets,
			.state = state,
			.learned = fuzz_learned,
		};

		if (refused[view.end])
			continue;
		answer = spec->read(&view);
		refused[view.end] = answer == READER_NO && transport == TRANSPORT_TCP;
	}
	if (flow_hints(&flow) & ~allowed)
		abort();
	free(state);
	free(streams[0].bytes);
	free(streams[1].bytes);
	detail_list_destroy(flow.details);
	return flow_hints(&flow);
}

#endif
