/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * payload_streams - the two streams of an undecided TCP flow, segment by segment.
 *
 * Room: inspect, private. Where they begin, what of them a reader is shown, and when
 * they are over.
 */
#ifndef PAYLOAD_STREAMS_H
#define PAYLOAD_STREAMS_H

#include <stdbool.h>

#include "stream.h"

struct block_pool;
struct inspection;
struct payload;

/**
 * Take note of where the segment of @payload stands.
 *
 * @return whether it is the first of its stream: it is shown where it lies, and need
 *         not be added when nobody wants more
 */
bool payload_streams_begin(struct payload *payload);

/** Add the segment to its stream, and show what is there of it by now. */
enum stream_change payload_streams_add(struct payload *payload, struct block_pool *pool);

/** Add what its reader has not done with of a segment that was shown where it lies. */
enum stream_change payload_streams_keep(struct payload *payload, struct block_pool *pool);

/** What was shown of the stream and its reader has done with need not be kept. */
void payload_streams_forget_done(struct payload *payload, struct block_pool *pool);

/**
 * Of an end whose beginning was not captured, show what begins with this segment, or with
 * the one that a reader wanted more of.
 *
 * @return whether there is such a thing; a stream is resumed a few times at most
 */
bool payload_streams_resume(struct payload *payload);

/** Nobody wants more of what was resumed: another segment will do. */
void payload_streams_resume_later(struct payload *payload);

/** What was resumed is what the stream begins with from now on. */
void payload_streams_forget_before(struct payload *payload, struct block_pool *pool);

/** Will neither stream get any longer? */
bool payload_streams_are_full(const struct inspection *inspection);

/** With the segment of @payload, which has a FIN: is there nothing left to come? */
bool payload_streams_are_over(const struct payload *payload);

#endif
