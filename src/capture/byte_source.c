/* SPDX-License-Identifier: BSD-2-Clause */
#include "byte_source.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/sum.h"

/* --- Origin: a descriptor -------------------------------------------------- */

struct descriptor {
	int fd;
	bool waits; /* a read(2) may block: pipe, terminal, socket */
	bool grows; /* its end is only where it is now */
	const volatile sig_atomic_t *stop;
};

static enum byte_status wait_for_bytes(const struct descriptor *from)
{
	struct pollfd ready = { .fd = from->fd, .events = POLLIN };

	/* A hang-up counts as ready: read(2) then reports the end. */
	return poll(&ready, 1, QUIET_MS) > 0 ? BYTES_READY : BYTES_WAIT;
}

static enum byte_status read_descriptor(void *state, uint8_t *into, size_t size,
                                        size_t *got, struct error *why)
{
	const struct descriptor *from = state;

	if (from->stop && *from->stop)
		return BYTES_WAIT;
	if (from->waits && wait_for_bytes(from) == BYTES_WAIT)
		return BYTES_WAIT;

	ssize_t len = read(from->fd, into, size);

	if (len > 0) {
		*got = (size_t)len;
		return BYTES_READY;
	}
	if (len == 0)
		return from->grows ? BYTES_WAIT : BYTES_END;
	if (errno == EINTR || errno == EAGAIN)
		return BYTES_WAIT;
	error_set(why, "cannot be read: %s", strerror(errno));
	return BYTES_BROKEN;
}

static bool seek_descriptor(void *state, uint64_t offset)
{
	const struct descriptor *from = state;

	return offset <= INT64_MAX && lseek(from->fd, (off_t)offset, SEEK_SET) >= 0;
}

static void close_descriptor(void *state)
{
	struct descriptor *from = state;

	/* Standard input belongs to the program. */
	if (from->fd != STDIN_FILENO)
		close(from->fd);
	free(from);
}

struct byte_source *byte_source_from_descriptor(int fd, const struct byte_file *file,
                                                const volatile sig_atomic_t *stop)
{
	static const struct byte_origin origin = { .read = read_descriptor,
		                                   .close = close_descriptor,
		                                   .seek = seek_descriptor };
	struct byte_source *source;
	struct descriptor *from = malloc(sizeof(*from));

	if (!from) {
		if (fd != STDIN_FILENO)
			close(fd);
		return NULL;
	}
	*from = (struct descriptor){ .fd = fd, .waits = !file->is_regular, .stop = stop };
	source = byte_source_create(&origin, from);
	if (source)
		source->is_random = file->is_regular;
	return source;
}

void byte_source_follow(struct byte_source *source, bool grows)
{
	struct descriptor *from = source->state;

	from->grows = grows;
}

int byte_source_descriptor(const struct byte_source *source)
{
	const struct descriptor *from = source->state;

	return from->fd;
}

/* --- The window ------------------------------------------------------------ */

struct byte_source *byte_source_create(const struct byte_origin *origin, void *state)
{
	struct byte_source *source = calloc(1, sizeof(*source));

	if (!source) {
		origin->close(state);
		return NULL;
	}
	source->origin = origin;
	source->state = state;
	source->ended = BYTES_READY;
	return source;
}

struct byte_source *byte_source_from_memory(const uint8_t *bytes, size_t len)
{
	struct byte_source *source = calloc(1, sizeof(*source));

	if (!source)
		return NULL;
	source->at = bytes;
	source->end = len ? bytes + len : bytes;
	source->end_offset = len;
	source->ended = BYTES_END;
	source->is_random = true;
	return source;
}

static enum byte_status out_of_memory(struct byte_source *source)
{
	error_set(&source->why, "out of memory");
	return source->ended = BYTES_BROKEN;
}

/* Move what is loaded to the front of a buffer that holds @len bytes and a block. */
static bool make_room(struct byte_source *source, size_t len)
{
	size_t loaded = byte_source_loaded(source);
	size_t wanted =
		len > BYTE_SOURCE_BLOCK ? len + BYTE_SOURCE_BLOCK : 2 * BYTE_SOURCE_BLOCK;

	if (source->capacity < wanted) {
		uint8_t *larger = malloc(wanted);

		if (!larger)
			return false;
		if (loaded)
			memcpy(larger, source->at, loaded);
		free(source->buffer);
		source->buffer = larger;
		source->capacity = wanted;
	} else if (loaded) {
		memmove(source->buffer, source->at, loaded);
	}
	source->at = source->buffer;
	source->end = source->buffer + loaded;
	return true;
}

/* Add one block to the window, or drop as much of it as is to be skipped. */
static enum byte_status load_block(struct byte_source *source)
{
	/* After a skip the window begins behind the front of the buffer. */
	size_t used = (size_t)(source->end - source->buffer);
	uint8_t *into = source->buffer + used;
	size_t room = source->capacity - used;
	size_t got = 0;

	enum byte_status status = source->origin->read(
		source->state, into, room < BYTE_SOURCE_BLOCK ? room : BYTE_SOURCE_BLOCK,
		&got, &source->why);

	if (status == BYTES_END || status == BYTES_BROKEN)
		source->ended = status;
	if (status != BYTES_READY)
		return status;

	source->end += got;
	source->end_offset += got;
	if (source->to_skip) {
		/* Skipping only ever begins with an empty window. */
		size_t skipped = got < source->to_skip ? got : (size_t)source->to_skip;

		source->at += skipped;
		source->to_skip -= skipped;
		if (source->at == source->end)
			source->at = source->end = source->buffer;
	}
	return BYTES_READY;
}

enum byte_status byte_source_load(struct byte_source *source, size_t len)
{
	if (source->pinned)
		return BYTES_WAIT;
	if (source->ended != BYTES_READY)
		return source->ended;
	if (!make_room(source, len))
		return out_of_memory(source);
	while (byte_source_loaded(source) < len) {
		enum byte_status status = load_block(source);

		if (status != BYTES_READY)
			return status;
	}
	return BYTES_READY;
}

void byte_source_skip(struct byte_source *source, uint64_t len)
{
	size_t loaded = byte_source_loaded(source);

	if (len <= loaded) {
		source->at += len;
		return;
	}
	source->at = source->end;
	source->to_skip = sum_saturated(source->to_skip, len - loaded);
}

/* All of memory is loaded; beyond its end there is something to skip that never comes. */
static enum byte_status seek_memory(struct byte_source *source, uint64_t offset)
{
	const uint64_t len = source->end_offset;

	source->at = source->end - (offset < len ? len - offset : 0);
	source->to_skip = offset > len ? offset - len : 0;
	return BYTES_READY;
}

enum byte_status byte_source_seek(struct byte_source *source, uint64_t offset)
{
	if (!source->origin)
		return seek_memory(source, offset);
	if (source->to_skip == 0 && offset <= source->end_offset &&
	    offset >= byte_source_offset(source)) {
		source->at = source->end - (source->end_offset - offset);
		return BYTES_READY;
	}
	if (source->pinned)
		return BYTES_WAIT;
	if (!source->origin->seek || !source->origin->seek(source->state, offset)) {
		error_set(&source->why, "cannot be read from byte %llu on",
		          (unsigned long long)offset);
		return source->ended = BYTES_BROKEN;
	}
	source->at = source->end = source->buffer;
	source->end_offset = offset;
	source->to_skip = 0;
	source->ended = BYTES_READY;
	return BYTES_READY;
}

void byte_source_rewind(struct byte_source *source, const uint8_t *at)
{
	assert(at <= source->at);
	source->at = at;
	source->to_skip = 0;
}

enum byte_status byte_source_read(struct byte_source *source, uint8_t *into, size_t size,
                                  size_t *got)
{
	enum byte_status status = byte_source_need(source, 1);

	if (status != BYTES_READY)
		return status;
	*got = byte_source_loaded(source) < size ? byte_source_loaded(source) : size;
	memcpy(into, source->at, *got);
	source->at += *got;
	return BYTES_READY;
}

void byte_source_close(struct byte_source *source)
{
	if (!source)
		return;
	if (source->origin)
		source->origin->close(source->state);
	free(source->buffer);
	free(source);
}
