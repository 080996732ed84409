/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * saved_state - what a run that follows or watches leaves for the next one (--state).
 *
 * Room: app, private. Lines of text, replaced as a whole, so that a crash leaves the old
 * state or the new one: how far each file was read, how many packets were in flows that
 * no record tells of yet, and which alerts were raised.
 */
#ifndef SAVED_STATE_H
#define SAVED_STATE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/attributes.h"

#include "alert_table.h"

struct capture;
struct error;

struct saved_state {
	const char *path; /* borrowed; NULL: nothing is saved */
	/* Packets that were read and that no record tells of: of flows that were open when
	 * earlier runs were killed, and, while this one goes on, of those open now. */
	uint64_t missed, open;
	uint64_t missed_before; /* those of the run just before, to be said */
	uint64_t gone;          /* files that were gone before earlier runs read them */
	struct alert_table alerts;
};

/**
 * Load what is at @path, if it is there, and tell @capture where to go on.
 *
 * @err  "PATH:LINE: reason"
 */
MUST_CHECK bool saved_state_load(struct saved_state *state, const char *path,
                                 struct capture *capture, struct error *err);

/** The same of the lines in @file, which @state->path is the name of. */
MUST_CHECK bool saved_state_read(struct saved_state *state, FILE *file,
                                 struct capture *capture, struct error *err);

/** Replace it, with where @capture is now. */
MUST_CHECK bool saved_state_save(const struct saved_state *state, struct capture *capture,
                                 struct error *err);

/** The lines of it. Whether they could be written says the stream. */
void saved_state_write(const struct saved_state *state, struct capture *capture,
                       FILE *stream);

void saved_state_fini(struct saved_state *state);

#endif
