/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * follow - a capture that grows: one file, or the directory that a ring is written to.
 *
 * Room: capture, private. Whatever appears in the directory is read in the order in
 * which it was written, each file to its end once another one has begun; a file that
 * takes the place of the one that is followed is the next one. What has appeared is
 * opened at once, so that a ring which removes it takes nothing away. A file is told by
 * device, inode and time of birth, whatever it is called.
 */
#ifndef FOLLOW_H
#define FOLLOW_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "capture/frame.h"
#include "capture/position.h"
#include "file_input.h"
#include "file_labels.h"
#include "losses.h"

struct error;

enum follow_state {
	FOLLOW_AWAITED, /* appeared, not begun */
	FOLLOW_READ,    /* is being read */
	FOLLOW_DONE,    /* was read to its end, or is no capture */
};

struct follow_file {
	char *path; /* owned */
	struct capture_position position;
	int64_t changed_ns;
	uint64_t number; /* in its name, of a ring that numbers its files; or 0 */
	struct stated_losses lost; /* what it states, as far as it was read */
	uint64_t skip; /* frames still to be stepped over: an earlier run had them */
	int fd;        /* owned; -1: it is opened when its turn comes */
	enum follow_state state;
	bool there;       /* it was when it was looked last */
	bool began_again; /* somebody writes it from its beginning */
};

struct follow {
	char *path;      /* owned */
	uint16_t number; /* which input of the capture it is */
	const volatile sig_atomic_t *stop;
	struct follow_file *files; /* owned */
	size_t count, capacity;
	struct file_input input; /* of the file that is being read */
	size_t current;          /* its index; SIZE_MAX: none is */
	bool draining;           /* there is another one: what is at its end is the end */
	int64_t looked_us;       /* clock_steady_us(); 0: never */
	uint64_t missed;         /* files that were gone before they were read */
	uint64_t latest;         /* number of the ring's last file that was begun; or 0 */
	struct stated_losses lost; /* what its files state, together */
	struct file_labels labels; /* and what they call interfaces and themselves */
	uint64_t counted[FILE_LABELS_MOST]; /* in them of the file that is being read */
	char *trouble; /* owned; what was wrong with a file, the last one */
};

/** @path is copied. Fails with @err when it cannot be looked at. */
MUST_CHECK bool follow_open(struct follow *follow, const char *path, uint16_t number,
                            const volatile sig_atomic_t *stop, struct error *err);

/** An earlier run came so far with the file at @path. To be said before the first follow_next(). */
MUST_CHECK bool follow_resume(struct follow *follow, const char *path,
                              const struct capture_position *position, struct error *err);

/**
 * Fetch the next frame: READ_FRAME, or READ_WAIT when nothing has come.
 *
 * @pinned  bytes of delivered frames have to stay: nothing is opened, closed or loaded
 */
enum read_status follow_next(struct follow *follow, struct frame *frame, bool pinned);

/** Bring `lost` and `labels` up to what was read. */
void follow_take_account(struct follow *follow);

void follow_close(struct follow *follow);

#endif
