/* SPDX-License-Identifier: BSD-2-Clause */
/* What became of the inputs. */
#include "capture/capture.h"

#include "capture_parts.h"
#include "ring.h"

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

static void refresh_labels(struct capture_input *input, const struct file_labels *labels)
{
	input->comment = labels->comment;
	input->interfaces = labels->interfaces;
	input->interface_count = labels->count;
}

static void refresh_file(struct capture_input *input, const struct input_origin *origin,
                         const struct file_slot *slot, bool filtered, bool unfinished)
{
	if (!filtered)
		input->read = input->frames;
	refresh_losses(input, file_input_losses(&slot->input));
	refresh_labels(input, file_input_labels(&slot->input));
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

static void refresh_followed(struct capture_input *input, struct follow *follow,
                             const char *unfiltered, bool filtered)
{
	if (!filtered)
		input->read = input->frames;
	follow_take_account(follow);
	refresh_losses(input, follow->lost);
	refresh_labels(input, &follow->labels);
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
	input->gone = slot->gone;
	input->ended = slot->live == NULL;
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

const struct capture_interface *capture_interface(struct capture *capture,
                                                  const struct frame *frame)
{
	const struct capture_input *input = &capture->inputs[frame->input];
	const struct file_labels *labels;

	if (frame->interface == 0 || input->live || input->followed)
		return NULL;
	labels = file_input_labels(
		&capture->files.slots[capture->origins[frame->input].slot].input);
	return frame->interface <= labels->count
	               ? &labels->interfaces[frame->interface - 1]
	               : NULL;
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
