/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_set - several files and pipes as one sequence of frames in time order.
 *
 * Room: capture, private. A single file goes straight through. Of several, each
 * waits with its next frame until that is the earliest; a file whose time runs
 * backwards delivers as soon as it can. At most FILE_SET_MAX_OPEN files that can be
 * suspended are open at once.
 */
#ifndef FILE_SET_H
#define FILE_SET_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "capture/frame.h"
#include "file_input.h"
#include "timeline.h"

#define FILE_SET_MAX_OPEN 64

struct file_slot {
	struct file_input input;
	struct frame head; /* the frame it waits with, while in the timeline */
	char *broken;      /* owned; why it ended early, NULL when it did not */
	uint16_t number;   /* which input of the capture it is */
	bool ended;
};

struct file_set {
	struct file_slot *slots; /* owned */
	size_t count, capacity;
	struct timeline timeline;
	size_t unloaded;   /* slots from this one on have not been asked for a frame */
	size_t open_count; /* files open */
	bool advance;      /* the timeline's first frame was delivered */
	bool keeps;        /* all files can be read again: see file_input_keep() */
	bool pinned;       /* bytes of delivered frames have to stay where they are */
};

/** Add @origin as input @number, opened as by file_input_open(). Fails with @err when it cannot be. */
MUST_CHECK enum file_opening file_set_add(struct file_set *set,
                                          const struct file_origin *origin,
                                          uint16_t number,
                                          const volatile sig_atomic_t *stop,
                                          struct error *err);

/** Add an input without frames. */
MUST_CHECK bool file_set_add_nothing(struct file_set *set, uint16_t number,
                                     struct error *err);

/** Add an input that ended before it began, because of @reason. */
MUST_CHECK bool file_set_add_broken(struct file_set *set, uint16_t number,
                                    const struct error *reason);

/**
 * Fetch the next frame in time order: READ_FRAME, READ_WAIT or READ_END.
 *
 * While set->pinned nothing is loaded, closed or opened, and READ_WAIT says that
 * the next frame cannot be had without.
 */
enum read_status file_set_next(struct file_set *set, struct frame *frame);

/**
 * Fetch up to @most next frames that are loaded, in one go and faster.
 *
 * @return how many; 0 says nothing: ask file_set_next()
 */
size_t file_set_take_loaded(struct file_set *set, struct frame *frames, size_t most);

void file_set_fini(struct file_set *set);

#endif
