/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * frame_spool - frames of an input that cannot be read again, kept on disk up to a bound.
 *
 * Room: app, private. Two files without a name that are written in turn: the bound is
 * reached when both are full, and then the older one begins anew. So at least half of
 * the bound is kept, and it is the latest.
 */
#ifndef FRAME_SPOOL_H
#define FRAME_SPOOL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/attributes.h"

struct capture;
struct error;
struct evidence;
struct evidence_place;
struct frame;

/* All zero is one that was not opened. */
struct frame_spool {
	struct frame_spool_half {
		FILE *file;              /* owned; without a name */
		struct evidence *frames; /* owned; what writes it; NULL once it is read */
		uint64_t count, bytes;
	} halves[2];
	uint64_t half_most; /* bytes */
	unsigned current;   /* which is written */
	uint64_t let_go;    /* frames that were */
};

/**
 * @beside  a file on the disk that is to be used
 * @most    bytes, about; one frame is kept whatever they are
 * @return  false with @err; frame_spool_close() is due all the same
 */
MUST_CHECK bool frame_spool_open(struct frame_spool *spool, const char *beside,
                                 uint64_t most, struct error *err);

static inline bool frame_spool_is_open(const struct frame_spool *spool)
{
	return spool->halves[0].file;
}

/**
 * Keep a copy of @frame.
 *
 * @place   where it was captured, if its input says so; else all NULL
 * @return  false with @err when the disk failed
 */
MUST_CHECK bool frame_spool_keep(struct frame_spool *spool, const struct frame *frame,
                                 const struct evidence_place *place, struct error *err);

/** Add what is kept to @capture, which calls it @name. Nothing can be kept any more. */
MUST_CHECK bool frame_spool_reread(struct frame_spool *spool, struct capture *capture,
                                   const char *name, struct error *err);

void frame_spool_close(struct frame_spool *spool);

#endif
