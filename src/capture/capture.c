/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture/capture.h"

#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

#include "awaited_list.h"
#include "file_set.h"
#include "filter.h"
#include "follow_set.h"
#include "foreign_file.h"
#include "frame_reader.h"
#include "live_set.h"
#include "ring.h"
#include "stream_of_file.h"

#define DEFAULT_BUFFER_MIB 16

/* What struct capture_input borrows from. */
struct input_origin {
	char *name;       /* owned */
	char *sensor;     /* owned; NULL: not said */
	char *unfiltered; /* owned; what the filter could not be applied to */
	size_t slot;      /* index in files or interfaces */
};

struct capture {
	struct filter *filter; /* owned; NULL takes everything */
	uint32_t snaplen, buffer_mib;
	bool recursive, follow;
	uint64_t frames_left;
	volatile sig_atomic_t stopped;
	struct file_set files;
	struct follow_set follows;
	struct live_set interfaces;
	struct capture_input *inputs; /* owned; as long as origins */
	struct input_origin *origins; /* owned */
	size_t count, input_capacity, origin_capacity;
	struct awaited_list awaited; /* until capture_begin() */
};

struct capture *capture_create(const struct capture_options *options, struct error *err)
{
	struct capture *capture = calloc(1, sizeof(*capture));

	if (!capture) {
		error_set(err, "out of memory");
		return NULL;
	}
	if (options->filter && *options->filter) {
		capture->filter = filter_create(options->filter, err);
		if (!capture->filter) {
			free(capture);
			return NULL;
		}
	}
	capture->snaplen = options->snaplen && options->snaplen < FRAME_MAX_LEN
	                           ? options->snaplen
	                           : FRAME_MAX_LEN;
	capture->buffer_mib =
		options->buffer_mib ? options->buffer_mib : DEFAULT_BUFFER_MIB;
	capture->recursive = options->recursive;
	capture->follow = options->follow;
	capture->files.keeps = options->read_again;
	capture->frames_left = options->frame_limit ? options->frame_limit : UINT64_MAX;
	return capture;
}

/* --- Adding inputs ----------------------------------------------------------- */

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

/* A capture of a kind that nobody here knows may be one that others do. */
static void show_the_way(struct error *why)
{
	error_set(why, "not a capture file that is known here; if Wireshark "
	               "opens it: editcap -F pcapng -T ether IN OUT.pcapng");
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
		const bool stranger = !must_open && opening == FILE_STRANGER &&
		                      !foreign_file_calls_itself_capture(from->path);

		if (opening == FILE_STRANGER && !stranger)
			show_the_way(&why);
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
                            struct error *err)
{
	return add_file(capture, &(struct file_origin){ .path = name, .fd = fd }, NULL,
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

/* --- Fetching frames --------------------------------------------------------- */

static void note_unfiltered(struct capture *capture, const struct frame *frame)
{
	struct input_origin *origin = &capture->origins[frame->input];

	if (!origin->unfiltered &&
	    asprintf(
		    &origin->unfiltered,
		    "frames of link type %u were left out, the filter does not apply: %s",
		    frame->link_type,
		    filter_reason(capture->filter, frame->link_type)) < 0)
		origin->unfiltered = NULL;
}

/* The kernel filtered what came from interfaces. */
static bool passes_filter(struct capture *capture, const struct frame *frame)
{
	if (LIKELY(!capture->filter) || capture->inputs[frame->input].live)
		return true;

	enum filter_answer answer = filter_check(capture->filter, frame);

	capture->inputs[frame->input].read++;

	if (UNLIKELY(answer == FILTER_UNUSABLE))
		note_unfiltered(capture, frame);
	return answer == FILTER_TAKES;
}

static void deliver(struct capture *capture, struct frame *frame)
{
	struct capture_input *input = &capture->inputs[frame->input];

	if (UNLIKELY(frame->len > capture->snaplen))
		frame->len = capture->snaplen;
	if (UNLIKELY(input->frames == 0))
		input->first_us = input->last_us = frame->time_us;
	else if (frame->time_us < input->first_us)
		input->first_us = frame->time_us;
	else if (frame->time_us > input->last_us)
		input->last_us = frame->time_us;
	input->frames++;
	input->bytes += frame->len;
	capture->frames_left--;
}

/* Files come first; interfaces have kernel buffers to wait in. */
static enum read_status fetch(struct capture *capture, struct frame *frame)
{
	enum read_status status = file_set_next(&capture->files, frame);
	const bool pinned = capture->files.pinned;

	if (UNLIKELY(status == READ_END && capture->follows.count > 0))
		status = follow_set_next(&capture->follows, frame, pinned,
		                         capture->interfaces.count == 0);
	if (LIKELY(status == READ_FRAME) || pinned ||
	    (status == READ_WAIT && capture->interfaces.count == 0))
		return status;
	if (status == READ_WAIT && capture->follows.count == 0)
		return status;
	return live_set_next(&capture->interfaces, frame);
}

enum capture_status capture_next(struct capture *capture, struct frame *frame)
{
	while (LIKELY(!capture->stopped && capture->frames_left > 0)) {
		enum read_status status = fetch(capture, frame);

		if (UNLIKELY(status != READ_FRAME))
			return status == READ_WAIT ? CAPTURE_IDLE : CAPTURE_END;
		if (passes_filter(capture, frame)) {
			deliver(capture, frame);
			return CAPTURE_FRAME;
		}
	}
	return CAPTURE_END;
}

size_t capture_next_batch(struct capture *capture, struct frame *frames, size_t most,
                          enum capture_status *status)
{
	size_t count = 1;

	*status = capture_next(capture, &frames[0]);
	if (UNLIKELY(*status != CAPTURE_FRAME))
		return 0;
	capture->files.pinned = true;
	while (count < most && capture_next(capture, &frames[count]) == CAPTURE_FRAME)
		count++;
	capture->files.pinned = false;
	return count;
}

void capture_stop(struct capture *capture)
{
	/* Nothing below blocks longer than 100 ms, so nothing needs to be woken. */
	capture->stopped = 1;
}

bool capture_was_stopped(const struct capture *capture)
{
	return capture->stopped;
}

/* --- What became of the inputs ----------------------------------------------- */

#define MOST_STATED (UINT64_C(1) << 60) /* a file may say anything: sums stay sums */

static void refresh_losses(struct capture_input *input, struct stated_losses losses)
{
	const uint64_t kernel = losses.kernel < MOST_STATED ? losses.kernel : MOST_STATED;
	const uint64_t interface =
		losses.interface < MOST_STATED ? losses.interface : MOST_STATED;

	input->kernel_dropped = kernel;
	input->interface_dropped = interface;
	if (kernel + interface > 0)
		input->kernel_received = input->read + kernel + interface;
}

static void refresh_file(struct capture_input *input, const struct input_origin *origin,
                         const struct file_slot *slot, bool filtered, bool unfinished)
{
	if (!filtered)
		input->read = input->frames;
	refresh_losses(input, file_input_losses(&slot->input));
	if (slot->input.identity.is_regular) {
		input->size = slot->input.identity.size;
		input->done = file_input_file_done(&slot->input);
	}
	input->ended = slot->ended;
	input->unfinished = unfinished ? slot->broken : NULL;
	input->broken = slot->broken && !unfinished ? slot->broken : origin->unfiltered;
}

/* What was read of a log says who reads it. */
static void refresh_log(struct capture_input *input, const struct file_input *file)
{
	if (!file->identity.is_regular)
		return;
	input->size = file->identity.size;
	input->done = file_input_file_done(file);
}

static void refresh_followed(struct capture_input *input, const struct follow *follow,
                             const char *unfiltered, bool filtered)
{
	if (!filtered)
		input->read = input->frames;
	input->missed = follow->missed;
	input->broken = follow->trouble ? follow->trouble : unfiltered;
}

static void refresh_interface(struct capture_input *input, struct live_slot *slot)
{
	if (slot->live)
		live_count(slot->live, &slot->counters);
	input->kernel_received = slot->counters.received;
	input->kernel_dropped = slot->counters.dropped;
	input->interface_dropped = slot->counters.interface_dropped;
	input->read = input->frames; /* the kernel filters */
	input->broken = slot->broken;
	input->ended = slot->broken != NULL;
}

const struct capture_input *capture_inputs(struct capture *capture, size_t *count)
{
	for (size_t i = 0; i < capture->count; i++) {
		const struct input_origin *origin = &capture->origins[i];

		if (capture->inputs[i].records)
			refresh_log(&capture->inputs[i],
			            &capture->files.slots[origin->slot].input);
		else if (capture->inputs[i].live)
			refresh_interface(&capture->inputs[i],
			                  &capture->interfaces.slots[origin->slot]);
		else if (capture->inputs[i].followed)
			refresh_followed(&capture->inputs[i],
			                 &capture->follows.items[origin->slot],
			                 origin->unfiltered, capture->filter != NULL);
		else
			refresh_file(&capture->inputs[i], origin,
			             &capture->files.slots[origin->slot],
			             capture->filter != NULL,
			             ring_is_unfinished(&capture->files, origin->slot));
	}
	*count = capture->count;
	return capture->inputs;
}

const struct capture_input *capture_input(const struct capture *capture, size_t number)
{
	return &capture->inputs[number];
}

uint64_t capture_total_bytes(const struct capture *capture)
{
	uint64_t total = 0;

	if (capture->interfaces.count + capture->follows.count > 0)
		return 0;
	for (size_t i = 0; i < capture->awaited.count; i++) {
		const struct awaited *awaited = &capture->awaited.items[i];

		if (awaited->fd >= 0 && !awaited->identity.is_regular)
			return 0;
		total += awaited->identity.size;
	}
	for (size_t i = 0; i < capture->files.count; i++) {
		const struct file_slot *slot = &capture->files.slots[i];

		/* What was no capture has no path and will not be read. */
		if (slot->input.path && !slot->input.identity.is_regular)
			return 0;
		total += slot->input.identity.size;
	}
	return total;
}

uint64_t capture_done_bytes(const struct capture *capture)
{
	uint64_t done = 0;

	for (size_t i = 0; i < capture->files.count; i++)
		done += file_input_file_done(&capture->files.slots[i].input);
	return done;
}

void capture_close(struct capture *capture)
{
	if (!capture)
		return;
	awaited_list_fini(&capture->awaited);
	file_set_fini(&capture->files);
	follow_set_fini(&capture->follows);
	live_set_fini(&capture->interfaces);
	for (size_t i = 0; i < capture->count; i++) {
		free(capture->origins[i].name);
		free(capture->origins[i].sensor);
		free(capture->origins[i].unfiltered);
	}
	free(capture->origins);
	free(capture->inputs);
	filter_destroy(capture->filter);
	free(capture);
}
