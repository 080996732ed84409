/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reading - what our own readers are asked about a payload, and what becomes of it.
 *
 * Room: inspect, private. A no binds a reader for what one end sends over TCP, and for one
 * datagram over UDP. Of an end whose beginning was not captured, readers that know nothing
 * of what was captured first are shown what begins with a later segment.
 */
#ifndef READING_H
#define READING_H

#include <stdint.h>

#include "reader.h"

struct block_pool;
struct inspection;
struct payload;

struct reading {
	struct block_pool *pool; /* borrowed */
	uint32_t readers[2];     /* bit sets of reader_table: TCP, UDP */
	uint32_t of_text;        /* likewise: those whose protocols begin with text */
	_Alignas(
		16) uint8_t scratch[READER_STATE_MAX]; /* state of a reader asked first */
};

enum reading_result {
	READING_ON,
	READING_DECIDED,
	READING_NO_MEMORY, /* a reader wants to go on, and its state cannot be kept */
};

void reading_init(struct reading *reading, struct block_pool *pool);

/** Every reader of @transport, a bit each. */
uint32_t reading_readers(const struct reading *reading, uint8_t transport);

/**
 * The inspection is over: set HINT_UNKNOWN on who listens, when that end spoke, the first
 * byte and the rest of it were captured, and no reader knows what either end said.
 */
void reading_note_unknown(const struct reading *reading,
                          const struct inspection *inspection, struct flow *flow);

/** Ask whoever may know @payload. Its flow gets the hints, its inspection the rest. */
enum reading_result reading_observe(struct reading *reading, struct payload *payload);

#endif
