/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * follow_set - several captures that grow, asked in turn.
 *
 * Room: capture, private.
 */
#ifndef FOLLOW_SET_H
#define FOLLOW_SET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "follow.h"

struct follow_set {
	struct follow *items; /* owned */
	size_t count, capacity;
	size_t current; /* whose turn it is */
};

/** Add what is at @path, as of follow_open(). */
MUST_CHECK bool follow_set_add(struct follow_set *set, const char *path, uint16_t number,
                               const volatile sig_atomic_t *stop, struct error *err);

/** An earlier run came so far with the file at @path: said to whoever it belongs to, if to anybody. */
MUST_CHECK bool follow_set_resume(struct follow_set *set, const char *path,
                                  const struct capture_position *position,
                                  struct error *err);

/**
 * Fetch the next frame of any: READ_FRAME or READ_WAIT.
 *
 * @pinned  as of follow_next()
 * @rests   when nothing came, after a rest of QUIET_MS
 */
enum read_status follow_set_next(struct follow_set *set, struct frame *frame, bool pinned,
                                 bool rests);

/** Visit the position of each file. */
void follow_set_visit(const struct follow_set *set,
                      void (*visit)(const char *path,
                                    const struct capture_position *position,
                                    void *context),
                      void *context);

void follow_set_fini(struct follow_set *set);

#endif
