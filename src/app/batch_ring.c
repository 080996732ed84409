/* SPDX-License-Identifier: BSD-2-Clause */
#include "batch_ring.h"

#include <pthread.h>
#include <stdlib.h>

#define SLOTS 8 /* enough to even out bursts, few enough to stay in the cache */

struct batch_ring {
	pthread_mutex_t lock;
	pthread_cond_t filled, followed;
	size_t in, out; /* batches handed over and done with, so far */
	bool stopped;
	struct packet_batch batches[SLOTS];
};

struct batch_ring *batch_ring_create(void)
{
	struct batch_ring *ring = calloc(1, sizeof(*ring));

	if (!ring)
		return NULL;
	pthread_mutex_init(&ring->lock, NULL);
	pthread_cond_init(&ring->filled, NULL);
	pthread_cond_init(&ring->followed, NULL);
	for (size_t i = 0; i < SLOTS; i++) {
		if (!packet_batch_keep_payloads(&ring->batches[i])) {
			batch_ring_destroy(ring);
			return NULL;
		}
	}
	return ring;
}

struct packet_batch *batch_ring_to_fill(struct batch_ring *ring)
{
	struct packet_batch *batch = NULL;

	pthread_mutex_lock(&ring->lock);
	while (!ring->stopped && ring->in - ring->out == SLOTS)
		pthread_cond_wait(&ring->followed, &ring->lock);
	if (!ring->stopped)
		batch = &ring->batches[ring->in % SLOTS];
	pthread_mutex_unlock(&ring->lock);
	return batch;
}

void batch_ring_filled(struct batch_ring *ring)
{
	pthread_mutex_lock(&ring->lock);
	ring->in++;
	pthread_cond_signal(&ring->filled);
	pthread_mutex_unlock(&ring->lock);
}

struct packet_batch *batch_ring_to_follow(struct batch_ring *ring)
{
	pthread_mutex_lock(&ring->lock);
	while (ring->in == ring->out)
		pthread_cond_wait(&ring->filled, &ring->lock);
	pthread_mutex_unlock(&ring->lock);
	return &ring->batches[ring->out % SLOTS]; /* `out` is the follower's own */
}

void batch_ring_followed(struct batch_ring *ring)
{
	pthread_mutex_lock(&ring->lock);
	ring->out++;
	pthread_cond_signal(&ring->followed);
	pthread_mutex_unlock(&ring->lock);
}

void batch_ring_stop(struct batch_ring *ring)
{
	pthread_mutex_lock(&ring->lock);
	ring->stopped = true;
	pthread_cond_signal(&ring->followed);
	pthread_mutex_unlock(&ring->lock);
}

void batch_ring_destroy(struct batch_ring *ring)
{
	if (!ring)
		return;
	for (size_t i = 0; i < SLOTS; i++)
		free(ring->batches[i].payloads);
	pthread_cond_destroy(&ring->followed);
	pthread_cond_destroy(&ring->filled);
	pthread_mutex_destroy(&ring->lock);
	free(ring);
}
