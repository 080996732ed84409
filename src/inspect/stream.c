/* SPDX-License-Identifier: BSD-2-Clause */
#include "stream.h"

#include <string.h>

#define FIRST_CAPACITY 512

void stream_start(struct stream *stream, uint32_t sequence, bool from_start)
{
	stream->base = sequence;
	stream->limit = STREAM_MAX;
	stream->started = true;
	stream->from_start = from_start;
}

static bool reserve(struct stream *stream, struct block_pool *pool, size_t needed)
{
	uint8_t *grown;
	size_t capacity;

	if (needed <= stream->capacity)
		return true;
	capacity = block_pool_round(needed < FIRST_CAPACITY ? FIRST_CAPACITY : needed);
	grown = block_pool_take(pool, capacity);
	if (!grown)
		return false;
	if (stream->capacity)
		memcpy(grown, stream->bytes, stream->capacity);
	block_pool_give(pool, stream->bytes, stream->capacity);
	stream->bytes = grown;
	stream->capacity = (uint16_t)capacity;
	return true;
}

static void forget_waiting(struct stream *stream, size_t at)
{
	stream->waiting_count--;
	memmove(&stream->waiting[at], &stream->waiting[at + 1],
	        (stream->waiting_count - at) * sizeof(stream->waiting[0]));
}

/* Copy the part of [from, to) that is not held yet. The runs are sorted. */
static void copy_new(struct stream *stream, struct stream_run run, const uint8_t *bytes)
{
	uint32_t at = run.from;

	for (size_t i = 0; i < stream->waiting_count && at < run.to; i++) {
		const struct stream_run *held = &stream->waiting[i];

		if (at < held->from) {
			uint32_t end = run.to < held->from ? run.to : held->from;

			memcpy(stream->bytes + at, bytes + (at - run.from), end - at);
		}
		if (at < held->to)
			at = held->to;
	}
	if (at < run.to)
		memcpy(stream->bytes + at, bytes + (at - run.from), run.to - at);
}

/* Remember @run beyond the gap, merged with those it touches. */
static bool keep_waiting(struct stream *stream, struct stream_run run)
{
	size_t at = 0;

	while (at < stream->waiting_count && stream->waiting[at].to < run.from)
		at++;
	while (at < stream->waiting_count && stream->waiting[at].from <= run.to) {
		if (stream->waiting[at].from < run.from)
			run.from = stream->waiting[at].from;
		if (stream->waiting[at].to > run.to)
			run.to = stream->waiting[at].to;
		forget_waiting(stream, at);
	}
	if (stream->waiting_count == STREAM_WAITING)
		return false;
	memmove(&stream->waiting[at + 1], &stream->waiting[at],
	        (stream->waiting_count - at) * sizeof(run));
	stream->waiting[at] = run;
	stream->waiting_count++;
	return true;
}

/* Bytes arrived at the front: take in the runs they reach. */
static void advance(struct stream *stream, uint32_t end)
{
	stream->len = (uint16_t)end;
	while (stream->waiting_count && stream->waiting[0].from <= stream->len) {
		if (stream->waiting[0].to > stream->len)
			stream->len = stream->waiting[0].to;
		forget_waiting(stream, 0);
	}
}

/* The @shift bytes before the first one are still to come: what is held now waits for them. */
static bool rebase(struct stream *stream, struct block_pool *pool, uint32_t shift)
{
	uint32_t last = stream->len;

	if (stream->waiting_count)
		last = stream->waiting[stream->waiting_count - 1].to;
	if (stream->waiting_count == STREAM_WAITING || shift + last > STREAM_MAX)
		return false;
	if (!reserve(stream, pool, shift + last))
		return false;
	memmove(stream->bytes + shift, stream->bytes, last);
	for (size_t i = 0; i < stream->waiting_count; i++) {
		stream->waiting[i].from += shift;
		stream->waiting[i].to += shift;
	}
	if (stream->len)
		(void)keep_waiting(
			stream, /* there is room for one: checked above */
			(struct stream_run){ (uint16_t)shift,
		                             (uint16_t)(shift + stream->len) });
	stream->limit = stream->limit + shift < STREAM_MAX
	                        ? (uint16_t)(stream->limit + shift)
	                        : (uint16_t)STREAM_MAX;
	stream->base -= shift;
	stream->len = 0;
	return true;
}

/* Put the bytes at offset @run.from, which the contiguous part does not reach beyond. */
static enum stream_change place(struct stream *stream, struct block_pool *pool,
                                struct stream_run run, const uint8_t *bytes)
{
	if (run.from > stream->len) {
		struct stream before = *stream;

		if (!keep_waiting(stream, run))
			return STREAM_SAME;
		if (!reserve(stream, pool, run.to)) {
			*stream = before;
			return STREAM_NO_MEMORY;
		}
		/* Against what was held before this run, so that the first copy wins. */
		before.bytes = stream->bytes;
		copy_new(&before, run, bytes);
		return STREAM_SAME;
	}
	if (!reserve(stream, pool, run.to))
		return STREAM_NO_MEMORY;
	copy_new(stream, run, bytes);
	advance(stream, run.to);
	return STREAM_GREW;
}

enum stream_change stream_add(struct stream *stream, struct block_pool *pool,
                              uint32_t sequence, const uint8_t *bytes, size_t len,
                              bool snapped)
{
	/* RFC 9293 section 3.4: sequence numbers are compared modulo 2^32. */
	int64_t from = (int32_t)(sequence - stream->base);
	int64_t to = from + (int64_t)len;
	bool rebased = false;

	if (len == 0)
		return STREAM_SAME;
	/* One byte in front of the stream is a keep-alive, RFC 9293 section 3.8.4. */
	if (from < 0 && stream->from_start && !stream->moved && len > 1 &&
	    -from <= (int64_t)STREAM_MAX) {
		rebased = rebase(stream, pool, (uint32_t)-from);
		if (rebased) {
			to -= from;
			from = 0;
		}
	}
	if (snapped && to >= (int64_t)stream->len && to < (int64_t)stream->limit) {
		stream->limit = (uint16_t)to;
		stream->snapped = true;
	}
	if (to > (int64_t)stream->limit)
		to = stream->limit;
	if (to <= (int64_t)stream->len || from >= to)
		return STREAM_SAME;
	if (from < (int64_t)stream->len) {
		bytes += stream->len - from;
		from = stream->len;
	}
	enum stream_change change = place(
		stream, pool, (struct stream_run){ (uint16_t)from, (uint16_t)to }, bytes);

	return rebased && change == STREAM_GREW ? STREAM_REBASED : change;
}

void stream_forget(struct stream *stream, struct block_pool *pool, size_t count)
{
	size_t last = stream->waiting_count
	                      ? stream->waiting[stream->waiting_count - 1].to
	                      : stream->len;

	stream->moved = true;
	stream->base += (uint32_t)count;
	stream->limit = (uint16_t)(stream->limit > count ? stream->limit - count : 0);
	if (count >= last) {
		block_pool_give(pool, stream->bytes, stream->capacity);
		stream->bytes = NULL;
		stream->len = stream->capacity = 0;
		return;
	}
	memmove(stream->bytes, stream->bytes + count, last - count);
	for (size_t i = 0; i < stream->waiting_count; i++) {
		stream->waiting[i].from -= (uint16_t)count;
		stream->waiting[i].to -= (uint16_t)count;
	}
	stream->len -= (uint16_t)count;
}

void stream_fini(struct stream *stream, struct block_pool *pool)
{
	block_pool_give(pool, stream->bytes, stream->capacity);
	*stream = (struct stream){ 0 };
}
