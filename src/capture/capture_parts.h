/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * capture_parts - what a capture is made of, for the sources that are its parts: reading
 * (capture.c), adding inputs (capture_adding.c), giving account (capture_account.c).
 *
 * Room: capture, private.
 */
#ifndef CAPTURE_PARTS_H
#define CAPTURE_PARTS_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "awaited_list.h"
#include "file_set.h"
#include "follow_set.h"
#include "live_set.h"

struct capture_input;
struct filter;

/* What struct capture_input borrows from. */
struct input_origin {
	char *name;       /* owned */
	char *sensor;     /* owned; NULL: not said */
	char *unfiltered; /* owned; what the filter could not be applied to */
	size_t slot;      /* index in files or interfaces */
};

struct capture {
	struct filter *filter; /* owned; NULL takes everything */
	uint32_t snaplen, buffer_mib;
	bool recursive, follow;
	uint64_t frames_left;
	volatile sig_atomic_t stopped;
	struct file_set files;
	struct follow_set follows;
	struct live_set interfaces;
	struct capture_input *inputs; /* owned; as long as origins */
	struct input_origin *origins; /* owned */
	size_t count, input_capacity, origin_capacity;
	struct awaited_list awaited; /* until capture_begin() */
};

#endif
