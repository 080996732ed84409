/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * frame_reader - the frames inside one byte source, whatever the file format.
 *
 * Room: capture, private. A format is one file with one `struct frame_format`
 * and one row in frame_reader.c. Readers are restartable: when a source has to
 * wait for bytes, nothing of the unfinished record is consumed.
 */
#ifndef FRAME_READER_H
#define FRAME_READER_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "byte_source.h"
#include "capture/frame.h"
#include "file_labels.h"
#include "losses.h"

/* Bytes of a frame that are delivered at most, libpcap's MAXIMUM_SNAPLEN. */
#define FRAME_MAX_LEN 262144u

enum read_status {
	READ_FRAME,  /* the frame was filled; its bytes stay until the next call */
	READ_WAIT,   /* a pipe is quiet, ask again */
	READ_END,    /* the file ended where a file may end */
	READ_BROKEN, /* it did not: reader->why says where and how */
};

struct frame_reader;

struct frame_format {
	const char *name;

	/** Does the file begin like this? @len bytes are there, as many as there are up to 12. */
	bool (*recognises)(const uint8_t *beginning, size_t len);

	/**
	 * Read the file header from @source. NULL on failure with @err.
	 * @stop ends waiting for a pipe.
	 */
	struct frame_reader *(*open)(struct byte_source *source,
	                             const volatile sig_atomic_t *stop,
	                             struct error *err);

	enum read_status (*next)(struct frame_reader *reader, struct frame *frame);
	void (*close)(struct frame_reader *reader); /* frees it, not its source */

	/* Can the source be closed between two frames and another one put in its place? */
	bool resumable;
};

/* Embedded first in what open() returns. */
struct frame_reader {
	const struct frame_format *format;
	struct byte_source *source; /* borrowed */
	const uint8_t *record; /* where the latest frame's record begins in the window */
	struct error why;      /* for READ_BROKEN */
	struct stated_losses losses; /* so far */
	struct file_labels labels;   /* owned; so far */
	bool buffered;               /* it has all of the source's bytes: not resumable */
	bool cut_short;              /* the source ended in the middle of a record */
};

/* What came of opening a file. */
enum file_opening {
	FILE_OPENED,
	FILE_REFUSED,  /* it cannot be read, or not as a capture: the error says why */
	FILE_RECORDS,  /* it holds no frames but a log, for others to read */
	FILE_OTHER,    /* it is no capture: the error says what it is */
	FILE_STRANGER, /* it is no capture of any known kind, and nobody knows what else */
};

/**
 * Find out what file is in @source and read its header.
 *
 * @reader set when it was opened; owned: frame_reader_close()
 * @path   for hints that only a name gives
 * @stop   ends waiting for a pipe; may be NULL
 * @err    when not: damaged, not a capture, or a foreign one with the way out
 */
MUST_CHECK enum file_opening frame_reader_open(struct frame_reader **reader,
                                               struct byte_source *source,
                                               const char *path,
                                               const volatile sig_atomic_t *stop,
                                               struct error *err);

static inline enum read_status frame_reader_next(struct frame_reader *reader,
                                                 struct frame *frame)
{
	return reader->format->next(reader, frame);
}

/** Step back before the latest frame. Only until the next call of anything that loads. */
static inline void frame_reader_unread(struct frame_reader *reader)
{
	byte_source_rewind(reader->source, reader->record);
}

/** NULL is fine. */
void frame_reader_close(struct frame_reader *reader);

/** For formats: remember what is wrong with the record at the source's offset. @return READ_BROKEN */
enum read_status frame_reader_broken(struct frame_reader *reader, const char *format, ...)
	PRINTF_LIKE(2, 3);

/**
 * For formats: what follows when @wanted bytes of @what could not be had.
 *
 * An end at a record boundary is a good end only when @may_end says so.
 */
enum read_status frame_reader_short(struct frame_reader *reader, enum byte_status status,
                                    const char *what, bool may_end);

/** For formats: wait for @len bytes however long it takes, unless stopped. */
enum byte_status frame_reader_await(struct byte_source *source, size_t len,
                                    const volatile sig_atomic_t *stop);

extern const struct frame_format pcap_format;
extern const struct frame_format pcapng_format;
extern const struct frame_format netmon_format;
extern const struct frame_format snoop_format;
extern const struct frame_format libpcap_format;

#endif
