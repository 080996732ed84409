/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reader_fuzz - a conversation from fuzz input, shown to readers.
 *
 * Input: repeatedly one byte of flags (bit 0 the end, bit 1 snapped), two bytes of
 * length, that many bytes. A port and the transport come first. Each reader
 * sees the whole conversation alone; one that never claimed the flow must not
 * have set a hint.
 */
#ifndef READER_FUZZ_H
#define READER_FUZZ_H

#include <stdlib.h>
#include <string.h>

#include "base/transport.h"
#include "inspect/detail.h"

#include "../../src/inspect/readers.h"

struct reader_fuzz {
	struct flow flow;
	_Alignas(16) uint8_t state[READER_STATE_MAX];
	uint8_t *stream[2];
	size_t stream_len[2];
	uint64_t packets;
	bool claimed;
};

static void reader_fuzz_learn(const struct learned *learned, void *context)
{
	volatile uint8_t sink = 0;

	for (size_t i = 0; learned->text && i < learned->text_len; i++)
		sink = (uint8_t)(sink + (uint8_t)learned->text[i]);
	(void)context;
}

static enum reader_answer reader_fuzz_show(struct reader_fuzz *fuzz,
                                           const struct reader_spec *spec, unsigned end,
                                           const uint8_t *bytes, size_t len, bool snapped)
{
	bool tcp = fuzz->flow.transport == TRANSPORT_TCP;
	struct reader_view view = {
		.flow = &fuzz->flow,
		.bytes = bytes,
		.len = len,
		.wire_len = len + (snapped && !tcp ? 100 : 0),
		.from_start = true,
		.end = end,
		.transport = fuzz->flow.transport,
		.time_us = (int64_t)fuzz->packets * 20000,
		.other = tcp ? fuzz->stream[!end] : NULL,
		.other_len = tcp ? fuzz->stream_len[!end] : 0,
		.packets_seen = ++fuzz->packets,
		.state = fuzz->state,
		.learned = reader_fuzz_learn,
	};
	enum reader_answer answer = spec->read(&view);

	fuzz->claimed |= answer == READER_YES || answer == READER_KEEP;
	if (flow_hints(&fuzz->flow) && !fuzz->claimed)
		abort();
	return answer;
}

/* One piece of input: a datagram, or more of a stream. Exact-size buffers. */
static enum reader_answer reader_fuzz_piece(struct reader_fuzz *fuzz,
                                            const struct reader_spec *spec, uint8_t flags,
                                            const uint8_t *bytes, size_t len)
{
	unsigned end = flags & 1;
	uint8_t *copy;
	size_t kept = fuzz->flow.transport == TRANSPORT_TCP ? fuzz->stream_len[end] : 0;

	copy = malloc(kept + len ? kept + len : 1);
	if (!copy)
		return READER_NO;
	if (kept)
		memcpy(copy, fuzz->stream[end], kept);
	memcpy(copy + kept, bytes, len);
	free(fuzz->stream[end]);
	fuzz->stream[end] = copy;
	fuzz->stream_len[end] = kept + len;
	return reader_fuzz_show(fuzz, spec, end, copy, kept + len, flags & 2);
}

static void reader_fuzz_one(const struct reader_spec *spec, const uint8_t *data,
                            size_t size)
{
	struct reader_fuzz fuzz = { .packets = 0 };
	enum reader_answer answer = READER_MORE;
	bool refused[2] = { false, false };

	if (size < 3)
		return;
	fuzz.flow.transport = data[0] & 1 ? TRANSPORT_TCP : TRANSPORT_UDP;
	if (!(spec->transports &
	      (fuzz.flow.transport == TRANSPORT_TCP ? READER_TCP : READER_UDP)))
		return;
	fuzz.flow.end[0].port = 50000;
	fuzz.flow.end[1].port = (uint16_t)(data[1] << 8 | data[2]);
	data += 3;
	size -= 3;
	/* A no binds for one datagram, or for one end of a connection. */
	while (size >= 3 && answer != READER_YES && !(refused[0] && refused[1])) {
		uint8_t flags = data[0];
		unsigned end = flags & 1;
		size_t len = (size_t)data[1] << 8 | data[2];

		data += 3;
		size -= 3;
		if (len > size)
			len = size;
		if (!refused[end]) {
			answer = reader_fuzz_piece(&fuzz, spec, flags, data, len);
			refused[end] = answer == READER_NO &&
			               fuzz.flow.transport == TRANSPORT_TCP;
		}
		data += len;
		size -= len;
	}
	if (fuzz.claimed && spec->finish)
		spec->finish(&(struct reader_view){ .flow = &fuzz.flow,
		                                    .bytes = (const uint8_t *)"",
		                                    .state = fuzz.state,
		                                    .learned = reader_fuzz_learn });
	free(fuzz.stream[0]);
	free(fuzz.stream[1]);
	detail_list_destroy(fuzz.flow.details);
}

static int reader_fuzz_all(const struct reader_spec *const *specs, const uint8_t *data,
                           size_t size)
{
	for (; *specs; specs++)
		reader_fuzz_one(*specs, data, size);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
