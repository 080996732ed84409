/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * link_table - the numbers below IP: what each is called and how it is read.
 *
 * Room: decode, private. One table for each space of numbers. A row names its number
 * and says what follows: a decoder, `carries_no_ip` for what never has a conversation
 * inside (so that nothing is lost by stepping over it), or `not_read` for what may.
 * A number without a row may have one as well.
 */
#ifndef LINK_TABLE_H
#define LINK_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "layers.h"

struct link_row {
	uint64_t number;
	const char *name; /* static */
	layer_decoder decode;
};

/** The row of @number in @space; NULL when there is none. */
const struct link_row *link_table_find(enum decode_space space, uint64_t number);

/**
 * Count one more frame of a type in @types, which has DECODE_UNKNOWN_MAX places.
 *
 * @return false when it would need one more
 */
bool link_table_count(struct decode_unknown *types, uint8_t *count,
                      enum decode_space space, uint64_t number);

/** What @number is called, NULL when nobody here knows. Static. */
const char *link_table_name(enum decode_space space, uint64_t number);

#endif
