/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow_wheel.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/prefetch.h"

static_assert(FLOW_WHEEL_SLOTS < FLOW_POOL_NO_SLOT, "no slot is no slot's number");

static uint16_t slot_of(int64_t second)
{
	return (uint16_t)((uint64_t)second % FLOW_WHEEL_SLOTS);
}

static void forget_all(struct flow_wheel *wheel)
{
	memset(wheel->heads, 0xff, sizeof(wheel->heads)); /* all FLOW_POOL_NONE */
	memset(wheel->used, 0, sizeof(wheel->used));
	wheel->chunks = NULL;
	wheel->chunk_count = wheel->chunk_capacity = 0;
	wheel->free_chunk = FLOW_POOL_NONE;
	wheel->entries = 0;
}

void flow_wheel_init(struct flow_wheel *wheel)
{
	*wheel = (struct flow_wheel){ 0 };
	forget_all(wheel);
}

void flow_wheel_fini(struct flow_wheel *wheel)
{
	free(wheel->chunks);
	forget_all(wheel);
}

/* Put an empty chunk on the stack at @head. */
static bool add_chunk(struct flow_wheel *wheel, uint32_t *head)
{
	uint32_t added = wheel->free_chunk;

	if (added != FLOW_POOL_NONE) {
		wheel->free_chunk = wheel->chunks[added].older;
	} else {
		if (!array_reserve(&wheel->chunks, &wheel->chunk_capacity,
		                   wheel->chunk_count, sizeof(*wheel->chunks)))
			return false;
		added = (uint32_t)wheel->chunk_count++;
	}
	wheel->chunks[added].older = *head;
	wheel->chunks[added].count = 0;
	*head = added;
	return true;
}

/* Free the newest chunk of the stack at @head. */
static void drop_chunk(struct flow_wheel *wheel, uint32_t *head)
{
	uint32_t dropped = *head;

	*head = wheel->chunks[dropped].older;
	wheel->chunks[dropped].older = wheel->free_chunk;
	wheel->free_chunk = dropped;
}

static uint32_t pop(struct flow_wheel *wheel, uint32_t *head)
{
	struct flow_wheel_chunk *chunk = &wheel->chunks[*head];
	uint32_t number = chunk->numbers[--chunk->count];

	wheel->entries--;
	if (chunk->count == 0)
		drop_chunk(wheel, head);
	return number;
}

bool flow_wheel_put(struct flow_wheel *wheel, const struct flow_pool *pool,
                    uint32_t number, int64_t deadline_us)
{
	struct flow_key *key = flow_pool_key(pool, number);
	int64_t second = deadline_us / US_PER_SECOND;

	/* A deadline of the past, by packets out of order, is due with the next second. */
	if (second <= wheel->second)
		second = wheel->second + 1;

	uint16_t slot = slot_of(second);
	uint32_t *head = &wheel->heads[slot];

	if ((*head == FLOW_POOL_NONE ||
	     wheel->chunks[*head].count == FLOW_WHEEL_CHUNK_ENTRIES) &&
	    !add_chunk(wheel, head))
		return false;

	struct flow_wheel_chunk *chunk = &wheel->chunks[*head];

	chunk->numbers[chunk->count++] = number;
	wheel->entries++;
	wheel->used[slot / 64] |= UINT64_C(1) << slot % 64;
	if (second < wheel->earliest)
		wheel->earliest = second;
	key->slot = slot;
	key->round = wheel->round;
	return true;
}

int64_t flow_wheel_second_of(const struct flow_wheel *wheel, uint16_t slot)
{
	uint16_t ahead =
		(uint16_t)((slot - (uint64_t)wheel->second - 1) % FLOW_WHEEL_SLOTS);

	return wheel->second + 1 + ahead;
}

size_t flow_wheel_take(struct flow_wheel *wheel, const struct flow_pool *pool,
                       int64_t second, uint32_t numbers[static FLOW_WHEEL_BATCH])
{
	uint16_t slot = slot_of(second);
	uint32_t *head = &wheel->heads[slot];
	size_t live = 0;

	while (live == 0 && *head != FLOW_POOL_NONE) {
		size_t count = 0;

		while (count < FLOW_WHEEL_BATCH && *head != FLOW_POOL_NONE) {
			numbers[count] = pop(wheel, head);
			prefetch_line(flow_pool_key(pool, numbers[count]));
			count++;
		}
		for (size_t i = 0; i < count; i++)
			if (flow_pool_key(pool, numbers[i])->slot == slot)
				numbers[live++] = numbers[i];
	}
	return live;
}

static void visit_chunks(const struct flow_wheel *wheel, const struct flow_pool *pool,
                         uint16_t slot, void (*visit)(uint32_t number, void *context),
                         void *context)
{
	uint32_t at = wheel->heads[slot];

	while (at != FLOW_POOL_NONE) {
		const struct flow_wheel_chunk *chunk = &wheel->chunks[at];

		for (uint32_t i = 0; i < chunk->count; i++)
			if (flow_pool_key(pool, chunk->numbers[i])->slot == slot)
				visit(chunk->numbers[i], context);
		at = chunk->older;
	}
}

void flow_wheel_visit(const struct flow_wheel *wheel, const struct flow_pool *pool,
                      void (*visit)(uint32_t number, void *context), void *context)
{
	for (uint16_t slot = 0; slot < FLOW_WHEEL_SLOTS; slot++)
		visit_chunks(wheel, pool, slot, visit, context);
}

bool flow_wheel_holds(const struct flow_pool *pool, uint32_t number, int64_t second)
{
	return flow_pool_key(pool, number)->slot == slot_of(second);
}

/* The newest entry of a slot that counts; stale ones above it are dropped. */
static uint32_t newest(struct flow_wheel *wheel, const struct flow_pool *pool,
                       uint16_t slot)
{
	uint32_t *head = &wheel->heads[slot];

	while (*head != FLOW_POOL_NONE) {
		const struct flow_wheel_chunk *chunk = &wheel->chunks[*head];
		uint32_t number = chunk->numbers[chunk->count - 1];

		if (flow_pool_key(pool, number)->slot == slot)
			return number;
		pop(wheel, head);
	}
	return FLOW_POOL_NONE;
}

/* Seconds from the earliest to the next one whose slot may hold flows, or to the next 64. */
static int64_t to_next_used(const struct flow_wheel *wheel)
{
	uint16_t slot = slot_of(wheel->earliest);
	uint64_t later = wheel->used[slot / 64] >> slot % 64 >> 1;

	return later ? __builtin_ctzll(later) + 1 : 64 - slot % 64;
}

uint32_t flow_wheel_first(struct flow_wheel *wheel, const struct flow_pool *pool)
{
	int64_t last = wheel->second + FLOW_WHEEL_SLOTS;

	if (wheel->earliest <= wheel->second || wheel->earliest > last)
		wheel->earliest = wheel->second + 1;
	for (; wheel->earliest <= last; wheel->earliest += to_next_used(wheel)) {
		uint16_t slot = slot_of(wheel->earliest);
		uint32_t number = newest(wheel, pool, slot);

		if (number != FLOW_POOL_NONE)
			return number;
		wheel->used[slot / 64] &= ~(UINT64_C(1) << slot % 64);
	}
	return FLOW_POOL_NONE;
}

/* Turn the stack at @head upside down. @return its new top */
static uint32_t reverse(struct flow_wheel *wheel, uint32_t head)
{
	uint32_t reversed = FLOW_POOL_NONE;

	while (head != FLOW_POOL_NONE) {
		uint32_t older = wheel->chunks[head].older;

		wheel->chunks[head].older = reversed;
		reversed = head;
		head = older;
	}
	return reversed;
}

/* Blank the entries of a slot that do not count. From the newest on: only that one does. */
static void blank_stale(struct flow_wheel *wheel, const struct flow_pool *pool,
                        uint16_t slot)
{
	for (uint32_t at = wheel->heads[slot]; at != FLOW_POOL_NONE;
	     at = wheel->chunks[at].older) {
		struct flow_wheel_chunk *chunk = &wheel->chunks[at];

		for (uint32_t i = chunk->count; i-- > 0;) {
			struct flow_key *key = flow_pool_key(pool, chunk->numbers[i]);

			if (key->slot == slot && key->round != wheel->round)
				key->round = wheel->round;
			else
				chunk->numbers[i] = FLOW_POOL_NONE;
		}
	}
}

/* Close the gaps in the chunks of a slot, from the oldest on, in place. */
static void close_gaps(struct flow_wheel *wheel, uint16_t slot)
{
	uint32_t from = reverse(wheel, wheel->heads[slot]);
	uint32_t kept = FLOW_POOL_NONE; /* a stack again, full but for its top */

	while (from != FLOW_POOL_NONE) {
		struct flow_wheel_chunk chunk = wheel->chunks[from];

		/* Nothing fails: what is read from is free before there is more to keep. */
		drop_chunk(wheel, &from);
		for (uint32_t i = 0; i < chunk.count; i++) {
			if (chunk.numbers[i] == FLOW_POOL_NONE) {
				wheel->entries--;
				continue;
			}
			if ((kept == FLOW_POOL_NONE ||
			     wheel->chunks[kept].count == FLOW_WHEEL_CHUNK_ENTRIES) &&
			    !add_chunk(wheel, &kept))
				assert(!"a chunk was just freed");

			struct flow_wheel_chunk *to = &wheel->chunks[kept];

			to->numbers[to->count++] = chunk.numbers[i];
		}
	}
	wheel->heads[slot] = kept;
}

void flow_wheel_tidy(struct flow_wheel *wheel, const struct flow_pool *pool,
                     uint64_t flows)
{
	if (LIKELY(wheel->entries <= 2 * flows + FLOW_WHEEL_SLACK))
		return;
	wheel->round ^= 1;
	for (uint16_t slot = 0; slot < FLOW_WHEEL_SLOTS; slot++) {
		if (wheel->heads[slot] == FLOW_POOL_NONE)
			continue;
		blank_stale(wheel, pool, slot);
		close_gaps(wheel, slot);
	}
}
