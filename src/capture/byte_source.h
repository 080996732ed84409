/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * byte_source - the bytes of one input as a window that moves forward.
 *
 * Room: capture, private. Readers ask for so many contiguous bytes, look at
 * them in place and step over them, so that a frame is never copied. Origins
 * are a descriptor, a block of memory, or another source that is compressed.
 *
 * What was asked for stays in place until the next call of a function that
 * may load: byte_source_need(), byte_source_read(), byte_source_skip(),
 * byte_source_seek(). While `pinned` is set none of them loads: they answer BYTES_WAIT
 * instead.
 */
#ifndef BYTE_SOURCE_H
#define BYTE_SOURCE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"

/*
 * Bytes loaded at once. Small enough that what read(2) copied is still in the
 * L2 cache when it is decoded: the 1.7 GB reference day takes 0.21 s in blocks
 * of 64 to 128 KiB, 0.31 s in 512 KiB, and 0.25 s through mmap(2), which would
 * also turn a file cut short under us into a SIGBUS.
 */
#define BYTE_SOURCE_BLOCK (128u * 1024)

#define QUIET_MS 100 /* nothing came for so long: say so, see CAPTURE_IDLE */

enum byte_status {
	BYTES_READY, /* they are there */
	BYTES_WAIT, /* a pipe is quiet: nothing came within 100 ms, nothing was consumed */
	BYTES_END,  /* the input ends before that */
	BYTES_BROKEN, /* the input cannot be read further, source->why says why */
};

/* Where the bytes come from. Fills up to @size bytes and says in @got how many, at least one when
 * BYTES_READY. */
struct byte_origin {
	enum byte_status (*read)(void *state, uint8_t *into, size_t size, size_t *got,
	                         struct error *why);
	void (*close)(void *state); /* frees @state */
	/** Go on at @offset. NULL, or false where that cannot be: only forward then. */
	bool (*seek)(void *state, uint64_t offset);
};

struct byte_source {
	const uint8_t *at;   /* next unread byte */
	const uint8_t *end;  /* one past the last loaded byte */
	uint64_t end_offset; /* of @end, from the beginning of the input */
	uint64_t to_skip;    /* bytes after @end that nobody wants */
	uint8_t *buffer;     /* owned; NULL while nothing is loaded, or over memory */
	size_t capacity;
	const struct byte_origin *origin;
	void *state;    /* owned, of the origin */
	bool is_random; /* byte_source_seek() goes anywhere */
	bool pinned;    /* what was read has to stay in place: nothing is loaded */
	enum byte_status ended; /* sticky: BYTES_END or BYTES_BROKEN once that was met */
	struct error why;       /* for BYTES_BROKEN */
};

/* What a descriptor is, as far as the rest of the room cares. */
struct byte_file {
	bool is_regular;
	uint64_t size;          /* of a regular file, in bytes */
	uint64_t device, inode; /* so that a file can be told from its successor */
	int64_t changed_ns;     /* when it was last written to */
};

/**
 * Read from @fd, moved. NULL when out of memory.
 *
 * @stop  once this is true there are no more bytes, only BYTES_WAIT; may be NULL
 */
struct byte_source *byte_source_from_descriptor(int fd, const struct byte_file *file,
                                                const volatile sig_atomic_t *stop);

/** Is what ends @source, made by the above, a rest from which it may grow, or its end? */
void byte_source_follow(struct byte_source *source, bool grows);

/** The descriptor that @source, made by the above, reads from. */
int byte_source_descriptor(const struct byte_source *source);

/** Read @len bytes in place, borrowed until byte_source_close(). NULL without memory. */
struct byte_source *byte_source_from_memory(const uint8_t *bytes, size_t len);

/** Read from any @origin whose @state is moved, even on failure. NULL without memory. */
struct byte_source *byte_source_create(const struct byte_origin *origin, void *state);

/** What byte_source_need() does when the bytes are not loaded yet. */
enum byte_status byte_source_load(struct byte_source *source, size_t len);

/** Have @len contiguous bytes from source->at on. */
static inline enum byte_status byte_source_need(struct byte_source *source, size_t len)
{
	if (LIKELY(len <= (size_t)(source->end - source->at)))
		return BYTES_READY;
	return byte_source_load(source, len);
}

/** Bytes that can be looked at without loading. */
static inline size_t byte_source_loaded(const struct byte_source *source)
{
	return (size_t)(source->end - source->at);
}

/** Step over @len bytes, loaded or not; that they exist shows when more is asked for. */
void byte_source_skip(struct byte_source *source, uint64_t len);

/** Can any byte be had at any time, or is what was stepped over gone? */
static inline bool byte_source_is_random(const struct byte_source *source)
{
	return source->is_random;
}

/**
 * Go on at @offset of a source that is random; what is there shows when asked for.
 *
 * @return BYTES_READY; BYTES_WAIT while pinned, when @offset is not loaded and ahead;
 *         BYTES_BROKEN
 */
enum byte_status byte_source_seek(struct byte_source *source, uint64_t offset);

/** Step back to @at, which was source->at since the last load. */
void byte_source_rewind(struct byte_source *source, const uint8_t *at);

/** Copy up to @size bytes out; *@got is at least one when BYTES_READY. */
enum byte_status byte_source_read(struct byte_source *source, uint8_t *into, size_t size,
                                  size_t *got);

/** Offset of the next unread byte. */
static inline uint64_t byte_source_offset(const struct byte_source *source)
{
	return source->end_offset + source->to_skip -
	       (uint64_t)(source->end - source->at);
}

/** NULL is fine. */
void byte_source_close(struct byte_source *source);

#endif
