/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * live_set - several network interfaces, read in turn.
 *
 * Room: capture, private.
 */
#ifndef LIVE_SET_H
#define LIVE_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "capture/frame.h"
#include "live.h"

struct live_slot {
	struct live *live; /* owned; NULL once it broke for good */
	struct live_counters counters;
	char *broken;      /* owned; why there are no more frames */
	uint16_t number;   /* which input of the capture it is */
	uint64_t gone;     /* how often it broke, to return */
	int64_t looked_us; /* clock_steady_us() of the last look whether it is back */
};

struct live_set {
	struct live_slot *slots; /* owned */
	size_t count, capacity;
	size_t current;  /* whose turn it is */
	unsigned streak; /* frames it has had in this turn */
	bool awaits;     /* who broke may come back: it is waited for */
};

/** Open interface @name and add it as input @number. */
MUST_CHECK bool live_set_add(struct live_set *set, const char *name,
                             const struct live_options *options, uint16_t number,
                             struct error *err);

/** Fetch a frame from whoever has one, within 100 ms: READ_FRAME, READ_WAIT, or READ_END when all broke for good. */
enum read_status live_set_next(struct live_set *set, struct frame *frame);

void live_set_fini(struct live_set *set);

#endif
