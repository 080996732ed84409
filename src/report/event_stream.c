/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/event_stream.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

static int open_file(const char *path, struct error *err)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0644);

	if (fd < 0)
		error_set(err, "%s: %s", path, strerror(errno));
	return fd;
}

bool event_stream_open(struct event_stream *stream, const char *path, struct error *err)
{
	*stream = (struct event_stream){ .path = path, .fd = STDOUT_FILENO };
	if (path)
		stream->fd = open_file(path, err);
	return stream->fd >= 0;
}

static size_t count_lines(const char *at, size_t len)
{
	size_t count = 0;

	for (const char *end; (end = memchr(at, '\n', len)); count++) {
		len -= (size_t)(end + 1 - at);
		at = end + 1;
	}
	return count;
}

/* @return bytes written before something went wrong, with errno */
static size_t write_all(const struct event_stream *stream)
{
	const struct text *pending = &stream->pending;
	size_t done = 0;

	while (done < pending->len) {
		ssize_t len = write(stream->fd, pending->at + done, pending->len - done);

		if (len < 0 && errno == EINTR)
			continue;
		if (len <= 0)
			break;
		done += (size_t)len;
	}
	return done;
}

/* @return how many of the @done bytes are whole lines; the rest is taken off the file */
static size_t keep_whole_lines(const struct event_stream *stream, size_t done)
{
	const char *end = memrchr(stream->pending.at, '\n', done);
	const size_t whole = end ? (size_t)(end + 1 - stream->pending.at) : 0;
	struct stat about;

	if (fstat(stream->fd, &about) == 0 && S_ISREG(about.st_mode) &&
	    about.st_size >= (off_t)(done - whole) &&
	    ftruncate(stream->fd, about.st_size - (off_t)(done - whole)) != 0)
		return whole;
	return whole;
}

bool event_stream_flush(struct event_stream *stream, struct error *err)
{
	struct text *pending = &stream->pending;
	int error = pending->failed ? ENOMEM : 0;
	size_t done;

	if (pending->len == 0 && !pending->failed)
		return true;
	done = write_all(stream);
	if (done < pending->len) {
		error = errno;
		done = keep_whole_lines(stream, done);
		stream->lost += count_lines(pending->at + done, pending->len - done);
		stream->closed |= error == EPIPE;
	} else if (pending->failed) {
		stream->lost++;
	}
	text_clear(pending);
	pending->failed = false;
	stream->failing = error != 0;
	return !error ||
	       error_set(err, "%s: %s", stream->path ? stream->path : "standard output",
	                 strerror(error));
}

bool event_stream_reopen(struct event_stream *stream, struct error *err)
{
	int fd;

	if (!stream->path)
		return true;
	fd = open_file(stream->path, err);
	if (fd < 0)
		return false;
	close(stream->fd);
	stream->fd = fd;
	return true;
}

void event_stream_close(struct event_stream *stream)
{
	if (stream->path && stream->fd >= 0)
		close(stream->fd);
	text_fini(&stream->pending);
	*stream = (struct event_stream){ .fd = -1 };
}
