/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * evidence - the packets of findings, as a pcapng file (-w FILE).
 *
 * Room: report. Written to FILE.XXXXXX and renamed when whole.
 */
#ifndef REPORT_EVIDENCE_H
#define REPORT_EVIDENCE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/attributes.h"

struct address;
struct error;
struct evidence;
struct frame;

/* Where a frame was captured, for who reads the file. */
struct evidence_place {
	const char *name;        /* of the interface, or of the input; NULL: not known */
	const char *description; /* NULL: none */
};

/** Owned: evidence_close() or evidence_abandon(). NULL with "PATH: reason". */
struct evidence *evidence_open(const char *path, struct error *err);

/** The same over a stream that stays the caller's, for frames kept until later. NULL: out of memory. */
struct evidence *evidence_over_stream(FILE *stream);

/**
 * Add one frame; an interface block is written per link type, input and interface of it.
 *
 * @comment  why it is here, for who reads the file; NULL: nothing is to be said
 * @return   false when the disk failed
 */
MUST_CHECK bool evidence_add(struct evidence *evidence, const struct frame *frame,
                             const struct evidence_place *place, const char *comment,
                             struct error *err);

/**
 * Say what the host at @address is called, for who reads the file: a name resolution
 * block. What is no host name is left out. @return false when the disk failed
 */
MUST_CHECK bool evidence_name(struct evidence *evidence, const struct address *address,
                              const char *name, struct error *err);

/** Finish and rename into place. Frees @evidence either way. */
MUST_CHECK bool evidence_close(struct evidence *evidence, struct error *err);

/** Throw the unfinished file away. NULL is fine. */
void evidence_abandon(struct evidence *evidence);

#endif
