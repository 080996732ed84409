/* SPDX-License-Identifier: BSD-2-Clause */
#include "file_input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "compressed.h"
#include "foreign_file.h"

#define SPARE_DESCRIPTORS 96 /* for who reads and writes what else there is */

void file_origin_discard(const struct file_origin *origin)
{
	/* Standard input belongs to the program. */
	if (origin->fd > STDIN_FILENO)
		close(origin->fd);
}

bool file_origin_may_stay(int fd)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_NOFILE, &limit) == 0 &&
	       (rlim_t)fd + SPARE_DESCRIPTORS <= limit.rlim_cur;
}

bool file_input_find(const char *path, int *fd, struct byte_file *identity,
                     struct error *err)
{
	struct stat about;
	bool is_stdin = *fd < 0 && strcmp(path, "-") == 0;

	if (*fd < 0)
		*fd = is_stdin ? STDIN_FILENO
		               : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (*fd < 0)
		return error_set(err, "%s", strerror(errno));
	if (fstat(*fd, &about) != 0) {
		error_set(err, "%s", strerror(errno));
		goto fail;
	}
	if (S_ISDIR(about.st_mode)) {
		error_set(err, "%s", strerror(EISDIR));
		goto fail;
	}
	*identity = (struct byte_file){
		.is_regular = S_ISREG(about.st_mode),
		.size = S_ISREG(about.st_mode) ? (uint64_t)about.st_size : 0,
		.device = about.st_dev,
		.inode = about.st_ino,
		.changed_ns =
			about.st_mtim.tv_sec * INT64_C(1000000000) + about.st_mtim.tv_nsec
	};
	return true;
fail:
	if (!is_stdin)
		close(*fd);
	return false;
}

/* From a descriptor, which is moved, to unpacked bytes. */
static bool open_bytes(struct file_input *input, int fd, struct error *err)
{
	struct byte_source *file =
		byte_source_from_descriptor(fd, &input->identity, input->stop);

	if (!file)
		return error_set(err, "out of memory");

	struct byte_source *bytes = file;
	enum byte_status status;

	do
		status = compressed_open(file, &bytes);
	while (status == BYTES_WAIT && !(input->stop && *input->stop));
	if (status != BYTES_READY) {
		*err = file->why;
		if (status == BYTES_WAIT)
			error_set(err, "stopped before it began");
		byte_source_close(file);
		return false;
	}
	if (!bytes)
		return error_set(err, "out of memory");
	input->file = file;
	input->bytes = bytes;
	input->compressed = bytes != file;
	return true;
}

static size_t blanks(const uint8_t *bytes, size_t len)
{
	size_t count = 0;

	while (count < len && strchr(" \t\r\n", bytes[count]))
		count++;
	return count;
}

/* No capture begins with a bracket and then, blanks apart, a quote or another one. */
static bool begins_as_json(struct byte_source *source, const volatile sig_atomic_t *stop)
{
	size_t at, len;

	if (frame_reader_await(source, 1, stop) != BYTES_READY)
		return false;
	len = byte_source_loaded(source);
	at = blanks(source->at, len);
	if (at == len || (source->at[at] != '{' && source->at[at] != '['))
		return false;
	at++;
	at += blanks(source->at + at, len - at);
	return at == len || memchr("\"{}]", source->at[at], 4);
}

enum file_opening file_input_open(struct file_input *input,
                                  const struct file_origin *origin,
                                  const volatile sig_atomic_t *stop, struct error *err)
{
	struct file_input opened = { .stop = stop,
		                     .adopted = !origin->has_name,
		                     .kept_fd = -1 };
	const char *path = origin->path;
	int fd = origin->fd;
	enum file_opening result;

	if (!file_input_find(path, &fd, &opened.identity, err))
		return FILE_REFUSED;
	if (!open_bytes(&opened, fd, err))
		return FILE_REFUSED;
	result = begins_as_json(opened.bytes, stop)
	                 ? FILE_RECORDS
	                 : frame_reader_open(&opened.reader, opened.bytes, path, stop,
	                                     err);
	/* That it is packed is known, and says that it is more than any file. */
	if (result == FILE_STRANGER && opened.compressed) {
		error_set(err, "compressed, and inside it is " FOREIGN_FILE_WAY);
		result = FILE_REFUSED;
	}
	if (result == FILE_OPENED || result == FILE_RECORDS) {
		opened.path = strdup(path);
		if (!opened.path) {
			error_set(err, "out of memory");
			result = FILE_REFUSED;
		}
	}
	if (result == FILE_OPENED || result == FILE_RECORDS)
		*input = opened;
	else
		file_input_close(&opened);
	return result;
}

enum read_status file_input_next(struct file_input *input, struct frame *frame,
                                 struct error *err)
{
	enum read_status status = frame_reader_next(input->reader, frame);

	if (UNLIKELY(status == READ_BROKEN))
		*err = input->reader->why;
	return status;
}

bool file_input_is_resumable(const struct file_input *input)
{
	const bool has_name = !input->adopted && strcmp(input->path, "-") != 0;

	return input->identity.is_regular && input->reader->format->resumable &&
	       !input->reader->buffered && (has_name || input->kept_fd >= 0);
}

static void release_bytes(struct file_input *input)
{
	if (!input->bytes)
		return;
	input->file_done = byte_source_offset(input->file);
	input->bytes_done = byte_source_offset(input->bytes);
	byte_source_close(input->bytes);
	input->file = input->bytes = NULL;
}

/* @return a second descriptor; -1 when others may need it more */
static int keep_descriptor(int fd)
{
	int kept = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	if (kept >= 0 && !file_origin_may_stay(kept)) {
		close(kept);
		return -1;
	}
	return kept;
}

static void release_kept(struct file_input *input)
{
	if (input->kept_fd >= 0)
		close(input->kept_fd);
	input->kept_fd = -1;
}

void file_input_follow(struct file_input *input, bool grows)
{
	byte_source_follow(input->file, grows);
}

void file_input_keep(struct file_input *input)
{
	input->keeps = input->identity.is_regular;
	if (input->keeps && input->kept_fd < 0)
		input->kept_fd = keep_descriptor(byte_source_descriptor(input->file));
}

void file_input_suspend(struct file_input *input)
{
	frame_reader_unread(input->reader);
	if (input->kept_fd < 0)
		input->kept_fd = keep_descriptor(byte_source_descriptor(input->file));
	release_bytes(input);
	input->reader->source = NULL;
	input->suspended = true;
}

/* @return a descriptor of the same file, by its name; -1 with @err */
static int open_by_name(const struct file_input *input, struct error *err)
{
	struct byte_file now;
	int fd = -1;

	if (!file_input_find(input->path, &fd, &now, err))
		return -1;
	if (now.device == input->identity.device && now.inode == input->identity.inode)
		return fd;
	close(fd);
	error_set(err, "was replaced while it waited for its turn");
	return -1;
}

int file_input_reopen(const struct file_input *input, struct error *err)
{
	int fd = input->kept_fd >= 0 ? fcntl(input->kept_fd, F_DUPFD_CLOEXEC, 0)
	                             : open_by_name(input, err);

	if (input->kept_fd >= 0 && fd < 0)
		error_set(err, "%s", strerror(errno));
	return fd;
}

static bool open_again(struct file_input *input, struct error *err)
{
	int fd = file_input_reopen(input, err);

	if (fd < 0)
		return false;
	if (!input->keeps)
		release_kept(input);
	if (lseek(fd, 0, SEEK_SET) != 0) {
		close(fd);
		return error_set(err, "%s", strerror(errno));
	}
	if (!open_bytes(input, fd, err))
		return false;
	byte_source_skip(input->bytes, input->bytes_done);
	input->suspended = false;
	return true;
}

bool file_input_resume(struct file_input *input, struct error *err)
{
	if (!open_again(input, err))
		return false;
	input->reader->source = input->bytes;
	return true;
}

void file_input_put_off(struct file_input *input)
{
	const bool has_name = !input->adopted && strcmp(input->path, "-") != 0;

	if (!input->identity.is_regular)
		return;
	if (input->kept_fd < 0)
		input->kept_fd = keep_descriptor(byte_source_descriptor(input->file));
	if (input->kept_fd < 0 && !has_name)
		return;
	release_bytes(input);
	input->suspended = true;
}

bool file_input_take_up(struct file_input *input, struct error *err)
{
	if (!input->suspended)
		return true;
	input->bytes_done = 0;
	return open_again(input, err);
}

void file_input_finish(struct file_input *input)
{
	input->losses = file_input_losses(input);
	if (input->reader) {
		input->labels = input->reader->labels;
		input->reader->labels = (struct file_labels){ 0 };
	}
	input->cut_short |= input->reader && input->reader->cut_short;
	frame_reader_close(input->reader);
	input->reader = NULL;
	release_bytes(input);
	if (!input->keeps)
		release_kept(input);
	input->suspended = false;
}

uint64_t file_input_file_done(const struct file_input *input)
{
	return input->file ? byte_source_offset(input->file) : input->file_done;
}

struct stated_losses file_input_losses(const struct file_input *input)
{
	return input->reader ? input->reader->losses : input->losses;
}

const struct file_labels *file_input_labels(const struct file_input *input)
{
	return input->reader ? &input->reader->labels : &input->labels;
}

void file_input_close(struct file_input *input)
{
	file_input_finish(input);
	file_labels_fini(&input->labels);
	release_kept(input);
	free(input->path);
	input->path = NULL;
}
