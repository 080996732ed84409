/* SPDX-License-Identifier: BSD-2-Clause */
#include "follow.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/path.h"
#include "base/sum.h"

#define LOOK_US     (QUIET_MS * INT64_C(1000)) /* between two looks when nothing comes */
#define SHORTEST    24 /* bytes of the header of a capture file, at least */
#define NONE        SIZE_MAX
#define LISTED_MOST 65536 /* files in one directory */
#define NS(time)    ((time).tv_sec * INT64_C(1000000000) + (time).tv_nsec)
#define RING_DIGITS 5  /* of the number that dumpcap -b gives a file, at least */
#define RING_DATE   14 /* and of the time behind it */

/* --- What there is ------------------------------------------------------------------ */

static size_t count_digits(const char *text)
{
	return strspn(text, "0123456789");
}

/* The number of "net_00012_20240101120000.pcapng"; 0 when it has none. */
static uint64_t ring_number(const char *path)
{
	const char *name = path + path_directory_len(path);

	for (; (name = strchr(name, '_')); name++) {
		const size_t digits = count_digits(name + 1);
		const char *behind = name + 1 + digits;

		if (digits >= RING_DIGITS && *behind == '_' &&
		    count_digits(behind + 1) == RING_DATE)
			return strtoull(name + 1, NULL, 10);
	}
	return 0;
}

static bool is_same(const struct capture_position *a, const struct capture_position *b)
{
	return a->device == b->device && a->inode == b->inode &&
	       (a->born_ns == b->born_ns || !a->born_ns || !b->born_ns);
}

static struct follow_file *find(struct follow *follow,
                                const struct capture_position *position)
{
	for (size_t i = 0; i < follow->count; i++)
		if (is_same(&follow->files[i].position, position))
			return &follow->files[i];
	return NULL;
}

/* @return NULL without memory: it is found again at the next look */
static struct follow_file *add(struct follow *follow, const char *path,
                               const struct capture_position *position)
{
	struct follow_file file = { .position = *position,
		                    .fd = -1,
		                    .number = ring_number(path),
		                    .state = position->done ? FOLLOW_DONE
		                                            : FOLLOW_AWAITED };

	if (follow->count >= LISTED_MOST ||
	    !array_reserve(&follow->files, &follow->capacity, follow->count,
	                   sizeof(*follow->files)))
		return NULL;
	file.path = strdup(path);
	if (!file.path)
		return NULL;
	follow->files[follow->count] = file;
	return &follow->files[follow->count++];
}

/* Numbers that were given to no file we saw are files that are gone. */
static void count_missed(struct follow *follow, const struct follow_file *file)
{
	const uint64_t number = file->number;

	if (number > 0 && follow->latest > 0 && number > follow->latest + 1)
		follow->missed += number - follow->latest - 1;
	if (number > follow->latest)
		follow->latest = number;
}

static void keep_open(struct follow_file *file)
{
	file->fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (file->fd >= 0 && !file_origin_may_stay(file->fd)) {
		close(file->fd);
		file->fd = -1;
	}
}

/* What was done may have grown, or be written from its beginning again. */
static void compare_sizes(struct follow *follow, struct follow_file *file, uint64_t size)
{
	const bool current = file->state == FOLLOW_READ;

	if (current && size < file_input_file_done(&follow->input)) {
		file->began_again = follow->draining = true;
	} else if (file->state == FOLLOW_DONE && size != file->position.size) {
		if (size < file->position.size)
			file->position.frames = 0;
		file->state = FOLLOW_AWAITED;
		file->position.done = false;
	}
}

static bool identify(const char *path, struct capture_position *position,
                     struct statx *about)
{
	if (statx(AT_FDCWD, path, 0, STATX_BASIC_STATS | STATX_BTIME, about) != 0 ||
	    !S_ISREG(about->stx_mode) || about->stx_size < SHORTEST)
		return false;
	position->device = ((uint64_t)about->stx_dev_major << 32) | about->stx_dev_minor;
	position->inode = about->stx_ino;
	if (about->stx_mask & STATX_BTIME)
		position->born_ns = NS(about->stx_btime);
	return true;
}

static void look_at(struct follow *follow, const char *path)
{
	struct capture_position position = { 0 };
	struct statx about;
	struct follow_file *file;

	if (!identify(path, &position, &about))
		return;
	file = find(follow, &position);
	if (!file)
		file = add(follow, path, &position);
	if (!file)
		return;
	compare_sizes(follow, file, about.stx_size);
	file->there = true;
	file->changed_ns = NS(about.stx_mtime);
	if (file->state == FOLLOW_AWAITED && file->fd < 0)
		keep_open(file);
}

static void look_into(struct follow *follow)
{
	DIR *stream = opendir(follow->path);
	const struct dirent *entry;

	if (!stream) {
		look_at(follow, follow->path);
		return;
	}
	while ((entry = readdir(stream))) {
		char *path;

		if (entry->d_name[0] == '.' ||
		    asprintf(&path, "%s/%s", follow->path, entry->d_name) < 0)
			continue;
		look_at(follow, path);
		free(path);
	}
	closedir(stream);
}

static void discard(struct follow_file *file)
{
	if (file->fd >= 0)
		close(file->fd);
	free(file->path);
}

/* Of what is gone nothing has to be remembered, unless it is still to be read. */
static void forget_gone(struct follow *follow)
{
	size_t kept = 0;

	for (size_t i = 0; i < follow->count; i++) {
		struct follow_file *file = &follow->files[i];
		const bool lost = file->state == FOLLOW_AWAITED && file->fd < 0;

		if (!file->there && (file->state == FOLLOW_DONE || lost)) {
			follow->missed += lost;
			discard(file);
			continue;
		}
		if (i == follow->current)
			follow->current = kept;
		follow->files[kept++] = *file;
	}
	follow->count = kept;
}

/* @return whether there was a look: they are rare */
static bool look(struct follow *follow)
{
	const int64_t now_us = clock_steady_us();

	if (follow->looked_us && now_us - follow->looked_us < LOOK_US)
		return false;
	follow->looked_us = now_us;
	for (size_t i = 0; i < follow->count; i++)
		follow->files[i].there = false;
	look_into(follow);
	forget_gone(follow);
	return true;
}

/* --- One after the other ------------------------------------------------------------ */

static bool is_before(const struct follow_file *a, const struct follow_file *b)
{
	if (a->number && b->number && a->number != b->number)
		return a->number < b->number;
	if (a->changed_ns != b->changed_ns)
		return a->changed_ns < b->changed_ns;
	return strverscmp(a->path, b->path) < 0;
}

/* @return NONE when none is awaited */
static size_t find_next(const struct follow *follow)
{
	size_t next = NONE;

	for (size_t i = 0; i < follow->count; i++)
		if (follow->files[i].state == FOLLOW_AWAITED &&
		    (next == NONE || is_before(&follow->files[i], &follow->files[next])))
			next = i;
	return next;
}

static void note_trouble(struct follow *follow, const char *path, const struct error *why)
{
	char *trouble;

	if (asprintf(&trouble, "%s: %s", path, why->text) < 0)
		return;
	free(follow->trouble);
	follow->trouble = trouble;
}

/* What of losses was counted of this file, also of an earlier reading, is replaced. */
void follow_take_account(struct follow *follow)
{
	struct stated_losses now, *before;

	if (follow->current == NONE)
		return;
	now = file_input_losses(&follow->input);
	before = &follow->files[follow->current].lost;
	follow->lost.kernel =
		sum_saturated(follow->lost.kernel - before->kernel, now.kernel);
	follow->lost.interface =
		sum_saturated(follow->lost.interface - before->interface, now.interface);
	*before = now;
	file_labels_merge(&follow->labels, file_input_labels(&follow->input),
	                  follow->counted);
}

/* What is no capture lies there, too. */
static void begin(struct follow *follow, size_t index)
{
	struct follow_file *file = &follow->files[index];
	const struct file_origin origin = { file->path, file->fd, true };
	struct error why;
	enum file_opening opening;

	file->fd = -1;
	count_missed(follow, file);
	opening = file_input_open(&follow->input, &origin, follow->stop, &why);
	file->state = opening == FILE_OPENED ? FOLLOW_READ : FOLLOW_DONE;
	if (opening != FILE_OPENED) {
		file->position.done = true;
		if (opening != FILE_STRANGER && opening != FILE_OTHER)
			note_trouble(follow, file->path, &why);
		return;
	}
	file_input_follow(&follow->input, true);
	file->skip = file->position.frames;
	file->position.frames = 0;
	follow->current = index;
	memset(follow->counted, 0, sizeof(follow->counted));
	follow->draining = false;
}

static void end(struct follow *follow, const struct error *why)
{
	struct follow_file *file = &follow->files[follow->current];
	struct stat about;

	if (why && !file->began_again)
		note_trouble(follow, file->path, why);
	if (follow->input.file &&
	    fstat(byte_source_descriptor(follow->input.file), &about) == 0)
		file->position.size = (uint64_t)about.st_size;
	follow_take_account(follow);
	file_input_close(&follow->input);
	file->position.done = !file->began_again;
	file->state = file->began_again ? FOLLOW_AWAITED : FOLLOW_DONE;
	if (file->began_again)
		file->position.frames = 0;
	file->began_again = false;
	follow->current = NONE;
}

/* @return whether it goes on at once */
static bool go_on_at_end(struct follow *follow)
{
	if (follow->draining) {
		/* Nothing was added since the next one appeared: that was its end. */
		file_input_follow(&follow->input, false);
		return true;
	}
	if (find_next(follow) == NONE && (!look(follow) || find_next(follow) == NONE))
		return false;
	follow->draining = true;
	return true;
}

/* @return READ_FRAME, READ_WAIT, or READ_END: go on with the next file */
static enum read_status next_of_current(struct follow *follow, struct frame *frame,
                                        bool pinned)
{
	struct follow_file *file = &follow->files[follow->current];
	struct error why;
	enum read_status status;

	follow->input.bytes->pinned = pinned;
	do {
		status = file_input_next(&follow->input, frame, &why);
		file->position.frames += status == READ_FRAME;
	} while (status == READ_FRAME && file->skip > 0 && file->skip--);
	if (status == READ_FRAME || pinned)
		return status == READ_FRAME ? READ_FRAME : READ_WAIT;
	if (status == READ_WAIT)
		return go_on_at_end(follow) ? READ_END : READ_WAIT;
	end(follow, status == READ_BROKEN ? &why : NULL);
	return READ_END;
}

enum read_status follow_next(struct follow *follow, struct frame *frame, bool pinned)
{
	while (!*follow->stop) {
		enum read_status status = READ_END;

		if (follow->current != NONE)
			status = next_of_current(follow, frame, pinned);
		else if (pinned)
			return READ_WAIT;
		frame->input = follow->number;
		if (status != READ_END)
			return status;
		if (follow->current != NONE)
			continue;
		(void)look(follow);

		size_t next = find_next(follow);

		if (next == NONE)
			return READ_WAIT;
		begin(follow, next);
	}
	return READ_WAIT;
}

/* --- Beginning and end ---------------------------------------------------------------- */

bool follow_open(struct follow *follow, const char *path, uint16_t number,
                 const volatile sig_atomic_t *stop, struct error *err)
{
	if (access(path, R_OK) != 0)
		return error_set(err, "%s", strerror(errno));
	*follow = (struct follow){
		.path = strdup(path),
		.number = number,
		.stop = stop,
		.current = NONE,
		.input.kept_fd = -1,
	};
	return follow->path || error_set(err, "out of memory");
}

bool follow_resume(struct follow *follow, const char *path,
                   const struct capture_position *position, struct error *err)
{
	const struct follow_file *file = add(follow, path, position);

	if (!file)
		return error_set(err, "out of memory");
	if (file->number > follow->latest)
		follow->latest = file->number;
	return true;
}

void follow_close(struct follow *follow)
{
	if (follow->current != NONE)
		file_input_close(&follow->input);
	for (size_t i = 0; i < follow->count; i++)
		discard(&follow->files[i]);
	file_labels_fini(&follow->labels);
	free(follow->files);
	free(follow->path);
	free(follow->trouble);
}
