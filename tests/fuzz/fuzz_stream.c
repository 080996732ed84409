/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * However segments are cut, repeated and shuffled, a stream holds the bytes that
 * were sent, and as many as arrived without a gap.
 */
#include <stdlib.h>

#include "../../src/inspect/stream.h"

#define SENT (2 * STREAM_MAX)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t sent(uint32_t sequence)
{
	return (uint8_t)(sequence * 2654435761u >> 24);
}

static void check(const struct stream *stream)
{
	if (stream->len > stream->capacity && stream->len)
		abort();
	for (uint32_t i = 0; i < stream->len; i++) {
		if (stream->bytes[i] != sent(stream->base + i))
			abort();
	}
	for (size_t i = 0; i < stream->waiting_count; i++) {
		if (stream->waiting[i].from <= stream->len ||
		    stream->waiting[i].to <= stream->waiting[i].from ||
		    stream->waiting[i].to > stream->capacity)
			abort();
	}
}

/* Four bytes an operation: where, how long, and whether the snaplen cut it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct block_pool pool = { .limit = SENT + STREAM_MAX };
	struct stream stream = { 0 };
	const uint32_t first = 0xffffff00; /* sequence numbers wrap */
	uint8_t segment[2048];

	if (size < 4)
		return 0;
	stream_start(&stream, first + (data[0] << 8 | data[1]), data[2] & 1);
	for (data += 4, size -= 4; size >= 4; data += 4, size -= 4) {
		uint32_t sequence = first + (uint32_t)(data[0] << 8 | data[1]);
		size_t len = (size_t)((data[2] & 7) << 8 | data[3]);
		uint32_t before = stream.len;

		for (size_t i = 0; i < len; i++)
			segment[i] = sent(sequence + (uint32_t)i);
		enum stream_change change = stream_add(&stream, &pool, sequence, segment,
		                                       len, data[2] & 0x80);

		check(&stream);
		if (change == STREAM_GREW && stream.len <= before)
			abort();
		if (change == STREAM_SAME && stream.len > before)
			abort();
	}
	stream_fini(&stream, &pool);
	if (pool.in_use)
		abort();
	block_pool_fini(&pool);
	return 0;
}
