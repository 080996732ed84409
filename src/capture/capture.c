/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture/capture.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"

#include "capture_parts.h"
#include "filter.h"
#include "frame_reader.h"

#define DEFAULT_BUFFER_MIB 64

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
	capture->interfaces.awaits = options->await_interfaces;
	capture->files.keeps = options->read_again;
	capture->frames_left = options->frame_limit ? options->frame_limit : UINT64_MAX;
	return capture;
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

/* What follows, is loaded and passes without a look. @return how many frames */
static size_t take_loaded(struct capture *capture, struct frame *frames, size_t most)
{
	size_t count;

	if (capture->filter || capture->stopped)
		return 0;
	if (most > capture->frames_left)
		most = (size_t)capture->frames_left;
	count = file_set_take_loaded(&capture->files, frames, most);
	for (size_t i = 0; i < count; i++)
		deliver(capture, &frames[i]);
	return count;
}

size_t capture_next_batch(struct capture *capture, struct frame *frames, size_t most,
                          enum capture_status *status)
{
	size_t count = 1;

	*status = capture_next(capture, &frames[0]);
	if (UNLIKELY(*status != CAPTURE_FRAME))
		return 0;
	capture->files.pinned = true;
	count += take_loaded(capture, frames + count, most - count);
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

/* --- The end ----------------------------------------------------------------- */

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
