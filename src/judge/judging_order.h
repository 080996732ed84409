/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * judging_order - in which order tallies are judged: the same whatever order flows ended in.
 *
 * Room: judge, private. By initiator, responder, port, and so on. What is sorted
 * is a key of numbers: whole conversations are six times as large, and addresses
 * take a call to compare.
 */
#ifndef JUDGING_ORDER_H
#define JUDGING_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"

struct decider;
struct tally;

struct judging_turn {
	uint32_t initiator, responder; /* places of the hosts in the order of addresses */
	uint64_t hints[2];             /* by side, once turned */
	uint16_t initiator_port, responder_port;
	uint8_t transport, state;
	uint8_t direction_by; /* how its initiator is known by now */
	bool turned;          /* the tally is to be judged the other way round */
	uint32_t tally;       /* index in the table of tallies */
};

/**
 * Is @tally to be judged the other way round? @by is set to how its initiator is then known,
 * enum flow_direction_by.
 */
bool judging_order_turns(struct decider *decider, const struct tally *tally, uint8_t *by);

/** Fill @turns, one for each tally, owned by the caller and free()d. @return false when out of memory */
MUST_CHECK bool judging_order(struct decider *decider, struct judging_turn **turns);

#endif
