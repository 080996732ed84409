/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_input - one capture file or pipe, from path to frames.
 *
 * Room: capture, private. Of thousands of files few are open at once: between
 * two frames a file can be suspended, which frees all but a place to go on from.
 */
#ifndef FILE_INPUT_H
#define FILE_INPUT_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "byte_source.h"
#include "frame_reader.h"

/* What file it is, as it is asked for. */
struct file_origin {
	const char *path; /* borrowed; "-" is standard input */
	int fd;           /* taken over, even on failure; -1: to be opened by its path */
	bool has_name;    /* can be opened by its path again */
};

/** Close its descriptor, if it has one: nobody will open it. */
void file_origin_discard(const struct file_origin *origin);

/** May @fd stay open for long, or will others need it more? */
bool file_origin_may_stay(int fd);

struct file_input {
	char *path;               /* owned; "-" is standard input */
	struct byte_source *file; /* borrowed: the file as it is on disk */
	/* owned: unpacked; the same as file when not compressed */
	struct byte_source *bytes;
	struct frame_reader *reader;
	const volatile sig_atomic_t *stop;
	struct byte_file identity;
	uint64_t file_done;  /* bytes of the file consumed; while it is not open */
	uint64_t bytes_done; /* unpacked bytes consumed; while it is not open */
	struct stated_losses losses; /* once there is no reader any more */
	struct file_labels labels;   /* owned; the same */
	int kept_fd;  /* owned: the file once more, for when its turn comes; -1: none */
	bool keeps;   /* to the end, so that it can be read again then */
	bool adopted; /* its descriptor was given: it cannot be opened by name */
	bool suspended;
	bool compressed;
	bool cut_short; /* it ended in the middle of a record; once there is no reader */
};

/**
 * Open what is at @path without reading any of it.
 *
 * @fd        in: one that is open on it, or -1; out: to be closed by the caller
 * @identity  what it is
 * @err       one line without the path
 */
MUST_CHECK bool file_input_find(const char *path, int *fd, struct byte_file *identity,
                                struct error *err);

/**
 * Open @origin and read its header. Waits for a pipe to begin.
 *
 * @input  owned by the caller, file_input_close(); untouched on failure
 * @err    one line without the path
 */
MUST_CHECK enum file_opening file_input_open(struct file_input *input,
                                             const struct file_origin *origin,
                                             const volatile sig_atomic_t *stop,
                                             struct error *err);

/** Fetch the next frame. On READ_BROKEN @err says why. */
enum read_status file_input_next(struct file_input *input, struct frame *frame,
                                 struct error *err);

/** Can it be suspended and resumed? Not pipes, nor what libpcap reads. */
bool file_input_is_resumable(const struct file_input *input);

/** Is it open, that is neither suspended nor ended? */
static inline bool file_input_is_open(const struct file_input *input)
{
	return input->bytes != NULL;
}

/**
 * Let go of the file's memory so that file_input_resume() goes on with the latest frame
 * again. Its descriptor is kept while there are plenty: whoever runs this then may not
 * be allowed to open it.
 */
void file_input_suspend(struct file_input *input);

/** Go on. Fails when the descriptor was not kept, and the file is gone or another one. */
MUST_CHECK bool file_input_resume(struct file_input *input, struct error *err);

/** Is its end only where it is now, because it @grows? */
void file_input_follow(struct file_input *input, bool grows);

/** Keep its descriptor to the end, if it is a file that can be read again. */
void file_input_keep(struct file_input *input);

/** @return a descriptor, owned, of the file, its position shared; -1 with @err */
int file_input_reopen(const struct file_input *input, struct error *err);

/** Of a log, which has no reader: close it, where that is possible, until its turn comes. */
void file_input_put_off(struct file_input *input);

/** Its turn has come: @input->bytes is open at its beginning. */
MUST_CHECK bool file_input_take_up(struct file_input *input, struct error *err);

/** Release the file and its reader at its end; positions stay known. */
void file_input_finish(struct file_input *input);

/** Bytes of the file, as it is on disk, consumed so far. */
uint64_t file_input_file_done(const struct file_input *input);

/** What the file has said so far of packets that are not in it. */
struct stated_losses file_input_losses(const struct file_input *input);

/** What it has called itself and its interfaces so far. Borrowed until the next frame. */
const struct file_labels *file_input_labels(const struct file_input *input);

/** Release everything. */
void file_input_close(struct file_input *input);

#endif
