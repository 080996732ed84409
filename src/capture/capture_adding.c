/* SPDX-License-Identifier: BSD-2-Clause */
/* Adding inputs: opened at once, read from capture_begin() on. */
#include "capture/capture.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

#include "capture_parts.h"
#include "filter.h"
#include "foreign_file.h"
#include "frame_reader.h"
#include "stream_of_file.h"

/* Note input number capture->count, which only counts once the caller adds one. */
static bool prepare_input(struct capture *capture, const char *name, const char *sensor,
                          bool live, struct error *err)
{
	/* frame.input has 16 bits. */
	if (capture->count > UINT16_MAX)
		return error_set(err, "%s: more than %d inputs", name, UINT16_MAX + 1);
	if (!array_reserve(&capture->inputs, &capture->input_capacity, capture->count,
	                   sizeof(*capture->inputs)) ||
	    !array_reserve(&capture->origins, &capture->origin_capacity, capture->count,
	                   sizeof(*capture->origins)))
		return error_set(err, "%s: out of memory", name);

	struct input_origin origin = {
		.name = strdup(name),
		.sensor = sensor ? strdup(sensor) : NULL,
		.slot = live ? capture->interfaces.count : capture->files.count,
	};

	if (!origin.name || (sensor && !origin.sensor)) {
		free(origin.name);
		free(origin.sensor);
		return error_set(err, "%s: out of memory", name);
	}
	capture->origins[capture->count] = origin;
	capture->inputs[capture->count] = (struct capture_input){
		.name = origin.name,
		.sensor = origin.sensor,
		.live = live,
	};
	return true;
}

static bool refuse_input(struct capture *capture, const struct error *why,
                         struct error *err)
{
	struct input_origin *origin = &capture->origins[capture->count];

	error_set(err, "%s: %s", origin->name, why->text);
	free(origin->name);
	free(origin->sensor);
	return false;
}

/* What is no capture, nor called like one, is none of a directory's. */
static bool is_stranger(enum file_opening opening, const char *path, bool must_open)
{
	return !must_open && (opening == FILE_STRANGER || opening == FILE_OTHER) &&
	       !foreign_file_calls_itself_capture(path);
}

static bool add_file(struct capture *capture, const struct file_origin *from,
                     const char *sensor, bool must_open, struct error *err)
{
	struct error why;
	uint16_t number = (uint16_t)capture->count;
	enum file_opening opening;

	if (!prepare_input(capture, from->path, sensor, false, err)) {
		file_origin_discard(from);
		return false;
	}
	opening = file_set_add(&capture->files, from, number, &capture->stopped, &why);
	if (opening == FILE_RECORDS) {
		capture->inputs[number].records = true;
	} else if (opening != FILE_OPENED) {
		const bool stranger = is_stranger(opening, from->path, must_open);

		/* A capture of a kind that nobody here knows may be one that others do. */
		if (opening == FILE_STRANGER && !stranger)
			error_set(&why, "%s", FOREIGN_FILE_WAY);
		if (must_open || !file_set_add_broken(&capture->files, number, &why))
			return refuse_input(capture, &why, err);
		capture->inputs[number].stranger = stranger;
		capture->inputs[number].unread = !stranger;
	}
	capture->count++;
	return true;
}

/* What is not read of a directory is an input of which that is known. */
static bool add_left_out(struct capture *capture, const struct awaited *left_out,
                         struct error *err)
{
	struct error why;
	uint16_t number = (uint16_t)capture->count;

	error_set(&why, "%s",
	          left_out->error ? strerror(left_out->error)
	                          : "a directory, which --recursive reads");
	if (!prepare_input(capture, left_out->path, left_out->sensor, false, err))
		return false;
	if (!file_set_add_broken(&capture->files, number, &why))
		return refuse_input(capture, &why, err);
	capture->inputs[number].stranger = !left_out->error;
	capture->inputs[number].unread = left_out->error;
	capture->count++;
	return true;
}

bool capture_add_descriptor(struct capture *capture, int fd, const char *name,
                            const char *sensor, struct error *err)
{
	return add_file(capture, &(struct file_origin){ .path = name, .fd = fd }, sensor,
	                true, err);
}

static bool add_followed(struct capture *capture, const char *path, const char *sensor,
                         struct error *err)
{
	struct error why;
	uint16_t number = (uint16_t)capture->count;

	if (!prepare_input(capture, path, sensor, false, err))
		return false;
	capture->origins[number].slot = capture->follows.count;
	if (!follow_set_add(&capture->follows, path, number, &capture->stopped, &why))
		return refuse_input(capture, &why, err);
	capture->inputs[number].followed = true;
	capture->count++;
	return true;
}

bool capture_resume(struct capture *capture, const char *path,
                    const struct capture_position *position, struct error *err)
{
	return follow_set_resume(&capture->follows, path, position, err);
}

void capture_visit_positions(const struct capture *capture,
                             void (*visit)(const char *path,
                                           const struct capture_position *position,
                                           void *context),
                             void *context)
{
	follow_set_visit(&capture->follows, visit, context);
}

bool capture_add_path(struct capture *capture, const char *path, const char *sensor,
                      struct error *err)
{
	if (capture->follow && strcmp(path, "-") != 0)
		return add_followed(capture, path, sensor, err);
	return awaited_list_add(&capture->awaited, path, sensor, capture->recursive, err);
}

bool capture_add_pipe(struct capture *capture, int fd, const char *name,
                      const char *sensor, struct error *err)
{
	return awaited_list_add_open(&capture->awaited, fd, name, sensor, err);
}

static bool begin_one(struct capture *capture, struct awaited *awaited, struct error *why)
{
	const struct file_origin from = { awaited->path, awaited->fd, true };

	if (awaited->left_out)
		return add_left_out(capture, awaited, why);
	awaited->fd = -1;
	return add_file(capture, &from, awaited->sensor, awaited->named, why);
}

bool capture_begin(struct capture *capture,
                   void (*refused)(const struct error *why, void *context), void *context)
{
	struct error why;

	for (size_t i = 0; i < capture->awaited.count; i++)
		if (!begin_one(capture, &capture->awaited.items[i], &why))
			refused(&why, context);
	awaited_list_fini(&capture->awaited);
	return capture->count > 0;
}

void capture_visit_names(const struct capture *capture,
                         void (*visit)(const char *path, void *context), void *context)
{
	for (size_t i = 0; i < capture->awaited.count; i++) {
		const struct awaited *awaited = &capture->awaited.items[i];

		if (awaited->fd < 0 && !awaited->left_out)
			visit(awaited->path, context);
	}
}

/* NULL: it is none. */
static const struct file_input *file_of(const struct capture *capture, size_t number)
{
	const size_t slot = capture->origins[number].slot;

	return capture->inputs[number].live || capture->inputs[number].followed
	               ? NULL
	               : &capture->files.slots[slot].input;
}

bool capture_is_file(const struct capture *capture, size_t number)
{
	const struct file_input *input = file_of(capture, number);

	return input && input->identity.is_regular;
}

int capture_reopen(const struct capture *capture, size_t number, struct error *err)
{
	if (capture_is_file(capture, number))
		return file_input_reopen(file_of(capture, number), err);
	error_set(err, "cannot be read again");
	return -1;
}

struct byte_stream *capture_records(struct capture *capture, size_t number,
                                    struct error *err)
{
	assert(capture->inputs[number].records);
	return byte_stream_over_file(
		&capture->files.slots[capture->origins[number].slot].input, err);
}

bool capture_add_elsewhere(struct capture *capture, const char *name, const char *sensor,
                           uint16_t *number, struct error *err)
{
	struct error why;

	*number = (uint16_t)capture->count;
	if (!prepare_input(capture, name, sensor, false, err))
		return false;
	if (!file_set_add_nothing(&capture->files, *number, &why))
		return refuse_input(capture, &why, err);
	capture->inputs[*number].records = true;
	capture->inputs[*number].elsewhere = true;
	capture->count++;
	return true;
}

struct capture_input *capture_log(struct capture *capture, size_t number)
{
	assert(capture->inputs[number].records);
	return &capture->inputs[number];
}

bool capture_add_interface(struct capture *capture, const char *name, struct error *err)
{
	const struct live_options options = {
		.filter = capture->filter ? filter_expression(capture->filter) : NULL,
		.snaplen = capture->snaplen,
		.buffer_mib = capture->buffer_mib,
	};
	struct error why;

	if (!prepare_input(capture, name, NULL, true, err))
		return false;
	if (!live_set_add(&capture->interfaces, name, &options, (uint16_t)capture->count,
	                  &why))
		return refuse_input(capture, &why, err);
	capture->count++;
	return true;
}

int capture_interface_descriptor(const struct capture *capture, size_t number)
{
	const size_t slot = capture->origins[number].slot;

	return capture->inputs[number].live && capture->interfaces.slots[slot].live
	               ? live_descriptor(capture->interfaces.slots[slot].live)
	               : -1;
}
