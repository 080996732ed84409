/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * capture - where frames come from: files, pipes, directories, interfaces.
 *
 * Room: capture. The only room that knows libpcap. Several files are one
 * timeline in time order; several interfaces are read in turn. A damaged input
 * ends early, is remembered in its capture_input, and the others go on.
 */
#ifndef CAPTURE_CAPTURE_H
#define CAPTURE_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/sum.h"
#include "capture/frame.h"
#include "capture/interface_label.h"
#include "capture/position.h"

struct byte_stream;
struct capture;
struct error;

enum capture_status {
	CAPTURE_FRAME, /* *frame was filled */
	CAPTURE_IDLE,  /* live and pipes: nothing came within 100 ms; call again */
	CAPTURE_END,   /* every input ended, --count was reached, or capture_stop() */
};

struct capture_options {
	const char *filter;   /* BPF expression, borrowed; NULL or "" takes everything */
	uint32_t snaplen;     /* bytes kept of a frame; 0 is the maximum, 262144 */
	uint32_t buffer_mib;  /* kernel buffer of a live capture; 0 is the default, 64 */
	uint64_t frame_limit; /* stop after so many frames; 0 is no limit */
	bool recursive;       /* read directories with all that is below them */
	bool read_again;      /* files will be: see capture_reopen() */
	bool follow;          /* files and directories grow: they end by capture_stop() */
	bool await_interfaces; /* one that is taken away is waited for by its name */
};

/* How one input did. Strings are owned by the capture. */
struct capture_input {
	const char *name;   /* path, "-" or interface, as given or found in a directory */
	const char *sensor; /* where it was captured, as given; NULL: not said */
	/* Of a file: what it says of itself, NULL: nothing, and what it calls interfaces. */
	const char *comment;
	const struct capture_interface *interfaces;
	size_t interface_count;
	bool live;
	uint64_t frames, bytes; /* delivered; bytes as captured */
	uint64_t read; /* frames read from a file, of which the filter took some */
	/* Live: pcap_stats(3PCAP). Of a file: what it states itself, if it does; else 0. */
	uint64_t kernel_received, kernel_dropped, interface_dropped;
	int64_t first_us, last_us; /* of delivered frames; 0 when none */
	uint64_t size,
		done;  /* of a regular file, bytes as on disk: all, consumed; else 0 */
	uint64_t gone; /* times an interface was taken away; `broken` says that it is */
	uint64_t
		missed; /* files that were gone before they were read, of a followed ring */
	bool followed; /* it grows; `broken` is about the last file of it that was */
	bool ended;    /* there is no more of it; an interface never ends by itself */
	const char *broken; /* NULL when it was whole, else where and how it broke */
	/* The same of the last file of a ring, which is no damage: it is still being
	 * written. Or NULL. */
	const char *unfinished;
	/* Found in a directory, and nothing of it was read: */
	bool stranger; /* no capture, and it does not say that it is one: left out */
	bool unread;   /* what calls itself a capture, by name or by being packed */
	/* A log, which capture_records() opens: no frames come from it, and who reads it
	 * counts its records here. */
	bool records;
	bool elsewhere; /* and it is no file: not even capture_records() opens it */
};

/** Packets that @input lost before it was read, as far as anybody counted them. */
static inline uint64_t capture_input_dropped(const struct capture_input *input)
{
	return sum_saturated(input->kernel_dropped, input->interface_dropped);
}

/** The same of all @count @inputs. */
static inline uint64_t capture_inputs_dropped(const struct capture_input *inputs,
                                              size_t count)
{
	uint64_t dropped = 0;

	for (size_t i = 0; i < count; i++)
		sum_add(&dropped, capture_input_dropped(&inputs[i]));
	return dropped;
}

/** Owned: capture_close(). @options is copied, its filter compiled per link type. NULL on failure. */
struct capture *capture_create(const struct capture_options *options, struct error *err);

/**
 * Add a capture file, a directory of them, or "-" for standard input: they are opened,
 * and nothing of them is read before capture_begin().
 *
 * pcap (micro- and nanosecond, either byte order) and pcapng with interfaces of
 * any mix of link types and snaplens; Network Monitor 1.x and 2.x and snoop; plain or
 * in gzip, zstd or xz. What cannot be opened fails, and so does a directory without
 * files. Directories in it that are not read are remembered as broken inputs. Of more
 * than 64 files most wait without memory of their own, but with their descriptors: they
 * are read although whoever runs this may no longer open them.
 *
 * @sensor  where it was captured, copied; may be NULL
 * @err     on failure, one line: "PATH: reason"
 */
MUST_CHECK bool capture_add_path(struct capture *capture, const char *path,
                                 const char *sensor, struct error *err);

/**
 * Add @fd, a pipe that somebody fills who was begun for it. Taken over; @name is what it is
 * called. As a path that was added, it is read from capture_begin() on.
 */
MUST_CHECK bool capture_add_pipe(struct capture *capture, int fd, const char *name,
                                 const char *sensor, struct error *err);

/**
 * Read the beginnings of all that was added by its path. Waits until pipes have begun,
 * or capture_stop(). What is no capture goes to @refused, one line "PATH: reason";
 * in a directory it is remembered as a broken input instead.
 *
 * @return whether there is any input, an interface for example
 */
MUST_CHECK bool capture_begin(struct capture *capture,
                              void (*refused)(const struct error *why, void *context),
                              void *context);

/**
 * Before that: visit what there are no descriptors left for, so that it will be opened
 * by its name.
 */
void capture_visit_names(const struct capture *capture,
                         void (*visit)(const char *path, void *context), void *context);

/**
 * Open the log that input @number is; once. The stream is to be closed before the
 * capture is. NULL with @err.
 */
struct byte_stream *capture_records(struct capture *capture, size_t number,
                                    struct error *err);

/** Add an input that somebody else reads, as a log that is no file. @number is set. */
MUST_CHECK bool capture_add_elsewhere(struct capture *capture, const char *name,
                                      const char *sensor, uint16_t *number,
                                      struct error *err);

/** Input @number, which is a log, to be filled. Borrowed until another input is added. */
struct capture_input *capture_log(struct capture *capture, size_t number);

/**
 * An earlier run read what is followed so far: to be said before capture_begin(), for
 * each file.
 */
MUST_CHECK bool capture_resume(struct capture *capture, const char *path,
                               const struct capture_position *position,
                               struct error *err);

/** Visit how far each file of what is followed was read, to resume there. */
void capture_visit_positions(const struct capture *capture,
                             void (*visit)(const char *path,
                                           const struct capture_position *position,
                                           void *context),
                             void *context);

/**
 * Begin with the capture that @fd is open on, which is taken over; @name is what it is
 * called, @sensor as of capture_add_path().
 */
MUST_CHECK bool capture_add_descriptor(struct capture *capture, int fd, const char *name,
                                       const char *sensor, struct error *err);

/**
 * Open file input @number once more. For who may no longer do so by its name, @capture
 * was created to be read again. From any thread.
 *
 * @return a descriptor, owned, which may share its position with @capture's; -1 with @err for what is no regular file, or gone
 */
int capture_reopen(const struct capture *capture, size_t number, struct error *err);

/** Is input @number a regular file, so that it can be opened once more? */
bool capture_is_file(const struct capture *capture, size_t number);

/** Add a live interface. Fails on an unknown one or without the permission, saying which. */
MUST_CHECK bool capture_add_interface(struct capture *capture, const char *name,
                                      struct error *err);

/**
 * The descriptor of interface @number, which is bound again to an interface that comes
 * back (await_interfaces): bind(2), of whoever may make no new socket. -1 for others.
 */
int capture_interface_descriptor(const struct capture *capture, size_t number);

/** Fetch the next frame in time order. Never fails: broken inputs are in capture_inputs(). */
enum capture_status capture_next(struct capture *capture, struct frame *frame);

/**
 * Fetch up to @most frames, in time order, that are there together: the bytes of
 * all of them stay valid until the next call of this or of capture_next().
 *
 * A batch ends early where the next frame could only be had by letting go of the
 * first; from interfaces and from what libpcap reads it has one frame.
 *
 * @return how many, with *@status CAPTURE_FRAME; 0 with what capture_next() would say
 */
size_t capture_next_batch(struct capture *capture, struct frame *frames, size_t most,
                          enum capture_status *status);

/** Make capture_next() report the end soon. The only call a signal handler may make. */
void capture_stop(struct capture *capture);

/** Did capture_stop() end it? Then inputs that have not ended were not read to their end. */
bool capture_was_stopped(const struct capture *capture);

/** How each input did so far, kernel counters refreshed. Borrowed until capture_close(). */
const struct capture_input *capture_inputs(struct capture *capture, size_t *count);

/** Input @number, a frame's `input`, kernel counters as last refreshed. Borrowed as above. */
const struct capture_input *capture_input(const struct capture *capture, size_t number);

/** The interface that @frame was captured on, borrowed until the next frame; NULL: its file does not say. */
const struct capture_interface *capture_interface(struct capture *capture,
                                                  const struct frame *frame);

/** Sum of the sizes of all input files in bytes, for progress; 0 when a pipe or live is among them. */
uint64_t capture_total_bytes(const struct capture *capture);

/** Bytes of those files consumed so far (compressed bytes for compressed files). */
uint64_t capture_done_bytes(const struct capture *capture);

/** NULL is fine. */
void capture_close(struct capture *capture);

#endif
