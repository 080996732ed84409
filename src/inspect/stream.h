/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stream - the contiguous beginning of what one side of a TCP connection sent.
 *
 * Room: inspect, private. Only undecided flows have one, and only its first
 * STREAM_MAX bytes: enough for a TLS handshake with its certificates. Segments
 * may come twice, overlap or come out of order. The first copy of a byte wins,
 * as in RFC 9293 section 3.10.7.4 for data already received.
 */
#ifndef STREAM_H
#define STREAM_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "block_pool.h"

#define STREAM_MAX     BLOCK_LARGEST
#define STREAM_WAITING 3 /* runs of bytes beyond a gap */

/* Zeroed is the stream that has not started. */
struct stream {
	uint8_t *bytes;         /* from the pool; NULL while nothing was kept */
	uint32_t base;          /* sequence number of the first byte */
	uint16_t len, capacity; /* contiguous bytes; bytes there is room for */
	uint16_t limit; /* it never gets longer: STREAM_MAX, or where a snaplen cut */
	struct stream_run {
		uint16_t from, to;
	} waiting[STREAM_WAITING]; /* offsets, sorted, apart, beyond len */
	uint8_t waiting_count;
	bool started;
	bool snapped; /* limit is where a snaplen cut */
	bool from_start; /* the connection's opening was seen: it began with its first byte */
	bool moved;      /* its beginning was forgotten */
};

static_assert(STREAM_MAX <= UINT16_MAX, "offsets are 16 bits");

enum stream_change {
	STREAM_SAME, /* nothing new at the front */
	STREAM_GREW,
	STREAM_REBASED, /* a segment that comes before all others: begin again */
	STREAM_NO_MEMORY,
};

/** Begin at @sequence, without any bytes yet. */
void stream_start(struct stream *stream, uint32_t sequence, bool from_start);

/** Put the @len bytes of a segment where they belong; @snapped when the wire had more. */
enum stream_change stream_add(struct stream *stream, struct block_pool *pool,
                              uint32_t sequence, const uint8_t *bytes, size_t len,
                              bool snapped);

/**
 * Begin with what is now at offset @count: not beyond its end or, while it is empty, so
 * far behind what was read where it lay. What holds nothing any more takes no memory.
 */
void stream_forget(struct stream *stream, struct block_pool *pool, size_t count);

/** Did it never have any byte? */
static inline bool stream_is_silent(const struct stream *stream)
{
	return stream->len == 0 && !stream->moved;
}

/** Does it hold nothing, not even beyond a gap? */
static inline bool stream_is_empty(const struct stream *stream)
{
	return stream->len == 0 && stream->waiting_count == 0;
}

/** Will it never get longer? */
static inline bool stream_is_full(const struct stream *stream)
{
	return stream->started && stream->len >= stream->limit;
}

/** Give its memory back. */
void stream_fini(struct stream *stream, struct block_pool *pool);

#endif
