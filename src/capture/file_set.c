/* SPDX-License-Identifier: BSD-2-Clause */
#include "file_set.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

static void end_slot(struct file_set *set, struct file_slot *slot,
                     const struct error *reason)
{
	if (file_input_is_open(&slot->input))
		set->open_count--;
	file_input_finish(&slot->input);
	slot->ended = true;
	if (reason && !slot->broken)
		slot->broken = strdup(reason->text);
}

static struct file_slot *add_slot(struct file_set *set, uint16_t number,
                                  struct error *err)
{
	if (!array_reserve(&set->slots, &set->capacity, set->count,
	                   sizeof(*set->slots))) {
		error_set(err, "out of memory");
		return NULL;
	}
	struct file_slot *slot = &set->slots[set->count];

	*slot = (struct file_slot){ .number = number, .input.kept_fd = -1 };
	return slot;
}

/* @return READ_FRAME, READ_WAIT, or READ_END also for a slot that broke */
static enum read_status next_of(struct file_set *set, struct file_slot *slot,
                                struct frame *frame)
{
	struct error why;

	if (UNLIKELY(slot->ended))
		return READ_END;

	slot->input.bytes->pinned = set->pinned;

	enum read_status status = file_input_next(&slot->input, frame, &why);

	frame->input = slot->number;
	if (LIKELY(status == READ_FRAME || status == READ_WAIT))
		return status;
	/* A slot that ends lets go of its bytes: it will say the same again later. */
	if (set->pinned)
		return READ_WAIT;
	end_slot(set, slot, status == READ_BROKEN ? &why : NULL);
	return READ_END;
}

static void suspend(struct file_set *set, struct file_slot *slot)
{
	file_input_suspend(&slot->input);
	set->open_count--;
}

/* Ask new slots for their first frames and give them their places. */
static enum read_status load_new(struct file_set *set)
{
	for (; set->unloaded < set->count; set->unloaded++) {
		struct file_slot *slot = &set->slots[set->unloaded];
		enum read_status status = next_of(set, slot, &slot->head);

		if (status == READ_WAIT)
			return READ_WAIT;
		if (status != READ_FRAME)
			continue;
		if (!timeline_add(&set->timeline, (uint32_t)set->unloaded,
		                  slot->head.time_us)) {
			struct error why;

			error_set(&why, "out of memory");
			end_slot(set, slot, &why);
			continue;
		}
		if (set->open_count > FILE_SET_MAX_OPEN &&
		    file_input_is_resumable(&slot->input))
			suspend(set, slot);
	}
	return READ_FRAME;
}

enum file_opening file_set_add(struct file_set *set, const struct file_origin *origin,
                               uint16_t number, const volatile sig_atomic_t *stop,
                               struct error *err)
{
	struct file_slot *slot = add_slot(set, number, err);
	enum file_opening result;

	if (!slot) {
		file_origin_discard(origin);
		return FILE_REFUSED;
	}
	result = file_input_open(&slot->input, origin, stop, err);
	if (set->keeps && (result == FILE_OPENED || result == FILE_RECORDS))
		file_input_keep(&slot->input);
	if (result == FILE_RECORDS) {
		slot->ended = true; /* of frames it has none */
		set->count++;
		file_input_put_off(&slot->input);
		return result;
	}
	if (result != FILE_OPENED)
		return result;
	set->count++;
	set->open_count++;
	/* A quiet pipe before it leaves the file open for now. */
	if (set->open_count > FILE_SET_MAX_OPEN)
		(void)load_new(set);
	return FILE_OPENED;
}

bool file_set_add_nothing(struct file_set *set, uint16_t number, struct error *err)
{
	struct file_slot *slot = add_slot(set, number, err);

	if (!slot)
		return false;
	slot->ended = true;
	set->count++;
	return true;
}

bool file_set_add_broken(struct file_set *set, uint16_t number,
                         const struct error *reason)
{
	struct error ignored;
	struct file_slot *slot = add_slot(set, number, &ignored);

	if (!slot)
		return false;
	slot->broken = strdup(reason->text);
	slot->ended = true;
	set->count++;
	return slot->broken;
}

static enum read_status advance_first(struct file_set *set)
{
	struct file_slot *slot = &set->slots[timeline_first(&set->timeline)];
	enum read_status status = next_of(set, slot, &slot->head);

	if (status == READ_WAIT)
		return READ_WAIT;
	set->advance = false;
	if (status == READ_FRAME)
		timeline_replace_first(&set->timeline, slot->head.time_us);
	else
		timeline_remove_first(&set->timeline);
	return READ_FRAME;
}

/* The open file that can best wait is the one whose turn comes last. */
static void suspend_latest(struct file_set *set)
{
	struct file_slot *latest = NULL;

	for (size_t i = 0; i < set->count; i++) {
		struct file_slot *slot = &set->slots[i];

		if (file_input_is_open(&slot->input) &&
		    file_input_is_resumable(&slot->input) &&
		    (!latest || slot->head.time_us > latest->head.time_us))
			latest = slot;
	}
	if (latest)
		suspend(set, latest);
}

/* Open the first file of the timeline again, with the frame it waited with. */
static bool resume(struct file_set *set, struct file_slot *slot)
{
	struct error why;

	if (set->open_count >= FILE_SET_MAX_OPEN)
		suspend_latest(set);
	if (!file_input_resume(&slot->input, &why)) {
		end_slot(set, slot, &why);
		return false;
	}
	set->open_count++;
	return next_of(set, slot, &slot->head) == READ_FRAME;
}

enum read_status file_set_next(struct file_set *set, struct frame *frame)
{
	if (LIKELY(set->count == 1))
		return next_of(set, &set->slots[0], frame);
	if (set->advance && advance_first(set) == READ_WAIT)
		return READ_WAIT;
	if (set->unloaded < set->count && load_new(set) == READ_WAIT)
		return READ_WAIT;

	while (set->timeline.count > 0) {
		struct file_slot *slot = &set->slots[timeline_first(&set->timeline)];

		if (slot->input.suspended && set->pinned)
			return READ_WAIT;
		if (slot->input.suspended && !resume(set, slot)) {
			timeline_remove_first(&set->timeline);
			continue;
		}
		*frame = slot->head;
		set->advance = true;
		return READ_FRAME;
	}
	return READ_END;
}

size_t file_set_take_loaded(struct file_set *set, struct frame *frames, size_t most)
{
	size_t count = 0;

	/* Of several files each frame has to be the earliest. */
	if (set->count != 1 || set->slots[0].ended)
		return 0;

	struct file_slot *slot = &set->slots[0];

	slot->input.bytes->pinned = true;
	while (count < most &&
	       frame_reader_next(slot->input.reader, &frames[count]) == READ_FRAME)
		frames[count++].input = slot->number;
	slot->input.bytes->pinned = set->pinned;
	return count;
}

void file_set_fini(struct file_set *set)
{
	for (size_t i = 0; i < set->count; i++) {
		file_input_close(&set->slots[i].input);
		free(set->slots[i].broken);
	}
	free(set->slots);
	timeline_fini(&set->timeline);
	*set = (struct file_set){ 0 };
}
