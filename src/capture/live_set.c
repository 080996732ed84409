/* SPDX-License-Identifier: BSD-2-Clause */
#include "live_set.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/error.h"

/* Frames in a row from one interface: asking an idle one costs a system call. */
#define MAX_STREAK 64
#define MAX_POLLED 64
#define LOOK_US    INT64_C(500000) /* between two looks whether an interface is back */

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

static void note_break(const struct live_set *set, struct live_slot *slot,
                       const struct error *why)
{
	live_count(slot->live, &slot->counters);
	free(slot->broken);
	slot->broken = strdup(why->text);
	slot->gone++;
	if (set->awaits)
		return;
	live_close(slot->live);
	slot->live = NULL;
}

/* Is it back, if it is time to look? */
static bool is_back(struct live_slot *slot)
{
	const int64_t now_us = clock_steady_us();

	if (now_us - slot->looked_us < LOOK_US)
		return false;
	slot->looked_us = now_us;
	if (!live_return(slot->live))
		return false;
	free(slot->broken);
	slot->broken = NULL;
	return true;
}

static enum read_status next_of(const struct live_set *set, struct live_slot *slot,
                                struct frame *frame)
{
	struct error why;

	if (!slot->live)
		return READ_END;
	if (UNLIKELY(slot->broken != NULL) && !is_back(slot))
		return READ_WAIT;

	enum read_status status = live_next(slot->live, frame, &why);

	frame->input = slot->number;
	if (LIKELY(status != READ_BROKEN))
		return status;
	note_break(set, slot, &why);
	return set->awaits ? READ_WAIT : READ_END;
}

static void wait_for_frames(const struct live_set *set)
{
	struct pollfd ready[MAX_POLLED];
	nfds_t count = 0;

	for (size_t i = 0; i < set->count && count < MAX_POLLED; i++)
		if (set->slots[i].live && !set->slots[i].broken)
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
		enum read_status status = next_of(set, &set->slots[set->current], frame);

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
