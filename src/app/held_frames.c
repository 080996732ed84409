/* SPDX-License-Identifier: BSD-2-Clause */
#include "held_frames.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/attributes.h"
#include "base/slot_index.h"
#include "capture/frame.h"
#include "decode/decoder.h"

#define FEWEST_SLOTS    64
#define MALLOC_OVERHEAD 16
#define SWEEP_FROM      64 /* datagrams: fewer are not worth looking through */

struct held_frame {
	struct held_frame *next; /* owned; came after it */
	struct frame frame;      /* its bytes are these */
	uint8_t bytes[];
};

/* What is held of one datagram. */
struct held_datagram {
	uint64_t number; /* as the decoder has it */
	struct held_frame *first, *last;
	/* whose evidence it is, with the frames that are still to come; NULL: of none yet */
	const struct audit_finding *finding;
};

struct held_frames {
	const struct decoder *decoder;
	frame_writer write;
	void *context;
	struct held_datagram *datagrams; /* owned */
	size_t count, capacity;
	struct slot_index slots; /* of `datagrams`, by number */
	size_t used, limit;      /* bytes of frames */
	size_t sweep_at;         /* datagrams */
	uint64_t oldest; /* whatever has a lower number is over and was asked for */
	uint64_t left_out;
};

struct held_frames *held_frames_create(const struct decoder *decoder, size_t memory,
                                       frame_writer write, void *context)
{
	struct held_frames *held = calloc(1, sizeof(*held));

	if (!held)
		return NULL;
	held->decoder = decoder;
	held->write = write;
	held->context = context;
	held->limit = memory;
	held->sweep_at = SWEEP_FROM;
	if (slot_index_init(&held->slots, FEWEST_SLOTS))
		return held;
	held_frames_destroy(held);
	return NULL;
}

/* --- Datagrams ------------------------------------------------------------------------ */

/* The decoder counts them up: no hash is more even, and nobody else can choose one. */
static uint32_t hash_of(uint64_t number)
{
	return (uint32_t)number;
}

static struct held_datagram *find(const struct held_frames *held, uint64_t number)
{
	uint32_t hash = hash_of(number), i;
	size_t slot = hash;

	while ((i = slot_index_next(&held->slots, hash, &slot)) != SLOT_INDEX_NONE)
		if (held->datagrams[i].number == number)
			return &held->datagrams[i];
	return NULL;
}

static struct held_datagram *find_or_add(struct held_frames *held, uint64_t number)
{
	struct held_datagram *found = find(held, number);

	if (found)
		return found;
	if (!array_reserve(&held->datagrams, &held->capacity, held->count,
	                   sizeof(*held->datagrams)) ||
	    !slot_index_add(&held->slots, hash_of(number), (uint32_t)held->count))
		return NULL;
	found = &held->datagrams[held->count++];
	*found = (struct held_datagram){ .number = number };
	return found;
}

static size_t cost_of(const struct held_frame *frame)
{
	return sizeof(*frame) + frame->frame.len + MALLOC_OVERHEAD;
}

static void let_go(struct held_frames *held, struct held_datagram *datagram,
                   const struct audit_finding *finding)
{
	struct held_frame *next;

	for (struct held_frame *frame = datagram->first; frame; frame = next) {
		next = frame->next;
		if (finding)
			held->write(&frame->frame, finding, held->context);
		held->used -= cost_of(frame);
		free(frame);
	}
	datagram->first = datagram->last = NULL;
}

/* The last one takes its place. */
static void forget(struct held_frames *held, struct held_datagram *datagram)
{
	const struct held_datagram *last = &held->datagrams[held->count - 1];
	const uint32_t place = (uint32_t)(datagram - held->datagrams);

	let_go(held, datagram, NULL);
	slot_index_remove(&held->slots, hash_of(datagram->number), place);
	held->count--;
	if (datagram == last)
		return;
	slot_index_remove(&held->slots, hash_of(last->number), (uint32_t)held->count);
	*datagram = *last;
	/* There was room for two more. */
	(void)!slot_index_add(&held->slots, hash_of(datagram->number), place);
}

/* Rarely enough that each datagram is looked at a few times, whatever their number. */
static void sweep(struct held_frames *held)
{
	if (held->count >= held->sweep_at) {
		for (size_t i = held->count; i > 0; i--)
			if (held->datagrams[i - 1].number < held->oldest)
				forget(held, &held->datagrams[i - 1]);
		held->sweep_at =
			held->count < SWEEP_FROM / 2 ? SWEEP_FROM : held->count * 2;
	}
	/* Beginnings of those given up just now are still to come. */
	held->oldest = decoder_oldest_datagram(held->decoder);
}

/* --- Frames --------------------------------------------------------------------------- */

static bool hold(struct held_frames *held, struct held_datagram *datagram,
                 const struct frame *frame)
{
	struct held_frame *copy = NULL;

	if (datagram && held->used + sizeof(*copy) + frame->len < held->limit)
		copy = malloc(sizeof(*copy) + frame->len);
	if (!copy)
		return false;
	copy->next = NULL;
	copy->frame = *frame;
	copy->frame.bytes = copy->bytes;
	if (frame->len > 0)
		memcpy(copy->bytes, frame->bytes, frame->len);
	*(datagram->last ? &datagram->last->next : &datagram->first) = copy;
	datagram->last = copy;
	held->used += cost_of(copy);
	return true;
}

/* What was held for the datagrams around the last one is held for that. */
static struct held_datagram *join(struct held_frames *held, const uint64_t *numbers,
                                  size_t count)
{
	struct held_datagram *inner = find_or_add(held, numbers[count - 1]);

	for (size_t i = 0; inner && i + 1 < count; i++) {
		struct held_datagram *outer = find(held, numbers[i]);

		if (!outer || !outer->first)
			continue;
		*(inner->last ? &inner->last->next : &inner->first) = outer->first;
		inner->last = outer->last;
		outer->first = outer->last = NULL;
	}
	return inner;
}

static void follow_datagram(struct held_frames *held, const struct frame *frame,
                            struct held_datagram *datagram,
                            const struct audit_finding *finding)
{
	if (datagram && finding)
		datagram->finding = finding;
	else if (datagram)
		finding = datagram->finding;
	if (datagram && finding)
		let_go(held, datagram, finding);
	if (!frame)
		return;
	if (finding)
		held->write(frame, finding, held->context);
	else if (!hold(held, datagram, frame))
		held->left_out++;
}

void held_frames_follow(struct held_frames *held, const struct frame *frame,
                        const struct packet *packet, const struct audit_finding *finding)
{
	size_t count;
	const uint64_t *numbers = decoder_datagrams(held->decoder, &count);

	if (LIKELY(count == 0)) {
		if (finding && frame)
			held->write(frame, finding, held->context);
		return;
	}
	sweep(held);

	struct held_datagram *datagram = join(held, numbers, count);

	follow_datagram(held, frame, datagram, finding);
	/* A datagram that became whole is over. */
	if (frame && packet && packet->reassembled && datagram)
		forget(held, datagram);
}

uint64_t held_frames_left_out(const struct held_frames *held)
{
	return held->left_out;
}

void held_frames_destroy(struct held_frames *held)
{
	if (!held)
		return;
	for (size_t i = 0; i < held->count; i++)
		let_go(held, &held->datagrams[i], NULL);
	slot_index_fini(&held->slots);
	free(held->datagrams);
	free(held);
}
