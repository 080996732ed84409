/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * batch_ring - batches on their way from the thread that reads to the one that follows.
 *
 * Room: app, private. Bounded: a reader that is ahead waits. Batches come out in
 * the order they went in, so that two threads do exactly what one would.
 */
#ifndef BATCH_RING_H
#define BATCH_RING_H

#include "base/attributes.h"
#include "packet_batch.h"

struct batch_ring;

/** Owned: batch_ring_destroy(). NULL: out of memory. */
struct batch_ring *batch_ring_create(void);

/** For the reader: a batch to fill, waited for. NULL once batch_ring_stop() was called. */
struct packet_batch *batch_ring_to_fill(struct batch_ring *ring);

/** For the reader: hand over the batch last given to it. */
void batch_ring_filled(struct batch_ring *ring);

/** For the follower: the oldest batch handed over, waited for. */
struct packet_batch *batch_ring_to_follow(struct batch_ring *ring);

/** For the follower: it is done with that batch. */
void batch_ring_followed(struct batch_ring *ring);

/** For the follower: nothing more is wanted. */
void batch_ring_stop(struct batch_ring *ring);

/** NULL is fine. */
void batch_ring_destroy(struct batch_ring *ring);

#endif
