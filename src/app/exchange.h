/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exchange - between the thread that reads and concludes and the one that follows.
 *
 * Room: app, private. Packets go one way, what came of them goes back, each in
 * batches through a bounded ring and in order, so that two threads do exactly
 * what one would. A thread with nothing to do sleeps until there is enough for
 * it: waking costs more than a batch. Only here is anything locked.
 */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include "event_batch.h"
#include "packet_batch.h"

struct exchange;

/** Owned: exchange_destroy(). NULL: out of memory. */
struct exchange *exchange_create(void);

/* What the reader is to do next. */
enum exchange_turn {
	EXCHANGE_FILL, /* read another batch of packets: exchange_to_fill() */
	EXCHANGE_TAKE, /* conclude from what came back: exchange_to_take() */
	EXCHANGE_OVER, /* the follower handed over its last batch, and it was taken */
};

/** For the reader: wait until there is something to do. The follower is kept busy first. */
enum exchange_turn exchange_next(struct exchange *exchange);

/** For the reader: the batch to fill; hand it over, the @last of all or not. */
struct packet_batch *exchange_to_fill(struct exchange *exchange);
void exchange_filled(struct exchange *exchange, bool last);

/** For the reader: the oldest batch that came back; done with it. */
struct event_batch *exchange_to_take(struct exchange *exchange);
void exchange_taken(struct exchange *exchange);

/** For the reader: nothing more is wanted of the follower. */
void exchange_stop(struct exchange *exchange);

/** For the follower: the oldest packets, waited for. NULL once exchange_stop() was called. */
struct packet_batch *exchange_to_follow(struct exchange *exchange);
void exchange_followed(struct exchange *exchange);

/** For the follower: an empty batch for what comes of them, waited for; hand it over. NULL as above. */
struct event_batch *exchange_to_report(struct exchange *exchange);
void exchange_reported(struct exchange *exchange, bool last);

/** Once both threads are done. NULL is fine. */
void exchange_destroy(struct exchange *exchange);

#endif
