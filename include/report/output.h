/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * output - where a report goes: a stream that is already open, or a file that
 * appears only when it is whole.
 *
 * Room: report.
 */
#ifndef REPORT_OUTPUT_H
#define REPORT_OUTPUT_H

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/attributes.h"

struct error;

struct output {
	FILE *stream;     /* write here */
	const char *path; /* borrowed; NULL for a borrowed stream */
	char *temporary;  /* owned; NULL: it is written to directly */
	char *final;      /* owned; @path, or where it leads as a link */
	bool spoilt;      /* to be set when what was written is not whole */
};

/** Write to @stream, which stays the caller's. */
void output_over_stream(struct output *output, FILE *stream);

/**
 * Write to @path, or where it leads to when it is a symbolic link, by way of a temporary
 * file beside it; a FIFO or device is written to directly.
 */
MUST_CHECK bool output_open(struct output *output, const char *path, struct error *err);

/** The directory of such a file as of the next, ending in "/". @return false with @err when its path is too long */
MUST_CHECK bool output_place_of_nameless(char directory[static PATH_MAX],
                                         const char *beside, struct error *err);

/**
 * Open a file that has no name, on the disk where @beside is or will be; when that is
 * no place for files (a device), in $TMPDIR or /var/tmp. For fclose().
 */
MUST_CHECK FILE *output_open_nameless(const char *beside, struct error *err);

/** Throw away what was written. */
void output_abandon(struct output *output);

/** Is all that was written so far where it goes? For a file that is the disk. */
MUST_CHECK bool output_flush(struct output *output, struct error *err);

/**
 * Has who read standard output left, as head(1) does? Then nothing is lost of what is
 * still written to it, and nothing below fails for that.
 */
bool output_is_deserted(const struct output *output);

/** Can what was written still be taken back? Not from a FIFO or a terminal. */
bool output_can_rewind(const struct output *output);

/** Take back all that was written, to write it again. */
MUST_CHECK bool output_rewind(struct output *output, struct error *err);

/**
 * Flush, and for a file rename into place; whoever could not be written whole does
 * not get its name, and what has it stays. Frees what it holds either way.
 */
MUST_CHECK bool output_close(struct output *output, struct error *err);

#endif
