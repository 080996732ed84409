/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * live - frames from one network interface.
 *
 * Room: capture, private. Never blocks: who has several interfaces asks each
 * in turn and waits for all of them at once.
 */
#ifndef LIVE_H
#define LIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "frame_reader.h"

struct error;
struct live;

struct live_options {
	const char *filter; /* borrowed; NULL takes everything */
	uint32_t snaplen;   /* bytes */
	uint32_t buffer_mib;
};

struct live_counters {
	uint64_t received, dropped, interface_dropped;
};

/**
 * Open interface @name and start capturing.
 *
 * @err  on failure: unknown interface, no permission, bad filter; without the name
 */
struct live *live_open(const char *name, const struct live_options *options,
                       struct error *err);

/** Fetch a frame that is there. READ_WAIT when none is, READ_BROKEN with @err when there will be none. */
enum read_status live_next(struct live *live, struct frame *frame, struct error *err);

/**
 * Capture from the interface that has the name now, if there is one with the same link
 * layer: after READ_BROKEN. It takes no right that live_open() took.
 */
MUST_CHECK bool live_return(struct live *live);

/** What to poll(2) for, -1 when there is nothing to. */
int live_descriptor(const struct live *live);

/** Bring @counters up to date; they are kept when the interface cannot tell. */
void live_count(struct live *live, struct live_counters *counters);

/** NULL is fine. */
void live_close(struct live *live);

#endif
