/* SPDX-License-Identifier: BSD-2-Clause */
#include "live_set.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

/* Frames in a row from one interface: asking an idle one costs a system call. */
#define MAX_STREAK 64
#define MAX_POLLED 64

bool live_set_add(struct live_set *set, const char *name,
                  const struct live_options *options, uint16_t number, struct error *err)
{
	if (!array_reserve(&set->slots, &set->capacity, set->count, sizeof(*set->slots)))
		return error_set(err, "out of memory");

	struct live *live = live_open(name, options, err);

	if (!live)
		return false;
	set->slots[set->count++] = (struct live_slot){ .live = live, .number = number };
	return true;
}

static enum read_status next_of(struct live_slot *slot, struct frame *frame)
{
	struct error why;

	if (!slot->live)
		return READ_END;

	enum read_status status = live_next(slot->live, frame, &why);

	frame->input = slot->number;
	if (LIKELY(status != READ_BROKEN))
		return status;
	live_count(slot->live, &slot->counters);
	live_close(slot->live);
	slot->live = NULL;
	slot->broken = strdup(why.text);
	return READ_END;
}

static void wait_for_frames(const struct live_set *set)
{
	struct pollfd ready[MAX_POLLED];
	nfds_t count = 0;

	for (size_t i = 0; i < set->count && count < MAX_POLLED; i++)
		if (set->slots[i].live)
			ready[count++] = (struct pollfd){
				.fd = live_descriptor(set->slots[i].live),
				.events = POLLIN,
			};
	/* Interrupted, timed out or ready: in any case all are asked again. */
	(void)poll(ready, count, QUIET_MS);
}

/* Ask everyone once, beginning with whose turn it is. */
static enum read_status ask_in_turn(struct live_set *set, struct frame *frame)
{
	enum read_status answer = READ_END;

	if (set->streak >= MAX_STREAK) {
		set->current = (set->current + 1) % set->count;
		set->streak = 0;
	}
	for (size_t asked = 0; asked < set->count; asked++) {
		enum read_status status = next_of(&set->slots[set->current], frame);

		if (status == READ_FRAME) {
			set->streak++;
			return READ_FRAME;
		}
		if (status == READ_WAIT)
			answer = READ_WAIT;
		set->current = (set->current + 1) % set->count;
		set->streak = 0;
	}
	return answer;
}

enum read_status live_set_next(struct live_set *set, struct frame *frame)
{
	enum read_status status;

	if (set->count == 0)
		return READ_END;
	status = ask_in_turn(set, frame);
	if (status != READ_WAIT)
		return status;
	wait_for_frames(set);
	return ask_in_turn(set, frame);
}

void live_set_fini(struct live_set *set)
{
	for (size_t i = 0; i < set->count; i++) {
		live_close(set->slots[i].live);
		free(set->slots[i].broken);
	}
	free(set->slots);
	*set = (struct live_set){ 0 };
}
